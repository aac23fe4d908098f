"""Lines that open, end or are built alike in the articles of one source: candidates for rules. Ledger in, proposed rules out.

Cleaning removes such a line only where its words are those of a page. What else recurs may be a page's furniture or an outlet's habit,
and a person can tell at a glance: so each beginning, ending, and set of words around parts that change is listed with its count, an
example, and the pattern that a rule of cleaning.yml would have.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ...schema import check
from .skeletons import Line, Skeleton, skeletons

TEMPLATE = "template"
LEAST_ARTICLES, LEAST_SHARE = 5, 0.3  # as for the rule `template` of cleaning
LEAST_DISTINCT = 3  # different lines; fewer are lines that recur whole
LONGEST = 200  # characters of a line
SHARED = 0.8  # of the lines that the words stand in
AT_EDGE = 0.8  # share of lines that end as sentences with nothing of the article between them and one of its ends, at least
PAIR = 2  # words that lines have to share at least
SENTENCE = re.compile(r"[.!?…]['’”»\")\]]*$")
QUOTING = re.compile('["“”„«»‘‹›]')
SPECIAL = re.compile(r"([\\.^$*+?()\[\]{}|])")
DIGITS = re.compile(r"\d+")
LONGEST_ID = 40  # characters of the name of a rule
COLUMNS = ["source", "words", "n_articles", "share_articles", "removed", "example", "pattern", "rule"]


def line_templates(ledger: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Which words open or end different lines in many articles of one source, or stand around parts of them that change.

    Lines are asked that are no title, have at most 200 characters and no quotation marks, and were kept, or removed by the rule
    `template`. One that ends as a sentence is asked only if it was removed; or if half of its words and three at least are the same in
    all such lines, nothing but names and numbers changes, and, in most of them, no paragraph stands between it and one of the article's
    ends.

    Returns one row per source and beginning, ending or words around parts that change, which stand in at least 5 articles of the source
    and in at least 30 % of them, in 3 different lines or more, by n_articles, falling, then source and words:
        source          the outlet
        words           what the lines share, with "…" for a part that changes
        n_articles      articles of the source with such a line
        share_articles  the same as a share of the source's articles
        removed         whether the rule `template` removed such lines
        example         the first such line
        pattern         what a rule of cleaning.yml would look for
        rule            that rule, a line to put under `rules:` in cleaning.yml; the same for outlets with the same pattern

    Reading it: a row that was not removed and belongs to the page deserves a rule; one that is the outlet's own way of writing, such
    as a score or a rubric, is a finding. A row that was removed and is no part of the page is a reason to turn the rule off.
    """
    check(ledger, "ledger", rows=True)
    check(articles, "articles", rows=True)
    source = dict(zip(articles["doc_id"].astype("str"), articles["source"].astype("str"), strict=True))
    sizes = articles["source"].astype("str").value_counts()
    by_source: dict[str, list[Line]] = defaultdict(list)
    for line in _asked(ledger):
        if sizes[source[line.doc_id]] >= LEAST_ARTICLES:
            by_source[source[line.doc_id]].append(line)
    found: list[tuple[str, list[Line], tuple]] = []
    for of, lines in by_source.items():
        least = max(LEAST_ARTICLES, LEAST_SHARE * sizes[of])
        ends = list(_by_ends(lines, least))
        covered = {line.place for group, _ in ends for line in group}
        rest = [line for line in lines if line.place not in covered]
        around = [(one.lines, _around(one)) for one in skeletons(rest, least) if _distinct(one.lines) >= LEAST_DISTINCT]
        found += [(of, group, shown) for group, shown in [*ends, *around]]
    rows = [_row(of, group, shown, int(sizes[of])) for of, group, shown in _at_edges(ledger, found)]
    table = pd.DataFrame(rows, columns=COLUMNS[:-1])
    table["rule"] = _rules(table)
    return table.sort_values(["n_articles", "source", "words"], ascending=[False, True, True], ignore_index=True)


def _asked(ledger: pd.DataFrame) -> Iterator[Line]:
    gone = ledger["rule"].eq(TEMPLATE).to_numpy(dtype=bool)
    kept = ledger["text"].notna().to_numpy(dtype=bool) & ledger["part"].ne("title").to_numpy(dtype=bool)
    short = ledger["raw"].str.len().le(LONGEST).to_numpy(dtype=bool)
    places = np.flatnonzero((gone | kept) & short)
    some = ledger.iloc[places]
    for doc_id, place, raw, removed in zip(
        some["doc_id"].astype("str"), places.tolist(), some["raw"], gone[places].tolist(), strict=True
    ):
        text = " ".join(raw.split())
        if removed or not QUOTING.search(text):
            yield Line(doc_id, place, text, removed, SENTENCE.search(text) is not None)


def _by_ends(lines: list[Line], least: float) -> Iterator[tuple[list[Line], tuple[str, str]]]:
    """Groups of lines that begin or end with the same two words, with what they share and its pattern."""
    groups: dict[tuple, list[Line]] = defaultdict(list)
    for line in lines:
        words = line.text.split()
        if len(words) > PAIR and (line.removed or not line.sentence):
            for ends, pair in ((False, words[:PAIR]), (True, words[-PAIR:])):
                groups[ends, tuple(word.casefold() for word in pair)].append(line)
    for (ends, _), group in groups.items():
        if len({line.doc_id for line in group}) >= least and _distinct(group) >= LEAST_DISTINCT:
            yield group, _end(group, ends)


def _distinct(lines: list[Line]) -> int:
    return len({line.text for line in lines})


def _end(lines: list[Line], ends: bool) -> tuple[str, str]:
    """The words that most of these lines share at that end, and the pattern that finds them."""
    split = [line.text.split()[:: -1 if ends else 1] for line in lines]
    n = PAIR
    while True:
        nexts = Counter(tuple(word.casefold() for word in words[: n + 1]) for words in split if len(words) > n)
        most = max(nexts.values(), default=0)
        if most < SHARED * len(lines):
            break
        n += 1
    shown = " ".join(split[0][:n][:: -1 if ends else 1])
    escaped = SPECIAL.sub(r"\\\1", shown)
    return (f"… {shown}", f"{escaped}$") if ends else (f"{shown} …", f"^{escaped}")


def _around(skeleton: Skeleton) -> tuple[str, str]:
    """The words of a skeleton with "…" for what changes, and the pattern that finds lines of it."""
    words, pattern = [], []
    for word, stays in zip(skeleton.lines[0].text.split(), skeleton.fixed, strict=True):
        if stays and not DIGITS.search(word):
            words.append(word)
        elif words[-1:] != ["…"]:
            words.append("…")
        if stays:
            pattern.append(DIGITS.sub(r"\\d+", SPECIAL.sub(r"\\\1", word)))
        elif pattern[-1:] != [".+"]:
            pattern.append(".+")
    return " ".join(words), f"^{' '.join(pattern)}$"


def _at_edges(ledger: pd.DataFrame, found: list[tuple[str, list[Line], tuple]]) -> Iterator[tuple[str, list[Line], tuple]]:
    """The groups but those of sentences that stand within the articles: what an outlet tells there in one form is its own."""
    passed = ledger["text"].isna().to_numpy(dtype=bool) | ledger["part"].ne("body").to_numpy(dtype=bool)
    for _, group, _ in found:
        passed[[line.place for line in group]] = True
    stops = (~passed).astype(np.int64)
    docs = ledger["doc_id"].cat.codes.to_numpy() if ledger["doc_id"].dtype == "category" else pd.factorize(ledger["doc_id"])[0]
    bounds = np.flatnonzero(np.diff(docs, prepend=docs[:1] - 1, append=docs[-1:] - 1))
    length = np.diff(bounds)
    before = np.cumsum(stops) - stops
    first, last = np.repeat(bounds[:-1], length), np.repeat(bounds[1:] - 1, length)
    edge = (before == before[first]) | (before + stops == (before + stops)[last])
    for of, group, shown in found:
        told = [line.place for line in group if line.sentence and not line.removed]
        if not told or edge[told].mean() >= AT_EDGE:
            yield of, group, shown


def _row(of: str, lines: list[Line], shown: tuple[str, str], size: int) -> tuple:
    n = len({line.doc_id for line in lines})
    words, pattern = shown
    return of, words, n, n / size, any(line.removed for line in lines), lines[0].text, pattern


def _rules(table: pd.DataFrame) -> list[str]:
    """A rule for each row, as YAML; two patterns have two ids."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for words, pattern in zip(table["words"], table["pattern"], strict=True):
        if pattern not in ids:
            name = "_".join(re.findall(r"\w+", words.casefold()))[:LONGEST_ID].strip("_") or "line"
            n = next(n for n in range(1, len(taken) + 2) if (f"{name}_{n}" if n > 1 else name) not in taken)
            ids[pattern] = f"{name}_{n}" if n > 1 else name
            taken.add(ids[pattern])
    quoted = [pattern.replace("'", "''") for pattern in table["pattern"]]
    return [
        f"- {{id: own_{ids[pattern]}, pattern: '{text}', reason: 'A line of the page that recurs.'}}"
        for pattern, text in zip(table["pattern"], quoted, strict=True)
    ]
