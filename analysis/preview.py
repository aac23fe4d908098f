"""What `parallax check` tells before a run: what was recognised and why, articles as they will be read, and what a good report lacks.

A prepared corpus in, rows of tables out. It joins what was read with what the pages will need; so it stands beside `check`, which alone
imports it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .text.prepare import Prepared

Row = tuple[object, ...]
SHOWN = 3  # articles, of as many outlets as there are
LINES = 3  # of each, and its last one
LONGEST = 160  # characters of a line
FACTS = ("source", "date", "language", "title", "author", "section", "url")
FEW_ARTICLES = 10  # of an outlet, below which the pages give hints alone
RECOGNISED = (
    "guessed column",
    "guessed source",
    "guessed encoding",
    "lent encoding",
    "several articles",
    "guessed export",
    "guessed list",
)


def recognised(prepared: "Prepared") -> Iterator[Row]:
    """What was recognised that nobody said: what it is, how often, in which file first, and why. One row for all that say the same."""
    found = prepared.notices[prepared.notices["notice"].isin(RECOGNISED)]
    for (kind, detail), rows in found.groupby(["notice", "detail"], sort=False):
        yield (kind, len(rows), rows["file"].iloc[0], detail)


def own_columns(prepared: "Prepared") -> Iterator[Row]:
    """The columns of the corpus's own, to group by: name, articles that have it, its first values."""
    from .schema import TABLES

    articles = prepared.articles
    for name in (name for name in articles.columns if name not in TABLES["articles"]):
        values = articles[name].dropna()
        first = ", ".join(map(str, values.unique()[:SHOWN]))
        yield (name, len(values), values.nunique(), first[:LONGEST])


def as_read(prepared: "Prepared") -> Iterator[Row]:
    """A few articles, of different outlets where there are: what is known of each, its first lines, and the last one."""
    articles, ledger = prepared.articles, prepared.ledger
    first = articles.drop_duplicates("source")
    chosen = (
        first.head(SHOWN)
        if len(first) >= SHOWN
        else articles.loc[[*first.index, *articles.index.difference(first.index)]].head(SHOWN)
    )
    kept = ledger[ledger["doc_id"].isin(chosen["doc_id"]) & ledger["action"].isin(["kept", "changed"])]
    for article in chosen.to_dict("records"):
        for fact in FACTS:
            if isinstance(value := article.get(fact), str) and value:
                yield (article["doc_id"], fact, value[:LONGEST])
        lines = kept.loc[kept["doc_id"].astype("str").eq(article["doc_id"]), ["line", "part", "text"]]
        for line, part, text in [
            *lines.head(LINES).itertuples(index=False),
            *lines.iloc[LINES:].tail(1).itertuples(index=False),
        ]:
            yield (article["doc_id"], f"line {line}, {part}", text if len(text) <= LONGEST else f"{text[:LONGEST]}…")


def lacking(prepared: "Prepared") -> Iterator[Row]:
    """What a good report lacks: what, how it stands, what to do."""
    articles, n = prepared.articles, len(prepared.articles)
    outlets = articles["source"].value_counts()
    if len(outlets) < 2:
        yield (
            "outlets",
            f"all articles are of '{outlets.index[0]}', so nothing is compared",
            "Name the outlets in sources.csv, or by folders",
        )
    elif few := int(outlets.lt(FEW_ARTICLES).sum()):
        what = f"{few:,} of {len(outlets):,} outlets have fewer than {FEW_ARTICLES} articles, so what sets them apart is a hint"
        yield ("articles", what, "Put more articles into the folder")
    if guessed := int(prepared.notices["notice"].eq("guessed source").sum()):
        yield ("outlets", f"some are a guess (notices: {guessed})", "Look at them; parallax new writes them into a sources.csv")
    if undated := int(articles["date_start"].isna().sum()):
        yield ("dates", f"{undated:,} of {n:,} articles have none", "Fill the column date of sources.csv, or of the table")
    if unknown := int(articles["language"].isna().sum()):
        yield ("languages", f"of {unknown:,} of {n:,} articles it is not known", "Fill the column language of sources.csv")
    for name, dictionary, page in (("topics.yml", prepared.topics, "topics"), ("wording.yml", prepared.wording, "wording")):
        if dictionary.empty:
            yield (
                name,
                f"there is none that says anything, so no page on {page} is made",
                "parallax new begins one; take the # away from what counts",
            )
