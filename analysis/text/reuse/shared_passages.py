"""Passages that two articles share: tables in, the table `shared` and a mark for every running word out.

Shared is what agrees word for word up to the spelling and the order of single words: equal runs of five words find candidates
(shingles.py), alignment confirms them and finds where they begin and end (alignment.py). Similar are sentences that say the same in
other words; similar.py finds them, and they are never counted as shared.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from ...blocks import distinct
from ...schema import check
from ..words.word_rule import function_words
from .alignment import MATCH, Alignment, agreements, align
from .shingles import Words, common_runs, words_of
from .similar import SPAN, similar_sentences

REACH = 10  # words that a passage may differ in before it ends
LEAST = 8  # words that must agree
CONTENT = 3  # of these, how many must be content words
PLAIN = 2  # and how many of those must be written in lower case, so that a long name is no passage
SCORE = 0.7  # share of the words that must agree
GAIN = 2 * MATCH - 1  # what a passage must gain to grow: two words that agree beside one that does not


def read_words(tokens: pd.DataFrame, articles: pd.DataFrame) -> Words:
    """Read `tokens` as arrays, with the function words of each article's language and, where `articles` has them, their days."""
    check(tokens, "tokens", rows=True)
    spoken = dict(zip(articles["doc_id"], articles["language"], strict=True))
    languages = {name: spoken[name] for name in tokens["doc_id"].cat.categories}
    lists = {language: function_words(language if isinstance(language, str) else "") for language in set(languages.values())}
    return words_of(tokens, {name: lists[language] for name, language in languages.items()}, _days(articles))


def _days(articles: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """First and last day of the articles that have a date, as numbers."""
    if "date_start" not in articles:
        return {}
    dated = articles.dropna(subset=["date_start", "date_end"])
    ends = [pd.to_datetime(dated[name]).to_numpy().astype("datetime64[D]").astype(float) for name in ("date_start", "date_end")]
    return dict(zip(dated["doc_id"], zip(*(days.tolist() for days in ends), strict=True), strict=True))


def find_shared(tokens: pd.DataFrame, ledger: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Find the passages that two articles have in common, and the sentences of two articles that are alike.

    tokens : table `tokens`
    ledger : table `ledger`, for capital letters
    words  : the tokens as arrays, from read_words

    Returns table `shared`, one row per pair of passages, sorted by the articles, then by place. doc_id_a comes before doc_id_b by
    name; of each side:
        line, end_line        first and last line of the passage
        start, end            where it begins in its first line, and ends in its last, in characters
        position, n_tokens    number of its first word in the article, and how many words it has
    and of both:
        score  of shared passages the share of the words that agree, from .7 to 1; of similar sentences the cosine of their words
        kind   shared or similar

    A shared passage has at least eight words that agree, three of them content words and, below titles and headings, two of these
    in lower case: the full name of an organisation is no passage. It holds a run of five equal words, two of them content words, and
    such runs of its two articles have six words or more together. It may differ in up to ten words before it goes on, as long as
    the share that agrees stays .7 or more. Words agree up to their spelling, as alignment.alike says. What both articles quote from a
    third is shared too. A run that stands in more than 20 places is paired with the first of them only.

    Reading it: that two passages agree does not say who took from whom, or whether both had it from a third.
    Source: A. Z. Broder (1997), On the resemblance and containment of documents; the alignment is Smith and Waterman's.
    """
    table = _ordinary(_passages(words), words, tokens, ledger)
    looser = similar_sentences(tokens, words, table[SPAN])
    return _rows(pd.concat([table.assign(kind="shared"), looser.assign(kind="similar")], ignore_index=True), tokens)


def mark_shared(tokens: pd.DataFrame, shared: pd.DataFrame) -> np.ndarray:
    """Say for each row of `tokens` whether its word stands in a passage shared with another article; similar sentences do not count."""
    doc = tokens["doc_id"].array
    codes = doc.codes
    first = np.searchsorted(codes, np.arange(len(doc.categories), dtype=codes.dtype))
    depth = np.zeros(len(tokens) + 1, dtype=np.int32)
    same = shared[shared["kind"] == "shared"]
    for side in ("a", "b"):
        begin = (
            first[doc.categories.get_indexer(same[f"doc_id_{side}"].astype("str"))] + same[f"position_{side}"].to_numpy() - 1
        )
        np.add.at(depth, begin, 1)
        np.add.at(depth, begin + same[f"n_tokens_{side}"].to_numpy(), -1)
    return np.cumsum(depth, out=depth)[:-1] > 0


def _passages(words: Words) -> pd.DataFrame:
    """Aligned passages, by the numbers of their first and last words in the corpus."""
    runs = common_runs(words)
    terms, codes = words.terms.to_numpy(dtype=object), words.codes
    bounds = np.searchsorted(words.docs, np.arange(int(words.docs.max()) + 2, dtype=words.docs.dtype))
    pair = np.flatnonzero(np.diff(words.docs[runs.a], prepend=-1) | np.diff(words.docs[runs.b], prepend=-1))
    columns = list(zip(runs.a.tolist(), runs.b.tolist(), runs.length.tolist(), strict=True))
    found = []
    for begin, end in zip(pair.tolist(), [*pair.tolist()[1:], len(columns)], strict=False):
        a, b = words.docs[columns[begin][0]], words.docs[columns[begin][1]]
        limits = (*bounds[a : a + 2].tolist(), *bounds[b : b + 2].tolist())
        here: list[tuple] = []
        for chain in _chains(columns[begin:end]):
            (from_a, from_b, _), (last_a, last_b, length) = chain[0], chain[-1]
            if not any(_within((from_a, last_a + length - 1, from_b, last_b + length - 1), other) for other in here):
                here += _settled(chain, codes, terms, limits)
        found += _outermost(here)
    return pd.DataFrame(found, columns=[*SPAN, "score", "agreeing"]).astype(dict.fromkeys(SPAN, "int64") | {"score": "float64"})


def _chains(runs: list[tuple[int, int, int]]) -> list[list[tuple[int, int, int]]]:
    """Put runs that follow one another in both articles, with few words between them, into chains."""
    done, opened = [], []
    for a, b, length in runs:
        near = [a - (chain[-1][0] + chain[-1][2]) <= REACH for chain in opened]
        done += [chain for chain, open_still in zip(opened, near, strict=True) if not open_still]
        opened = [chain for chain, open_still in zip(opened, near, strict=True) if open_still]
        best, nearest = None, None
        for chain in opened:
            end_a, end_b = chain[-1][0] + chain[-1][2], chain[-1][1] + chain[-1][2]
            cut = max(end_a - a, end_b - b, 0)  # words that both runs claim
            apart = abs((a - end_a) - (b - end_b)) + max(a - end_a, b - end_b, 0)
            fits = a > chain[-1][0] and b > chain[-1][1] and cut < length and b - end_b <= REACH
            if fits and (nearest is None or apart < nearest):
                best, nearest, kept = chain, apart, (a + cut, b + cut, length - cut)
        if best is None:
            opened.append([(a, b, length)])
        else:
            best.append(kept)
    return done + opened


def _settled(chain: list, codes: np.ndarray, terms: np.ndarray, limits: tuple[int, int, int, int]) -> list[tuple]:
    """The passages of a chain of runs: first and last words, share of agreement, places in a that agree.

    A passage that agrees too little as it has grown is taken as it was; if that is too little too, it is cut where it differs most.
    """
    waiting, found = [chain], []
    while waiting:
        runs = waiting.pop()
        inner = _inner(runs, codes, terms)
        for passage in (_grown(inner, codes, terms, limits), inner):
            begin_a, end_a, begin_b, end_b, agreeing = passage
            score = 2 * len(agreeing) / (end_a - begin_a + end_b - begin_b)
            if score >= SCORE:
                if len(agreeing) >= LEAST:
                    found.append((begin_a, end_a - 1, begin_b, end_b - 1, score, sorted(agreeing)))
                break
        else:
            gaps = [max(n[0] - o[0] - o[2], n[1] - o[1] - o[2]) for o, n in pairwise(runs)]
            cut = 1 + max(range(len(gaps)), key=lambda place: (gaps[place], -abs(2 * place - len(gaps) + 1), -place))
            waiting += [runs[:cut], runs[cut:]]
    return found


def _inner(runs: list, codes: np.ndarray, terms: np.ndarray) -> tuple[int, int, int, int, list[int]]:
    """From the first run to the last: begin and end in a, in b, and the places in a that agree."""
    agreeing, end_a, end_b = [], runs[0][0], runs[0][1]
    for a, b, length in runs:
        left, right = terms[codes[end_a:a]].tolist(), terms[codes[end_b:b]].tolist()
        if left and right:
            agreeing += [end_a + i for i, _ in agreements(left, right, align(left, right, "whole"))]
        agreeing += range(a, a + length)
        end_a, end_b = a + length, b + length
    return runs[0][0], end_a, runs[0][1], end_b, agreeing


def _grown(inner: tuple, codes: np.ndarray, terms: np.ndarray, limits: tuple[int, int, int, int]) -> tuple:
    """The passage, longer on both sides by what agrees there too, within the bounds of the two articles."""
    begin_a, end_a, begin_b, end_b, agreeing = inner
    agreeing = list(agreeing)
    while True:
        same = _equal(codes, begin_a - 1, begin_b - 1, min(begin_a - limits[0], begin_b - limits[2]), -1)
        agreeing += range(begin_a - same, begin_a)
        begin_a, begin_b = begin_a - same, begin_b - same
        left = terms[codes[max(begin_a - REACH, limits[0]) : begin_a]].tolist()[::-1]
        right = terms[codes[max(begin_b - REACH, limits[2]) : begin_b]].tolist()[::-1]
        grown = align(left, right, "onward")
        if grown.score < GAIN:
            break
        agreeing += [begin_a - 1 - i for i, _ in agreements(left, right, grown)]
        begin_a, begin_b = begin_a - _taken(grown, 0), begin_b - _taken(grown, 1)
    while True:
        same = _equal(codes, end_a, end_b, min(limits[1] - end_a, limits[3] - end_b), 1)
        agreeing += range(end_a, end_a + same)
        end_a, end_b = end_a + same, end_b + same
        left = terms[codes[end_a : min(end_a + REACH, limits[1])]].tolist()
        right = terms[codes[end_b : min(end_b + REACH, limits[3])]].tolist()
        grown = align(left, right, "onward")
        if grown.score < GAIN:
            break
        agreeing += [end_a + i for i, _ in agreements(left, right, grown)]
        end_a, end_b = end_a + _taken(grown, 0), end_b + _taken(grown, 1)
    return begin_a, end_a, begin_b, end_b, agreeing


def _equal(codes: np.ndarray, a: int, b: int, most: int, step: int) -> int:
    """How many words, `most` at most, are equal from two places on, forwards or, with a step of -1, backwards."""
    n = 0
    while n < most and codes[a + step * n] == codes[b + step * n]:
        n += 1
    return n


def _taken(grown: Alignment, side: int) -> int:
    """How many words of one side an alignment takes."""
    return sum(column[side] is not None for column in grown.columns)


def _outermost(found: list[tuple]) -> list[tuple]:
    """Leave out passages that lie within another one on both sides."""
    kept: list[tuple] = []
    for one in sorted(found, key=lambda row: (row[0] - row[1], row[0], row[2])):
        if not any(_within(one, other) for other in kept):
            kept.append(one)
    return sorted(kept)


def _within(one: tuple, other: tuple) -> bool:
    return one[0] >= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] <= other[3]


def _ordinary(table: pd.DataFrame, words: Words, tokens: pd.DataFrame, ledger: pd.DataFrame) -> pd.DataFrame:
    """Leave out passages without enough content words, and below titles and headings those whose content words are names."""
    content = [[place for place in places if words.content[place]] for places in table.pop("agreeing")]
    places = distinct(np.concatenate([*map(np.array, content), []])).astype(np.int64)
    rows = tokens.iloc[places]
    used = ledger[ledger["doc_id"].isin(rows["doc_id"].unique()) & ledger["text"].notna()]
    texts = dict(zip(zip(used["doc_id"], used["line"], strict=True), used["text"], strict=True))
    spans = zip(places.tolist(), rows["doc_id"], rows["line"], rows["start"], rows["part"] != "body", strict=True)
    plain = {place: elsewhere or not texts[doc, line][start].isupper() for place, doc, line, start, elsewhere in spans}
    enough = [len(own) >= CONTENT and sum(plain[place] for place in own) >= PLAIN for own in content]
    return table[np.array(enough, dtype=bool)].reset_index(drop=True)


def _rows(table: pd.DataFrame, tokens: pd.DataFrame) -> pd.DataFrame:
    """Places in the corpus as places in articles and lines."""
    found = pd.DataFrame(index=table.index)
    for side in ("a", "b"):
        first, last = tokens.iloc[table[f"from_{side}"]], tokens.iloc[table[f"to_{side}"]]
        found[f"doc_id_{side}"] = first["doc_id"].astype("str").to_numpy()
        for name, rows, column in (("line", first, "line"), ("end_line", last, "line"), ("start", first, "start")):
            found[f"{name}_{side}"] = rows[column].to_numpy()
        found[f"end_{side}"] = last["end"].to_numpy()
        found[f"position_{side}"] = first["position"].to_numpy()
        found[f"n_tokens_{side}"] = (table[f"to_{side}"] - table[f"from_{side}"] + 1).astype("int32").to_numpy()
    found["score"], found["kind"] = table["score"].to_numpy(), table["kind"].astype("str").to_numpy()
    order = ["doc_id_a", "doc_id_b", "position_a", "position_b", "kind", "n_tokens_a"]
    return found.sort_values(order, ignore_index=True).astype({"doc_id_a": "str", "doc_id_b": "str", "kind": "str"})
