"""One question, one function: a view and settings in, a finding out. The words of the pages live here, beside their question."""
