"""Tests of `saath.web`."""
