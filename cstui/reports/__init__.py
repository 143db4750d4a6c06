"""What reports over many subjects have in common; the reports are the agencies'."""
