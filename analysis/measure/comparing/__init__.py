"""Two sides or many: keyness, divergence, omissions, other settings, changes."""
