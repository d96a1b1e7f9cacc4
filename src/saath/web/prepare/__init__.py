"""Before the move: the checklist, the providers, and the contacts people bring."""
