"""Signing in and out, with a limit on how often somebody may try."""
