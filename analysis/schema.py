"""What a row of every table is, and what every column means.

Modules meet in tables, so this is the one place that says what is in them. `TABLES` gives the columns of the tables that travel
between rooms, with the family of their types; `check` holds a frame against it. `COLUMNS` says for each column what a reader should
see above it and what it means; pages take their headings, units and explanations from there.
"""

from typing import NamedTuple

import pandas as pd

from .errors import SchemaError

# Families of types: pandas has several spellings of each, and a table read back from Parquet may use another one.
TEXT, WHOLE, NUMBER, FLAG, TIME = "text", "whole number", "number", "true or false", "date"

TABLES: dict[str, dict[str, str]] = {
    # one row per article
    "articles": {
        "doc_id": TEXT,
        "source": TEXT,
        "outlet_type": TEXT,
        "date": TEXT,
        "date_start": TIME,
        "date_end": TIME,
        "language": TEXT,
        "title": TEXT,
        "url": TEXT,
        "note": TEXT,
        "file": TEXT,
        "sha256": TEXT,
        "text": TEXT,
    },
    # one row per file found in the corpus folder
    "inputs": {"file": TEXT, "state": TEXT, "reason": TEXT},
    # one row per input that could not be loaded
    "quarantine": {"file": TEXT, "place": TEXT, "reason": TEXT, "detail": TEXT},
    # one row per raw line of every article
    "ledger": {
        "doc_id": TEXT,
        "line": WHOLE,
        "raw": TEXT,
        "text": TEXT,
        "action": TEXT,
        "rule": TEXT,
        "part": TEXT,
    },
    # one row per cleaning rule
    "rules": {"rule": TEXT, "origin": TEXT, "action": TEXT, "pattern": TEXT, "where": TEXT, "reason": TEXT},
    # one row per running word
    "tokens": {
        "doc_id": TEXT,
        "line": WHOLE,
        "sentence": WHOLE,
        "position": WHOLE,
        "start": WHOLE,
        "end": WHOLE,
        "term": TEXT,
        "part": TEXT,
    },
    # one row per pattern of topics.yml or wording.yml; group is the topic or concept, label the topic again or the variant
    "dictionary": {"group": TEXT, "label": TEXT, "pattern": TEXT, "line": WHOLE},
    # one row per group and term that occurs (the group's own columns come first)
    "counts": {"term": TEXT, "n": WHOLE, "n_articles": WHOLE, "rate_per_1000": NUMBER},
}


class Column(NamedTuple):
    """How a column is shown: its heading with the unit, what it means, and how its numbers are written."""

    heading: str
    meaning: str
    form: str = "text"  # text, count, rate (2 decimals), number (3 decimals), share (%), probability


COLUMNS: dict[str, Column] = {
    "doc_id": Column("article", "the article's identifier: its file name, or what sources.csv calls it"),
    "source": Column("source", "the outlet, as sources.csv names it"),
    "outlet_type": Column("outlet type", "kind of outlet, as sources.csv gives it"),
    "date": Column("date", "date as given, with the precision it was given in"),
    "language": Column("language", "ISO 639 code of the article's language"),
    "title": Column("title", "the article's title, where it is known"),
    "note": Column("note", "where the facts on this article come from"),
    "file": Column("file", "file in the corpus folder"),
    "state": Column(
        "state", "of an input: loaded, quarantined or skipped by a rule; of a wording: used, not used, or its concept absent"
    ),
    "place": Column("place", "where in the file: a row or a byte"),
    "reason": Column("reason", "why"),
    "detail": Column("detail", "what exactly was found"),
    "line": Column("line", "line of the article's file, counted from 1", "count"),
    "raw": Column("line as received", "the line of the file, before cleaning"),
    "text": Column("line after cleaning", "the line that was read on"),
    "action": Column("action", "kept, changed or removed"),
    "rule": Column("rule", "the cleaning rule that acted on the line"),
    "origin": Column("from", "where the rule was written down: the package, or this corpus's cleaning.yml"),
    "pattern": Column("pattern", "what the rule or the dictionary looks for"),
    "where": Column("where", "which lines the rule looks at"),
    "part": Column("part", "title, heading or body"),
    "n_raw": Column("raw lines", "lines of the file as received", "count"),
    "n_kept": Column("kept", "lines read on as they were", "count"),
    "n_changed": Column("changed", "lines read on after a change of characters", "count"),
    "n_removed": Column("removed", "lines not read on, each by a named rule", "count"),
    "n_blank": Column("blank", "removed lines without a visible character", "count"),
    "n_lines": Column("lines", "number of lines", "count"),
    "n_characters": Column("characters", "number of characters", "count"),
    "share_characters": Column("share of characters", "share of the article's characters, before cleaning", "share"),
    "n_tokens": Column("words", "running words", "count"),
    "n_types": Column("different words", "distinct words, capital letters ignored", "count"),
    "n_sentences": Column("sentences", "sentences, titles and headings among them", "count"),
    "n_paragraphs": Column(
        "paragraphs", "paragraphs (lines of running text); beside a topic, those with at least one mention", "count"
    ),
    "share_tokens": Column("share of words", "share of the corpus's running words", "share"),
    "share_paragraphs": Column("share of paragraphs", "share of the group's paragraphs with at least one mention", "share"),
    "share_articles": Column("share of articles", "share of the articles with at least one occurrence", "share"),
    "term": Column("term", "a word or a run of words, capital letters ignored"),
    "n": Column("n", "number of occurrences", "count"),
    "n_articles": Column("articles", "articles with at least one occurrence", "count"),
    "rate_per_1000": Column("per 1,000 words", "occurrences per 1,000 running words of the group", "rate"),
    "dp": Column(
        "DP", "Gries's deviation of proportions over articles: 0 is spread evenly, near 1 is one article's word", "number"
    ),
    "dp_norm": Column("DP norm.", "DP divided by the highest value it could take here", "number"),
    "left": Column("left", "what stands to the left"),
    "hit": Column("hit", "the words that matched, as the article has them"),
    "right": Column("right", "what stands to the right"),
    "node": Column("word", "the word whose neighbours are listed"),
    "collocate": Column("neighbour", "a word found near it"),
    "n_left": Column("n left", "times the neighbour stands to the left", "count"),
    "n_right": Column("n right", "times the neighbour stands to the right", "count"),
    "observed": Column("observed", "times seen together", "count"),
    "expected": Column("expected", "times to be expected if they had nothing to do with each other", "rate"),
    "g2": Column("G²", "log-likelihood ratio; the sign says on which side the term is more frequent", "rate"),
    "pmi_bits": Column("PMI, bits", "pointwise mutual information: log2 of observed over expected", "rate"),
    "t": Column("t", "t-score: (observed − expected) / √observed", "rate"),
    "log_dice": Column("logDice", "14 + log2 of the Dice coefficient; 14 is always together", "rate"),
    "topic": Column("topic", "topic of topics.yml"),
    "topic_a": Column("topic", "first topic of the pair"),
    "topic_b": Column("with topic", "second topic of the pair"),
    "n_words": Column("words in match", "number of words in the match", "count"),
    "log2_ratio": Column(
        "log2 ratio", "log2 of the ratio of the two rates (or of observed over expected): 1 is twice as often", "rate"
    ),
    "log2_ratio_adjusted": Column("0.5 added", "yes where one side is 0 and 0.5 was added to both for the log2 ratio"),
    "n_a": Column("n, A", "occurrences in A", "count"),
    "n_b": Column("n, B", "occurrences in B", "count"),
    "n_articles_a": Column("articles, A", "articles of A with the term", "count"),
    "n_articles_b": Column("articles, B", "articles of B with the term", "count"),
    "rate_per_1000_a": Column("per 1,000 words, A", "occurrences per 1,000 running words of A", "rate"),
    "rate_per_1000_b": Column("per 1,000 words, B", "occurrences per 1,000 running words of B", "rate"),
    "z": Column("z", "log-odds ratio with an informative Dirichlet prior, divided by its standard deviation", "rate"),
    "q": Column(
        "q", "false discovery rate (Benjamini-Hochberg) of G², which takes every word for an independent draw", "probability"
    ),
    "a": Column("A", "first group"),
    "b": Column("B", "second group"),
    "jsd_bits": Column("JSD, bits", "Jensen-Shannon divergence: 0 is the same mixture of words, 1 no word in common", "number"),
    "cosine": Column("cosine", "cosine of the two groups' rates: 1 is the same mixture, 0 no word in common", "number"),
    "shift_bits": Column("shift, bits", "the term's part of the divergence, positive where A uses it more", "number"),
    "share_a": Column("share, A", "share of A's running words", "share"),
    "share_b": Column("share, B", "share of B's running words", "share"),
    "concept": Column("concept", "what is named, from wording.yml"),
    "variant": Column("variant", "one of the ways to name it"),
    "share": Column("share", "share of the concept's mentions in the group", "share"),
    "n_concept": Column("n, concept", "mentions of the concept in the group, in any variant", "count"),
    "first_doc_id": Column("first seen in", "article of the first occurrence"),
    "first_line": Column("at line", "line of the first occurrence", "count"),
    "position": Column("word no.", "place among the article's running words, counted from 1", "count"),
    "group": Column("looked for", "topic or concept of the dictionary"),
    "label": Column("as", "variant of the concept; for topics the topic again"),
    "pattern_line": Column("line of the pattern", "line of topics.yml or wording.yml where the pattern stands", "count"),
    "n_taken": Column("taken by others", "matches that another pattern of the same topic or concept took", "count"),
    "n_as_left": Column("pairs, left", "pairs whose left word is this one", "count"),
    "n_as_right": Column("pairs, right", "pairs whose right word is this one", "count"),
    "n_uncovered": Column("not covered", "paragraphs without a mention of any topic", "count"),
    "share_uncovered": Column("share not covered", "share of the group's paragraphs without a mention of any topic", "share"),
    "n_tied": Column("tied", "variants that share the first place: 1 is a clear preference, 0 a concept not named", "count"),
    "n_tokens_a": Column("words, A", "running words of A", "count"),
    "n_tokens_b": Column("words, B", "running words of B", "count"),
    "verdict": Column(
        "verdict", "what so few articles can bear: descriptive (of these articles only) where no p of .05 could be reached"
    ),
}

FAMILIES = {
    TEXT: lambda dtype: pd.api.types.is_string_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype),
    WHOLE: pd.api.types.is_integer_dtype,
    NUMBER: pd.api.types.is_numeric_dtype,
    FLAG: pd.api.types.is_bool_dtype,
    TIME: pd.api.types.is_datetime64_any_dtype,
}


def check(frame: pd.DataFrame, table: str, *, more: tuple[str, ...] = (), rows: bool = False) -> None:
    """Hold `frame` against the columns of `table`; other columns may be there too.

    more : further columns that are needed, such as those to group by
    rows : True where a table without rows has no answer

    Raises SchemaError naming the table and the column.

    >>> check(pd.DataFrame({"term": ["a"]}), "counts")
    Traceback (most recent call last):
    ...
    analysis.errors.SchemaError: table 'counts' lacks the column 'n'. It has: term
    """
    columns = ", ".join(map(str, frame.columns)) or "no column"
    for name in (*TABLES[table], *more):
        if name not in frame.columns:
            raise SchemaError(f"table '{table}' lacks the column '{name}'", remedy=f"It has: {columns}")
    for name, family in TABLES[table].items():
        if not FAMILIES[family](frame[name].dtype):
            raise SchemaError(f"column '{name}' of table '{table}' is {frame[name].dtype}, and should hold {family}")
    if rows and frame.empty:
        raise SchemaError(f"table '{table}' has no row", remedy="Check the corpus, and what was selected from it")
