"""Candidates for topics.yml and wording.yml: what the articles name and say most often. A prepared corpus in, comments for both out.

Nothing of it counts until somebody takes the # away: what is frequent is not yet a topic. It joins articles with measures, which no
room may do alone; so it stands beside the command line, and only `parallax new` imports it.
"""

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .errors import CorpusError, UsageError
from .measure.counting.counts import count_ngrams
from .measure.counting.selection import select
from .measure.dictionary.names import find_names
from .text.words.word_rule import function_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from .text.prepare import Prepared

MOST = 12  # candidates of a kind
FEWEST = 3  # mentions
LENGTHS = (3, 2)  # words of a phrase, longest first
LONGEST_NAME = 5  # words


def with_candidates(folder: "Path", begun: "Iterable[tuple[str, str]]") -> list[tuple[str, str]]:
    """Each file that was begun in a folder, with what it holds, and the candidates that were added."""
    begun = list(begun)
    added = dict(propose(folder))
    return [(str(folder / name), "; ".join(filter(None, [what, added.get(name, "")]))) for name, what in begun]


def propose(folder: "Path") -> list[tuple[str, str]]:
    """Add candidates to the topics.yml and wording.yml that were just begun in a folder, as comments.

    Returns (file, what was added) for each that got some; nothing where no article can be read yet.
    """
    from .storage import write_bytes
    from .text.prepare import prepare

    try:
        prepared = prepare(folder)
        topics, wording = candidates(prepared)
    except (CorpusError, UsageError):
        return []  # there is no article yet, or none in which a word is left; parallax check says why
    told = []
    for name, found in (("topics.yml", topics), ("wording.yml", wording)):
        if found:
            path = folder / name
            lines = "".join(f"# {line}\n" for line in found)
            write_bytes(path, path.read_bytes() + f"#\n# Candidates, by how often the articles have them:\n#\n{lines}".encode())
            told.append((name, f"and {sum(': [' in line for line in found)} candidates from the articles, commented out"))
    return told


def candidates(prepared: "Prepared") -> tuple[list[str], list[str]]:
    """Lines of YAML: names and phrases for topics.yml, and names with a last word in common for wording.yml.

    Raises CorpusError and UsageError where no words can be chosen.
    """
    words = select(prepared.tokens, prepared.articles, "source")
    small = function_words(words.language)
    found = find_names(words.tokens, prepared.ledger, min_n=FEWEST)
    names = _counted(found["group"].astype("str"), found["pattern"].astype("str"), found["doc_id"])
    known = set(names["pattern"])
    phrases: list[pd.DataFrame] = []
    for n in LENGTHS:
        runs = count_ngrams(words.tokens, n=n, min_n=FEWEST, stop_words=small)
        inside = [
            any(f" {run} " in f" {longer} " for longer in chain(known, *(part["term"] for part in phrases)))
            for run in runs["term"]
        ]
        phrases.append(runs[~np.array(inside, dtype=bool)].head(MOST))
    said = pd.concat(phrases).sort_values(["n_articles", "n", "term"], ascending=[False, False, True]).head(MOST)
    topics = _lines("Names", [(row.name_, [row.pattern], row.n, row.n_articles) for row in names.head(MOST).itertuples()])
    topics += _lines("Phrases", [(row.term, [row.term], row.n, row.n_articles) for row in said.itertuples()])
    return topics, _variants(names)


def _counted(name: pd.Series, pattern: pd.Series, doc_id: pd.Series) -> pd.DataFrame:
    """Names with their patterns, mentions and articles, those in most articles first."""
    table = pd.DataFrame({"name_": name.array, "pattern": pattern.array, "doc_id": doc_id.astype("str").array})
    counts = table.groupby(["name_", "pattern"], as_index=False).agg(n=("doc_id", "size"), n_articles=("doc_id", "nunique"))
    counts = counts[counts["pattern"].str.count(" ") < LONGEST_NAME]
    return counts.sort_values(["n_articles", "n", "name_"], ascending=[False, False, True], ignore_index=True)


def _variants(names: pd.DataFrame) -> list[str]:
    """Names of several words that end alike, such as Mill Bridge and Old Bridge: they may be one thing by two names."""
    several = names[names["pattern"].str.contains(" ")]
    lines: list[str] = []
    for last, rows in several.groupby(several["pattern"].map(lambda pattern: pattern.rpartition(" ")[2]), sort=False):
        if len(rows) > 1 and len(lines) < MOST * 3:
            variants = [(row.name_, [row.pattern], row.n, row.n_articles) for row in rows.head(MOST).itertuples()]
            lines += _lines(f"… {last}", variants)
    return lines


def _lines(group: str, entries: list[tuple[str, list[str], int, int]]) -> list[str]:
    """A key and what stands below it, each with how often it is there."""
    lines = [
        f"  {_quoted(name)}: [{', '.join(map(_quoted, patterns))}]    # {n:,} times in {n_articles:,} articles"
        for name, patterns, n, n_articles in entries
    ]
    return [f"{_quoted(group)}:", *lines] if lines else []


def _quoted(text: str) -> str:
    """A text as YAML reads it back, whatever it holds."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
