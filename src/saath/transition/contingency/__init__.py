"""Survive the loss of the machine: back up from a running installation, restore on another."""

from saath.transition.contingency.archive import ArchiveUnreadable
from saath.transition.contingency.backup import Backup, back_up
from saath.transition.contingency.restore import Restored, read_key, restore

__all__ = ["ArchiveUnreadable", "Backup", "Restored", "back_up", "read_key", "restore"]
