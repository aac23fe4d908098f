"""The lines behind a number."""
