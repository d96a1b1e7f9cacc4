"""Derived: messages and stubs that wait for their message; see `domain.message.Message`."""

from typing import override

from django.db import models


class Message(models.Model):
    """`content`, `receipts`, `edits`, `reactions` and `sending` are JSON, or empty: `store.rows`.

    `ours` makes a row a pointer: this wamid is that message of ours.

    The thread index leads with the person: with the number first, PostgreSQL took it for the
    wrong queries while the table had no statistics (seen in the pipeline trial, 2026-11-21).
    """

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    phone_number_id = models.TextField()
    wamid = models.TextField()
    person = models.TextField()
    at = models.BigIntegerField()
    direction = models.TextField()
    source = models.TextField()
    origin = models.TextField()
    told = models.TextField()
    type = models.TextField()
    text = models.TextField()
    content = models.TextField()
    receipts = models.TextField()
    edits = models.TextField()
    reactions = models.TextField()
    revoked_at = models.BigIntegerField()
    sending = models.TextField()
    ours = models.TextField()

    class Meta:
        db_table = "message"
        indexes = (
            models.Index(
                fields=["business", "person", "phone_number_id", "at", "id"], name="message_thread"
            ),
        )

    @override
    def __str__(self) -> str:
        return self.id
