"""Cases: assessments under way, each in a folder of its own, from the first file to the verdict.

No Django and no clock. Doors: `Cases`, `Case`, `Limits`, `NoRoom`, `NotNow`, `NoCase`, `read_case`.
"""

from saath.transition.assess.cases.case import Case, Doubt, File, Stage
from saath.transition.assess.cases.folder import Cases, Limits, NoCase, NoRoom, NotNow
from saath.transition.assess.cases.read_case import doubt_in, read_case

__all__ = [
    "Case",
    "Cases",
    "Doubt",
    "File",
    "Limits",
    "NoCase",
    "NoRoom",
    "NotNow",
    "Stage",
    "doubt_in",
    "read_case",
]
