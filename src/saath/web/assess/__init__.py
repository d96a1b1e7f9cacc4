"""Should we move? Chats are dropped, read, asked about, and the answer is shown; no account needed."""
