"""A published run as one thing to send: one page that holds all pages, an archive, or what a printer takes."""
