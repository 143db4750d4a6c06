"""A seat: a learner's own store and journal, the desk that answers her, and what she and the trainer say."""
