"""Meta's language and ours: what a delivery says, whom it concerns, who signed it.

Pure but for `graph`. What follows from a fact is decided in `saath.domain`.
"""
