"""The trainer's board: every seat at a glance, and the trainer's hand."""
