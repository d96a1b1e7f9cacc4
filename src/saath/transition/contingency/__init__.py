"""Survive the loss of the machine: back up from a running installation, restore on another."""

from saath.transition.contingency.archive import ArchiveUnreadable
from saath.transition.contingency.backup import Backup, back_up
from saath.transition.contingency.restore import Restored, read_key, restore
from saath.transition.contingency.verifying import Checked, check_backup, remember

__all__ = [
    "ArchiveUnreadable",
    "Backup",
    "Checked",
    "Restored",
    "back_up",
    "check_backup",
    "read_key",
    "remember",
    "restore",
]
