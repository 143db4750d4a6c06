"""Learning alone: the list of lessons, one's own seats, and the progress that is kept."""
