"""How one browser wants its pages: light or dark, and in which language."""
