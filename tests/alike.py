"""Similar sentences held against a made-up newsroom, which knows who tells the same: `python tests/alike.py` prints the figures.

True is a pair of sentences of two articles that tell the same fact of the same story; every other pair is false, however alike the
two are: the patterns of a fact come back in other stories, and sentences of background, sayings and furniture come back everywhere.
"""

import argparse
import sys
import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pandas as pd

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from newsroom import Newsroom, newsroom, write  # noqa: E402


class Alike(NamedTuple):
    """n: pairs of similar sentences; right: true ones; findable: true pairs with two content words in common or more that are no shared
    passage; met: of these, found; standing: pairs of which a sentence is no fact of its story."""

    n: int
    right: int
    findable: int
    met: int
    standing: int

    @property
    def precision(self) -> float:
        return self.right / self.n if self.n else 1.0

    @property
    def recall(self) -> float:
        return self.met / self.findable


def sentences(prepared) -> pd.DataFrame:
    """One row per sentence of the articles' bodies: doc_id, line, start, text, and the set of its words that are no function words."""
    from analysis.text.words.word_rule import function_words

    closed = function_words("en")
    body = prepared.tokens[prepared.tokens["part"].eq("body")]
    table = body.groupby(["doc_id", "line", "sentence"], observed=True).agg(
        start=("start", "min"), end=("end", "max"), words=("term", lambda words: frozenset(words) - closed)
    )
    table = table.reset_index().astype({"doc_id": "str"})
    texts = dict(
        zip(zip(prepared.ledger["doc_id"], prepared.ledger["line"], strict=True), prepared.ledger["text"], strict=True)
    )
    table["text"] = [texts[row.doc_id, row.line][row.start : row.end + 1] for row in table.itertuples()]
    return table


def outcome(made: Newsroom, prepared) -> Alike:
    """Count right and wrong pairs."""
    facts = {(article.doc_id, text): (article.story, fact) for article in made.articles for text, fact in article.facts.items()}
    table = sentences(prepared)
    found = {(row.doc_id, row.line, row.start): facts.get((row.doc_id, row.text), ("", 0)) for row in table.itertuples()}
    told = {place: fact for place, fact in found.items() if fact[0]}
    words = dict(zip(zip(table["doc_id"], table["line"], table["start"], strict=True), table["words"], strict=True))
    by_fact: dict[tuple, list] = {}
    for place, fact in told.items():
        by_fact.setdefault(fact, []).append(place)
    true = {
        (a, b)
        for places in by_fact.values()
        for a, b in combinations(sorted(places), 2)
        if a[0] != b[0] and len(words[a] & words[b]) >= 2
    }
    return _held(prepared.shared, told, true, table)


def _held(shared: pd.DataFrame, told: dict, true: set, table: pd.DataFrame) -> Alike:
    """Hold the pairs found against the facts told."""
    kinds: Counter = Counter()
    met = set()
    for row in shared[shared["kind"].eq("similar")].itertuples():
        a, b = ((row.doc_id_a, row.line_a, row.start_a), (row.doc_id_b, row.line_b, row.start_b))
        right = a in told and told[a] == told.get(b)
        kinds.update(n=1, right=right, standing=not (a in told and b in told))
        met |= {tuple(sorted((a, b)))} if right else set()
    same = shared[shared["kind"].eq("shared")]
    held: dict[tuple, list] = {}
    for row in same.itertuples():
        held.setdefault((row.doc_id_a, row.doc_id_b), []).append((row.line_a, row.end_line_a, row.line_b, row.end_line_b))
    left = {
        (a, b) for a, b in true if not any(p <= a[1] <= q and r <= b[1] <= s for p, q, r, s in held.get((a[0], b[0]), ()))
    } | (met & true)
    return Alike(kinds["n"], kinds["right"], len(left), len(met & left), kinds["standing"])


def measure(n_articles: int, n_outlets: int, seed: int) -> Alike:
    """The figures of one newsroom."""
    from analysis.text.prepare import prepare

    made = newsroom(n_articles, n_outlets, seed)
    with tempfile.TemporaryDirectory() as folder:
        return outcome(made, prepare(write(made, Path(folder) / "corpus")))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[300, 2000], help="sizes to measure")
    parser.add_argument("--outlets", type=int, default=26)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    for size in options.articles:
        found = measure(size, options.outlets, options.seed)
        print(f"{size:,} articles: precision {found.precision:.2f}, recall {found.recall:.2f}", found)


if __name__ == "__main__":
    main()
