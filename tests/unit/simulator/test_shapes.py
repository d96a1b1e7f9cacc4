"""The shapes are Meta's: every key we write is known from a documented example of its kind.

The examples are reference data beside the project; without them these tests are skipped.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from saath.simulator.sayings import language
from saath.simulator.sync import MEDIA
from saath.simulator.world import World
from tests.unit.simulator.calls import a_world, call, changes, drain, text

EXAMPLES = Path(__file__).parents[4] / "shared" / "platform" / "payloads"
OURS = {  # documented in words or in the tables of the reference, without an example of their own
    "account_update.disconnection_info",
    "message_template_status_update.other_info",
    "phone_number_quality_update.max_daily_conversations_per_business",
    "user_preferences.user_preferences.user_id",
    "business_capability_update.max_phone_numbers_per_business",
}


def paths(value: Any, prefix: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield f"{prefix}.{name}"
            yield from paths(inner, f"{prefix}.{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, prefix)


def documented() -> set[str]:
    known: set[str] = set()
    for file in EXAMPLES.glob("*.json"):
        try:
            document = json.loads(file.read_text("utf-8"))
        except ValueError:
            continue
        for entry in document.get("entry", ()) if isinstance(document, dict) else ():
            for change in entry.get("changes", ()):
                known |= set(paths(change.get("value"), change.get("field", "")))
    return known


def everything(world: World) -> None:
    asha = world.ground.person("asha", "Asha")
    ritika = world.ground.person("ritika", "Ritika", username="ritika.weaves")
    asha.saved_as = "Asha ji"
    for person in (asha, ritika):
        first = world.customers.write(person, "Hi")
        for kind in ("image", "audio", "video", "document", "sticker"):
            world.customers.media(person, kind, caption="x")
        world.customers.edit(first, "Hello")
        world.customers.react(world.phone.write(person, "Yes"), "👍")
        world.customers.unavailable(person)
        text(world, person)
        world.past.tell(person, language("english").dialogues, 60, days=100)
    world.customers.from_ad(ritika, "Hi", "Silk")
    world.customers.revoke(world.customers.write(asha, "oops"))
    said = world.phone.write(asha, "Rs 1")
    world.phone.edit(said, "Rs 2")
    world.phone.revoke(said)
    world.account.start_contacts()
    world.account.start_history()
    world.customers.change_number(asha, "915550001234")
    world.customers.prefer(asha, marketing=False)


def management(world: World) -> None:
    parts = [{"type": "BODY", "text": "New silk is here, come and see."}]
    body = {"name": "silk", "category": "UTILITY", "language": "en", "components": parts}
    call(world, "POST", f"{world.ids.waba_id}/message_templates", body)
    drain(world)
    (template,) = world.templates.items.values()
    world.templates.pause(template)
    world.templates.recategorise(template, "MARKETING")
    world.account.set_tier("TIER_10K")
    world.account.restrict("RESTRICTED_BIZ_INITIATED_MESSAGING", 1)
    world.account.violate()
    world.account.ban("SCHEDULE_FOR_DISABLE", "April 17, 2026")
    world.account.tell_linked()
    world.account.change_phone()
    drain(world)
    world.account.remove("CHANGE_NUMBER")


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the reference examples are not here")
@pytest.mark.parametrize("scene", [everything, management])
def test_every_key_is_known_from_the_documentation(scene: Any) -> None:
    world = a_world()
    scene(world)
    known = documented() | OURS
    names = {path.rpartition(".")[2] for path in known}
    unknown = {
        path
        for field, value in changes(drain(world))
        for path in paths(value, field)
        if path not in known and not _excused(path, names)
    }
    assert unknown == set()


def _excused(path: str, names: set[str]) -> bool:
    """Wherever a message may stand any content may stand; the examples show only some kinds."""
    beneath = any(f"{path}.".startswith(f"{ours}.") for ours in OURS)
    content = ".edit.message." in path or bool(MEDIA & set(path.split(".")))
    return beneath or (content and path.rpartition(".")[2] in names)
