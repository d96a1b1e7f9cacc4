"""The inbox: the list of conversations and one thread, as pages and as parts of pages."""
