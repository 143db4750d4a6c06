"""Writing lessons: recording one at the desk, and proving that one holds."""
