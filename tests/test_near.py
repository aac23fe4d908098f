"""near.py: two words near each other, against looking at all pairs of places."""

import pytest
from builders import CORPORA, MADE_UP, dictionary_from, ledger_from, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.measure.counting.indexed import indexed
from analysis.measure.dictionary.candidates import candidates
from analysis.measure.dictionary.patterns import match_dictionary, never_matched
from analysis.measure.evidence.concordance import concordance

FOUND = [  # label, pattern, text, the first position and the number of words of each mention
    ("either order", "war ~2 peace", "war and peace. peace and war", [(1, 3), (4, 3)]),
    ("next to each other", "war ~1 peace", "peace war. war and peace", [(1, 2)]),
    ("too far apart", "war ~2 peace", "war a b peace", []),
    ("just near enough", "war ~3 peace", "war a b peace", [(1, 4)]),
    ("not across sentences", "war ~5 peace", "war. peace", []),
    ("the closer of two", "war ~5 peace", "war a war b peace", [(3, 3)]),
    ("a word serves once", "war ~5 peace", "war peace war", [(1, 2)]),
    ("globs", "w?r* ~5 *ce", "wars a peace", [(1, 3)]),
    ("phrases", "cease fire ~2 peace talks", "cease fire and peace talks. peace talks cease fire", [(1, 5), (6, 4)]),
    ("a phrase that overlaps the other", "a b ~5 b c", "a b c", []),
    ("the same word", "war ~5 war", "war a war. war", [(1, 3)]),
    ("a word is not near itself", "war ~5 w*", "war", []),
    ("possessives", "president’s ~3 war", "president of war", [(1, 3)]),
]


@pytest.mark.parametrize(("pattern", "text", "expected"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_what_is_near(pattern, text, expected):
    mentions = match_dictionary(tokens_from({"d": [text]}), {"g": pattern})
    assert list(zip(mentions["position"], mentions["n_words"], strict=True)) == expected


def slow_near(tokens, left, most, right):
    """All pairs within a sentence, then those that have no other within them."""
    rows = list(tokens[["doc_id", "sentence", "position", "term"]].itertuples(index=False, name=None))
    pairs = set()
    for i, one in enumerate(rows):
        for k, other in enumerate(rows):
            if i != k and one[:2] == other[:2] and abs(one[2] - other[2]) <= most and (one[3], other[3]) == (left, right):
                pairs.add((min(i, k), max(i, k)))
    return sorted((i, k - i + 1) for i, k in pairs if not any((a, b) != (i, k) and a >= i and b <= k for a, b in pairs))


@MADE_UP
@given(CORPORA, st.sampled_from("abc"), st.integers(1, 4), st.sampled_from("abc"), st.booleans())
def test_agrees_with_a_slow_search(corpus, left, most, right, narrowed):
    tokens = tokens_from(corpus)
    tokens = tokens[tokens["term"] != "d"] if narrowed else tokens
    if len(tokens):
        tokens, index = indexed(tokens)
        for _ in ("by a scan", "sorted"):
            found = candidates(tokens, index, dictionary_from({"g": [f"{left} ~{most} {right}"]}))
            assert list(zip(found.start.tolist(), found.length.tolist(), strict=True)) == slow_near(tokens, left, most, right)


def test_words_taken_out_still_part_the_two():
    tokens = tokens_from({"d": ["war a b peace"]})
    some = tokens[~tokens["term"].isin(["a", "b"])]
    assert match_dictionary(some, {"g": "war ~2 peace"}).empty
    assert match_dictionary(some, {"g": "war ~3 peace"})["n_words"].tolist() == [2]


def test_the_longest_match_wins():
    mentions = match_dictionary(tokens_from({"d": ["war and peace. war"]}), {"g": ["war", "peace", "war ~5 peace"]})
    assert mentions[["pattern", "position", "start", "end"]].values.tolist() == [["war ~5 peace", 1, 0, 13], ["war", 4, 15, 18]]


def test_distances_are_told_apart():
    mentions = match_dictionary(
        tokens_from({"d": ["war a b peace. war 5 peace"]}), {"g": ["war ~1 peace", "war ~3 peace", "war 5 peace"]}
    )
    assert mentions["pattern"].tolist() == ["war ~3 peace", "war ~3 peace"]


def test_why_it_never_counted():
    tokens, dictionary = tokens_from({"d": ["war. peace"]}), dictionary_from({"g": ["war ~5 peace", "war ~5 truce"]})
    reasons = never_matched(match_dictionary(tokens, dictionary), dictionary, tokens=tokens)["reason"].tolist()
    assert reasons == ["articles have its words, but never so near each other in a sentence", "no article has the word “truce”"]


def test_in_a_concordance():
    text = {"d": ["A war, and then peace, at last."]}
    lines = concordance(tokens_from(text), ledger_from(text), "war ~5 peace")
    assert lines[["left", "hit", "right"]].values.tolist() == [["A ", "war, and then peace", ", at last."]]


MALFORMED = ["war ~ peace", "war ~0 peace", "war ~100 peace", "war ~x peace", "war~5 peace", "~5 peace", "war ~5", "war ~5 *"]


@pytest.mark.parametrize("pattern", [*MALFORMED, "war ~5 peace ~5 talks", "war ~5.5 peace", "war ~-1 peace"])
def test_a_malformed_one_is_refused(pattern):
    tokens = tokens_from({"d": ["war and peace"]})
    with pytest.raises(UsageError, match="as in war ~5 peace"):
        match_dictionary(tokens, {"g": pattern})
    with pytest.raises(UsageError, match="as in war ~5 peace"):
        concordance(tokens, ledger_from({"d": ["war and peace"]}), pattern)
