"""Primary: what was observed, who was told of it, and what people answered on the way to the move."""

from typing import override

from django.db import models


class Sighting(models.Model):
    """The last thing that was seen of something outside the tables; `body` is JSON.

    `subject` is "backup", "sweep" or "number/<phone number id>".
    """

    pk = models.CompositePrimaryKey("business", "subject")
    business = models.CharField(max_length=64)
    subject = models.CharField(max_length=128)
    at = models.BigIntegerField()
    body = models.TextField()

    class Meta:
        db_table = "sighting"

    @override
    def __str__(self) -> str:
        return self.subject


class Alert(models.Model):
    """Something that needs somebody, from when it was seen until it was mended (`closed_at`).

    `kind` is the key of its sign; of each at most one is open. No text or number of a customer is
    in it.
    """

    pk = models.CompositePrimaryKey("business", "id")
    business = models.CharField(max_length=64)
    id = models.CharField(max_length=40)
    kind = models.CharField(max_length=128)
    light = models.CharField(max_length=16)
    state = models.CharField(max_length=16)
    said = models.CharField(max_length=64)
    detail = models.TextField()
    opened_at = models.BigIntegerField()
    told_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(default=0)
    seen_by = models.CharField(max_length=200, blank=True, default="")
    seen_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "alert"
        constraints = (
            models.UniqueConstraint(
                fields=["business", "kind"],
                condition=models.Q(closed_at=0),
                name="alert_open_once",
            ),
        )

    @override
    def __str__(self) -> str:
        return self.kind


class Recipient(models.Model):
    """Who is told of alerts outside the pages. `least` is the mildest state they are told of."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.CharField(max_length=64)
    id = models.CharField(max_length=40)
    kind = models.CharField(max_length=16)
    address = models.TextField()
    least = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    created_by = models.CharField(max_length=200)
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "recipient"

    @override
    def __str__(self) -> str:
        return self.id


class Letter(models.Model):
    """One telling of one alert to one recipient. Sending it claims it by moving `due_at`."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.CharField(max_length=64)
    id = models.CharField(max_length=40)
    alert = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    event = models.CharField(max_length=16)
    body = models.TextField()
    created_at = models.BigIntegerField()
    due_at = models.BigIntegerField()
    tries = models.IntegerField(default=0)
    done_at = models.BigIntegerField(default=0)
    failure = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "letter"
        indexes = (models.Index(fields=["business", "done_at", "due_at"], name="letter_due"),)

    @override
    def __str__(self) -> str:
        return self.id


class Preparation(models.Model):
    """What somebody answered about one item of the checklist; the latest answer counts."""

    pk = models.CompositePrimaryKey("business", "item", "at")
    business = models.CharField(max_length=64)
    item = models.CharField(max_length=64)
    at = models.BigIntegerField()
    state = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=200)

    class Meta:
        db_table = "preparation"

    @override
    def __str__(self) -> str:
        return self.item
