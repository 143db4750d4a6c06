"""Files between offices and other agencies, out and in."""
