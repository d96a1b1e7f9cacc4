"""What the guard looks at, read from the tables for many intentions at once."""

from collections.abc import Iterable
from dataclasses import replace

from saath.domain.conversation import Conversation
from saath.domain.fold.requests import scene
from saath.domain.guard import Scene
from saath.domain.intention import Intention
from saath.domain.policy import Policy
from saath.domain.states import Draft, States
from saath.store.kinds import TABLES
from saath.store.load import load_accounts, load_people
from saath.store.parked import list_parked


def load_scenes(
    business: str, intentions: Iterable[Intention], policy: Policy, using: str = TABLES
) -> dict[str, Scene]:
    """Return the scene of each intention by its key, without the pace of its number.

    Call it within `as_business`. `person` of an intention is any id of theirs.
    """
    asked = list(intentions)
    states = States(numbers=load_accounts(business, using))
    load_people(business, {one.person for one in asked}, states, using)
    parked = {one.key for one in list_parked(business, using)}
    return {one.key: _scene(one, states, policy, parked) for one in asked}


def _scene(
    intention: Intention, states: States, policy: Policy, parked: set[tuple[str, str]]
) -> Scene:
    key = (intention.person, intention.phone_number_id)
    conversation = states.conversations.get(key) or Conversation(*key)
    return replace(scene(Draft(states), conversation, policy), parked=key in parked)
