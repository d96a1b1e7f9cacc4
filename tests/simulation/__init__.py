"""Simulated worlds: the real pipeline in one process, a hostile Meta, virtual time, one seed.

Here: how a world is drawn, played and judged. The rules of a good life are in `judging`, the ways to
break the product on purpose in `tests.planted`. How to use it: docs/how-to/simulate.md.
"""
