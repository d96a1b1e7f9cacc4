"""Meta's Graph API over one world: a request in, an answer out, no I/O.

`router` finds the edge; one module a group of edges. The same code answers over HTTP and in process.
"""
