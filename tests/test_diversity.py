"""diversity.py: published values, slow obvious formulas, SciPy's hypergeometric distribution, degenerate texts."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.language.diversity import diversity, hdd, recurring
from analysis.measure.language.diversity import mattr as mattr_of
from analysis.measure.language.diversity import mtld as mtld_of

LEXICAL_RICHNESS = "TEST text with some text numbers 42, hyphen-here, and text punctuations."
CODES = st.lists(st.integers(0, 6), min_size=1, max_size=60).map(np.array)


def codes_of(text):
    return pd.factorize(np.array(text.split(), dtype=object))[0]


def mattr(codes, window=50, articles=None):
    return mattr_of(recurring(codes), window, articles)


def mtld(codes, threshold=0.72):
    return mtld_of([recurring(codes)], threshold)[0]


# Known answers


def test_published_by_lexical_richness():
    """Its own tokenizer drops the number, and so has ten words."""
    tokens = tokens_from({"d": [LEXICAL_RICHNESS.replace("42", "")]})
    row = diversity(tokens).loc[0]
    assert (row["n_tokens"], row["n_types"], row["ttr"]) == (10, 8, 0.8)
    assert row["mtld"] == pytest.approx(14.0, abs=1e-12)
    counts = tokens["term"].value_counts().to_numpy()
    assert round(hdd(counts, draws=5), 6) == 0.883333


MTLD = [
    ("never_falls", "a b c d a", 0.72, 5 / (0.2 / 0.28)),
    ("falls_at_the_end", "a b a", 0.72, 3.0),
    ("falls_to_the_threshold_itself", "a b c a", 0.75, 4.0),
    ("two_factors", "a b a a b a", 0.72, 3.0),
    ("one_word_for_ever", "a a a a", 0.72, 2.0),
    # forwards `a a` and all of the rest `b c`; backwards `c b a a`, with .75, is part of a factor: (1 − .75) / .28
    ("ways_differ", "a a b c", 0.72, (4 / 1 + 4 / (0.25 / 0.28)) / 2),
]


@pytest.mark.parametrize(("text", "threshold", "value"), [case[1:] for case in MTLD], ids=[case[0] for case in MTLD])
def test_mtld_by_hand(text, threshold, value):
    assert mtld(codes_of(text), threshold) == pytest.approx(value, abs=1e-12)


def test_the_threshold_is_reached_and_not_only_passed():
    """25 words of which 18 are distinct have a share of .72 to the last bit; and 24 before them .75."""
    codes = np.append(np.arange(18), np.arange(7))
    assert mtld(codes) == 25.0


@pytest.mark.parametrize(
    ("text", "window", "value"),
    [("a b a a", 2, 5 / 6), ("a b c", 3, 1.0), ("a a a", 2, 0.5), ("a b", 1, 1.0), ("a b a c a", 3, 7 / 9)],
)
def test_mattr_by_hand(text, window, value):
    assert mattr(codes_of(text), window) == pytest.approx(value, abs=1e-12)


def test_a_stretch_lies_within_an_article():
    """`a b`, `a a`: the stretch `b a` across the border would be the third."""
    assert mattr(codes_of("a b a a"), 2, articles=np.array([0, 0, 1, 1])) == 0.75
    assert mattr(codes_of("a b a"), 2, articles=np.array([0, 0, 1])) == 1.0


# Second opinions


def slow_mattr(codes, window):
    shares = [len(set(codes[at : at + window])) / window for at in range(len(codes) - window + 1)]
    return sum(shares) / len(shares) if shares else np.nan


def slow_mtld(codes, threshold):
    """One word after the other, as McCarthy and Jarvis describe it."""
    lengths = []
    for way in (list(codes), list(codes)[::-1]):
        factors, seen, words = 0, set(), 0
        for code in way:
            words += 1
            seen.add(code)
            share = len(seen) / words
            if share <= threshold:
                factors, seen, words = factors + 1, set(), 0
        if words:
            factors += (1 - share) / (1 - threshold)
        lengths.append(len(way) / factors if factors else np.nan)
    return sum(lengths) / 2


@MADE_UP
@given(CODES, st.integers(1, 12))
def test_mattr_agrees_with_looking_at_every_stretch(codes, window):
    assert mattr(codes, window) == pytest.approx(slow_mattr(codes.tolist(), window), abs=1e-12, nan_ok=True)


@MADE_UP
@given(st.lists(CODES, min_size=1, max_size=4), st.integers(1, 12))
def test_mattr_of_articles_is_the_mean_of_all_their_stretches(articles, window):
    numbers = np.repeat(np.arange(len(articles)), [len(codes) for codes in articles])
    weights = [max(len(codes) - window + 1, 0) for codes in articles]
    parts = [mattr(codes, window) * n for codes, n in zip(articles, weights, strict=True) if n]
    want = sum(parts) / sum(weights) if parts else np.nan
    assert mattr(np.concatenate(articles), window, numbers) == pytest.approx(want, abs=1e-12, nan_ok=True)


@MADE_UP
@given(CODES, st.sampled_from([0.5, 0.72, 0.75, 0.9]))
def test_mtld_agrees_with_reading_word_by_word(codes, threshold):
    assert mtld(codes, threshold) == pytest.approx(slow_mtld(codes.tolist(), threshold), rel=1e-12, nan_ok=True)


def test_mtld_of_factors_longer_than_a_stretch():
    rng = np.random.default_rng(0)
    for codes in (rng.integers(0, 2000, 5000), np.append(np.arange(900), np.arange(900)), np.arange(700) % 699):
        assert mtld(codes) == pytest.approx(slow_mtld(codes.tolist(), 0.72), rel=1e-12)


@MADE_UP
@given(st.lists(st.integers(1, 40), min_size=1, max_size=12).map(np.array), st.integers(1, 45))
def test_hdd_agrees_with_scipy(counts, draws):
    total = int(counts.sum())
    want = sum(1 - hypergeom.pmf(0, total, n, draws) for n in counts.tolist()) / draws if total >= draws else np.nan
    assert hdd(counts, draws) == pytest.approx(want, rel=1e-9, nan_ok=True)


def test_hdd_of_all_words_is_their_share_of_distinct_ones():
    assert hdd(np.array([3, 2, 1]), draws=6) == pytest.approx(0.5, abs=1e-12)
    assert hdd(np.array([3, 2, 1]), draws=1) == pytest.approx(1.0, abs=1e-12)
    assert hdd(np.array([3, 0, 1]), draws=2) == hdd(np.array([3, 1]), draws=2)


# The table


@MADE_UP
@given(CORPORA)
def test_a_group_is_as_it_is_alone(corpus):
    """The row of an article in the table of all is the row of a corpus that has this article only."""
    together = diversity(tokens_from(corpus), "doc_id")
    assert together["doc_id"].tolist() == sorted(corpus)
    alone = pd.concat([diversity(tokens_from({name: lines}), "doc_id") for name, lines in sorted(corpus.items())])
    pd.testing.assert_frame_equal(together.astype({"doc_id": "str"}), alone.reset_index(drop=True).astype({"doc_id": "str"}))


def test_a_group_of_articles_is_read_one_after_the_other():
    documents = {"d1": ["a b c. a d"], "d2": ["e a a"], "d3": ["x x x x"]}
    tokens = sourced(tokens_from(documents), {"d1": "A", "d2": "A", "d3": "B"})
    table = diversity(tokens, "source").set_index("source")
    assert table.loc["A", "mtld"] == mtld(codes_of("a b c a d e a a"))
    assert table["n_sentences_body"].tolist() == [3, 1]
    assert table["words_per_sentence"].tolist() == [8 / 3, 4.0]
    shuffled = tokens.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(diversity(shuffled, "source").set_index("source"), table)


def test_fifty_words_are_needed():
    words = [f"w{number}" for number in range(49)]
    short = diversity(tokens_from({"d": [" ".join(words)], "e": [" ".join(words)]}), "doc_id")
    assert short[["mattr_50", "mtld"]].isna().all(axis=None) and short["hdd_42"].tolist() == [1.0, 1.0]
    # two articles of 49 words have no stretch of 50, though they have 98 words together
    both = diversity(tokens_from({"d": [" ".join(words)], "e": [" ".join(words)]})).loc[0]
    assert np.isnan(both["mattr_50"]) and both["hdd_42"] < 1 and both["mtld"] > 0
    assert diversity(tokens_from({"d": [" ".join([*words, "w0"])]})).loc[0, "mattr_50"] == pytest.approx(0.98)


def test_forty_two_words_are_needed():
    table = diversity(tokens_from({"d": ["a " * 41], "e": ["a " * 42]}), "doc_id")
    assert table["hdd_42"].isna().tolist() == [True, False] and table.loc[1, "hdd_42"] == pytest.approx(1 / 42)


def test_titles_and_headings_are_no_sentences_here():
    table = diversity(tokens_from({"d": ["# a title", "one two three. four"], "e": ["# only this"]}), "doc_id")
    assert table["n_sentences_body"].tolist() == [2, 0] and table["n_tokens"].tolist() == [6, 2]
    assert table.loc[0, "words_per_sentence"] == 2.0 and np.isnan(table.loc[1, "words_per_sentence"])


def test_a_sentence_in_two_groups_counts_in_both():
    tokens = tokens_from({"d": ["he said no thanks"]})
    tokens["voice"] = pd.Categorical(["outside", "outside", "quoted", "quoted"])
    table = diversity(tokens, "voice")
    assert table["n_sentences_body"].tolist() == [1, 1] and table["words_per_sentence"].tolist() == [2.0, 2.0]


def test_the_name_is_on_the_map():
    assert px.measure.diversity is diversity


@pytest.mark.parametrize(
    "call",
    [lambda: mattr(np.array([1]), 0), lambda: mtld(np.array([1]), 1.0), lambda: mtld(np.array([1]), 0), lambda: hdd([1], 0)],
)
def test_what_cannot_be_meant_is_an_error(call):
    with pytest.raises(UsageError):
        call()


def test_nothing_to_measure():
    none = np.array([], dtype=np.int64)
    assert np.isnan([mattr(none), mtld(none), hdd(none)]).all()
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        diversity(tokens_from({"d": ["a"]}).head(0))
    with pytest.raises(SchemaError, match="has no column 'source'"):
        diversity(tokens_from({"d": ["a"]}), "source")


@MADE_UP
@given(st.lists(CODES, max_size=5))
def test_texts_read_side_by_side_are_read_as_each_by_itself(texts):
    together = mtld_of([recurring(codes) for codes in texts])
    assert together == pytest.approx([mtld(codes) for codes in texts], nan_ok=True, rel=0, abs=0)
