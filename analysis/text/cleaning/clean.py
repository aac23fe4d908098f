"""Raw lines in, clean lines out, and the ledger that accounts for every one of them.

Each line of an article's file is kept, changed or removed, by a rule that has a name and a reason, and stands in the ledger once
with what it was and what it became. That kept, changed and removed lines are together all raw lines is checked each time, here,
and not only in the tests. Whatever depends on a line alone is asked once per distinct line of the corpus.
"""

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ...errors import CorpusError
from .characters import correct, suspects
from .recurring import recurring
from .rules import Rule, RuleSet, applies

KEPT, CHANGED, REMOVED = "kept", "changed", "removed"
TITLE, HEADING, BODY = "title", "heading", "body"

LINE_END = re.compile(r"\r\n|\n|\r")

# A line is running text when it ends like a sentence and has some words, or is longer than any heading.
SENTENCE_END = r"""[.!?…:;,]["'”’»›)\]]*$|[”"»]$"""
RUNNING_WORDS, LONG_WORDS = 6, 30
HEADING_WORDS, HEADING_CHARACTERS = 16, 120
TITLE_FACTOR = 2  # a title may have so many times the length of a heading

COLUMNS = ["doc_id", "line", "raw", "text", "action", "rule", "part"]


class Lines(NamedTuple):
    """The distinct lines of a corpus: as received, corrected, the corrections that acted, and what each looks like."""

    raw: pa.Array
    texts: list[str]
    acted: dict[int, list[str]]
    length: np.ndarray
    running: np.ndarray
    heading: np.ndarray
    title: np.ndarray


class Verdicts(NamedTuple):
    """For each line of the corpus: whether it is removed, the rule that says so ("" for none), its part, its text if it was cut."""

    removed: np.ndarray
    rule: np.ndarray
    part: np.ndarray
    cut: dict[int, str]


def clean(articles: pd.DataFrame, rules: list[Rule]) -> pd.DataFrame:
    """Clean every article.

    articles : table `articles`; without a column `source` no line is held to recur
    rules    : what `rules.read_rules` gives

    Returns table `ledger`: one row per raw line, in the order of articles and lines.
        raw     the line as received, without its line end
        text    the line that is read on; missing where it is removed
        action  kept (text is raw), changed, removed
        rule    ids of the rules that acted, joined by "; " where a line was corrected by several; missing where none did
        part    title, heading or body; missing where the line is removed

    Raises CorpusError if the account of an article does not add up.
    """
    on = {rule.id for rule in rules}
    split = [split_lines(text) for text in articles["text"]]
    bounds = np.cumsum([0, *map(len, split)])
    encoded = pa.array([line for lines in split for line in lines], type=pa.large_string()).dictionary_encode()
    codes = encoded.indices.to_numpy().astype(np.int64)
    lines = _look(encoded.dictionary, on)
    article = np.repeat(np.arange(len(split)), np.diff(bounds))
    verdicts = _by_pattern(lines, codes, bounds, article, list(articles["file"]), RuleSet(rules))
    _by_recurrence(lines, codes, article, articles, verdicts, on)
    _by_place(lines, codes, bounds, article, articles["title"], verdicts, on)
    ledger = _ledger(articles["doc_id"], lines, codes, bounds, article, verdicts)
    _account(ledger, articles, np.diff(bounds))
    return ledger


def split_lines(text: str) -> list[str]:
    r"""The lines of a file: what stands between line ends, and nothing after the last one.

    >>> split_lines("a\r\n\nb\n")
    ['a', '', 'b']
    """
    lines = LINE_END.split(text) if "\r" in text else text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _look(raw: pa.Array, on: set[str]) -> Lines:
    """Correct the distinct lines, and see what each looks like.

    Running text is a sentence that ends as one and has some words, or a line of more words than any heading has. A heading is short,
    has a letter, begins with a capital, a digit or a quotation mark, and has no stop at its end; a title may be twice as long.
    """
    texts = raw.to_pylist()
    acted: dict[int, list[str]] = {}
    for code in np.flatnonzero(suspects(raw)).tolist():
        texts[code], steps = correct(texts[code], on)
        if steps:
            acted[code] = steps
    corrected = pa.array(texts, type=pa.large_string())
    length = pc.utf8_length(corrected).to_numpy()
    words = pc.count_substring(corrected, " ").to_numpy() + (length > 0)
    ends = pc.match_substring_regex(corrected, SENTENCE_END).to_numpy(zero_copy_only=False)
    begins = pc.match_substring_regex(corrected, r"""^[\p{Lu}\p{Lt}\p{Nd}“"'‘«„].*\p{L}|^[\p{Lu}\p{Lt}]""").to_numpy(
        zero_copy_only=False
    )
    running = (words >= LONG_WORDS) | ((words >= RUNNING_WORDS) & ends)
    heading, title = (
        begins & ~ends & (words <= HEADING_WORDS * factor) & (length <= HEADING_CHARACTERS * factor)
        for factor in (1, TITLE_FACTOR)
    )
    return Lines(raw, texts, acted, length, running, heading, title)


def _by_pattern(
    lines: Lines, codes: np.ndarray, bounds: np.ndarray, article: np.ndarray, files: list[str], rules: RuleSet
) -> Verdicts:
    """For each line what the first rule that matches it says. Lines without a rule are kept as body, and blank ones removed."""
    found = [rules.matches(text) if text else [] for text in lines.texts]
    blank = lines.length[codes] == 0
    verdicts = Verdicts(blank.copy(), np.where(blank, "blank", "").astype(object), np.full(len(codes), BODY, dtype=object), {})
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


def _by_recurrence(
    lines: Lines, codes: np.ndarray, article: np.ndarray, articles: pd.DataFrame, verdicts: Verdicts, on: set[str]
) -> None:
    """Remove what recurs in the articles of a source; a title that sources.csv gives stays. `verdicts` is filled in."""
    if "recurring" not in on or "source" not in articles.columns:
        return
    often = recurring(lines.texts, codes, article, articles["source"], (verdicts.rule == "") & ~verdicts.removed)
    titles = [_folded(title) for title in articles["title"]]
    for number in np.flatnonzero(often).tolist():
        if lines.texts[codes[number]].casefold() != titles[article[number]]:
            verdicts.rule[number], verdicts.removed[number] = "recurring", True


def _by_place(
    lines: Lines,
    codes: np.ndarray,
    bounds: np.ndarray,
    article: np.ndarray,
    titles: pd.Series,
    verdicts: Verdicts,
    on: set[str],
) -> None:
    """Find titles, their repetitions and the headings among the lines that no pattern decided; `verdicts` is filled in."""
    kept = np.flatnonzero(~verdicts.removed)
    starts = np.searchsorted(kept, bounds)
    for of, title in enumerate(titles):
        places = kept[starts[of] : starts[of + 1]].tolist()
        found = _title(lines, codes, places, _folded(title), verdicts, "title" in on)
        if found and "repeated_title" in on:
            for number in _same(found, lines.texts, codes, places)[1:]:
                verdicts.rule[number], verdicts.removed[number] = "repeated_title", True
    if "heading" in on and len(kept):
        here, following = kept[:-1], kept[1:]
        above = lines.heading[codes[here]] & (article[here] == article[following]) & (verdicts.rule[here] == "")
        above &= lines.length[codes[following]] > lines.length[codes[here]]
        verdicts.rule[here[above]], verdicts.part[here[above]] = "heading", HEADING


def _title(lines: Lines, codes: np.ndarray, places: list[int], known: str, verdicts: Verdicts, ask: bool) -> str:
    """The article's title, folded, "" where none is seen; a line that is found to be the title is marked."""
    number = next((number for number in places if verdicts.part[number] == TITLE), None)
    if number is None and ask and places:
        given = _same(known, lines.texts, codes, places) if known else []
        candidate = given[0] if given else places[0]
        if verdicts.rule[candidate] == "" and (given or lines.title[codes[candidate]]):
            verdicts.rule[candidate], verdicts.part[candidate] = "title", TITLE
            number = candidate
    return "" if number is None else lines.texts[codes[number]].casefold()


def _same(folded: str, texts: list[str], codes: np.ndarray, places: list[int]) -> list[int]:
    """The places whose line is `folded` but for capital letters; its first letter is looked at before the whole line is folded."""
    found = [number for number in places if folded.startswith(texts[codes[number]][:1].casefold())]
    return [number for number in found if texts[codes[number]].casefold() == folded]


def _folded(title: object) -> str:
    return "" if pd.isna(title) else correct(str(title))[0].casefold()


def _ledger(
    doc_ids: pd.Series, lines: Lines, codes: np.ndarray, bounds: np.ndarray, article: np.ndarray, verdicts: Verdicts
) -> pd.DataFrame:
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
        "line": (np.arange(len(codes)) - bounds[article] + 1).astype(np.int32),
        "raw": string.__from_arrow__(lines.raw.take(pa.array(codes))),
        "text": string.__from_arrow__(taken),
        "action": actions,
        "rule": np.where(rules == "", None, rules),
        "part": np.where(verdicts.removed, None, verdicts.part),
    }
    frame = pd.DataFrame({name: columns[name] for name in COLUMNS})
    return frame.astype(dict.fromkeys(["doc_id", "action", "rule", "part"], "category"))


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
