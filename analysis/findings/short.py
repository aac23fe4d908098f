"""Numbers, days, titles and passages as short as a sentence can carry them.

Values and texts in, texts out. It exists because a table may say 50.92 % and a whole paragraph, and a sentence may not. What is cut is
marked as cut, and texts of the corpus stay plain: whoever makes HTML of them escapes them.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import product

import pandas as pd

from ..measure.counting.codes import UNKNOWN

TITLE_WORDS = 8  # of a title in a sentence
PIECE = 5, 14  # words that a piece of a passage has in a sentence, at least and at most
SAME = 0.95  # likeness from which on two pieces are one wording
CLAUSE = re.compile(r"(?<=[,;:—–…?!.])\s+")
MARK = re.compile('["“”„«»]')


def percent(share: float) -> str:
    """A share in whole percent, and never 0 or 100 for what is not.

    >>> percent(0.4792), percent(0.0), percent(0.002), percent(0.999), percent(1.0)
    ('48 %', 'none', 'less than 1 %', 'more than 99 %', 'all')
    """
    if share in (0, 1):
        return "all" if share else "none"
    whole = round(100 * share)
    return "less than 1 %" if whole == 0 else "more than 99 %" if whole == 100 else f"{whole} %"


def times(rate: float) -> str:
    """How often a word stands in 1,000, rounded as far as a sentence carries it.

    >>> times(12.4), times(2.97), times(1.04)
    ('12 times', '3.0 times', '1.0 times')
    """
    return f"{rate:,.0f} times" if round(rate, 1) >= 10 else f"{rate:.1f} times"


def day(date: pd.Timestamp) -> str:
    """A day as a newspaper writes it.

    >>> day(pd.Timestamp("2024-08-01"))
    '1 August 2024'
    """
    months = "January February March April May June July August September October November December"
    return f"{date.day} {months.split()[date.month - 1]} {date.year}"


def period_named(period: str) -> str:
    """A month as a newspaper writes it; another period as the table has it.

    >>> period_named("2024-08"), period_named("2024-W31"), period_named("2024")
    ('August 2024', '2024-W31', '2024')
    """
    return day(pd.Timestamp(f"{period}-01")).partition(" ")[2] if re.fullmatch(r"\d{4}-\d\d", period) else period


def of_outlet(article: str, group: str) -> str:
    """An article as `titles` names it, with whose it is.

    >>> of_outlet("“Bridge Shut”", "Post"), of_outlet("“Bridge Shut” (a)", "Post"), of_outlet("a", "Post")
    ('“Bridge Shut” (Post)', '“Bridge Shut” (a, Post)', 'a (Post)')
    """
    return f"{article[:-1]}, {group})" if article.startswith("“") and article.endswith(")") else f"{article} ({group})"


def opening(text: str, by: str) -> str:
    """A sentence that begins with the name of a group: an outlet's name as it is, other names with a capital letter.

    >>> opening("iNews quotes nobody.", "source"), opening("news agency quotes nobody.", "outlet_type")
    ('iNews quotes nobody.', 'News agency quotes nobody.')
    """
    return text if by == "source" else text[:1].upper() + text[1:]


def group_names(groups: pd.Series) -> pd.Series:
    """The names of groups as text, as sentences and figures have them; what lacks one, as an article without a month, is not given.

    >>> group_names(pd.Series(["2024-05", None])).tolist()
    ['2024-05', 'not given']
    """
    return groups.astype("object").where(groups.notna(), UNKNOWN).astype("str")


def titles(articles: pd.DataFrame) -> dict[str, str]:
    """doc_id -> the article's title in quotation marks, shortened; with its id where two have one title, and its id where it has none.

    articles : table `articles`

    >>> titles(pd.DataFrame({"doc_id": ["a", "b", "c"], "title": ["Old Bridge Shut", None, "Old Bridge Shut"]}))
    {'a': '“Old Bridge Shut” (a)', 'b': 'b', 'c': '“Old Bridge Shut” (c)'}
    """
    named = {
        str(doc): f"“{beginning(clean(title), TITLE_WORDS)}”"
        for doc, title in articles[["doc_id", "title"]].itertuples(index=False)
        if isinstance(title, str) and clean(title)
    }
    often = Counter(named.values())
    unique = {doc: f"{title} ({doc})" if often[title] > 1 else title for doc, title in named.items()}
    return {doc: unique.get(doc, doc) for doc in articles["doc_id"].astype("str")}


def clean(passage: str) -> str:
    """A passage that is to stand in quotation marks: those around it and those without a partner are gone, and others are single.

    A stroke stands between two lines.

    >>> clean('“No one | has said “yes”,”'), clean('Go," he said. "Stay')
    ('No one / has said ‘yes’', 'Go, he said. Stay')
    """
    text, opened, partner = " ".join(passage.replace(" | ", " / ").split()).strip(" ,;:-–—"), [], {}
    if not MARK.search(text):
        return text
    for place in (mark.start() for mark in MARK.finditer(text)):
        if place == 0 or text[place - 1] in " (“«„":
            opened.append(place)
        elif opened:
            partner[opened.pop()] = place
    inside = {first: last for first, last in partner.items() if (first, last) != (0, len(text) - 1)}
    single = dict.fromkeys(inside, "‘") | dict.fromkeys(inside.values(), "’")
    letters = [single.get(place, "") if MARK.match(letter) else letter for place, letter in enumerate(text)]
    return "".join(letters).strip(" ,;:-–—")


def beginning(text: str, n_words: int) -> str:
    """The first words of a text, with an ellipsis where there are more.

    >>> beginning("a b c", 3), beginning("a, b, c", 2)
    ('a b c', 'a, b…')
    """
    words = text.split()
    return text if len(words) <= n_words else " ".join(words[:n_words]).rstrip(" .,;:–—/") + "…"


def pieces(a: str, b: str) -> tuple[str, str] | None:
    """Where two wordings of one passage are nearest to each other, and yet differ: a piece of each, made of whole clauses.

    Pieces have 5 to 14 words. Returns None where no two differ.

    >>> pieces("when they came: tell him that he cannot back down now", "long before: tell him he cannot retreat now")
    ('…tell him that he cannot back down now', '…tell him he cannot retreat now')
    >>> pieces("no one has sold anything at all", "no one has sold anything at all") is None
    True
    """
    best, nearest = None, 0.4
    for (words_a, text_a), (words_b, text_b) in product(_runs(a), _runs(b)):
        match = SequenceMatcher(None, words_a, words_b, autojunk=False)
        likeness = match.ratio() if match.real_quick_ratio() > nearest else 0.0
        if nearest < likeness < SAME:
            best, nearest = (text_a, text_b), likeness
    return best


def _runs(text: str) -> list[tuple[list[str], str]]:
    """All runs of clauses of a fitting length: the words that are compared, and the run with its ellipses."""
    clauses = CLAUSE.split(text)
    found = []
    for first in range(len(clauses)):
        for last in range(first, len(clauses)):
            run = " ".join(clauses[first : last + 1])
            if len(run.split()) > PIECE[1]:
                break
            words = re.findall(r"\w+", run.casefold())
            if len(words) >= PIECE[0]:
                end = "" if last == len(clauses) - 1 else "…"
                found.append((words, f"{'…' if first else ''}{run.rstrip(' ,;:–—…' if end else ' ')}{end}"))
    return found
