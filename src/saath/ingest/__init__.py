"""The stage that answers Meta: verify, append to the journal, 200. Nothing else, and no Django.

A delivery is acknowledged only once its record is durable; otherwise the answer is 503 and Meta
sends it again.
"""

from saath.ingest.app import MAX_BODY_BYTES, app
from saath.ingest.directory import Directory, Doors
from saath.ingest.partners import partner_app

__all__ = ["MAX_BODY_BYTES", "Directory", "Doors", "app", "partner_app"]
