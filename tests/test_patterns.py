"""patterns.py: which words a pattern matches, which match wins, and what is said of patterns that match nothing."""

import fnmatch
import re

import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import SchemaError
from analysis.measure.dictionary.patterns import match_dictionary, never_matched, rows_of

MATCHES = [  # label, pattern, text, the matches as written
    ("a literal word", "talks", "talks talk", ["talks"]),
    ("capital letters are ignored", "Kyiv", "KYIV", ["kyiv"]),
    (
        "a star at the end",
        "negotiat*",
        "negotiator negotiation negotiate renegotiate",
        ["negotiator", "negotiation", "negotiate"],
    ),
    ("a star is nothing too", "war*", "war wars", ["war", "wars"]),
    ("a star in front", "*war", "postwar war warm", ["postwar", "war"]),
    (
        "a question mark is one letter",
        "organi?ation",
        "organisation organization organiation",
        ["organisation", "organization"],
    ),
    ("of any script", "ко?", "кот кошт ко", ["кот"]),
    ("one of two bytes", "b?t", "bät bat bt", ["bät", "bat"]),
    ("a sequence", "head of state", "head of state head of", ["head of state"]),
    ("a glob in a sequence", "peace * deal", "peace and deal peace deal", ["peace and deal"]),
    ("two globs", "pres* luk*", "president lukashenko president", ["president lukashenko"]),
    ("a curly apostrophe in the pattern", "don’t", "don't", ["don't"]),
    ("decomposed letters in the pattern", "bа\u0438\u0306", "bай", ["bай"]),
    ("the sharp s folds", "STRASSE", "strasse", ["strasse"]),
    ("a full stop is a full stop", "u-s", "u-s uxs", ["u-s"]),
    ("brackets are characters", "[ab]", "a b", []),
    ("a plus is a character", "a+", "aa a+", ["a+"]),
    ("not inside a word", "war", "warsaw", []),
    ("not across sentences", "peace talks", "peace. talks", []),
    ("a repeated word", "so so", "so so so so so", ["so so", "so so"]),
]


def written(tokens, mentions):
    at = tokens.set_index("position")["term"]
    return [" ".join(at.loc[row.position : row.position + row.n_words - 1]) for row in mentions.itertuples()]


@pytest.mark.parametrize(("pattern", "text", "expected"), [row[1:] for row in MATCHES], ids=[row[0] for row in MATCHES])
def test_matches(pattern, text, expected):
    tokens = tokens_from({"d": [text]})
    assert written(tokens, match_dictionary(tokens, dictionary_from({"g": [pattern]}))) == expected


def test_a_curly_apostrophe_in_the_term():
    tokens = tokens_from({"d": ["don’t"]})
    assert len(match_dictionary(tokens, dictionary_from({"g": ["don't", "d*'t"]}))) == 1


def test_not_across_lines_or_articles():
    assert match_dictionary(
        tokens_from({"d": ["peace", "talks"], "e": ["peace"], "f": ["talks"]}), dictionary_from({"g": ["peace talks"]})
    ).empty


def test_not_across_words_taken_out():
    tokens = tokens_from({"d": ["peace and talks"]})
    assert match_dictionary(tokens[tokens["term"] != "and"], dictionary_from({"g": ["peace talks"]})).empty


def test_equatorial_guinea_is_not_guinea():
    """quanteda #1375"""
    tokens = tokens_from({"d": ["Equatorial Guinea and Guinea and Papua New Guinea"]})
    mentions = match_dictionary(
        tokens, dictionary_from({"Africa": {"GQ": ["equatorial guinea"], "GN": ["guinea"], "_other": ["papua new guinea"]}})
    )
    assert mentions[["label", "position", "n_words"]].values.tolist() == [["GQ", 1, 2], ["GN", 4, 1], ["_other", 6, 3]]


def test_a_word_of_two_groups_counts_once_in_each():
    """quanteda #502"""
    tokens = tokens_from({"d": ["the Czech Republic"]})
    mentions = match_dictionary(
        tokens,
        dictionary_from({"Europe": ["czech*", "czech republic", "republic"], "Visegrad": ["czech republic", "*republic"]}),
    )
    assert mentions[["group", "n_words"]].values.tolist() == [["Europe", 2], ["Visegrad", 2]]


OVERLAPS = [  # label, patterns, text, (pattern, position) of what stays
    ("the longest", ["b c d", "a b"], "a b c d", [("b c d", 2)]),
    ("then the leftmost", ["b c", "a b", "c d"], "a b c d", [("a b", 1), ("c d", 3)]),
    ("then the first pattern", ["w*", "war"], "war", [("w*", 1)]),
    ("shorter ones in the gaps", ["a", "b c", "d"], "a b c d", [("a", 1), ("b c", 2), ("d", 4)]),
    ("a chain", ["x x"], "x x x", [("x x", 1)]),
]


@pytest.mark.parametrize(("patterns", "text", "expected"), [row[1:] for row in OVERLAPS], ids=[row[0] for row in OVERLAPS])
def test_overlaps(patterns, text, expected):
    mentions = match_dictionary(tokens_from({"d": [text]}), dictionary_from({"g": patterns}))
    assert list(zip(mentions["pattern"], mentions["position"], strict=True)) == expected


def slow_find(corpus, patterns):
    """One group, word by word: every match, then longest, leftmost, first pattern."""
    kept = []
    for doc_id in sorted(corpus):
        offset = 0
        for sentence in ". ".join(corpus[doc_id]).split(". "):
            words, matches = sentence.split(), []
            for number, pattern in enumerate(patterns):
                globs = [re.compile(fnmatch.translate(word)) for word in pattern.split()]
                for start in range(len(words) - len(globs) + 1):
                    if all(glob.match(word) for glob, word in zip(globs, words[start:], strict=False)):
                        matches.append((-len(globs), start, number))
            taken = set()
            for length, start, number in sorted(matches):
                span = set(range(start, start - length))
                if not span & taken:
                    taken |= span
                    kept.append((doc_id, offset + start + 1, number))
            offset += len(words)
    return sorted(kept)


pattern = st.lists(st.sampled_from(["a", "b", "c", "*", "?"]), min_size=1, max_size=3).map(" ".join)


@MADE_UP
@given(CORPORA, st.lists(pattern, min_size=1, max_size=5, unique=True))
def test_agrees_with_a_slow_search(corpus, patterns):
    mentions = match_dictionary(tokens_from(corpus), dictionary_from({"g": patterns}))
    got = [(row.doc_id, row.position, patterns.index(row.pattern)) for row in mentions.itertuples()]
    assert got == slow_find(corpus, patterns)


def test_the_table():
    tokens = sourced(tokens_from({"e": ["x", "the peace deal"], "d": ["deal"]}), {"d": "X", "e": "Y"})
    mentions = match_dictionary(
        tokens, dictionary_from({"outcome": {"deal": ["peace deal", "deal"], "pact": ["pact"]}, "talks": ["talks"]})
    )
    columns = "group label pattern pattern_line doc_id line sentence position start end voice n_words source"
    assert list(mentions.columns) == columns.split()
    assert mentions.values.tolist() == [
        ["outcome", "deal", "deal", 2, "d", 1, 1, 1, 0, 4, "outside", 1, "X"],
        ["outcome", "deal", "peace deal", 1, "e", 2, 2, 3, 4, 14, "outside", 2, "Y"],
    ]
    assert list(mentions["group"].cat.categories) == ["outcome", "talks"]
    assert list(mentions["label"].cat.categories) == ["deal", "pact", "talks"]


def test_columns_keep_their_dtypes():
    tokens = sourced(tokens_from({"d": ["war"]}), {"d": "X"}).astype({"doc_id": "object", "source": "object"})
    dictionary = dictionary_from({"g": ["war"]}).astype({"pattern": "object"})
    mentions = match_dictionary(tokens, dictionary)
    assert mentions[["doc_id", "source", "pattern"]].dtypes.tolist() == [object] * 3
    assert mentions[["position", "start", "end"]].dtypes.tolist() == [
        tokens[name].dtype for name in ("position", "start", "end")
    ]


def test_never_matched():
    tokens = tokens_from({"d": ["the peace deal"]})
    dictionary = dictionary_from({"g": ["peace deal", "deal", "pact"], "h": ["deal", "dea*"]})
    mentions = match_dictionary(tokens, dictionary)
    taken, lacking = "other patterns of the same name took its matches", "no article has the word “pact”"
    by_hand = [["g", "g", "deal", 2, 1, taken], ["g", "g", "pact", 3, 0, lacking], ["h", "h", "dea*", 5, 1, taken]]
    assert never_matched(mentions, dictionary, tokens=tokens).values.tolist() == by_hand
    without = never_matched(mentions, dictionary)
    assert without["line"].tolist() == [2, 3, 5] and without["n_taken"].isna().all()
    assert never_matched(mentions, dictionary.iloc[[0, 3]]).empty


def test_rows_of_finds_the_first_word():
    tokens = tokens_from({"d": ["a b. c"], "e": ["b"]})
    mentions = match_dictionary(tokens, dictionary_from({"g": ["b", "c"]}))
    assert rows_of(mentions, tokens).tolist() == [1, 2, 3]
    assert rows_of(mentions, tokens[tokens["doc_id"] == "e"]).tolist() == [-1, -1, 0]
    assert rows_of(mentions, tokens[tokens["term"] != "b"]).tolist() == [-1, 1, -1]
    assert rows_of(mentions.head(0), tokens).tolist() == []


def test_a_hostile_glob_is_linear():
    tokens = tokens_from({"d": ["a" * 5000]})
    assert match_dictionary(tokens, dictionary_from({"g": ["a*" * 30 + "b"]})).empty


def test_refusals():
    tokens = tokens_from({"d": ["a"]})
    with pytest.raises(SchemaError, match="'  ' in line 2 of the dictionary has no word"):
        match_dictionary(tokens, dictionary_from({"g": ["a", "  "]}))
    nothing = dictionary_from({}).astype({"group": "str", "label": "str", "pattern": "str", "line": "int64"})
    assert (
        match_dictionary(tokens, nothing).empty
        and never_matched(match_dictionary(tokens, nothing), nothing, tokens=tokens).empty
    )
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        match_dictionary(tokens.head(0), dictionary_from({"g": ["a"]}))
    with pytest.raises(SchemaError, match="line break"):
        match_dictionary(tokens.assign(term="a\nb"), dictionary_from({"g": ["a"]}))


def test_input_is_not_changed():
    tokens, dictionary = tokens_from({"d": ["a b"]}), dictionary_from({"g": ["a b", "b"]})
    before = tokens.copy(deep=True), dictionary.copy(deep=True)
    never_matched(match_dictionary(tokens, dictionary), dictionary, tokens=tokens)
    pd.testing.assert_frame_equal(tokens, before[0])
    pd.testing.assert_frame_equal(dictionary, before[1])
