"""What leaves a notebook, and where to: a display is data, shown where a notebook is open, and stored within a run.

Records in; the record under a MIME type of its own, its HTML and its text out. In JupyterLab a figure or a table is only displayed. In
a run the environment names the folder that is being built, and the same call also stores what was shown there, below the notebook's
name, so that a new notebook needs no change anywhere else.
"""

import functools
import os
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..display.records import MIME, Record, record
from ..display.render import render
from ..errors import UsageError
from ..storage import write_bytes
from .live import looks, shell

NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_claimed: set[tuple[str, ...]] = set()  # run, notebook, kind and name of what this process has shown


class Stored(NamedTuple):
    """What a display is called in its run, and its files there: ending -> link from the page; none outside of a run."""

    name: str
    links: dict[str, str]


# JupyterLab typesets what stands between dollars in HTML, unless an element around it is of one of these classes (MathJax 3, and 2).
UNTOUCHED = '<div class="mathjax_ignore tex2jax_ignore">{}</div>'


def displays(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """A method `_ipython_display_` whose failure fails its cell, whatever it raises.

    IPython takes NotImplementedError for an object that has no display of this kind, and shows its text; libraries raise it for data
    that they cannot handle, and a page would lack the figures and tables of a finding without a word.
    """

    @functools.wraps(method)
    def shown(self: Any) -> None:
        try:
            method(self)
        except NotImplementedError as error:
            raise RuntimeError(f"{type(error).__name__}: {error}") from error

    return shown


def display(shown: Record, text: str) -> None:
    """Display a record where a notebook is open, and `text` on a terminal."""
    if shell() is not None:
        from IPython.display import display as ipython_display

        bundle = {MIME: shown, "text/html": UNTOUCHED.format(render(shown)) + looks(), "text/plain": text}
        ipython_display(bundle, raw=True)
    else:
        print(text)


def say(sentence: str, *caveats: str) -> None:
    """Display a sentence, and below it what limits it.

    sentence : what was found
    caveats  : what it rests on and where it ends; empty ones are left out
    """
    limits = [caveat for caveat in caveats if caveat]
    display(record("statement", sentences=[sentence], caveats=limits), "\n".join([sentence, *limits]))


def note(*sentences: str) -> None:
    """Display what a page rests on or leaves out, more quietly than what was found; empty sentences are left out."""
    said = [sentence for sentence in sentences if sentence]
    if said:
        display(record("note", sentences=said), "\n".join(said))


def store(kind: str, name: str, files: dict[str, Callable[[], bytes]]) -> Stored:
    """Write files into the run that is being built, as `kind`/notebook/name.ending; outside of a run nothing is made.

    files : ending -> what makes the bytes; the last part of an ending is the kind of file, by which it is linked

    Returns the name as `claim` gives it, and the links. Raises UsageError as `claim` does.
    """
    name, links, running = claim(kind, name), {}, _running()
    for ending, make in files.items() if running else ():
        link = f"{kind}/{running[1]}/{name}.{ending}"
        links[ending.rpartition(".")[2]] = link
        write_bytes(Path(running[0]) / link, make(), to_last=False)  # publishing syncs the whole run
    return Stored(name, links)


def claim(kind: str, name: str) -> str:
    """The name that a display has from now on: `name`, or with a number where its notebook has shown another so called.

    So nothing in a run overwrites what was shown before it. Outside of a run, where nothing is stored, it is `name` each time.

    Raises UsageError for a name that is no plain name, since it becomes the name of a file and of an anchor.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise UsageError(f"'{name}' cannot name a table or a figure", remedy="Use small letters, digits and _, a letter first")
    running = _running()
    if running is None:
        return name
    free, number = name, 2
    while (*running, kind, free) in _claimed:
        free, number = f"{name}_{number}", number + 1
    _claimed.add((*running, kind, free))
    return free


def _running() -> tuple[str, str] | None:
    """The run that is being built and the notebook that it executes here; None outside of a run."""
    run, notebook = os.environ.get("PARALLAX_RUN"), os.environ.get("PARALLAX_NOTEBOOK")
    return (run, notebook) if run and notebook else None


def functions_of(method: Callable | Iterable[Callable] | None) -> list[Callable]:
    """The measures that a display rests on, as a list: one, several or none were given."""
    return [] if method is None else [method] if callable(method) else list(method)
