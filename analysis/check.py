"""What `parallax check` tells of a corpus, and what it and a run refuse: a prepared corpus in, headings and rows of tables out.

It joins what was read and cleaned with where the dictionary's patterns match, which no room may do alone; so it stands beside the
command line, and only that imports it. Each table is short: the first rows, and how many more there are.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from . import preview
from .errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from .text.prepare import Prepared

MOST = 50  # rows of a table; a corpus can have a million
# Notices that change what every page says: they stand first in their table, and a run says them too.
LOUD = (
    "no source column",
    "guessed source",
    "near-equal source",
    "lent encoding",
    "several articles?",
    "words not split",
    "passages not split",
)
LOUD += ("letters read wrongly?",)
FEW_INPUTS = 20  # below this, one bad file is a large share, and says little; more than half says enough of any number
MOST_LOUD = 5  # of a kind that a run says
MOST_OUTLETS = 3  # that are named for a rule


class Section(NamedTuple):
    """A table to print, and its name for programs."""

    headings: list[str]
    rows: list[tuple[object, ...]]
    name: str


# how the language of an article is known, where nobody gave it
FROM = {"detected": " (detected)", "source": " (as its source)", "corpus": " (as the corpus)"}


def sections(prepared: "Prepared", today: date | None = None, most: int | None = MOST) -> Iterator[Section]:
    """The tables of `parallax check`, in the order in which a user needs them; those without a row are left out, but for the files.

    today : articles dated later than this are pointed out
    most  : rows of each, before one that counts the others; None is all
    """
    yield _short("files", ["file", "state", "why"], _files(prepared), most)
    headings = ["article", "language", "date", "lines kept", "changed", "removed", "words"]
    yield _short("articles", headings, _articles(prepared), most)
    later = (
        ("sources", ["source", "articles"], prepared.articles["source"].value_counts().sort_index().items()),
        ("languages", ["language", "articles"], _languages(prepared.articles)),
        ("dates", ["dates", "articles"], _dates(prepared.articles, today or date.today())),
        ("recognised", ["recognised", "times", "first in", "what and why"], preview.recognised(prepared)),
        ("own_columns", ["column of your own", "articles", "values", "such as"], preview.own_columns(prepared)),
        ("preview", ["as it will be read", "what", "text"], preview.as_read(prepared)),
        ("rules", ["rule", "action", "lines", "articles", "share of characters"], _rules(prepared)),
        (
            "proposed_rules",
            ["lines built alike, not removed, of", "articles", "what they share", "rule for cleaning.yml"],
            _proposed(prepared),
        ),
        ("quarantine", ["set aside", "place", "why", "detail", "what to do"], _with_remedy(prepared.quarantine)),
        ("notices", ["notice", "file", "place", "detail"], _notices(prepared)),
        ("never_matching", ["dictionary", "line", "pattern that never matches", "of", "why"], _never(prepared)),
        ("lacking", ["a good report lacks", "how it stands", "what to do"], preview.lacking(prepared)),
    )
    for name, headings, rows in later:
        section = _short(name, headings, rows, most)
        if section.rows:
            yield section


def as_data(prepared: "Prepared") -> dict[str, Any]:
    """All that `parallax check` tells, for programs: the corpus, and the rows of each table whole, by its name and headings."""
    found = {
        part.name: [dict(zip(part.headings, _plain(row), strict=True)) for row in part.rows]
        for part in sections(prepared, most=None)
    }
    return {"corpus": prepared.info, "tables": found}


def _plain(row: tuple[object, ...]) -> list[object]:
    return [cell if isinstance(cell, str) else int(str(cell)) if str(cell).isdigit() else str(cell) for cell in row]


def loud(prepared: "Prepared") -> list[str]:
    """What a run says on standard error of a corpus that it could read: a line for each notice of a kind in LOUD, and for bad dates."""
    found, told = prepared.notices, []
    for kind in LOUD:
        of_kind = found[found["notice"] == kind]
        told += [
            f"{': '.join(filter(None, [kind, file, detail]))}"
            for file, detail in _tuples(of_kind.head(MOST_LOUD), ["file", "detail"])
        ]
        told += [f"{kind}: {more:,} more; parallax check lists them"] if (more := len(of_kind) - MOST_LOUD) > 0 else []
    dates = found[found["notice"] == "bad date"]
    if len(dates):
        what = "dates are" if len(dates) > 1 else "date is"
        told.append(f"{len(dates):,} {what} missing: {dates['file'].iloc[0]}: {dates['detail'].iloc[0]}")
    return told


def refuse(prepared: "Prepared", corpus: "Path", max_quarantine: float) -> None:
    """Raise CorpusError where so much of the corpus could not be loaded that a report would mislead.

    Inputs are counted, which are files and rows, and files alone: one table of a thousand rows does not make up for nine files of ten.
    """
    states, bad = prepared.inputs["state"].value_counts(), prepared.info["n_quarantined"]
    n, half = prepared.info["n_loaded"] + bad, max(max_quarantine, 0.5)
    files, bad_files = int(states.get("loaded", 0) + states.get("quarantined", 0)), int(states.get("quarantined", 0))
    for number, of, share, what in (
        (bad, n, max_quarantine if n >= FEW_INPUTS else half, "inputs"), (bad_files, files, half, "files"),
    ):  # fmt: skip
        if number > share * of:
            raise CorpusError(
                f"{number:,} of {of:,} {what} could not be loaded, more than {share:.0%}",
                file=str(corpus),
                remedy="parallax check tells of each; --max-quarantine allows more",
                told=tuple(set_aside(prepared)),
            )


def set_aside(prepared: "Prepared") -> list[str]:
    """A line for each file of which something could not be loaded."""
    from .text.reading.remedies import lines

    return lines(prepared.quarantine.itertuples(index=False, name=None), "parallax check tells of more")


def _short(name: str, headings: list[str], rows: Iterable[tuple[object, ...]], most: int | None) -> Section:
    rows = iter(rows)
    first = list(islice(rows, most))
    more = sum(1 for _ in rows)
    return Section(headings, first + ([(f"… and {more:,} more", *[""] * (len(headings) - 1))] if more else []), name)


def _tuples(table: "pd.DataFrame", columns: list[str]) -> Iterator[tuple[object, ...]]:
    return table[columns].fillna("").itertuples(index=False, name=None)


def _files(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    """Every file; where there are many, those that are not loaded in whole first."""
    first = prepared.quarantine.drop_duplicates("file").set_index("file")["detail"].to_dict()
    inputs, notices = prepared.inputs, prepared.notices
    divided = set(notices.loc[notices["notice"].eq("several articles"), "file"])
    whole = inputs["n_quarantined"].eq(0) & inputs["n_skipped"].eq(0)
    for row in inputs.assign(whole=whole & (len(inputs) > MOST)).sort_values("whole", kind="stable").to_dict("records"):
        alone = row["state"] == "quarantined" and row["n_inputs"] == 1
        why = ": ".join(filter(None, [row["reason"], first.get(row["file"], "") if alone else ""]))
        yield (
            row["file"],
            row["state"],
            why if row["n_inputs"] == 1 else _held(row, "articles" if row["file"] in divided else "rows"),
        )


def _held(row: dict[str, Any], what: str) -> str:
    """What became of a file's rows, or of the articles that it was divided into."""
    states = (("n_loaded", "loaded"), ("n_quarantined", "set aside"), ("n_skipped", "skipped"))
    parts = [f"{row[name]:,} {word}" for name, word in states if row[name]]
    return f"{row['n_inputs']:,} {what}: {', '.join(parts)}"


def _articles(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    actions = prepared.ledger.groupby(["doc_id", "action"], observed=False).size().unstack(fill_value=0).to_dict()
    words = prepared.tokens["doc_id"].value_counts().to_dict()
    for row in _tuples(prepared.articles, ["doc_id", "language", "date"]):
        counts = [int(actions.get(action, {}).get(row[0], 0)) for action in ("kept", "changed", "removed")]
        yield (*row, *counts, int(words.get(row[0], 0)))


def _languages(articles: "pd.DataFrame") -> list[tuple[object, ...]]:
    language = articles["language"].replace("", None).fillna("not known")
    if "language_origin" in articles:
        language = language + articles["language_origin"].astype("str").map(FROM).fillna("")
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


def _proposed(prepared: "Prepared") -> Iterator[tuple[object, ...]]:
    """Each rule once, since an id can stand in cleaning.yml once, with all outlets that it is for."""
    from .measure.counting.furniture import line_templates

    found = line_templates(prepared.ledger, prepared.articles)
    for rule, rows in found[~found["removed"].to_numpy(dtype=bool)].groupby("rule", sort=False):
        more = f" and {len(rows) - MOST_OUTLETS:,} more" if len(rows) > MOST_OUTLETS else ""
        yield (", ".join(rows["source"].head(MOST_OUTLETS)) + more, int(rows["n_articles"].sum()), rows["words"].iloc[0], rule)


def _with_remedy(quarantine: "pd.DataFrame") -> Iterator[tuple[object, ...]]:
    from .text.reading.remedies import REMEDIES

    for row in _tuples(quarantine, ["file", "place", "reason", "detail"]):
        yield (*row, REMEDIES[row[2]])


def _notices(prepared: "Prepared") -> Iterator[tuple[Any, ...]]:
    """Those of a kind in LOUD first."""
    notices = prepared.notices
    notices = notices.assign(quiet=~notices["notice"].isin(LOUD)).sort_values("quiet", kind="stable")
    yield from _tuples(notices, ["notice", "file", "place", "detail"])
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
                yield (name, row.line, taken, of, "" if row.n_taken else row.reason)
