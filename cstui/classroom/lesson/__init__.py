"""What a lesson is: its file, read strictly, its variants, and how what was done is marked."""
