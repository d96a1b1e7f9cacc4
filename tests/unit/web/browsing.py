"""A signed-in browser without JavaScript, and a look at the pages it gets."""

from html.parser import HTMLParser
from typing import Any, override

from django.test import Client

from saath.store.kinds import PRIMARY
from saath.store.models import User
from saath.store.tenancy import across_businesses


def signed_in(username: str = "meena", **headers: str) -> Client:
    """A browser with a session; only the tests of the door go through it."""
    client = Client(headers=headers or None)
    with across_businesses(PRIMARY):
        user = User.objects.get(username=username)
    client.force_login(user)
    return client


class Page(HTMLParser):
    """What a page says: its words, its links, its elements with their attributes."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.words: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(response.content.decode())

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    @override
    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self) -> list[str]:
        return [a["href"] for a in self.all("a")]
