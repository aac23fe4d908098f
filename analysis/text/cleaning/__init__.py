"""Raw lines in, text and a ledger of every line out."""
