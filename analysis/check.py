"""What `parallax check` tells of a corpus: a prepared corpus in, headings and rows of tables out.

It joins what was read and cleaned with where the dictionary's patterns match, which no room may do alone; so it stands beside the
command line, and only that imports it. Each table is short: the first rows, and how many more there are.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from .text.prepare import Prepared

MOST = 50  # rows of a table; a corpus can have a million


class Section(NamedTuple):
    """A table to print."""

    headings: list[str]
    rows: list[tuple[object, ...]]


def sections(prepared: "Prepared", today: date | None = None) -> Iterator[Section]:
    """The tables of `parallax check`, in the order in which a user needs them; those without a row are left out, but for the files.

    today : articles dated later than this are pointed out
    """
    yield _short(["file", "state", "why"], _files(prepared))
    yield _short(["article", "language", "date", "lines kept", "changed", "removed", "words"], _articles(prepared))
    later = (
        (["source", "articles"], prepared.articles["source"].value_counts().sort_index().items()),
        (["language", "articles"], _languages(prepared.articles)),
        (["dates", "articles"], _dates(prepared.articles, today or date.today())),
        (["rule", "action", "lines", "articles", "share of characters"], _rules(prepared)),
        (["set aside", "place", "why", "detail"], _tuples(prepared.quarantine, ["file", "place", "reason", "detail"])),
        (["notice", "file", "place", "detail"], _notices(prepared)),
        (["dictionary", "line", "pattern that never matches", "of"], _never(prepared)),
    )
    for headings, rows in later:
        section = _short(headings, rows)
        if section.rows:
            yield section


def _short(headings: list[str], rows: Iterable[tuple[object, ...]]) -> Section:
    rows = iter(rows)
    first = list(islice(rows, MOST))
    more = sum(1 for _ in rows)
    return Section(headings, first + ([(f"… and {more:,} more", *[""] * (len(headings) - 1))] if more else []))


def _tuples(table: "pd.DataFrame", columns: list[str]) -> Iterator[tuple[object, ...]]:
    return table[columns].fillna("").itertuples(index=False, name=None)


def _files(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    """Every file; where there are many, those that are not loaded in whole first."""
    first = prepared.quarantine.drop_duplicates("file").set_index("file")["detail"].to_dict()
    inputs = prepared.inputs
    whole = inputs["n_quarantined"].eq(0) & inputs["n_skipped"].eq(0)
    for row in inputs.assign(whole=whole & (len(inputs) > MOST)).sort_values("whole", kind="stable").to_dict("records"):
        alone = row["state"] == "quarantined" and row["n_inputs"] == 1
        why = ": ".join(filter(None, [row["reason"], first.get(row["file"], "") if alone else ""]))
        yield (row["file"], row["state"], why if row["n_inputs"] == 1 else _rows_of(row))


def _rows_of(row: dict[str, Any]) -> str:
    states = (("n_loaded", "loaded"), ("n_quarantined", "set aside"), ("n_skipped", "skipped"))
    parts = [f"{row[name]:,} {word}" for name, word in states if row[name]]
    return f"{row['n_inputs']:,} rows: {', '.join(parts)}"


def _articles(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    actions = prepared.ledger.groupby(["doc_id", "action"], observed=False).size().unstack(fill_value=0).to_dict()
    words = prepared.tokens["doc_id"].value_counts().to_dict()
    for row in _tuples(prepared.articles, ["doc_id", "language", "date"]):
        counts = [int(actions.get(action, {}).get(row[0], 0)) for action in ("kept", "changed", "removed")]
        yield (*row, *counts, int(words.get(row[0], 0)))


def _languages(articles: "pd.DataFrame") -> list[tuple[object, ...]]:
    language = articles["language"].replace("", None).fillna("not known")
    if "language_origin" in articles:
        language = language + articles["language_origin"].astype("str").map({"detected": " (detected)"}).fillna("")
    counts = language.value_counts()
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _dates(articles: "pd.DataFrame", today: date) -> list[tuple[object, ...]]:
    begins, missing = articles["date_start"].dropna(), int(articles["date_start"].isna().sum())
    rows: list[tuple[object, ...]] = [("missing", missing)] if missing else []
    if len(begins):
        rows.append((f"{begins.min().date()} to {articles['date_end'].max().date()}", len(begins)))
        future = int((begins.dt.date > today).sum())
        rows += [(f"later than {today}", future)] if future else []
    return rows


def _rules(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    from .measure.counting.ledger import rule_effects

    effects = rule_effects(prepared.ledger, prepared.rules)
    effects = effects[effects["n_lines"] > 0]
    for row in effects[["rule", "action", "n_lines", "n_articles", "share_characters"]].itertuples(index=False, name=None):
        yield (*row[:4], f"{row[4]:.1%}")


def _notices(prepared: "Prepared") -> Iterator[tuple[Any, ...]]:
    yield from _tuples(prepared.notices, ["notice", "file", "place", "detail"])
    for name, dictionary in (("topics.yml", prepared.topics), ("wording.yml", prepared.wording)):
        described = prepared.info.get("described", [])
        if name in described and dictionary.empty:
            yield ("no pattern", name, "", "its entries are commented out, so no page is made from it")


def _never(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    from .measure.dictionary.patterns import match_dictionary, never_matched

    for name, dictionary in (("topics.yml", prepared.topics), ("wording.yml", prepared.wording)):
        if not dictionary.empty:
            silent = never_matched(match_dictionary(prepared.tokens, dictionary), dictionary, tokens=prepared.tokens)
            for row in silent.itertuples(index=False):
                of = row.group if row.label == row.group else f"{row.group}: {row.label}"
                taken = f"{row.pattern} (other patterns took its {row.n_taken} matches)" if row.n_taken else row.pattern
                yield (name, row.line, taken, of)
