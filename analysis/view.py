"""A view: what an analyst looks at. A corpus folder in; the same corpus narrowed and grouped out, with its tables at hand.

It exists because every notebook begins in the same way: read a corpus, take one language and some parts of it, put the articles into
groups. It joins reading and measuring, which no room may do; what looks at it needs neither.
"""

from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path

import pandas as pd

from .measure.counting.counts import join_articles
from .measure.counting.selection import PARTS, Selection, require_dictionary, require_groups, select
from .measure.dictionary.names import find_names
from .measure.dictionary.patterns import find
from .measure.uncertainty.resampling import equal_size
from .text.prepare import Prepared, prepare
from .text.quotes.reporting import hedge_words
from .text.words.forms import tokens_with
from .text.words.languages import language_support
from .text.words.word_rule import stop_list

GROUPS, TOPICS, WORDING = "groups", "topics.yml", "wording.yml"


class View:
    """A corpus, narrowed and grouped. `px.open` makes one.

    by, language, parts, voice, shared   what it was narrowed and grouped by
    tokens     one row per running word that counts, with the columns `by`, source and date; see schema.TABLES
    articles   the articles of the view's language
    sizes      one row per group: n_tokens, n_types, n_articles
    left_out   one row per reason for which words do not count: reason, n_articles, n_tokens
    ledger, quotes, shared_passages, duplicates, topics, wording, rules, inputs, quarantine, notices, info   of the whole corpus
    """

    def __init__(self, prepared: Prepared, by: str, parts: tuple[str, ...], voice: str, shared: str, chosen: Selection):
        self.prepared, self.by, self.parts, self.voice, self.shared = prepared, by, parts, voice, shared
        self.articles, self.sizes, self.language, self.left_out = (
            chosen.articles,
            chosen.sizes,
            chosen.language,
            chosen.left_out,
        )
        self.tokens = join_articles(chosen.tokens, chosen.articles, ["source", "date"])
        self.ledger, self.quotes, self.shared_passages = prepared.ledger, prepared.quotes, prepared.shared
        self.duplicates, self.topics, self.wording = prepared.duplicates, prepared.topics, prepared.wording
        self.rules, self.inputs, self.quarantine = prepared.rules, prepared.inputs, prepared.quarantine
        self.notices, self.info = prepared.notices, prepared.info

    def __repr__(self) -> str:
        n = len(self.articles)
        narrowed = [f"{name} {value}" for name, value in (("voice", self.voice), ("shared", self.shared)) if value != "all"]
        what = [
            f"{n:,} article{'' if n == 1 else 's'}",
            f"{len(self.tokens):,} words",
            f"{len(self.sizes):,} by {self.by}",
            *narrowed,
        ]
        return f"View({self.info['corpus']}, language {self.language or 'not stated'}: {', '.join(what)})"

    def require(self, *what: str) -> "View":
        """Raise NotApplicableError unless the corpus has what a page cannot do without, and return this view.

        what : "groups" (two of them at least), "topics.yml", "wording.yml"
        """
        for needed in what:
            if needed == GROUPS:
                require_groups(self.sizes, self.by)
            else:
                require_dictionary(self.topics if needed == TOPICS else self.wording, needed)
        return self

    def stop_words(self, choice: str = "function words", more: Collection[str] = ()) -> frozenset[str]:
        """The words to leave out of a list of frequent ones, in the view's language: the list `choice`, and `more`."""
        return stop_list(self.language, choice, more)

    def tokens_as(self, form: str) -> pd.DataFrame:
        """The view's words as they are to be counted: surface, lemma or stem; NotApplicableError where the language has no such."""
        return tokens_with(self.tokens, form, self.language)

    @cached_property
    def topic_mentions(self) -> pd.DataFrame:
        """One row per mention of a topic of topics.yml in the view's words."""
        return find(self.tokens, self.topics)

    @cached_property
    def wording_mentions(self) -> pd.DataFrame:
        """One row per mention of a concept of wording.yml in the view's words."""
        return find(self.tokens, self.wording)

    @cached_property
    def name_mentions(self) -> pd.DataFrame:
        """One row per mention of a name that is told by its capitals."""
        return find_names(self.tokens, self.ledger)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row per two groups: how far their words lie apart at equal size."""
        return equal_size(self.tokens, self.by)

    @cached_property
    def hedge_words(self) -> list[str]:
        """Words by which an article of the view's language keeps its distance without quoting anybody."""
        return hedge_words(self.language)

    @cached_property
    def language_support(self) -> pd.DataFrame:
        """One row per step that follows the language: step, available, what."""
        return language_support(self.language)


def open(
    corpus: str | Path | Prepared = "seeds",
    *,
    by: str = "source",
    language: str = "",
    parts: Iterable[str] | str = PARTS,
    voice: str = "all",
    shared: str = "all",
    without_rules: Iterable[str] | str = (),
) -> View:
    """Open a corpus: read it, narrow it, and put its articles into groups.

    corpus        : the folder, as `px.prepare` takes it; or what `px.prepare` gave, which is not read again
    by            : what to compare: source, outlet_type, month, week, year, or any column of the corpus's own
    language      : ISO 639 code; "" takes the language with most articles
    parts         : which parts of an article count: title, heading, body
    voice         : "all", or only words in one voice
    shared        : "all"; "without" leaves out passages that another article has too, "only" leaves out all else
    without_rules : ids of cleaning rules that are not to act

    Returns a View. Raises as `px.prepare` and `px.measure.select` do.
    Reading it: words of two languages have no common rate, so a view is of one language; `left_out` says what that leaves out.
    """
    parts = (parts,) if isinstance(parts, str) else tuple(parts)
    prepared = corpus if isinstance(corpus, Prepared) else prepare(corpus, without_rules=without_rules)
    return View(
        prepared, by, parts, voice, shared, select(prepared.articles, prepared.tokens, by, language, parts, shared, voice)
    )
