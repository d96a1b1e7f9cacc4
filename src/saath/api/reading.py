"""The addresses that read: conversations and their messages."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from saath.api import shapes
from saath.api.keys import Caller
from saath.api.problems import no_conversation
from saath.queries import conversations, messages

router = Router()

Limit = Annotated[int, Query(ge=1, le=100, description="Rows in this page.")]
After = Annotated[str | None, Query(max_length=500, description="`next` of the page before.")]


class Keyed(HttpRequest):
    """A request whose key was found. `now` is set by `runtime`."""

    auth: Caller
    now: int


@router.get("/conversations", response=shapes.Conversations, by_alias=True)
def list_conversations(
    request: Keyed, limit: Limit = 50, after: After = None
) -> shapes.Conversations:
    """Conversations, newest first."""
    return shapes.conversations(
        conversations.list_conversations(
            request.auth.business, request.now, limit=limit, after=after
        )
    )


@router.get("/conversations/{key}", response=shapes.Conversation, by_alias=True)
def get_conversation(request: Keyed, key: str) -> shapes.Conversation:
    """One conversation. Ids that a conversation had before a merge still lead to it."""
    found = conversations.get_conversation(request.auth.business, key, request.now)
    if found is None:
        raise no_conversation()
    return shapes.conversation(found)


@router.get("/conversations/{key}/messages", response=shapes.Messages, by_alias=True)
def list_messages(
    request: Keyed, key: str, limit: Limit = 50, after: After = None
) -> shapes.Messages:
    """The messages of one conversation, newest first."""
    found = messages.list_messages(request.auth.business, key, limit=limit, after=after)
    if found is None:
        raise no_conversation()
    return shapes.messages(found)
