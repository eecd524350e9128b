"""How the site is served: one port, several workers, each with one thread, and an orderly end."""
