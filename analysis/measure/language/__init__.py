"""How varied, how readable, and which words keep together."""
