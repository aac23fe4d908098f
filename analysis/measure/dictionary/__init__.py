"""What a list looks for: topics, wordings, and names told by their capitals."""
