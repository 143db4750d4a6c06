"""A class as it is kept: its seats, codes, roster and variants, in a folder that can be resumed."""
