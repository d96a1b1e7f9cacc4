"""Derived: what waits to be said, what became of requests, and what accounts may do."""

from typing import override

from django.db import models


class Outbox(models.Model):
    """An intention that has not come to its end; `body` is all of it, JSON.

    `not_before` and `held` are set while a passing refusal holds it (0 and empty otherwise), by
    whoever asks the guard. They are no part of what is folded.
    """

    pk = models.CompositePrimaryKey("business", "key")
    business = models.TextField()
    key = models.TextField()
    person = models.TextField()
    phone_number_id = models.TextField()
    stage = models.TextField()
    created_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    attempts = models.BigIntegerField()
    attempted_at = models.BigIntegerField()
    not_before = models.BigIntegerField()
    held = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "outbox"
        indexes = (
            models.Index(fields=["business", "stage", "due_at", "key"], name="outbox_due"),
            models.Index(fields=["business", "person", "phone_number_id"], name="outbox_person"),
        )
        verbose_name_plural = "outbox"

    @override
    def __str__(self) -> str:
        return self.key


class Result(models.Model):
    """What became of a request, for ever. `refusal` is JSON, or empty when it was carried out.

    `person` and `body` (a digest) say what was asked: the same key for something else is refused.
    """

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    at = models.BigIntegerField()
    message = models.TextField()
    refusal = models.TextField()
    person = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "result"

    @override
    def __str__(self) -> str:
        return self.id


class AccountState(models.Model):
    """What WhatsApp lets an account do; see `domain.number_state.NumberState`."""

    pk = models.CompositePrimaryKey("business", "account_id")
    business = models.TextField()
    account_id = models.TextField()
    offboarded_at = models.BigIntegerField(default=-1)
    reconnected_at = models.BigIntegerField(default=-1)
    removed_at = models.BigIntegerField(default=-1)
    added_at = models.BigIntegerField(default=-1)
    banned_at = models.BigIntegerField(default=-1)
    reinstated_at = models.BigIntegerField(default=-1)
    no_replies_until = models.BigIntegerField()
    no_templates_until = models.BigIntegerField()
    people_a_day = models.BigIntegerField(default=0)
    people_told_at = models.BigIntegerField(default=-1)

    class Meta:
        db_table = "account_state"

    @override
    def __str__(self) -> str:
        return self.account_id
