"""Reads: one function per question, frozen views. Nothing here writes, decides or formats for a screen."""
