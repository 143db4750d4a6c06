"""What the federal report reads of the store."""
