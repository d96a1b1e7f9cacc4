"""The simulator's own controls, under `/_sim/` and in the CLI: one table of commands.

`commands` is the table's shape, the other modules hold its rows: what customers do, what the owner
does, what Meta does, and time. Nothing here is part of WhatsApp.
"""
