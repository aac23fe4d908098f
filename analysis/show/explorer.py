"""A field to type into, for a notebook that somebody has open.

A function that shows something of a text comes in; a field comes out that calls it again whenever another text is typed. It exists
because a concordance is read by asking again and again. ipywidgets makes the field; without it, and within a run, where nobody types,
the same call shows the answer to the first text alone.
"""

import importlib.util
from collections.abc import Callable

from ..errors import ParallaxError
from .display import note
from .live import is_open, looks

HOW = "Type another, and press Enter"


def ask(answer: Callable[[str], object], start: str, label: str = "Look for") -> None:
    """Display a field that holds `start`, and below it what `answer` displays of the text in it.

    answer : called with the text at first, and again with each new one; it displays, such as by show_table
    start  : the text to begin with; without ipywidgets, change it and run the cell again
    label  : what stands beside the field

    An error of ours is shown in the answer's place, so that a pattern half typed breaks nothing.
    """
    if not is_open() or importlib.util.find_spec("ipywidgets") is None:
        answer(start)
        return
    import ipywidgets
    from IPython.display import display

    whole = {"description_width": "initial"}  # the label is not cut
    field = ipywidgets.Text(value=start, description=label, placeholder=HOW, continuous_update=False, style=whole)
    below = ipywidgets.Output()

    def show(text: str) -> None:
        below.clear_output(wait=True)
        with below:
            try:
                answer(text)
            except ParallaxError as error:
                note(str(error))

    field.observe(lambda change: show(change["new"]), names="value")
    # The style goes beside the field and not into the answer, which is taken away again.
    display({"text/html": looks(), "text/plain": ""}, raw=True)
    display(ipywidgets.VBox([field, below]))
    show(start)
