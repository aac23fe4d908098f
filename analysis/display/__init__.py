"""What a display is: a small record, and the one template that makes HTML of it, in JupyterLab as on a page."""
