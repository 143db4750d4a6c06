"""What the desk costs, each figure beside its floor: `python -m bench`."""
