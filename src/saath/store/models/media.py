"""Derived: what became of attachments, and which files of ours WhatsApp has a copy of."""

from typing import override

from django.db import models


class Media(models.Model):
    """One attachment; see `domain.media.MediaState`. The bytes are files, not rows."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    message = models.TextField()
    phone_number_id = models.TextField()
    media_id = models.TextField()
    at = models.BigIntegerField()
    stage = models.TextField()
    mime = models.TextField()
    sha256 = models.TextField()
    bytes = models.BigIntegerField()
    reason = models.TextField()
    tries = models.BigIntegerField()
    due_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()

    class Meta:
        db_table = "media"
        indexes = (
            # `store.media` repeats this condition word for word, so that both databases take it.
            models.Index(
                fields=["business", "phone_number_id", "at"],
                condition=models.Q(stage="pending"),
                name="media_pending",
            ),
        )
        verbose_name_plural = "media"

    @override
    def __str__(self) -> str:
        return self.id


class Upload(models.Model):
    """WhatsApp's copy of a file of ours; without a `media_id` it is not to be used any more."""

    pk = models.CompositePrimaryKey("business", "id")
    business = models.TextField()
    id = models.TextField()
    phone_number_id = models.TextField()
    sha256 = models.TextField()
    mime = models.TextField()
    media_id = models.TextField()
    expires_at = models.BigIntegerField()

    class Meta:
        db_table = "upload"

    @override
    def __str__(self) -> str:
        return self.id
