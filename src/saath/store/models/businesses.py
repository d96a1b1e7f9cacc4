"""Primary: our tenants, their connections to WhatsApp, and which generation of tables is present."""

from typing import override

from django.db import models


class Business(models.Model):
    """A tenant. Its key is called `business` as in every other table."""

    business = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200, blank=True, default="")
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "business"

    @override
    def __str__(self) -> str:
        return self.business


class Connection(models.Model):
    """How one number of a business is connected. Secrets are sealed by `vault`, never in clear.

    While an app secret is rotated, the one before it stays valid. With no `graph_url` nothing can
    be sent. `webhook_key` is what an address for deliveries without a signature ends with.
    """

    pk = models.CompositePrimaryKey("business", "phone_number_id")
    business = models.CharField(max_length=64)
    phone_number_id = models.CharField(max_length=64, unique=True)
    waba_id = models.CharField(max_length=64)
    portfolio_id = models.CharField(max_length=64)
    provider = models.CharField(max_length=32)
    app_secret = models.BinaryField()
    app_secret_before = models.BinaryField(default=b"")
    verify_token = models.BinaryField()
    graph_url = models.TextField(blank=True, default="")
    graph_token = models.BinaryField(default=b"")
    webhook_key = models.BinaryField(default=b"")
    created_at = models.BigIntegerField()

    class Meta:
        db_table = "connection"

    @override
    def __str__(self) -> str:
        return self.phone_number_id


class Generation(models.Model):
    """One row: the number of the present generation of derived tables."""

    id = models.SmallIntegerField(primary_key=True)
    number = models.IntegerField()

    class Meta:
        db_table = "generation"

    @override
    def __str__(self) -> str:
        return str(self.number)
