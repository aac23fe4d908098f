"""A view: what an analyst looks at. A corpus folder in; the same corpus narrowed and grouped out, with its tables at hand.

It exists because every notebook begins in the same way: read a corpus, take one language and some parts of it, put the articles into
groups. It joins reading and measuring, which no room may do; what looks at it needs neither.
"""

import os
from collections.abc import Collection, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .arguments import voices_meant, words
from .blocks import tallied
from .errors import NotApplicableError, UsageError, nearest
from .measure.counting.codes import coded
from .measure.counting.counts import group_sizes, join_articles
from .measure.counting.in_common import told_in_common
from .measure.counting.selection import PARTS, SHARED, VOICES, Selection, require_dictionary, require_groups
from .measure.dictionary.names import find_names
from .measure.dictionary.patterns import match_dictionary
from .narrowed import narrowed
from .text.prepare import Prepared, prepare
from .text.quotes.reporting import hedge_words
from .text.words.forms import form_of_each, tokens_with
from .text.words.languages import language_support
from .text.words.word_rule import FUNCTION_WORDS, function_words, stop_list

if TYPE_CHECKING:
    from .measure.themes.discovery import Themes

GROUPS, TOPICS, WORDING = "groups", "topics.yml", "wording.yml"
STORY = "story"
JOINED = "source", "date"  # columns of articles that each word of a view has
MANY_WORDS = 500_000  # of a view, above which not all is looked at in pairs of groups:
MOST_IN_PAIRS, SAMPLED, DRAWN = 12, 20_000, 50  # groups, those with most words; words of a sample, and samples


class View:
    """A corpus, narrowed and grouped. `px.open` makes one.

    by, language, parts, voice, shared, within   what it was narrowed and grouped by
    tokens     one row per running word that counts, with the columns `by`, source and date; see schema.TABLES
    articles   the articles of the view's language; with `within`, those of stories that two groups tell
    stories    one row per story: story, n_articles, n_sources, first_day, and words where it was found; none without `within`
    sizes      one row per group: n_tokens, n_types, n_articles
    left_out   one row per reason for which words do not count: reason, n_articles, n_tokens
    ledger, quotes, shared_passages, duplicates, topics, wording, rules, inputs, quarantine, notices, info   of the whole corpus
    """

    def __init__(
        self,
        prepared: Prepared,
        by: str,
        parts: tuple[str, ...],
        voice: str,
        shared: str,
        chosen: Selection,
        within: str = "",
        stories: pd.DataFrame | None = None,
    ):
        self.prepared, self.by, self.parts, self.voice, self.shared, self.within = prepared, by, parts, voice, shared, within
        self.stories = pd.DataFrame(columns=["story", "n_articles", "n_sources", "first_day"]) if stories is None else stories
        self.articles, self.sizes, self.language, self.left_out = (
            chosen.articles,
            chosen.sizes,
            chosen.language,
            chosen.left_out,
        )
        self.tokens = chosen.tokens
        self.ledger, self.quotes, self.shared_passages = prepared.ledger, prepared.quotes, prepared.shared
        self.duplicates, self.topics, self.wording = prepared.duplicates, prepared.topics, prepared.wording
        self.rules, self.inputs, self.quarantine = prepared.rules, prepared.inputs, prepared.quarantine
        self.notices, self.info = prepared.notices, prepared.info
        self._themes: dict[int, Themes] = {}

    def __repr__(self) -> str:
        n = len(self.articles)
        narrowed = [f"{name} {value}" for name, value in (("voice", self.voice), ("shared", self.shared)) if value != "all"]
        narrowed += [f"{len(self.stories):,} within {self.within}"] if self.within else []
        what = [
            f"{n:,} article{'' if n == 1 else 's'}",
            f"{len(self.tokens):,} words",
            f"{len(self.sizes):,} by {self.by}",
            *narrowed,
        ]
        return f"View({self.info['corpus']}, language {self.language or 'not stated'}: {', '.join(what)})"

    def require(self, *what: str) -> "View":
        """Raise NotApplicableError unless the corpus has what a page cannot do without, and return this view.

        what : "groups" (two of them at least), "topics.yml", "wording.yml"; UsageError for anything else
        """
        for needed in what:
            _require_known("requirement", needed, (GROUPS, TOPICS, WORDING))
            if needed == GROUPS:
                require_groups(self.sizes, self.by)
            else:
                require_dictionary(self.topics if needed == TOPICS else self.wording, needed)
        return self

    def stop_words(self, choice: str = FUNCTION_WORDS, more: Collection[str] = ()) -> frozenset[str]:
        """The words to leave out of a list of frequent ones, in the view's language: the list `choice`, and `more`."""
        return stop_list("", choice, more) | (function_words(self.language) if choice == FUNCTION_WORDS else frozenset())

    def tokens_as(self, form: str) -> pd.DataFrame:
        """The view's words as they are to be counted: surface, lemma or stem; NotApplicableError where the language has no such."""
        return tokens_with(self.tokens, form, self.language)

    @cached_property
    def word_forms(self) -> dict[str, str]:
        """The lemma of each word of the view; its stem where the language has no lemmas, and nothing where it has neither."""
        for form in ("lemma", "stem"):
            try:
                return form_of_each(self.tokens, form, self.language)
            except NotApplicableError:
                continue
        return {}

    def find_themes(self, number: int = 0) -> "Themes":
        """The themes of the view's paragraphs, as px.measure.find_themes finds them; looked for once for each number.

        number : how many to look for; 0 takes the most coherent of 3 to 12

        Raises NotApplicableError where there are too few paragraphs, UsageError for a number that cannot be meant.
        """
        from .measure.themes.discovery import find_themes  # scikit-learn takes .6 s to import, and other pages need none of it

        if number not in self._themes:
            self._themes[number] = find_themes(self.tokens, number or None, self.stop_words(), by=self.by)
        return self._themes[number]

    @cached_property
    def in_stories(self) -> "View":
        """This view kept to the stories that two groups tell; itself where it keeps to such already.

        Raises NotApplicableError where no two groups tell one story, and where the stories make the groups.
        """
        if self.within:
            return self
        if self.by == STORY:
            raise NotApplicableError("the groups are the stories", remedy="Group by another column")
        chosen = Selection(self.articles, self.tokens, self.sizes, self.language, self.left_out)
        kept, stories = _same_stories(self.prepared, chosen, self.by, STORY)
        return View(self.prepared, self.by, self.parts, self.voice, self.shared, kept, STORY, stories)

    @property
    def stories_given(self) -> bool:
        """Whether a column of the corpus says which articles tell the same story, and not their days, names and words."""
        return "words" not in self.stories

    @cached_property
    def story_words(self) -> pd.Series:
        """The words that tell most of each story of a view within stories, as a text by the story's name."""
        from .text.reuse.stories import telling_words

        if not self.stories_given:
            return self.stories.set_index("story")["words"]
        return telling_words(self.articles, self.prepared.tokens, self.within)

    @cached_property
    def topic_mentions(self) -> pd.DataFrame:
        """One row per mention of a topic of topics.yml in the view's words."""
        return match_dictionary(self.tokens, self.topics)

    @cached_property
    def wording_mentions(self) -> pd.DataFrame:
        """One row per mention of a concept of wording.yml in the view's words."""
        return match_dictionary(self.tokens, self.wording)

    @cached_property
    def name_mentions(self) -> pd.DataFrame:
        """One row per mention of a name that is told by its capitals."""
        return find_names(self.tokens, self.ledger)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """One row per two groups: how far their words lie apart at equal size.

        Of many words 50 samples of at most 20,000 are compared, and of more than twelve groups then those with most words.
        """
        from .measure.uncertainty.resampling import equal_size  # SciPy takes .3 s to import, and other pages need none of it

        if len(self.tokens) <= MANY_WORDS:
            return equal_size(self.tokens, self.by)
        return equal_size(self.tokens, self.by, draws=DRAWN, most_words=SAMPLED, most_groups=MOST_IN_PAIRS)

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
    within: str = "",
    without_rules: Iterable[str] | str = (),
) -> View:
    """Open a corpus: read it, narrow it, and put its articles into groups.

    corpus        : the folder, as `px.prepare` takes it; or what `px.prepare` gave, which is not read again
    by            : what to compare: source, outlet_type, author, section, month, week, year, or any column of the corpus's own
    language      : ISO 639 code; "" takes the language with most articles
    parts         : which parts of an article count: title, heading, body
    voice         : "all", or only words of one voice: quoted, reported, outside
    shared        : "all"; "without" leaves out passages that another article has too, "only" leaves out all else
    within        : "story" keeps to stories that at least two groups tell, so that groups are compared on the same events: those of
                    the column `story` of the corpus, and where it has none, those that `find_stories` finds. Or another column of the
                    corpus that says which articles belong together. "" keeps to nothing
    without_rules : ids of cleaning rules that are not to act

    Returns a View. Raises UsageError, with the nearest that there is, for a column, a language, a part, a voice or a `shared` that is
    none; NotApplicableError where no two groups tell one story; and otherwise as `px.prepare` and `px.measure.select` do.
    Reading it: words of two languages have no common rate, so a view is of one language; `left_out` says what that leaves out.
    """
    parts = words(parts, "a list of parts")
    if not isinstance(corpus, str | os.PathLike | Prepared):
        remedy = 'Give the name of a folder, or what px.prepare("folder") gave'
        raise UsageError(f"px.open reads a folder, and got a {type(corpus).__name__}", remedy=remedy)
    choices = (("voice", voices_meant(voice)[0], VOICES), ("way to take shared passages", shared, SHARED))
    for what, given, known in (*(("part", part, PARTS) for part in parts), *choices):
        _require_known(what, given, known)
    rules = tuple(filter(None, words(without_rules, "a list of rules")))
    prepared = corpus if isinstance(corpus, Prepared) else prepare(corpus, without_rules=rules)
    _require_known("column to group by", by, prepared.articles.columns)
    _require_known("language", language, ["", *prepared.articles["language"].dropna().unique()])
    wanted = {"language": language, "parts": parts, "shared": shared, "voice": voice}
    is_read = not isinstance(corpus, Prepared)
    chosen = narrowed(prepared, by, () if within else JOINED, wanted, is_read=is_read)
    if not within:
        return View(prepared, by, parts, voice, shared, chosen)
    if within == by:
        raise UsageError(f"a view by '{by}' cannot be within '{within}' too", remedy="Choose another column for one of them")
    _require_known("column to keep within", within, [STORY, *prepared.articles.columns])
    chosen, stories = _same_stories(prepared, chosen, by, within)
    return View(prepared, by, parts, voice, shared, chosen, within, stories)


def _require_known(what: str, given: object, known: Iterable[str]) -> None:
    """Raise UsageError unless `given` is one of those that there are; it names the nearest."""
    names = list(dict.fromkeys(str(name) for name in known))
    if given not in names:
        raise UsageError(f"there is no {what} {given!r}", remedy=nearest(given, filter(None, names)))


def _same_stories(prepared: Prepared, chosen: Selection, by: str, within: str) -> tuple[Selection, pd.DataFrame]:
    """Narrow a selection to the stories that two groups tell; the table of stories is looked for where the corpus does not give it."""
    from .text.reuse.stories import stories_by, table_of  # SciPy takes .2 s to import, and plain views need none of it here

    told, table = stories_by(within, chosen.articles, prepared.tokens, prepared.ledger)
    articles = chosen.articles.assign(**{within: told[within].array})
    tokens = join_articles(chosen.tokens, articles, within)
    try:
        common = told_in_common(tokens, by, within)
    except NotApplicableError as error:
        groups = "outlets" if by == "source" else f"values of '{by}'"
        remedy = f"Name the events in the column '{within}' of sources.csv, or look at all articles"
        raise NotApplicableError(f"no {within} is told by two {groups}", remedy=remedy) from error
    kept = articles[within].isin(common[within].unique())
    left_out = pd.concat([chosen.left_out, _untold(articles[~kept], tokens, by, within)], ignore_index=True)
    articles = articles[kept].reset_index(drop=True)
    found = "words" in table
    table = table[table["story"].isin(articles[within])].reset_index(drop=True) if found else table_of(articles, within)
    sizes, common = group_sizes(common, by), join_articles(common, articles, [*JOINED, within])
    return chosen._replace(articles=articles, tokens=common, sizes=sizes, left_out=left_out), table


def _untold(articles: pd.DataFrame, tokens: pd.DataFrame, by: str, within: str) -> pd.DataFrame:
    """What is left out of a view within stories, in the form of `left_out`; `articles` are the others."""
    lone = f"{within}: told by one {'outlet' if by == 'source' else by.replace('_', ' ')} alone"
    reason = np.where(articles[within].notna(), lone, f"{within}: none")
    docs = coded(tokens["doc_id"])
    words = pd.Series(tallied(docs.codes, len(docs.values)), index=docs.values.astype(str))
    n_tokens = words.reindex(articles["doc_id"].astype(str)).fillna(0).astype("int64").to_numpy()
    table = pd.DataFrame({"reason": reason, "n_tokens": n_tokens}).astype({"reason": "str"})
    return table.groupby("reason", sort=True).agg(n_articles=("n_tokens", "size"), n_tokens=("n_tokens", "sum")).reset_index()
