"""The cleaned corpus as files for other programs, which can be put back in as a corpus."""
