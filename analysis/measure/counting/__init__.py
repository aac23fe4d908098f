"""Tokens in, counts, rates and the account of lines out."""
