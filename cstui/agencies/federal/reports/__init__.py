"""The federal report on paper and in files: the form, its audit trail, the cells of several together."""
