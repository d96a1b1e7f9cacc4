"""Tests of `saath.queries`."""
