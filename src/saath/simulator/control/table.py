"""All commands by name, and how one is carried out."""

from saath.simulator.control import customer_commands, meta_commands, owner_commands
from saath.simulator.control.commands import Command, given
from saath.simulator.people import Object
from saath.simulator.world import World

COMMANDS: dict[str, Command] = {
    command.name: command
    for module in (customer_commands, owner_commands, meta_commands)
    for command in module.COMMANDS
}


def carry_out(world: World, name: str, raw: Object) -> Object:
    """Do one command; raises a ValueError whose text is a sentence."""
    command = COMMANDS[name]
    return command.act(world, given(command, raw))
