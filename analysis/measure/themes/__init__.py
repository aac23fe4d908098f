"""Themes that nobody listed, found in the paragraphs."""
