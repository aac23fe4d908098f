"""Raw lines in, clean lines out, and the ledger that accounts for every one of them.

Each line of an article's file is kept, changed or removed, by a rule that has a name and a reason, and stands in the ledger once
with what it was and what it became. That kept, changed and removed lines are together all raw lines is checked each time, here,
and not only in the tests. Whatever depends on a line alone is asked once per distinct line of the corpus.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from ...errors import CorpusError
from .broken import BROKEN, Forms, count_forms, unbroken
from .characters import correct
from .headlines import mark_titles, title_tails, with_stated
from .lines import BODY, HEADING, TITLE, Placed, Verdicts, place_lines, split_lines
from .markup import lines_of_blocks
from .page_edges import PAGE_EDGE, page_edges, put_back, without
from .recurring import recurring
from .rules import Rule, RuleSet, applies, rule_set
from .self_naming import self_naming
from .templates import templates

KEPT, CHANGED, REMOVED = "kept", "changed", "removed"
RECURRING, TEMPLATE = "recurring", "template"
FURNITURE = ("", RECURRING, TEMPLATE)

COLUMNS = ["doc_id", "line", "raw", "text", "action", "rule", "part"]


def clean(articles: pd.DataFrame, rules: list[Rule]) -> pd.DataFrame:
    """Clean every article.

    articles : table `articles`; without a column `source` no line is held to recur
    rules    : what `rules.read_rules` gives

    Returns table `ledger`: one row per raw line, in the order of articles and lines.
        line    the line of the text, counted from 1; 0 is a title that is stated beside the text, which does not say it
        raw     the line as received, without its line end
        text    the line that is read on; missing where it is removed
        action  kept (text is raw), changed, removed
        rule    ids of the rules that acted, joined by "; " where a line was corrected by several; missing where none did
        part    title, heading or body; missing where the line is removed

    Raises CorpusError if the account of an article does not add up.
    """
    draft = drafted(articles, rules)
    return finished(articles, rules, draft, furniture(*sketch(draft), articles, rules), title_tails(articles))


class Draft(NamedTuple):
    """Articles as far as each can be cleaned without the others: lines, what was decided of them, what joined lines had been, and
    the forms in doubt (see broken.py) of the articles that have such."""

    placed: Placed
    verdicts: Verdicts
    before: dict[int, str]
    doubts: dict[int, set[str]]


class Sketch(NamedTuple):
    """What must be known of all lines of a corpus to see which recur: distinct texts, the place of each line's text among them, its
    article, and whether it is removed or was decided by a rule already."""

    texts: Sequence[str]
    codes: np.ndarray
    article: np.ndarray
    removed: np.ndarray
    decided: np.ndarray


def drafted(articles: pd.DataFrame, rules: list[Rule], forms: Forms | None = None) -> Draft:
    """Clean articles as far as each can be without the others.

    forms : how often the corpus has each of `forms_in_doubt`; None counts them in these articles
    """
    on = {rule.id for rule in rules}
    split, before, doubts = _lines(articles, on), {}, {}
    edges = page_edges(split, list(articles["text"])) if PAGE_EDGE in on else {}
    if BROKEN in on:
        whole, before, doubts = unbroken(without(split, edges), forms)
        split = put_back(whole, edges, split)
    placed = place_lines(split, on)
    verdicts = _by_pattern(placed, list(articles["file"]), rule_set(tuple(rules)))
    for number in (int(placed.bounds[of]) + at for of, lines in edges.items() for at in lines):
        if not verdicts.removed[number]:
            verdicts.rule[number], verdicts.removed[number] = PAGE_EDGE, True
    return Draft(placed, verdicts, before, doubts)


def forms_of(articles: pd.DataFrame, rules: list[Rule], wanted: Set[str]) -> Forms:
    """How often articles have each of the forms that are in doubt."""
    return count_forms(_lines(articles, {rule.id for rule in rules}), wanted)


def sketch(draft: Draft) -> Sketch:
    """What `furniture` must know of the articles of a draft."""
    placed, verdicts = draft.placed, draft.verdicts
    return Sketch(placed.lines.texts, placed.codes, placed.article, verdicts.removed, verdicts.rule != "")


def finished(
    articles: pd.DataFrame, rules: list[Rule], draft: Draft, found: np.ndarray, tails: Mapping[object, Collection[str]]
) -> pd.DataFrame:
    """The ledger of drafted articles; see `clean`.

    found : what `furniture` says of their lines
    tails : what `headlines.title_tails` says of the whole corpus
    """
    on, placed, verdicts = {rule.id for rule in rules}, draft.placed, draft.verdicts
    for number in np.flatnonzero(found).tolist():
        verdicts.rule[number], verdicts.removed[number] = FURNITURE[found[number]], True
    beside = mark_titles(placed, articles, verdicts, on, {rule.id for rule in rules if rule.origin == "corpus"})
    _by_place(placed, verdicts, on)
    n_lines = np.diff(placed.bounds) + np.isin(np.arange(len(articles)), list(beside))
    placed, verdicts = with_stated(placed, articles, verdicts, beside, on, tails)
    ledger = _as_received(_ledger(articles["doc_id"], placed, verdicts, list(beside)), draft.before)
    _account(ledger, articles, n_lines)
    return ledger


def furniture(
    texts: Sequence[str],
    codes: np.ndarray,
    article: np.ndarray,
    removed: np.ndarray,
    decided: np.ndarray,
    articles: pd.DataFrame,
    rules: list[Rule],
) -> np.ndarray:
    """Which lines recur in the articles of a source, whole or around a part that changes: for each line its place in FURNITURE.

    The first five are a Sketch of the whole corpus. A title that is stated stays, and so do lines without which nothing would be left
    of an article: a page has more than its furniture.
    """
    on, found = {rule.id for rule in rules}, np.zeros(len(codes), dtype=np.int8)
    if "source" not in articles.columns:
        return found
    titles: list[str] = []
    for rule, find in ((RECURRING, recurring), (TEMPLATE, templates), (TEMPLATE, self_naming)):
        if rule not in on:
            continue
        gone = removed | (found > 0)
        often = find(texts, codes, article, articles["source"], ~decided & ~gone)
        left = np.bincount(article[~gone & ~often], minlength=len(articles)) > 0
        for number in np.flatnonzero(often & left[article]).tolist():
            titles = titles or [_folded(title) for title in articles["title"]]
            if texts[codes[number]].casefold() != titles[article[number]]:
                found[number] = FURNITURE.index(rule)
    return found


def _lines(articles: pd.DataFrame, on: Set[str]) -> list[list[str]]:
    texts = (lines_of_blocks(text) if "markup" in on and "<" in text else text for text in articles["text"])
    return [split_lines(text) for text in texts]


def _by_pattern(placed: Placed, files: list[str], rules: RuleSet) -> Verdicts:
    """For each line what the first rule that matches it says. Lines without a rule are kept as body, and blank ones removed."""
    lines, codes, bounds, article = placed
    found = [rules.matches(text) if text else [] for text in lines.texts]
    blank = lines.length[codes] == 0
    emptied = np.isin(codes, [code for code, acted in lines.acted.items() if "markup" in acted])
    why = np.where(emptied, "markup", "blank")
    verdicts = Verdicts(blank.copy(), np.where(blank, why, "").astype(object), np.full(len(codes), BODY, dtype=object), {})
    running = np.flatnonzero(lines.running[codes])
    first, last = np.full(len(files), len(codes)), np.full(len(files), len(codes))
    last[article[running]] = running
    first[article[running[::-1]]] = running[::-1]
    ended = 0
    for number in np.flatnonzero(np.array([bool(rules) for rules in found], dtype=bool)[codes]).tolist():
        if number < ended:
            continue
        of = article[number]
        place = "head" if number < first[of] else "tail" if number > last[of] else "middle"
        rule = next((rule for rule in found[codes[number]] if rule.where in ("any", place) and applies(rule, files[of])), None)
        if rule is None:
            continue
        ended = int(bounds[of + 1]) if rule.extent == "to_end" else number + 1
        for reached in range(number, ended):
            if not blank[reached]:
                verdicts.rule[reached], verdicts.removed[reached] = rule.id, rule.action == "remove"
                verdicts.part[reached] = rule.action if rule.action in (TITLE, HEADING) else BODY
        if rule.action == "change":
            verdicts.cut[number] = rules.cut(rule, lines.texts[codes[number]])
    return verdicts


def _by_place(placed: Placed, verdicts: Verdicts, on: set[str]) -> None:
    """Find the headings among the lines that nothing decided; `verdicts` is filled in."""
    lines, codes, _, article = placed
    kept = np.flatnonzero(~verdicts.removed)
    if "heading" in on and len(kept):
        here, following = kept[:-1], kept[1:]
        above = lines.heading[codes[here]] & (article[here] == article[following]) & (verdicts.rule[here] == "")
        above &= lines.length[codes[following]] > lines.length[codes[here]]
        verdicts.rule[here[above]], verdicts.part[here[above]] = "heading", HEADING


def _folded(title: object) -> str:
    return "" if pd.isna(title) else correct(str(title))[0].casefold()


def _ledger(doc_ids: pd.Series, placed: Placed, verdicts: Verdicts, beside: list[int]) -> pd.DataFrame:
    """The table; articles whose number is in `beside` begin with their stated title, line 0."""
    lines, codes, bounds, article = placed
    first = np.ones(len(doc_ids), dtype=np.int64)
    first[beside] = 0
    texts, text_codes = list(lines.texts), codes.copy()
    for number, text in verdicts.cut.items():
        text_codes[number] = len(texts)
        texts.append(text)
    rules = verdicts.rule.copy()
    for number in np.flatnonzero(np.isin(codes, list(lines.acted)) & ~verdicts.removed).tolist():
        rules[number] = "; ".join([*lines.acted[codes[number]], *filter(None, [rules[number]])])
    altered = np.zeros(len(texts), dtype=bool)
    altered[list(lines.acted)] = True
    altered[len(lines.texts) :] = True
    actions = np.where(verdicts.removed, REMOVED, np.where(altered[text_codes], CHANGED, KEPT))
    taken = pa.array(texts, type=pa.large_string()).take(pa.array(text_codes, mask=verdicts.removed))
    string = pd.StringDtype("pyarrow", na_value=np.nan)
    columns = {
        "doc_id": doc_ids.astype("str").to_numpy()[article],
        "line": (np.arange(len(codes)) - bounds[article] + first[article]).astype(np.int32),
        "raw": string.__from_arrow__(lines.raw.take(pa.array(codes))),
        "text": string.__from_arrow__(taken),
        "action": actions,
        "rule": np.where(rules == "", None, rules),
        "part": np.where(verdicts.removed, None, verdicts.part),
    }
    frame = pd.DataFrame({name: columns[name] for name in COLUMNS})
    coded = ["doc_id", "action", "rule", "part"]
    return frame.astype(dict.fromkeys(coded, "str")).astype(dict.fromkeys(coded, "category"))


def _as_received(ledger: pd.DataFrame, before: dict[int, str]) -> pd.DataFrame:
    """The ledger with what joined lines had been, and the rule that joined them.

    before : what stood in each line that was joined to others, by its number in the corpus; stated titles have none
    """
    if not before:
        return ledger
    rows = np.flatnonzero(ledger["line"].gt(0).to_numpy())[list(before)]
    raw, action, rule = (ledger[name].to_numpy(dtype=object, copy=True) for name in ("raw", "action", "rule"))
    raw[rows] = list(before.values())
    blank = np.isin(rows, np.flatnonzero(ledger["rule"].eq("blank").to_numpy(dtype=bool)))
    rule[rows[blank]] = BROKEN
    for row in rows[~blank & (action[rows] != REMOVED)].tolist():
        action[row] = CHANGED
        rule[row] = BROKEN if pd.isna(rule[row]) else f"{BROKEN}; {rule[row]}"
    string = pd.StringDtype("pyarrow", na_value=np.nan)
    made = ledger.assign(raw=pd.array(raw, dtype=string), action=action, rule=rule)
    return made.astype(dict.fromkeys(["action", "rule"], "category"))


def _account(ledger: pd.DataFrame, articles: pd.DataFrame, n_lines: np.ndarray) -> None:
    """Raise unless every raw line is in the ledger once: kept as it was, changed with a rule, or removed with a rule."""
    action, named = ledger["action"].astype("str"), ledger["rule"].notna()
    same = ledger["raw"].eq(ledger["text"])
    whole = (
        (action.eq(KEPT) & same)
        | (action.eq(CHANGED) & ~same & ledger["text"].str.len().gt(0) & named)
        | (action.eq(REMOVED) & ledger["text"].isna() & named)
    )
    sound = whole.groupby(ledger["doc_id"], observed=True).agg(["size", "all"]).reindex(articles["doc_id"].astype("str"))
    lost = (sound["size"].fillna(0).to_numpy() != n_lines) | ~sound["all"].fillna(True).to_numpy(dtype=bool)
    if lost.any():
        remedy = "Please report this: it is a fault of Parallax, and nothing was published"
        file = str(articles["file"].iloc[int(np.flatnonzero(lost)[0])])
        raise CorpusError("the ledger does not account for every line", file=file, remedy=remedy)
