"""One fold per branch of the tree of facts. Each matches its branch exhaustively."""
