"""The classroom: lessons, the desk that teaches them, seats, the trainer's board, results."""
