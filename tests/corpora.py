"""Folders of articles for tests of findings: written from a few lines, opened as a view."""

from pathlib import Path

from analysis.view import View
from analysis.view import open as open_view

HOSTILE = "<img src=x onerror=alert(1)>"


def folder(place: Path, articles: dict[str, str], **files: str) -> Path:
    """A corpus: file -> text, and describing files by their name with `_` for the dot."""
    for name, text in articles.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, text in files.items():
        (place / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return place


def view_of(place: Path, articles: dict[str, str], by: str = "source", **files: str) -> View:
    """The view of such a corpus, whose first folders are its sources."""
    return open_view(folder(place, articles, **files), by=by)
