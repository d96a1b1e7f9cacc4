"""Whole journeys in a real browser, and the sample shop they walk through."""
