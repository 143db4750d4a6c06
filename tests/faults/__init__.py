"""Faults at known moments of everything that a store goes through: `make faults`."""
