"""Primary: the people who sign in. What a role may do is decided in the rooms that ask."""

from typing import ClassVar, Self, override

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = (
    ("owner", "Owner"),
    ("manager", "Manager"),
    ("agent", "Agent"),
    ("observer", "Observer"),
    ("developer", "Developer"),
    ("auditor", "Auditor"),
)


class User(AbstractBaseUser):
    """A person of one business. Signing in leaves no trace in this row (`last_login` is off)."""

    last_login = None
    business = models.CharField(max_length=64, db_index=True)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=16, choices=ROLES)
    is_active = models.BooleanField(default=True)
    created_at = models.BigIntegerField()

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["business", "role"]

    class Meta:
        db_table = "user"

    @override
    def __str__(self) -> str:
        return self.username
