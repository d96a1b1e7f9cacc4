"""Bugs that are planted on purpose: each replaces one function of the product and names what it breaks.

They measure the simulation, not the product: `bin/simulate --planted` must find every one by the
invariant it breaks, and not because something fell over. One module for each room they are planted in.
"""
