"""Tables in, accessible tables out, and spreadsheets beside them."""
