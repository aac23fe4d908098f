"""How sure a number is, with the article as the unit."""
