"""A table becomes something to look at: figures, tables, sentences."""
