"""THE STORE. The one Django app: models, migrations, and the raw SQL of the batch writer.

Two kinds of tables in two databases (`kinds`): primary ones are backed up and never dropped,
derived ones are folded from the journal and can be dropped at any time. No transaction, foreign
key or join crosses the kinds. Not here: what a fact means (`domain`), when to fold (`project`).
"""
