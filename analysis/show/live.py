"""What a display needs in a notebook that is open, where there is no page around it: its style, and tables that sort.

Nothing comes in but the kernel; out goes HTML to be shown along with what a cell displays. It is sent once for each run of a cell, not
once for all: a reader may clear or repeat any cell, and what the others show must keep its looks. Within a run nothing is sent, since
the page has both of its own.

The script is the page's. This room reads that file and imports nothing of the report room.
"""

import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLES = HERE.parent / "report" / "publish" / "template" / "page.js"
_sent: list[int] = []  # the number of the cell's run that had them last


def shell() -> Any:
    """The IPython that is running, in a notebook or on a terminal; None elsewhere."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def is_open() -> bool:
    """Whether this is the kernel of a notebook that somebody has open, and not of one that a run executes."""
    return hasattr(shell(), "kernel") and not os.environ.get("PARALLAX_RUN")


def looks() -> str:
    """Style and script, if this run of a cell has not had them yet; else nothing."""
    if not is_open() or _sent == [shell().execution_count]:
        return ""
    _sent[:] = [shell().execution_count]
    return style_and_script()


@cache
def style_and_script() -> str:
    """Both as elements. They hold nothing from outside: no word of the corpus, no setting."""
    style, watch, tables = ((place).read_text(encoding="utf-8") for place in (HERE / "live.css", HERE / "live.js", TABLES))
    return f"<style>{style}</style><script>{watch.replace('TABLES;', tables)}</script>"
