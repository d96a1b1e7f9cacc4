"""Derived: what was told about numbers and accounts; see `domain.notice.Notice`."""

from typing import override

from django.db import models


class Notice(models.Model):
    """`detail` is the canonical JSON of what WhatsApp said."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    subject = models.TextField()
    subject_id = models.TextField()
    at = models.BigIntegerField()
    what = models.TextField()
    event = models.TextField()
    detail = models.TextField()

    class Meta:
        db_table = "notice"
        indexes = (models.Index("business", models.F("at").desc(), "id", name="notice_newest"),)

    @override
    def __str__(self) -> str:
        return self.id
