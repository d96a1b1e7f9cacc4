"""Primary: keys of programs that use the API. Only a keyed hash of a key is kept."""

from typing import override

from django.db import models


class ApiKey(models.Model):
    """`prefix` is the part of the key that screens show. `revoked_at` is 0 while it is valid."""

    pk = models.CompositePrimaryKey("business", "hash")
    business = models.CharField(max_length=64)
    hash = models.CharField(max_length=128, unique=True)
    prefix = models.CharField(max_length=16)
    name = models.CharField(max_length=200, blank=True, default="")
    created_at = models.BigIntegerField()
    revoked_at = models.BigIntegerField(default=0)

    class Meta:
        db_table = "api_key"

    @override
    def __str__(self) -> str:
        return self.prefix
