"""All commands by name, grouped by who acts, and how one is carried out."""

from saath.simulator.control import customer_commands, meta_commands, owner_commands
from saath.simulator.control.commands import Command, given
from saath.simulator.people import Object
from saath.simulator.world import World

GROUPS: dict[str, tuple[Command, ...]] = {
    "Customers": customer_commands.COMMANDS,
    "The owner's phone": owner_commands.COMMANDS,
    "Meta": meta_commands.JUDGEMENTS,
    "Time, faults and the world": meta_commands.WORLD,
}
COMMANDS: dict[str, Command] = {
    command.name: command for commands in GROUPS.values() for command in commands
}


def carry_out(world: World, name: str, raw: Object) -> Object:
    """Do one command; raises a ValueError whose text is a sentence."""
    command = COMMANDS[name]
    return command.act(world, given(command, raw))
