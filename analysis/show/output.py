"""What leaves a notebook, and where to: onto the page, and within a run also into the run's folder.

In JupyterLab a figure or a table is only displayed. In a run the environment names the folder that is being built, and the same
call also stores what was shown there, below the notebook's name, so that a new notebook needs no change anywhere else.
"""

import os
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

from ..errors import UsageError, visible
from ..storage import write_bytes
from .live import looks, shell

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def emit(html: str, text: str) -> None:
    """Display `html` where a notebook is open, and `text` on a terminal. Both must be safe: escaped by the caller."""
    if shell() is not None:
        from IPython.display import display

        display({"text/html": html + looks(), "text/plain": text}, raw=True)
    else:
        print(text)


def store(kind: str, name: str, files: dict[str, Callable[[], bytes]]) -> dict[str, str]:
    """Write files into the run that is being built, as `kind`/notebook/`name`.ending; outside of a run nothing is made.

    files : ending -> what makes the bytes

    Returns ending -> link from the page, empty outside of a run. Raises UsageError for a name that is no plain name, since it
    becomes the name of a file and of an anchor.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"'{name}' cannot name a table or a figure", remedy="Use small letters, digits and _, a letter first")
    run, notebook = os.environ.get("PARALLAX_RUN"), os.environ.get("PARALLAX_NOTEBOOK")
    if not run or not notebook:
        return {}
    links = {}
    for ending, make in files.items():
        links[ending] = f"{kind}/{notebook}/{name}.{ending}"
        write_bytes(Path(run) / links[ending], make())
    return links


def shown(value: object, longest: int = 400) -> str:
    """Text from outside, safe to stand in a page: escaped, what is unseen made visible, cut where it is longer than a paragraph.

    >>> shown("<b>&" + chr(0x202e))
    '&lt;b&gt;&amp;\\\\u202e'
    """
    return escape(cut(visible(str(value)), longest))


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and an ellipsis.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= longest else text[: longest - 1] + "…"
