"""Primary: how numbers are linked. The doors to Meta, every attempt, and what looking found."""

from typing import override

from django.db import models


class LinkDoor(models.Model):
    """The app through which a business links its numbers. `app_secret` is sealed."""

    pk = models.CompositePrimaryKey("business", "provider")
    business = models.CharField(max_length=64)
    provider = models.CharField(max_length=32)
    app_id = models.CharField(max_length=64)
    app_secret = models.BinaryField(default=b"")
    config_id = models.CharField(max_length=64, blank=True, default="")
    graph_url = models.TextField()
    sdk_url = models.TextField(blank=True, default="")
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "link_door"

    @override
    def __str__(self) -> str:
        return self.provider


class Link(models.Model):
    """One attempt to link a number, as far as it came. The token is sealed.

    `done` names the last step that was carried out, `problem` why the next one was not.
    `inbound_ms` and `echo_ms` are the proof: how long after Meta's time each was seen, -1 until.
    """

    pk = models.CompositePrimaryKey("business", "id")
    business = models.CharField(max_length=64)
    id = models.CharField(max_length=64)
    provider = models.CharField(max_length=32)
    started_at = models.BigIntegerField()
    waba_id = models.CharField(max_length=64, blank=True, default="")
    portfolio_id = models.CharField(max_length=64, blank=True, default="")
    phone_number_id = models.CharField(max_length=64, blank=True, default="")
    display_phone_number = models.CharField(max_length=64, blank=True, default="")
    token = models.BinaryField(default=b"")
    token_expires_at = models.BigIntegerField(default=0)
    linked_at = models.BigIntegerField(default=0)
    done = models.CharField(max_length=32, blank=True, default="")
    problem = models.CharField(max_length=64, blank=True, default="")
    problem_detail = models.CharField(max_length=200, blank=True, default="")
    callback_url = models.TextField(blank=True, default="")
    inbound_ms = models.BigIntegerField(default=-1)
    echo_ms = models.BigIntegerField(default=-1)

    class Meta:
        db_table = "link"
        indexes = (models.Index(fields=["business", "started_at"], name="link_newest"),)

    @override
    def __str__(self) -> str:
        return self.id


class Observation(models.Model):
    """What looking at a number at WhatsApp found: `value`, since when, and when it was looked."""

    pk = models.CompositePrimaryKey("business", "phone_number_id", "what")
    business = models.CharField(max_length=64)
    phone_number_id = models.CharField(max_length=64)
    what = models.CharField(max_length=32)
    value = models.CharField(max_length=200)
    since = models.BigIntegerField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "observation"

    @override
    def __str__(self) -> str:
        return f"{self.phone_number_id} {self.what}"
