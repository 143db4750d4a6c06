"""Attacks on the store, the log, the desk and the classroom, with a seed, counted.

`python -m tests.attacks` runs them whole; `test_attacks` runs a short form of each.
"""
