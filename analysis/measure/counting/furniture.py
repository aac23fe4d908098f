"""Lines that open or end alike in the articles of one source: candidates for rules. Ledger in, proposed rules out.

Cleaning removes such a line only where its words are those of a page. What else recurs may be a page's furniture or an outlet's habit,
and a person can tell at a glance: so each beginning and ending is listed with its count, an example, and the pattern that a rule of
cleaning.yml would have.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

import pandas as pd

from ...schema import check

TEMPLATE = "template"
LEAST_ARTICLES, LEAST_SHARE = 5, 0.3  # as for the rule `template` of cleaning
LEAST_DISTINCT = 3  # different lines; fewer are lines that recur whole
LONGEST = 200  # characters of a line
SHARED = 0.8  # of the lines that the words stand in
PAIR = 2  # words that lines have to share at least
SENTENCE = re.compile(r"[.!?…]['’”»\")\]]*$")
QUOTING = re.compile('["“”„«»‘‹›]')
SPECIAL = re.compile(r"([\\.^$*+?()\[\]{}|])")


class _Line(NamedTuple):
    doc_id: str
    text: str
    removed: bool


def line_templates(ledger: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Which words open or end different lines in many articles of one source.

    Lines are asked that are no title, have at most 200 characters and no quotation marks, do not end as a sentence, and were kept, or
    removed by the rule `template`.

    Returns one row per source and beginning or ending of two words or more that stands in at least 5 articles of the source and in
    at least 30 % of them, in 3 different lines or more, by n_articles, falling, then source and words:
        source          the outlet
        words           what the lines share, with "…" for the part that changes
        n_articles      articles of the source with such a line
        share_articles  the same as a share of the source's articles
        removed         whether the rule `template` removed such lines
        example         the first such line
        pattern         what a rule of cleaning.yml would look for

    Reading it: a row that was not removed and belongs to the page deserves a rule; one that is the outlet's own way of writing, such
    as a score or a rubric, is a finding. A row that was removed and is no part of the page is a reason to turn the rule off.
    """
    check(ledger, "ledger", rows=True)
    check(articles, "articles", rows=True)
    source = dict(zip(articles["doc_id"].astype("str"), articles["source"].astype("str"), strict=True))
    sizes = articles["source"].astype("str").value_counts()
    groups: dict[tuple[str, bool, tuple], list[_Line]] = defaultdict(list)
    for line in _asked(ledger):
        words = line.text.split()
        if len(words) > PAIR and sizes[source[line.doc_id]] >= LEAST_ARTICLES:
            for ends, pair in ((False, words[:PAIR]), (True, words[-PAIR:])):
                groups[source[line.doc_id], ends, tuple(word.casefold() for word in pair)].append(line)
    rows = []
    for (of, ends, _), lines in groups.items():
        n = len({line.doc_id for line in lines})
        if n >= LEAST_ARTICLES and n >= LEAST_SHARE * sizes[of] and len({line.text for line in lines}) >= LEAST_DISTINCT:
            rows.append((of, *_row(lines, ends, n, n / sizes[of])))
    columns = ["source", "words", "n_articles", "share_articles", "removed", "example", "pattern"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["n_articles", "source", "words"], ascending=[False, True, True], ignore_index=True)


def _asked(ledger: pd.DataFrame) -> list[_Line]:
    gone = ledger["rule"].eq(TEMPLATE).to_numpy(dtype=bool)
    kept = ledger["text"].notna().to_numpy(dtype=bool) & ledger["part"].ne("title").to_numpy(dtype=bool)
    short = ledger["raw"].str.len().le(LONGEST).to_numpy(dtype=bool)
    asked = (gone | kept) & short
    lines = zip(ledger.loc[asked, "doc_id"].astype("str"), ledger.loc[asked, "raw"], gone[asked].tolist(), strict=True)
    found = (_Line(doc_id, " ".join(raw.split()), removed) for doc_id, raw, removed in lines)
    return [line for line in found if line.removed or not (SENTENCE.search(line.text) or QUOTING.search(line.text))]


def _row(lines: list[_Line], ends: bool, n_articles: int, share: float) -> tuple:
    """The words that most of these lines share at that end, and the rest of a row."""
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
    words, pattern = (f"… {shown}", f"{escaped}$") if ends else (f"{shown} …", f"^{escaped}")
    return words, n_articles, share, any(line.removed for line in lines), lines[0].text, pattern
