"""Words that several findings say: what was counted, what was left out, and how far a number may be trusted.

Views and tables in, texts out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..show.languages_named import language_named
from ..show.phrases import counted, listed, named, written
from .short import group_names

if TYPE_CHECKING:
    from ..view import View

ROUGH = 5  # articles below which an interval with the article as its unit is rough


def base_of(view: View) -> str:
    """What was counted: words, articles and groups, and to which stories that keeps."""
    n_words, n_articles = counted(len(view.tokens), "word"), counted(len(view.articles), "article")
    kept = f", in {stories_said(len(view.stories), view.within)} that two or more have" if view.within else ""
    return f"{n_words} in {n_articles} of {counted(len(view.sizes), named(view.by))}{kept}"


def stories_said(n: int, within: str) -> str:
    """So many stories, or so many values of another column that says which articles belong together.

    >>> stories_said(1, "story"), stories_said(3, "home_region")
    ('1 story', '3 values of home region')
    """
    return counted(n, "story", "stories") if within == "story" else f"{counted(n, 'value')} of {named(within)}"


def on_the_same(within: str) -> str:
    """How a sentence begins that speaks of articles which are compared with those of their own story alone.

    >>> on_the_same("story"), on_the_same("home_region")
    ('On the same stories', 'Within the same home region')
    """
    return "On the same stories" if within == "story" else f"Within the same {named(within)}"


def only_one(view: View) -> str:
    """That there is nothing to compare."""
    return f"There is only one {named(view.by)}, so there is nothing to compare."


def titled(text: str) -> str:
    """A part of a sentence as the title of a figure: its first letter a capital.

    >>> titled("more in A")
    'More in A'
    """
    return text[:1].upper() + text[1:]


def begun(text: str, by: str) -> str:
    """A sentence that begins with a group: an outlet's or an article's own name keeps its first letter.

    >>> begun("news agency writes so", "outlet_type"), begun("iNews writes so", "source")
    ('News agency writes so', 'iNews writes so')
    """
    return text if by in ("source", "doc_id") else titled(text)


def stop_list_note(choice: str, language: str, content: pd.DataFrame, stopped: pd.DataFrame) -> str:
    """Which list was applied, how many of its words occurred, and what share of the words they were."""
    if stopped.empty and choice != "none":
        spoken = language_named(language) if language else "these articles, whose language is not stated"
        return f"No word was left out: the list “{choice}” has none for {spoken}."
    if stopped.empty:
        return "No stop list was applied."
    share = stopped["n"].sum() / (stopped["n"].sum() + content["n"].sum())
    return (
        f"Without the {counted(len(stopped), 'word')} of the list “{choice}”, which are {written(share, 'share')} of all words."
    )


def intervals_note(sizes: pd.DataFrame, by: str | None = None) -> str:
    """What the intervals of a figure rest on, and where they are rough or missing. `sizes` is what group_sizes gives.

    by : the column of the groups that have intervals; None where all articles together have one

    >>> intervals_note(pd.DataFrame({"n_articles": [50]}))
    'The lines through the dots say how far the numbers may move with other articles like these (95 % intervals).'
    """
    n = sizes["n_articles"] if by else pd.Series([int(sizes["n_articles"].sum())])
    if (n < 2).all():
        return "The figure has no intervals: one article does not say how much others would differ."
    text = "The lines through the dots say how far the numbers may move with other articles like these (95 % intervals)."
    single, few = n < 2, n.between(2, ROUGH - 1)
    if by and single.any():
        alone = listed([str(name) for name in sizes.loc[single, by]], 3)
        text += f" There is none for {alone}: one article does not say how others differ."
    if few.any():
        few_of = (
            f"for {listed([str(name) for name in sizes.loc[few, by]], 3)}"
            if by
            else f"with {counted(int(n.iloc[0]), 'article')}"
        )
        text += f" They are rough {few_of}."
    return text


def group_words(view: View, top: int = 12) -> str:
    """How many words each group has, for a caption."""
    names = group_names(view.sizes[view.by])
    texts = [f"{name} {n:,}" for name, n in zip(names, view.sizes["n_tokens"], strict=True)]
    return f"Words: {listed(texts, top)}."


def of_one_article(n: int, of: int) -> str:
    """How many of the words used most stand in one article only, as a sentence without its full stop."""
    if of == 1:
        return f"The word used most stands in {'one article only' if n else 'several articles'}"
    return f"{f'{n:,}' if n else 'None'} of the {of:,} words used most {'stands' if n < 2 else 'stand'} in one article only"
