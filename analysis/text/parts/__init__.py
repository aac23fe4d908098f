"""Corpora prepared in parts that are kept on the disk by content: tables read in, the tables of `Prepared` out."""
