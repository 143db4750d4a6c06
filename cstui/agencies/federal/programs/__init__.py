"""The screens of the federal report: the form, its cases, measures, samples, and what is entered."""
