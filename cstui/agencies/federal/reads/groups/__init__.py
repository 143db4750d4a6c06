"""What each relation says of the cases of a range, one row a case, its facts packed as bits of the cell."""
