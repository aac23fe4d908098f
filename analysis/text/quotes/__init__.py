"""Which words are quoted, and whose they are."""
