"""Files in, articles out, and an account of every input; the only room that reads a corpus folder."""
