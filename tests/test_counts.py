"""counts.py and the codes beneath it: hand counts, a slow obvious second count, invariants, refusals."""

from collections import Counter, defaultdict

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import given
from hypothesis import strategies as st

from analysis import blocks
from analysis.errors import SchemaError, UsageError
from analysis.measure.counting import codes, counts
from analysis.measure.counting.codes import coded, columns_of, group_code, grouped, joint, labels, ordered, ranked, tally
from analysis.measure.counting.counts import count_ngrams, count_terms, group_sizes, join_articles, split_stop_words

TEXTS = {
    "a": ["the war and the talks. the talks."],
    "b": ["# talks", "war war talks the"],
    "c": ["a ceasefire."],
}
SOURCES = {"a": "X", "b": "X", "c": "Y"}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), SOURCES)


COUNTED_BY_HAND = [  # source, term, n, articles, per 1,000 of 12 words of X and 2 of Y
    ("X", "talks", 4, 2, 4000 / 12),
    ("X", "the", 4, 2, 4000 / 12),
    ("X", "war", 3, 2, 250.0),
    ("X", "and", 1, 1, 1000 / 12),
    ("Y", "a", 1, 1, 500.0),
    ("Y", "ceasefire", 1, 1, 500.0),
]


def test_terms_counted_by_hand(tokens):
    got = count_terms(tokens, "source")
    assert list(got.columns) == ["source", "term", "n", "n_articles", "rate_per_1000"]
    assert got.iloc[:, :4].values.tolist() == [list(row[:4]) for row in COUNTED_BY_HAND]
    assert got["rate_per_1000"].tolist() == pytest.approx([row[4] for row in COUNTED_BY_HAND])


NGRAMS_BY_HAND = [  # n, runs with their counts; no run crosses a sentence, a line or an article
    (1, {"the": 4, "talks": 4, "war": 3, "and": 1, "a": 1, "ceasefire": 1}),
    (
        2,
        {
            "the talks": 2,
            "the war": 1,
            "war and": 1,
            "and the": 1,
            "war war": 1,
            "war talks": 1,
            "talks the": 1,
            "a ceasefire": 1,
        },
    ),
    (3, {"the war and": 1, "war and the": 1, "and the talks": 1, "war war talks": 1, "war talks the": 1}),
    (4, {"the war and the": 1, "war and the talks": 1, "war war talks the": 1}),
    (5, {"the war and the talks": 1}),
]


@pytest.mark.parametrize(("n", "expected"), NGRAMS_BY_HAND)
def test_ngrams_counted_by_hand(tokens, n, expected):
    got = count_ngrams(tokens, n=n)
    assert dict(zip(got["term"], got["n"], strict=True)) == expected
    assert got["term"].tolist() == sorted(got["term"], key=lambda term: (-expected[term], term))
    assert got["rate_per_1000"].tolist() == pytest.approx([1000 * count / 14 for count in got["n"]])


def test_ngrams_order_like_text_not_like_words():
    """A space sorts before every character a word can have, or `a b` and `a-c d` would change places."""
    got = count_ngrams(tokens_from({"d": ["a-c d. a b. a z. a'b c. a.b"]}), n=2)
    assert got["term"].tolist() == sorted(got["term"])


def test_ngrams_do_not_bridge_words_taken_out(tokens):
    left = tokens[tokens["term"] != "and"]
    assert "war the" not in set(count_ngrams(left, n=2)["term"])


def test_ngrams_longer_than_every_sentence():
    table = count_ngrams(tokens_from({"d": ["a b"]}), n=3)
    assert table.empty and list(table.columns) == ["term", "n", "n_articles", "rate_per_1000"]


@MADE_UP
@given(CORPORA, st.integers(1, 3))
def test_ngrams_agree_with_a_slow_count(corpus, n):
    expected, articles = Counter(), defaultdict(set)
    for doc_id, lines in corpus.items():
        for sentence in ". ".join(lines).split(". "):
            words = sentence.split()
            for place in range(len(words) - n + 1):
                run = " ".join(words[place : place + n])
                expected[run] += 1
                articles[run].add(doc_id)
    got = count_ngrams(tokens_from(corpus), n=n)
    assert {row.term: (row.n, row.n_articles) for row in got.itertuples()} == {
        run: (count, len(articles[run])) for run, count in expected.items()
    }


@MADE_UP
@given(CORPORA)
def test_counts_of_parts_add_up(corpus):
    tokens = tokens_from(corpus)
    parts = count_terms(tokens, "doc_id").groupby("term")[["n", "n_articles"]].sum().sort_index()
    whole = count_terms(tokens).set_index("term")[["n", "n_articles"]].sort_index()
    pd.testing.assert_frame_equal(parts, whole, check_index_type=False)
    assert whole["n"].sum() == len(tokens)


@MADE_UP
@given(CORPORA)
def test_a_doubled_corpus_doubles_n_and_leaves_rates(corpus):
    once = count_terms(tokens_from(corpus))
    twice = count_terms(tokens_from({**corpus, **{doc_id + "'": lines for doc_id, lines in corpus.items()}}))
    assert twice["term"].tolist() == once["term"].tolist()
    assert (twice["n"] == 2 * once["n"]).all() and (twice["n_articles"] == 2 * once["n_articles"]).all()
    assert twice["rate_per_1000"].tolist() == pytest.approx(once["rate_per_1000"].tolist())


def test_a_shuffled_table_counts_the_same(tokens):
    shuffled = tokens.sample(frac=1, random_state=1)
    for table in (tokens, shuffled):
        pd.testing.assert_frame_equal(count_ngrams(table, "source", n=2), count_ngrams(tokens, "source", n=2))
    pd.testing.assert_frame_equal(group_sizes(shuffled, "source"), group_sizes(tokens, "source"))


def test_input_is_not_changed(tokens):
    before = tokens.copy(deep=True)
    count_terms(tokens, "source"), count_ngrams(tokens, "source", n=2), group_sizes(tokens, "source")
    pd.testing.assert_frame_equal(tokens, before)


def test_plain_text_columns_count_like_categoricals(tokens):
    plain = tokens.astype({"doc_id": "str", "term": "str", "part": "str", "source": "str"})
    pd.testing.assert_frame_equal(count_terms(plain, "source"), count_terms(tokens, "source"))


def test_group_sizes_by_hand(tokens):
    got = group_sizes(tokens, ["source"])
    assert got.drop(columns="share_tokens").values.tolist() == [["X", 12, 4, 4, 2], ["Y", 2, 2, 1, 1]]
    assert got["share_tokens"].sum() == pytest.approx(1)


def test_a_missing_group_is_a_group_of_its_own(tokens):
    gaps = tokens.assign(source=tokens["source"].cat.remove_categories("Y"))
    got = group_sizes(gaps, "source")
    assert got["source"].isna().tolist() == [False, True] and got["n_tokens"].tolist() == [12, 2]
    assert labels(grouped(gaps, "source")) == ["X", "not given"]


def test_an_ordered_categorical_keeps_its_order(tokens):
    dated = tokens.assign(source=pd.Categorical(tokens["source"], ["Y", "X"], ordered=True))
    assert group_sizes(dated, "source")["source"].tolist() == ["Y", "X"]


@MADE_UP
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), max_size=40), st.sampled_from([1, 1_000_000]))
def test_codes_are_counted_in_the_same_way_whether_few_or_many_are_possible(pairs, apart):
    """Few possible combinations are counted, many are sorted."""
    first, second = (np.array([pair[side] for pair in pairs], dtype=np.int32) * apart for side in (0, 1))
    got = [array.tolist() for array in tally(first, second)]
    wanted = sorted(Counter((a * apart, b * apart) for a, b in pairs).items())
    assert list(zip(*got, strict=True)) == [(*pair, n) for pair, n in wanted]
    numbers = joint([first, second], [4 * apart, 3 * apart])
    for mine, other in zip(ranked(numbers), np.unique(numbers, return_inverse=True), strict=True):
        np.testing.assert_array_equal(mine, other)


@MADE_UP
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2)), min_size=4, max_size=40), st.sampled_from([1, 1_000_000]))
def test_codes_of_many_rows_are_counted_a_block_at_a_time(pairs, apart):
    first, second = (np.array([pair[side] for pair in pairs], dtype=np.int32) * apart for side in (0, 1))
    whole = tally(first, second)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codes, "COUNTED", 3)
        for mine, other in zip(tally(first, second), whole, strict=True):
            np.testing.assert_array_equal(mine, other)
            assert mine.dtype == other.dtype


def test_codes_of_32_bits_make_numbers_of_64():
    large = np.array([2**31 - 1], dtype=np.int32)
    assert joint([large, large], [2**31, 2**31]).tolist() == [(2**31 - 1) * 2**31 + 2**31 - 1]


def test_unsorted_and_unused_categories():
    column = pd.Series(pd.Categorical(["b", "a", None], categories=["z", "b", "a"]))
    codes, values = coded(column)
    assert codes.tolist() == [1, 0, -1] and list(values) == ["a", "b", "z"]


def test_join_articles(tokens):
    articles = pd.DataFrame({"doc_id": ["c", "b", "a"], "region": ["east", None, "west"], "rank": [3, 2, 1]})
    got = join_articles(tokens, articles, ["region", "rank", "doc_id"])
    by_hand = {"a": ("west", 1), "b": (None, 2), "c": ("east", 3)}
    for doc_id, region, rank in zip(got["doc_id"], got["region"], got["rank"], strict=True):
        assert (None if pd.isna(region) else region, rank) == by_hand[doc_id]
    assert list(got["region"].cat.categories) == ["east", "west"]
    assert "region" not in tokens.columns


ARTICLES = pd.DataFrame({"doc_id": ["a", "b", "c"], "line": 1, "source": "X"})
REFUSED_JOINS = [
    ("unknown column", ARTICLES, "sauce", "has no column 'sauce'"),
    ("a column of tokens", ARTICLES, "line", "name of a column of 'tokens'"),
    ("an article twice", pd.concat([ARTICLES, ARTICLES.head(1)]), "source", "'a' is listed twice"),
    ("an article not listed", ARTICLES.head(2), "source", "'c' of 'tokens' is not in table 'articles'"),
    ("no doc_id", ARTICLES.drop(columns="doc_id"), "source", "has no column 'doc_id'"),
]


@pytest.mark.parametrize(
    ("articles", "column", "message"), [row[1:] for row in REFUSED_JOINS], ids=[row[0] for row in REFUSED_JOINS]
)
def test_refused_joins(tokens, articles, column, message):
    with pytest.raises(SchemaError, match=message):
        join_articles(tokens, articles, column)


@pytest.mark.parametrize("measure", [count_terms, group_sizes, lambda tokens, by=(): count_ngrams(tokens, by, n=2)])
def test_nothing_to_count_is_an_error(tokens, measure):
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        measure(tokens.head(0))
    with pytest.raises(SchemaError, match="has no column 'region'"):
        measure(tokens, "region")
    with pytest.raises(SchemaError, match="'term' cannot make groups"):
        measure(tokens, "term")


@pytest.mark.parametrize("n", [0, 6, -1])
def test_other_lengths_are_refused(tokens, n):
    with pytest.raises(UsageError, match="from 1 to 5"):
        count_ngrams(tokens, n=n)


def test_by_names_each_column_once():
    with pytest.raises(SchemaError, match="each once"):
        columns_of(["source", "source"])


def test_group_code_names_the_groups(tokens):
    groups = grouped(tokens, ["source", "doc_id"])
    assert group_code(groups, ("X", "b")) == group_code(groups, "X / b") == 1
    with pytest.raises(SchemaError, match=r"'Z' has no words\. There are: 'X / a', 'X / b', 'Y / c'"):
        group_code(groups, "Z")


def test_stop_words_part_the_table(tokens):
    counts = count_ngrams(tokens, "source", n=2)
    content, stopped = split_stop_words(counts, ["the", "and"])
    assert set(content["term"]) == {"war war", "war talks", "a ceasefire"}
    assert set(stopped["term"]) == {"the talks", "the war", "war and", "and the", "talks the"}
    assert len(content) + len(stopped) == len(counts)
    everything, nothing = split_stop_words(counts, [])
    pd.testing.assert_frame_equal(everything, counts)
    assert nothing.empty and list(nothing.columns) == list(counts.columns)


def test_stop_word_inside_a_run_stays():
    content, _ = split_stop_words(count_ngrams(tokens_from({"d": ["head of state"]}), n=3), ["of"])
    assert content["term"].tolist() == ["head of state"]


def test_no_value_is_infinite(tokens):
    assert np.isfinite(count_terms(tokens, "source")["rate_per_1000"]).all()


@pytest.fixture(scope="module")
def made_up():
    texts = {f"{n}": [f"w{(7 * n + i) % 11} w{i % 3}. w{n} w{i}" for i in range(4)] for n in range(6)}
    tokens = sourced(tokens_from(texts), {n: "XYZ"[int(n) % 3] for n in texts})
    return tokens.assign(voice=pd.Categorical(np.resize(["outside", "quoted", "quoted"], len(tokens))))


@pytest.mark.parametrize("by", [(), "source", "voice", "doc_id", ("source", "voice")])
@pytest.mark.parametrize("marks", [0, counts.MARKS])
def test_sizes_are_those_of_pandas_whatever_the_blocks(made_up, by, marks, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 7)
    monkeypatch.setattr(counts, "MARKS", marks)
    sizes = group_sizes(made_up, by)
    rows = made_up.assign(all="all", at=made_up["doc_id"].astype("str") + " " + made_up["sentence"].astype("str"))
    groups = rows.groupby(list(columns_of(by)) or "all", observed=True)
    assert sizes["n_tokens"].tolist() == groups.size().tolist()
    for name, column in (("n_types", "term"), ("n_sentences", "at"), ("n_articles", "doc_id")):
        assert sizes[name].tolist() == groups[column].nunique().tolist()


def test_a_shuffled_table_is_ordered_whatever_the_blocks(made_up, monkeypatch):
    monkeypatch.setattr(blocks, "BLOCK", 7)
    shuffled = made_up.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(ordered(shuffled), made_up)
    assert ordered(made_up) is made_up
