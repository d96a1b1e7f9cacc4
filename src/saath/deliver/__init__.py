"""DELIVER. What waits to be said, asked about at the head of the journal, and posted to WhatsApp.

`ask` decides and addresses; whoever runs the loop appends the attempts; `Pool` posts them and
appends what became of each. Not here: when a turn is taken (`runtime`), the rules (`domain`),
Meta's words (`whatsapp`).
"""

from saath.deliver.asking import Parcel, Question, Verdicts, ask
from saath.deliver.errands import Errands
from saath.deliver.fetching import lost
from saath.deliver.pace import Pace
from saath.deliver.pool import Pool
from saath.deliver.posting import FRESH_S, Posted, doubt, post
from saath.deliver.surroundings import Hands, Surroundings
from saath.deliver.uploading import Wish

__all__ = [
    "FRESH_S",
    "Errands",
    "Hands",
    "Pace",
    "Parcel",
    "Pool",
    "Posted",
    "Question",
    "Surroundings",
    "Verdicts",
    "Wish",
    "ask",
    "doubt",
    "lost",
    "post",
]
