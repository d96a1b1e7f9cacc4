"""Derived: the names people have. A person is the set of aliases with the same `person`."""

from typing import override

from django.db import models


class Alias(models.Model):
    """One name of a person within one portfolio; see `domain.person.Alias`."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    portfolio = models.TextField()
    kind = models.TextField()
    value = models.TextField()
    person = models.TextField()
    profile = models.TextField()
    profile_at = models.BigIntegerField()
    username = models.TextField()
    username_at = models.BigIntegerField()
    book = models.TextField()
    book_at = models.BigIntegerField()
    in_book = models.SmallIntegerField()
    book_told = models.SmallIntegerField(default=0)
    marketing = models.TextField()
    marketing_at = models.BigIntegerField()

    class Meta:
        db_table = "alias"
        indexes = (models.Index(fields=["business", "person"], name="alias_person"),)

    @override
    def __str__(self) -> str:
        return self.id
