"""Notebooks that ran in, pages, front page and the shelf of runs out."""
