"""Derived: how far the journal is folded, under which policies, and what could not be folded."""

from typing import override

from django.db import models


class Cursor(models.Model):
    """How far one lane is projected, by the writer of which epoch, and how much it held.

    `position` is the last record projected whole; `part` counts the facts of the next one that
    are projected already.
    """

    pk = models.CompositePrimaryKey("business", "lane")
    business = models.TextField()
    lane = models.TextField()
    position = models.BigIntegerField()
    part = models.BigIntegerField()
    epoch = models.BigIntegerField()
    facts = models.BigIntegerField()
    unrecognized = models.BigIntegerField()

    class Meta:
        db_table = "cursor"

    @override
    def __str__(self) -> str:
        return f"{self.business} {self.lane} {self.position}"


class Policy(models.Model):
    """A policy and the position in the live lane from which it is in force.

    `at` is its record's time: facts of the bulk lane read the policy of their own record's time.
    """

    pk = models.CompositePrimaryKey("business", "position")
    business = models.TextField()
    position = models.BigIntegerField()
    version = models.BigIntegerField()
    at = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        db_table = "policy"
        verbose_name_plural = "policies"

    @override
    def __str__(self) -> str:
        return f"{self.business} {self.version}"


class Parked(models.Model):
    """A conversation with a fact that could not be folded; what comes after it waits too.

    `lane`, `position` and `part` name the fact; the conversation is folded again from
    `live_position` and `bulk_position` on. `reason` is the kind of the error, never its text.
    """

    pk = models.CompositePrimaryKey("business", "person", "phone_number_id")
    business = models.TextField()
    person = models.TextField()
    phone_number_id = models.TextField()
    lane = models.TextField()
    position = models.BigIntegerField()
    part = models.BigIntegerField()
    live_position = models.BigIntegerField()
    bulk_position = models.BigIntegerField()
    reason = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "parked"
        verbose_name_plural = "parked"

    @override
    def __str__(self) -> str:
        return f"{self.business} {self.person}"
