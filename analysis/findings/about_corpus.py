"""What was read, what was removed from it, and what was left out: a view in, a finding for each out.

These three speak of the whole corpus, of all languages and parts, whatever the view narrows; only the groups are the view's. They exist
so that nobody has to trust the other pages: each line and each file is accounted for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..measure.counting.counts import group_sizes, join_articles
from ..measure.counting.ledger import changed_lines, ledger_summary, recurring_lines, removed_lines, rule_effects
from ..show.charts.bars import part_bars
from ..show.charts.dots import ranked_dots
from ..show.charts.figures import Figure
from ..show.languages_named import language_named
from ..show.phrases import counted, listed, named, of_all
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .finding import Finding, answers
from .furniture_tables import furniture
from .languages_told import in_no_page, languages_said
from .short import group_names, percent, titles
from .sureness import of_comparison

if TYPE_CHECKING:
    from ..view import View

ABOUT_ARTICLES = [
    "doc_id",
    "source",
    "outlet_type",
    "date",
    "language",
    "language_origin",
    "n_tokens",
    "n_types",
    "n_sentences",
]
ABOUT_FACTS = ["doc_id", "title", "note", "file", "place", "encoding", "language_certainty"]
WRITTEN = ["author", "section"]  # facts that many a corpus does not have
ELSEWHERE = ["url"]  # facts that are stored and not shown
ABOUT_RULES = ["rule", "action", "origin", "n_lines", "n_articles", "share_characters", "flag", "reason"]
FILES = "as the files stand"
BY_ID = "by the name of the article"
STATES = {"n_kept": "read as received", "n_changed": "corrected", "n_blank": "blank", "n_removed": "removed by a rule"}
ACCOUNT = "The account: lines kept, corrected, blank and removed add up to all lines; the articles that lost most come first."
RULES = "The rules and their reasons; those that acted on the most characters come first."


@answers("How much is there, and from whom?")
def what_was_read(view: View, top: int = 60, drawn: int = 30) -> Finding:
    """How much was read from each group, in which languages, and what can be done for the language of the view.

    top   : rows shown of a long table
    drawn : groups in the figure, those with most words

    Tables: `articles`, with words and sentences and without the texts; `facts`, where the facts on each article come from;
    `language`, the steps.
    Reading it: a group with most of the words makes most of what is said of all articles together.
    """
    whole, by = view.prepared, view.by
    sizes = group_sizes(join_articles(whole.tokens, whole.articles, by), by)
    sizes = sizes.assign(**{by: group_names(sizes[by])})
    sizes = sizes.sort_values(["n_tokens", by], ascending=[False, True], ignore_index=True)
    n_words, n_articles, largest = int(sizes["n_tokens"].sum()), int(sizes["n_articles"].sum()), sizes.iloc[0]
    read = f"{counted(n_articles, 'article')} from {counted(len(sizes), named(by))}, {counted(n_words, 'word')} in all"
    leads = len(sizes) > 1 and largest["n_tokens"] > sizes["n_tokens"].iloc[1]
    alone = f"; {largest[by]} alone has {percent(largest['n_tokens'] / n_words)} of them" if leads else ""
    per_article = group_sizes(whole.tokens, "doc_id").drop(columns="n_articles")
    articles = whole.articles.drop(columns="text").merge(per_article, how="left", on="doc_id", validate="1:1")
    some = sizes.head(drawn)
    chart = ranked_dots(some, by, "n_tokens", "words", form="count")
    which = f" The first {len(some):,} of {counted(len(sizes), named(by))}." if len(some) < len(sizes) else ""
    title = f"{largest[by]} has the most words, {largest['n_tokens']:,} of {n_words:,}" if leads else ""
    spoken = language_named(view.language) if view.language else "articles of no stated language"
    steps = f"What can be done for {spoken}, step by step."
    return Finding(
        (f"The corpus has {read}{alone}.", languages_said(whole.articles), _steps(view)),
        figures=(Figure(chart, "words", f"Words after cleaning, titles and headings among them.{which}", title, group_sizes),),
        tables=(
            *_of_articles(articles, by, top),
            Table(view.language_support, "language", steps, top=None, folded=True),
        ),
        **of_comparison(sizes, by)._asdict(),
        strength=0.1,
        base=f"{counted(n_words, 'word')} in {counted(n_articles, 'article')}",
    )


def _of_articles(articles: pd.DataFrame, by: str, top: int) -> tuple[Table, Table]:
    """The articles without their texts, and where the facts on each come from, in the same order."""
    shown = of_each(
        Table(articles, "articles", "The articles; words are counted after cleaning.", ABOUT_ARTICLES, top), by, BY_ID
    )
    written = [name for name in WRITTEN if name in shown.frame and shown.frame[name].notna().any()]
    shown_facts = [*ABOUT_FACTS[:2], *written, *ABOUT_FACTS[2:]]
    facts, caption = shown.frame[[*shown_facts, *ELSEWHERE]], "Where the facts on each article come from."
    own = shown.frame.drop(columns=[name for name in facts.columns if name != "doc_id"])
    return shown._replace(frame=own), Table(facts, "facts", caption, shown_facts, shown.top, folded=True)


def _steps(view: View) -> str:
    """Which steps cannot be done for the language; "" where all can."""
    missing = view.language_support[~view.language_support["available"]]
    if missing.empty:
        return ""
    spoken = language_named(view.language) if view.language else "articles whose language is not stated"
    return f"For {spoken}, Parallax has none of these: {listed(missing['step'].tolist())}."


@answers("What was removed, and why?")
def what_was_removed(view: View, top: int = 60, drawn: int = 30) -> Finding:
    """What became of each line of each file: read, corrected, blank, or removed by a named rule.

    top   : rows shown of each table, and twice as many of the lines removed
    drawn : articles in the figure, those that lost most

    Tables: `removed`, every line that was removed and not blank, with its rule; `proposed_rules` and `removed_templates`, lines that
    are built alike, those that were not removed with a rule for each; `account`, which adds up by article; `rules` and `all_rules`,
    what each rule did and looks for; `recurring`, lines that come again in an outlet's articles; `changed`, corrected lines.
    Reading it: a line that belongs to its article is a fault of the rule beside it, which `without_rules` lets rest.
    """
    ledger, rules, articles = view.ledger, view.rules, view.prepared.articles
    lines, effects, removed = ledger_summary(ledger), rule_effects(ledger, rules), removed_lines(ledger)
    sums, again = lines[["n_raw", "n_kept", "n_changed", "n_blank", "n_removed"]].sum(), recurring_lines(ledger, articles)
    alike, of_alike = furniture(ledger, articles, top)
    most = lines.sort_values(["share_characters", "doc_id"], ascending=[False, True])
    some = most.head(drawn)
    parts = some.rename(columns=STATES).assign(article=some["doc_id"].astype("str").map(titles(articles)))
    parts = parts.melt("article", list(STATES.values()), "state", "n_lines")
    chart = part_bars(parts, "article", "state", "n_lines", "lines of the file", whole=False, ranked=False)
    which = of_all(len(some), lines, "those that lost most,")
    headings = {"n_changed": "corrected", "share_characters": "characters removed"}
    said = "Lines that were removed, each with its rule." if len(removed) else "Only blank lines were removed."
    tables = (
        Table(_with_titles(most, articles), "account", ACCOUNT, top=top, headings=headings),
        Table(effects, "rules", RULES, ABOUT_RULES, top),
        Table(rules, "all_rules", "What each rule looks for, and where.", top=top),
        Table(again, "recurring", "Lines that recur in at least three articles of an outlet.", top=top),
        Table(changed_lines(ledger), "changed", "Lines whose characters were corrected, before and after.", top=top),
    )
    return Finding(
        (_account(sums), _lost_most(lines, articles), _again(again), alike),
        caveats=(_flagged(effects),),
        figures=(Figure(chart, "ledger", f"What became of each line; articles: {which}.", "", ledger_summary),),
        tables=(
            of_each(Table(removed, "removed", said, top=2 * top, method=removed_lines), "rule", "as the articles stand"),
            *of_alike,
            *(table._replace(folded=True) for table in tables if len(table.frame)),
        ),
        strength=0.1,
        base=f"{counted(int(sums['n_raw']), 'line')} of {counted(len(lines), 'article')}",
    )


def _with_titles(lines: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """The account with the title of each article in full, which the figure may have to shorten."""
    known = dict(zip(articles["doc_id"].astype("str"), articles["title"], strict=True))
    return lines[["doc_id"]].assign(title=lines["doc_id"].astype("str").map(known)).join(lines.drop(columns="doc_id"))


def _account(sums: pd.Series) -> str:
    """What became of the lines, in one sentence. `sums` are those of the account."""
    corrected = f" ({sums['n_changed']:,} of them corrected)" if sums["n_changed"] else ""
    read = f"{sums['n_kept'] + sums['n_changed']:,} were read{corrected}"
    blank, removed = (f"{sums[name]:,} {_were(sums[name])}" if sums[name] else "none was" for name in ("n_blank", "n_removed"))
    return f"Of {counted(int(sums['n_raw']), 'line')} received, {read}, {blank} blank and {removed} removed by a named rule."


def _lost_most(lines: pd.DataFrame, articles: pd.DataFrame) -> str:
    """Which article lost most, and how much of it."""
    most = lines.sort_values(["share_characters", "doc_id"], ascending=[False, True]).iloc[0]
    if not most["share_characters"]:
        return ""
    return f"{titles(articles)[str(most['doc_id'])]} lost most: {percent(most['share_characters'])} of its characters."


def _again(recurring: pd.DataFrame) -> str:
    """How many lines come again within an outlet, and how many of them were removed."""
    if recurring.empty:
        return ""
    n, removed = len(recurring), int(recurring["removed"].sum())
    gone = f"{removed:,} {_were(removed)} removed" if removed else "none was removed"
    what = f"{counted(n, 'line')} {'recurs' if n == 1 else 'recur'} in three or more articles of one outlet"
    return f"{what}; {gone} as a part of the page."


def _flagged(effects: pd.DataFrame) -> str:
    """Which rules take so much that a person should look."""
    flagged = effects.dropna(subset="flag")
    if flagged.empty:
        return "No rule takes more than a tenth of the corpus, or more than half of an article."
    return f"Look at what was removed: {listed([f'the rule {row.rule} {row.flag}' for row in flagged.itertuples()], 3)}."


@answers("Was any file left out?")
def what_was_left_out(view: View, top: int = 60) -> Finding:
    """What became of each file in the folder: loaded, quarantined or skipped, and why.

    top : rows shown of each table

    Tables: `quarantine`, what could not be read, with reason and place; `notices`, what there is to know of what was read; `inputs`,
    all files. The first two are there only where they have a row.
    Reading it: files and articles are two things, since one table can hold many articles; `n_inputs` counts articles.
    """
    inputs, lost, notices = view.inputs, view.quarantine, view.notices
    unspoken = in_no_page(view)
    loaded, n_lost = int(inputs["n_loaded"].sum()), int(inputs["n_quarantined"].sum())
    if n_lost:
        reasons = lost["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
        texts = [f"{str(reason).replace('_', ' ')} ({n:,})" for reason, n in reasons.items()]
        of_all_found = f"{counted(n_lost, 'article')} of {loaded + n_lost:,}"
        first = f"{of_all_found} could not be read and {_were(n_lost)} set aside: {listed(texts, 3)}."
    else:
        which = "the one" if loaded == 1 else f"all {loaded:,}"
        first = f"No article was left out: {which} that {_were(loaded)} found could be read."
        first = first.removeprefix("No article was left out: ").capitalize() if unspoken else first
    return Finding(
        (first, *unspoken, *_passed_over(inputs), _told_of(notices)),
        tables=tuple(
            table
            for table in (
                of_each(
                    Table(lost, "quarantine", "What could not be read, with the reason and the place.", top=top),
                    "reason",
                    FILES,
                ),
                of_each(Table(notices, "notices", "Notes on what was read.", top=top), "notice", FILES),
                Table(inputs, "inputs", "All files in the folder of the corpus.", top=top, folded=True),
            )
            if len(table.frame)
        ),
        strength=0.2 if n_lost else 0.1,
        base=counted(len(inputs), "file"),
        numbers={name: int(inputs[name].sum()) for name in ("n_inputs", "n_loaded", "n_quarantined", "n_skipped")},
    )


def _passed_over(inputs: pd.DataFrame) -> list[str]:
    """How many files are no articles, and how many articles were found a second time."""
    files = inputs[inputs["state"].eq("skipped")]
    again = int(inputs["n_skipped"].sum() - files["n_skipped"].sum())
    texts = []
    if n := len(files):
        other = "it describes the corpus or is hidden" if n == 1 else "they describe the corpus or are hidden"
        texts.append(f"{counted(n, 'further file')} {_were(n)} skipped, since {other}.")
    if again:
        texts.append(f"{counted(again, 'article')} had been read already and {_were(again)} skipped.")
    return texts


def _told_of(notices: pd.DataFrame) -> str:
    """What there is to know of what was read, by kind."""
    if notices.empty:
        return ""
    kinds = notices["notice"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return f"Notes on what was read: {listed([f'{kind} ({n:,})' for kind, n in kinds.items()], 3)}."


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
