"""Articles in, running words out: reading, cleaning and splitting a corpus folder."""
