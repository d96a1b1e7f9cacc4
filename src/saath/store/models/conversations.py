"""Derived: one row per person and number; see `domain.conversation.Conversation`."""

from typing import override

from django.db import models


class Conversation(models.Model):
    """A mark is two columns: time and message id. `last_at` is when the last message was said,
    `reached_at` when we last tried to write first.

    `desk` is JSON, or empty: what the team noted, and what paces our sends (`store.rows.Desk`).
    """

    pk = models.CompositePrimaryKey("business", "person", "phone_number_id")
    business = models.TextField()
    person = models.TextField()
    phone_number_id = models.TextField()
    heard_at = models.BigIntegerField()
    heard_id = models.TextField()
    spoke_at = models.BigIntegerField()
    spoke_id = models.TextField()
    asked_at = models.BigIntegerField()
    asked_id = models.TextField()
    answered_at = models.BigIntegerField()
    answered_id = models.TextField()
    waiting_at = models.BigIntegerField()
    waiting_id = models.TextField()
    control = models.TextField()
    control_at = models.BigIntegerField()
    control_until = models.BigIntegerField()
    desk = models.TextField()
    last_at = models.BigIntegerField()
    reached_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "conversation"
        indexes = (
            models.Index(
                "business", models.F("last_at").desc(), "person", name="conversation_list"
            ),
            models.Index(
                fields=["business", "control_until"],
                condition=models.Q(control_until__gt=0),
                name="conversation_release",
            ),
            # `queries` repeats this condition word for word, so that both databases take it.
            models.Index(
                fields=["business", "waiting_at"],
                condition=models.Q(waiting_at__gt=0, waiting_at__gte=models.F("answered_at")),
                name="conversation_waiting",
            ),
            models.Index(
                fields=["business", "reached_at"],
                condition=models.Q(reached_at__gt=0),
                name="conversation_reached",
            ),
        )

    @override
    def __str__(self) -> str:
        return f"{self.person} {self.phone_number_id}"
