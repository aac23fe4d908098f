"""What every column of every table means to a reader: its heading with the unit, an explanation, and how its numbers are written.

Pages take headings, units and explanations from here, so that a column looks and means the same wherever it is shown.
"""

from .column import Column
from .corpus import CORPUS
from .measures import MEASURES

COLUMNS: dict[str, Column] = CORPUS | MEASURES
