"""The forms of the report on a fleet: one module for each."""
