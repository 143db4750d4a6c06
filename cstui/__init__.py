"""cstui: a terminal desk for child-support caseworkers."""

__version__ = "0.1.0"
