"""What is displayed, caught instead of sent to a notebook: for the tests of whatever displays something."""

from analysis.display.records import MIME


def catch(monkeypatch):
    """A list that gets each bundle that is displayed from now on: MIME type -> content."""
    caught = []
    monkeypatch.setattr("analysis.show.display.shell", lambda: "an open notebook")
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: caught.append(bundle))
    return caught


def html_of(bundle):
    """The HTML of a display."""
    return bundle["text/html"]


def record_of(bundle):
    """The record of a display."""
    return bundle[MIME]


def run_in(monkeypatch, folder, notebook="01_terms"):
    """Let what is displayed from now on be stored in `folder`, as in a run that executes `notebook`."""
    monkeypatch.setenv("PARALLAX_RUN", str(folder))
    monkeypatch.setenv("PARALLAX_NOTEBOOK", notebook)
    return folder
