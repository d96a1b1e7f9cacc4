"""A person signs in by name and password, before anybody knows which business they are of."""

import argon2
import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory

from saath.journal import Journal
from saath.store.kinds import PRIMARY
from saath.store.models import User
from saath.store.sign_in import SignIn
from saath.store.tenancy import across_businesses, as_business

BUSINESS = "tea-house"


@pytest.fixture
def owner(journal: Journal) -> User:
    """Somebody who may sign in."""
    with as_business(BUSINESS, PRIMARY):
        return User.objects.create(
            business=BUSINESS,
            username="meera",
            role="owner",
            created_at=1,
            password=make_password("a long secret"),
        )


def test_the_right_password_opens(owner: User) -> None:
    request = RequestFactory().get("/")
    user = authenticate(request, username="meera", password="a long secret")
    assert isinstance(user, User)
    assert (user.pk, user.business, user.role) == (owner.pk, BUSINESS, "owner")
    assert SignIn().get_user(owner.pk) == owner


def test_a_wrong_password_or_name_does_not(owner: User) -> None:
    request = RequestFactory().get("/")
    assert authenticate(request, username="meera", password="another") is None
    assert authenticate(request, username="nobody", password="a long secret") is None


def test_who_was_switched_off_neither_signs_in_nor_stays(owner: User) -> None:
    with as_business(BUSINESS, PRIMARY):
        User.objects.filter(pk=owner.pk).update(is_active=False)
    request = RequestFactory().get("/")
    assert authenticate(request, username="meera", password="a long secret") is None
    assert SignIn().get_user(owner.pk) is None


def test_an_outdated_hash_is_written_anew(owner: User) -> None:
    with as_business(BUSINESS, PRIMARY):
        User.objects.filter(pk=owner.pk).update(password=weak_hash())
    request = RequestFactory().get("/")
    assert authenticate(request, username="meera", password="a long secret") is not None
    with across_businesses(PRIMARY):
        assert User.objects.get(pk=owner.pk).password != weak_hash()


def weak_hash() -> str:
    """The same password, hashed with less memory than we ask for today."""
    hasher = argon2.PasswordHasher(time_cost=2, memory_cost=8192, parallelism=8)
    return "argon2" + hasher.hash("a long secret", salt=b"saltsaltsaltsalt")
