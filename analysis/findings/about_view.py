"""What a page speaks of, and what its numbers rest on. A view in, a note out."""

from __future__ import annotations

import importlib.metadata
import platform
from typing import TYPE_CHECKING, NamedTuple

from ..display.records import plain, record
from ..show.display import display, displays
from ..show.languages_named import language_named
from ..show.phrases import counted, listed, named
from .languages_told import unspoken
from .wordings import stories_said

if TYPE_CHECKING:
    from ..view import View

PACKAGES = ("parallax-workbook", "pandas", "pyarrow", "nltk")


class Note(NamedTuple):
    """Sentences that display themselves, more quietly than a finding."""

    sentences: tuple[str, ...]
    unspoken: str = ""  # articles and words of each language that the page leaves out

    @displays
    def _ipython_display_(self) -> None:
        sentences = [plain(sentence, 2000) for sentence in self.sentences]
        display(record("note", sentences=sentences, unspoken=plain(self.unspoken, 2000)), str(self))

    def __str__(self) -> str:
        return "\n".join(self.sentences)


def basis(view: View) -> Note:
    """What a page speaks of: its language, its words and articles, and what was left out, with the reason.

    Reading it: a page counts one language; what other articles say does not count in it.
    """
    n_words, n_articles = counted(len(view.tokens), "word"), counted(len(view.articles), "article")
    spoken = f"in {language_named(view.language)}" if view.language else "whose language is not stated"
    first = f"This page speaks of {n_words} in {n_articles} {spoken}."
    left = [
        f"{row.reason} ({counted(row.n_tokens, 'word')} in {counted(row.n_articles, 'article')})"
        for row in view.left_out.itertuples()
    ]
    return Note((first, *_within(view), *([f"Left out, by {listed(left)}."] if left else [])), unspoken(view))


def _within(view: View) -> list[str]:
    """What a view within stories keeps to, and who says which article tells which; nothing of a plain view."""
    if not view.within:
        return []
    groups = "outlets" if view.by == "source" else f"values of {named(view.by)}"
    tell = "tell" if view.within == "story" else "have"
    kept = f"It keeps to {stories_said(len(view.stories), view.within)} that at least two {groups} {tell}"
    found = "; which articles tell the same one was worked out from their dates, names and rare words"
    return [f"{kept}{'' if view.stories_given else found}."]


def provenance(view: View) -> Note:
    """What the numbers on a page rest on: corpus, hash, settings, software."""
    info = view.info
    versions = listed([f"{package} {_version(package)}" for package in PACKAGES])
    settings = ", ".join(f"{name} {value}" for name, value in info["settings"].items())
    size = f"{counted(info['n_loaded'], 'article')}, {counted(info['n_tokens'], 'word')}"
    read = f"Corpus {info['corpus']} (SHA-256 {info['sha256'][:16]}…): {size}."
    split = [f"Words of {language} are split by {by}." for language, by in info.get("segmenters", {}).items()]
    return Note((read, *split, f"Settings: {settings}.", f"Software: Python {platform.python_version()}, {versions}."))


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed as a package)"
