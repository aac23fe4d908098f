"""changes.py: what two runs differ in, counted by hand, by sets, and on runs over made-up corpora."""

import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, dictionary_from, sourced, tokens_from
from hypothesis import given

from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing.changes import (
    STATES,
    keyword_turns,
    rate_changes,
    rule_changes,
    setting_changes,
    software_changes,
)
from analysis.measure.comparing.keyness import keyness
from analysis.measure.counting.counts import count_terms
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.dictionary.topics import count_topics


def test_runs_over_the_same_have_no_change():
    rules = pd.DataFrame({"rule": ["r"], "origin": "package", "action": "remove", "pattern": "x", "where": None, "reason": "y"})
    same = pd.DataFrame({"kind": ["version"], "name": "p", "value": "1"})
    for rows, counts in (rule_changes(rules, rules), software_changes({"p": "1"}, {"p": "1"}), setting_changes(same, same)):
        assert rows.empty and counts["state"].tolist() == list(STATES) and counts["n"].tolist() == [0, 0, 0, 1]


def test_settings_by_hand():
    columns = ["kind", "name", "value"]
    before = pd.DataFrame([["rule", "a", "1"], ["rule", "b", "1"], ["topic", "a", "x; y"]], columns=columns)
    after = pd.DataFrame([["topic", "a", "x; z"], ["version", "a", "1"], ["rule", "a", "1"]], columns=columns)
    rows, counts = setting_changes(before, after)
    assert rows.astype(object).where(rows.notna(), None).values.tolist() == [
        ["version", "a", "new", None, "1"],
        ["rule", "b", "gone", "1", None],
        ["topic", "a", "altered", "x; y", "x; z"],
    ]
    assert counts["n"].tolist() == [1, 1, 1, 1]


def test_rules_by_hand():
    columns = ["rule", "origin", "action", "pattern", "where", "reason"]
    before = pd.DataFrame(
        [
            ["byline", "package", "remove", "By", "first lines", "r"],
            ["old", "corpus", "remove", "o", None, "r"],
            ["ticker", "package", "remove", "A", None, "r"],
            ["same", "package", "change", "s", None, "r"],
        ],
        columns=columns,
    )
    after = pd.DataFrame(
        [
            ["ticker", "corpus", "remove", "B", None, "r"],
            ["same", "package", "change", "s", None, "r"],
            ["byline", "package", "remove", "By", None, "r"],
            ["new", "corpus", "remove", "n", None, "r"],
        ],
        columns=columns,
    )
    rows, counts = rule_changes(before, after)
    assert rows["rule"].tolist() == ["new", "old", "byline", "ticker"]
    assert rows["state"].tolist() == ["new", "gone", "altered", "altered"]
    assert rows["differences"].isna().tolist() == [True, True, False, False]
    assert rows["differences"].tolist()[2:] == ["where", "origin, pattern"]
    assert counts["n"].tolist() == [1, 1, 2, 1]
    assert rule_changes(before[["rule", "reason"]], after).counts["n"].tolist() == [1, 1, 0, 3], "only the reasons are compared"


def test_software():
    rows, counts = software_changes({"a": "1", "b": "2", "z": "3"}, {"b": "2.1", "c": "4", "z": "3"})
    assert rows.astype(object).where(rows.notna(), None).values.tolist() == [
        ["c", "new", None, "4"],
        ["a", "gone", "1", None],
        ["b", "altered", "2", "2.1"],
    ]
    assert counts["n"].tolist() == [1, 1, 1, 1]


def corpus(documents, sources):
    return sourced(tokens_from(documents), sources)


def test_rates_by_hand():
    before = count_terms(tokens_from({"d": ["war war aid the"]}))
    after = count_terms(tokens_from({"d": ["war the the the the the oil oil"]}))
    got = rate_changes(before, after)
    assert got[["term", "state", "n_before", "n_after", "difference_per_1000"]].values.tolist() == [
        ["the", "moved", 1, 5, 375.0],
        ["war", "moved", 2, 1, -375.0],
        ["aid", "gone", 1, 0, -250.0],
        ["oil", "new", 0, 2, 250.0],
    ]
    assert got["log2_ratio"].tolist() == pytest.approx([np.log2(2.5), -2, np.nan, np.nan], nan_ok=True)
    assert got["rate_per_1000_before"].tolist() == [250, 500, 250, 0]
    assert rate_changes(before, after, top=1)["term"].tolist() == ["the"]


def test_a_count_that_grew_at_the_same_rate_has_moved_by_0():
    got = rate_changes(count_terms(tokens_from({"d": ["a b"]})), count_terms(tokens_from({"d": ["a b a b"]})))
    assert got[["n_before", "n_after", "difference_per_1000", "log2_ratio"]].values.tolist() == [[1, 2, 0, 0]] * 2


def test_groups_are_compared_each_for_itself_and_only_where_both_runs_have_them():
    before = count_terms(corpus({"d": ["a b"], "e": ["a"]}, {"d": "X", "e": "Y"}), "source")
    after = count_terms(corpus({"d": ["a a"], "f": ["c"]}, {"d": "X", "f": "Z"}), "source")
    got = rate_changes(before, after, by="source")
    assert got[["source", "term", "state"]].values.tolist() == [["X", "a", "moved"], ["X", "b", "gone"]]
    both = count_terms(corpus({"d": ["a c"], "e": ["b"]}, {"d": "X", "e": "Y"}), "source")
    assert rate_changes(before, both, by="source", top=1)[["source", "term"]].values.tolist() == [["X", "b"], ["Y", "a"]]


def test_topics_without_a_mention_are_new_and_gone():
    topics = dictionary_from({"War": ["war"], "Peace": ["peace"], "Sea": ["sea"]})
    runs = []
    for text in ("war war a a", "peace a a a"):
        tokens = tokens_from({"d": [text]})
        runs.append(count_topics(tokens, match_dictionary(tokens, topics)))
    got = rate_changes(*runs, name="topic")
    assert got[["topic", "state"]].values.tolist() == [["War", "gone"], ["Peace", "new"]]


@MADE_UP
@given(CORPORA, CORPORA)
def test_rates_add_up(one, other):
    before, after = (count_terms(tokens_from(documents)) for documents in (one, other))
    got = rate_changes(before, after)
    whole = before.set_index("term")["n"].to_dict(), after.set_index("term")["n"].to_dict()
    assert set(got["term"]) <= set(whole[0]) | set(whole[1])
    for row in got.itertuples():
        assert (row.n_before, row.n_after) == (whole[0].get(row.term, 0), whole[1].get(row.term, 0))
        assert row.state == ("new" if row.term not in whole[0] else "gone" if row.term not in whole[1] else "moved")
    assert got["difference_per_1000"].sum() == pytest.approx(0, abs=1e-6), "rates of each run add up to 1,000"
    back = rate_changes(after, before).set_index("term")["difference_per_1000"]
    assert (back + got.set_index("term")["difference_per_1000"]).abs().max() < 1e-9 if len(got) else back.empty
    sizes = got["difference_per_1000"].abs().round(9).tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_keywords_that_turned():
    before = corpus({"d": ["a a a b c"], "e": ["b b b a c"]}, {"d": "X", "e": "Y"})
    after = corpus({"d": ["a b b c"], "e": ["b a a c x"]}, {"d": "X", "e": "Y"})
    got = keyword_turns(keyness(before, "source"), keyness(after, "source"), "source")
    assert got["source"].tolist() == ["X", "X", "Y", "Y"]
    assert {tuple(row) for row in got[["source", "term"]].values} == {("X", "a"), ("X", "b"), ("Y", "a"), ("Y", "b")}
    x = got[got["source"] == "X"].set_index("term")
    assert x.loc["a", "g2_before"] > 0 > x.loc["a", "g2_after"]
    assert x.loc["a", ["n_a_before", "n_a_after", "n_b_before", "n_b_after"]].tolist() == [3, 1, 1, 2]


def test_turns_are_ordered_by_their_weaker_side():
    before = pd.DataFrame({"source": "x", "term": list("abcde"), "g2": [9.0, 2.0, -3.0, 0.0, 5.0], "n_a": 1, "n_b": 1})
    after = before.assign(g2=[-1.0, -8.0, 2.0, 4.0, 1.0])
    got = keyword_turns(before, after.iloc[::-1], "source")
    assert got["term"].tolist() == ["b", "c", "a"], "d stood at 0, e did not turn"
    assert keyword_turns(before, after.head(0), "source").empty


def test_refusals():
    counts = count_terms(corpus({"d": ["a"], "e": ["a"]}, {"d": "X", "e": "Y"}), "source")
    with pytest.raises(SchemaError, match="the earlier table of rates has 'a' twice"):
        rate_changes(counts, counts)
    with pytest.raises(UsageError, match="top cannot be 0"):
        rate_changes(counts, counts, by="source", top=0)
    with pytest.raises(SchemaError, match="the earlier table of keyness has no column 'g2'"):
        keyword_turns(counts, counts, "source")
