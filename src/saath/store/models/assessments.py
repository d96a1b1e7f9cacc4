"""Primary: what an assessment counted, and the objectives somebody chose. Nobody's words.

Rows are added, never changed: the newest counts, the ones before it say who chose what, and when.
"""

from typing import override

from django.db import models


class Assessment(models.Model):
    """`kept` holds the counts, `answers` what the owner answered; both JSON."""

    pk = models.CompositePrimaryKey("business", "version")
    business = models.CharField(max_length=64)
    version = models.IntegerField()
    kept = models.TextField()
    answers = models.TextField()
    made_at = models.BigIntegerField()
    made_by = models.CharField(max_length=200)

    class Meta:
        db_table = "assessment"

    @override
    def __str__(self) -> str:
        return f"{self.business} {self.version}"


class Objective(models.Model):
    """One objective as set at one time. `change` is relative; days are ISO 8601."""

    pk = models.CompositePrimaryKey("business", "name", "version")
    business = models.CharField(max_length=64)
    name = models.CharField(max_length=64)
    version = models.IntegerField()
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    change = models.FloatField(null=True)
    measured_on = models.CharField(max_length=10)
    until = models.CharField(max_length=10)
    set_at = models.BigIntegerField()
    set_by = models.CharField(max_length=200)

    class Meta:
        db_table = "objective"

    @override
    def __str__(self) -> str:
        return f"{self.business} {self.name} {self.version}"
