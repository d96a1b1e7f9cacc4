"""The people of the sample shop: Meera Sarees of Surat and those who write to it. All invented."""

from dataclasses import dataclass

from saath.simulator import temper
from saath.simulator.people import Person
from saath.simulator.temper import Temper
from saath.simulator.world import World


@dataclass(frozen=True, slots=True)
class Role:
    """One customer: who, in which language, with which temper."""

    key: str
    name: str
    language: str
    temper: Temper
    saved_as: str = ""
    username: str = ""
    from_ad: bool = False
    past: int = 40  # earlier messages


CAST = (
    Role("asha", "Asha Verma", "hindi", temper.CALM, "Asha ji Lucknow", past=160),
    Role("pooja", "Pooja 💫", "hinglish", temper.CHATTY, "Pooja Pune", past=220),
    Role("jignesh", "Jignesh Patel", "gujarati", temper.CALM, "Jigneshbhai", past=90),
    Role("kavitha", "Kavitha R", "tamil", temper.CAREFUL, "Kavitha Coimbatore", past=70),
    Role("rohan", "Rohan Mehta", "english", temper.CAREFUL, "Rohan - Mehta Hotels", past=60),
    Role("sunita", "Sunita Devi", "hindi", temper.SPOKEN, "Sunita wholesale", past=110),
    Role("aman", "Aman", "hinglish", temper.HURRIED, past=15),
    Role("hetal", "Hetal Shah", "gujarati", temper.CHATTY, "Hetal ben", past=130),
    Role("meenakshi", "Meenakshi S", "tamil", temper.CALM, past=20),
    Role("sarah", "Sarah Thomas", "english", temper.HURRIED, "Sarah Kochi", past=30),
    Role("neha", "Neha boutique Indore", "hinglish", temper.CALM, "Neha Boutique", past=180),
    Role("ramesh", "Ramesh Courier", "hindi", temper.HURRIED, "Ramesh courier", past=75),
    Role("ritika", "ritika", "hinglish", temper.DOUBTFUL, username="ritika.weaves", past=0),
    Role("divya", "Divya Nair", "english", temper.CHATTY, username="divya_drapes", past=12),
    Role("komal", "Komal", "hinglish", temper.DOUBTFUL, from_ad=True, past=0),
    Role("bhavna", "Bhavna Desai", "gujarati", temper.SPOKEN, "Bhavna ben Navsari", past=45),
)


def enter(world: World, cast: tuple[Role, ...] = CAST) -> dict[str, Person]:
    """Bring the customers into a world."""
    people: dict[str, Person] = {}
    for role in cast:
        taken = role.key in world.ground.people  # by somebody who was here before
        key = f"{role.key}-shop" if taken else role.key
        person = world.ground.person(key, role.name, username=role.username)
        person.language = role.language
        person.saved_as = role.saved_as
        people[role.key] = person
    return people
