"""Tables in, figures out, drawn for a wide page and for a phone."""
