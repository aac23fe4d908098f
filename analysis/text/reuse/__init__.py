"""What several articles share, word for word or nearly."""
