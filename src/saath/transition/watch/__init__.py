"""Watch over an installation: measure, judge by the three lights, ask WhatsApp.

The judging is `domain.lights`; the words are `queries.signs`; who is told is `transition.alerts`.
"""

from saath.transition.watch.measuring import Place, measure
from saath.transition.watch.standing import Standing, Watch, stand

__all__ = ["Place", "Standing", "Watch", "measure", "stand"]
