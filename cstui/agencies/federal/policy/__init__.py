"""What the federal report is made of, from values alone: years, conditions, lines, edits, measures."""
