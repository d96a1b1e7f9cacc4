"""Measurements. Each figure is printed beside a reference that was measured in the same run.

Nothing here is a test: a figure that misses its goal is printed as missed, and nothing fails.
"""
