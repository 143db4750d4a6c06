"""A class as it is held: the processes of its seats, and the server that browsers and terminals ask."""
