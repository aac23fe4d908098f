"""wording.py: variants counted as written, look-alikes taken away, an absent variant told from an absent concept."""

import pytest
from builders import CORPORA, MADE_UP, dictionary_from, sourced, tokens_from
from hypothesis import given

from analysis.errors import SchemaError
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.dictionary.wording import count_wording, preferred

WORDING = dictionary_from(
    {
        "the ruler": {"president": ["president", "president lukashenko"], "leader": ["leader"], "_other": ["u-s president"]},
        "the capital": {"Kyiv": ["kyiv"], "Kiev": ["kiev"]},
        "look-alikes only": {"_other": ["rain"]},
    }
)
TEXTS = {
    "a": ["president", "the leader met the U-S president. president Lukashenko spoke"],
    "b": ["Kiev and Kyiv, not Kiev. Kyiv"],
    "c": ["the U-S president"],
}


@pytest.fixture
def tokens():
    return sourced(tokens_from(TEXTS), {"a": "X", "b": "Y", "c": "Z"})


BY_HAND = [  # source, concept, variant, n, n of concept, share, state, first seen
    ("X", "the ruler", "president", 2, 3, 2 / 3, "used", "a", 1),
    ("X", "the ruler", "leader", 1, 3, 1 / 3, "used", "a", 2),
    ("X", "the capital", "Kyiv", 0, 0, None, "concept absent", None, None),
    ("X", "the capital", "Kiev", 0, 0, None, "concept absent", None, None),
    ("Y", "the ruler", "president", 0, 0, None, "concept absent", None, None),
    ("Y", "the ruler", "leader", 0, 0, None, "concept absent", None, None),
    ("Y", "the capital", "Kyiv", 2, 4, 0.5, "used", "b", 1),
    ("Y", "the capital", "Kiev", 2, 4, 0.5, "used", "b", 1),
    ("Z", "the ruler", "president", 0, 0, None, "concept absent", None, None),
    ("Z", "the ruler", "leader", 0, 0, None, "concept absent", None, None),
    ("Z", "the capital", "Kyiv", 0, 0, None, "concept absent", None, None),
    ("Z", "the capital", "Kiev", 0, 0, None, "concept absent", None, None),
]


def rows(table):
    return [
        tuple(None if value is None or value != value else value for value in row)
        for row in table.astype(object).values.tolist()
    ]


def test_counted_by_hand(tokens):
    got = count_wording(tokens, match_dictionary(tokens, WORDING), WORDING, "source")
    assert list(got.columns) == [
        "source",
        "concept",
        "variant",
        "n",
        "n_concept",
        "share",
        "state",
        "first_doc_id",
        "first_line",
    ]
    plain = got.astype({"first_line": object}).where(got.notna(), None)
    for row, expected in zip(plain.itertuples(index=False, name=None), BY_HAND, strict=True):
        assert [None if value != value else value for value in row] == pytest.approx(list(expected)), row


def test_not_used_is_not_absent(tokens):
    got = count_wording(tokens[tokens["line"] == 1], match_dictionary(tokens, WORDING), WORDING, "source").set_index(
        ["source", "variant"]
    )
    assert got.loc[("X", "leader"), "state"] == "not used" and got.loc[("X", "leader"), "share"] == 0
    assert got.loc[("X", "Kyiv"), "state"] == "concept absent"


def test_preferred_names_ties(tokens):
    got = preferred(count_wording(tokens, match_dictionary(tokens, WORDING), WORDING, "source"))
    assert list(got.columns) == ["source", "concept", "variant", "n_tied", "n", "n_concept", "share"]
    assert rows(got) == [
        ("X", "the ruler", "president", 1, 2, 3, 2 / 3),
        ("X", "the capital", None, 0, 0, 0, None),
        ("Y", "the ruler", None, 0, 0, 0, None),
        ("Y", "the capital", "Kyiv / Kiev", 2, 2, 4, 0.5),
        ("Z", "the ruler", None, 0, 0, 0, None),
        ("Z", "the capital", None, 0, 0, 0, None),
    ]


def test_whole_corpus_is_one_group(tokens):
    table = count_wording(tokens, match_dictionary(tokens, WORDING), WORDING, ())
    assert table.columns[0] == "concept" and table["n"].tolist() == [2, 1, 2, 2]
    assert preferred(table)["concept"].tolist() == ["the ruler", "the capital"]


def test_a_concept_written_in_two_places_stays_in_one_piece(tokens):
    split = dictionary_from({"c1": {"v1": ["kyiv"]}, "c2": {"v": ["president"]}})
    split = split.iloc[[0, 1, 0]].assign(label=["v1", "v", "v2"], pattern=["kyiv", "president", "kiev"], line=[1, 2, 3])
    got = count_wording(tokens, match_dictionary(tokens, split), split, ())
    assert got[["concept", "variant", "n", "n_concept"]].values.tolist() == [
        ["c1", "v1", 2, 4],
        ["c1", "v2", 2, 4],
        ["c2", "v", 4, 4],
    ]


def test_only_look_alikes_give_no_row(tokens):
    others = dictionary_from({"c": {"_other": ["president"]}})
    assert count_wording(tokens, match_dictionary(tokens, others), others, "source").empty


@MADE_UP
@given(CORPORA)
def test_shares_add_up(corpus):
    tokens = tokens_from(corpus)
    dictionary = dictionary_from({"c": {"v": ["a"], "w": ["b", "b c"], "_other": ["a b"]}, "e": {"x": ["d"]}})
    mentions = match_dictionary(tokens, dictionary)
    got = count_wording(tokens, mentions, dictionary, "doc_id")
    assert len(got) == 3 * tokens["doc_id"].nunique()
    assert got["n"].sum() == (mentions["label"] != "_other").sum()
    sums = got[got["n_concept"] > 0].groupby(["doc_id", "concept"])["share"].sum()
    assert sums.tolist() == pytest.approx([1] * len(sums))
    assert (got["share"].isna() == (got["n_concept"] == 0)).all()
    assert (got["first_line"].isna() == (got["n"] == 0)).all()


def test_nothing_to_count_is_an_error(tokens):
    mentions = match_dictionary(tokens, WORDING)
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        count_wording(tokens.head(0), mentions, WORDING, ())
    nothing = count_wording(tokens, mentions, WORDING.head(0), ())
    assert nothing.empty and preferred(nothing).empty
