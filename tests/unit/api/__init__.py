"""Tests of `saath.api`."""
