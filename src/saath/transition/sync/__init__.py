"""Bring history and contacts over: ask once, watch what comes, sound the alarm in time."""

from saath.transition.sync.alarms import due_alarms

__all__ = ["due_alarms"]
