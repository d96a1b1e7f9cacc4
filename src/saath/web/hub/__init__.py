"""Live updates: one stream of "this changed" per page. Holds no database connection.

The hub is an ASGI app beside Django (`hub.app.Hub`). It never sends content: the page asks for the
part that changed, with its own session. Who may listen is settled once per stream (`session`).
"""
