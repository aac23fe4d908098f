"""Notebooks with the values to inject in, notebooks that ran to their end out."""
