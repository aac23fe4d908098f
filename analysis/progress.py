"""How far a long step has come, told where somebody watches.

Comes in: word of each part of a work as it begins. Goes out: one line that is kept up to date, below a cell of JupyterLab or on a
terminal, and nothing where nobody watches: not within a run, whose pages must be the same bytes however long it took, and not into a
file. It exists because a corpus of a hundred thousand articles takes minutes to read, and a cell that says nothing looks like one
that hangs.
"""

import contextlib
import contextvars
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from .errors import visible

QUIET = 2.0  # seconds before the first word: what is done by then needs none
EVERY = 1.0  # seconds between two words

Show = Callable[[str], None]


@contextlib.contextmanager
def told(what: str, steps: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Tell of a work while it lasts, once it takes longer than a moment.

    what  : the work, as a line begins with it
    steps : its parts, in order

    Gives the function to be called with the name of each part as it begins. In the end a cell keeps a line that says how long it
    took; a terminal's line is wiped.
    """
    show, begun, over, current = _line(), time.monotonic(), threading.Event(), [steps[0]]

    def tick() -> None:
        pause = QUIET
        while not over.wait(pause):
            part = f"{steps.index(current[-1]) + 1} of {len(steps)}, {current[-1]}"
            show(visible(f"{what}: {part}, {time.monotonic() - begun:.0f} s"))
            pause = EVERY

    if show is None:
        yield current.append
        return
    # The thread writes below the cell that is running, since it begins with a copy of what this one knows.
    ticker = threading.Thread(target=contextvars.copy_context().run, args=(tick,), daemon=True)
    ticker.start()
    try:
        yield current.append
    finally:
        over.set()
        ticker.join()
        if (seconds := time.monotonic() - begun) > QUIET:
            show("" if show is _on_terminal else visible(f"{what} took {seconds:.0f} s."))


def _line() -> Show | None:
    """What shows a text in place of the one before; None where nobody watches."""
    if os.environ.get("PARALLAX_RUN"):
        return None
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if hasattr(shell, "kernel"):
        return _below_cell()
    return _on_terminal if sys.stderr.isatty() else None


def _below_cell() -> Show:
    from IPython.display import display

    handles = []

    def show(text: str) -> None:
        if handles:
            handles[0].update({"text/plain": text}, raw=True)
        else:
            handles.append(display({"text/plain": text}, raw=True, display_id=True))

    return show


def _on_terminal(text: str) -> None:
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()
