"""sensitivity.py: keyness as second opinion of every setting, ranks counted by hand, settings that cannot be applied."""

from pathlib import Path

import hypothesis
import numpy as np
import pandas as pd
import pytest
from builders import CORPORA, MADE_UP, sourced, tokens_from
from hypothesis import assume, given

import analysis as px
from analysis.errors import SchemaError, UsageError
from analysis.measure.comparing import keyness as keyness_module
from analysis.measure.comparing.keyness import keyness
from analysis.measure.comparing.sensitivity import Setting, sensitivity, settings

SEEDS = Path(__file__).parent.parent / "seeds"
SETTINGS = ["as asked", "stop words left out", "lemmas", "shared passages left out", "outside words only", "quoted words only"]
SETTINGS += ["ranked by z", "ranked by z, prior of 10,000", "ranked by z, prior of 100"]


def measured(table, by="doc_id"):
    return table[[by, "term", "g2", "z"]].astype({by: "str"}).sort_values([by, "term"], ignore_index=True)


def same(one, other):
    pd.testing.assert_frame_equal(measured(one), measured(other), check_exact=False, rtol=1e-9, atol=1e-9)


@given(CORPORA)
@hypothesis.settings(MADE_UP, max_examples=8)
def test_the_settings_are_those_of_keyness(corpus):
    tokens = tokens_from(corpus)
    assume(tokens["doc_id"].nunique() > 1)
    tokens = tokens.assign(voice=np.where(tokens["position"] % 2, "quoted", "outside"), shared=tokens["position"] % 3 == 0)
    got = settings(tokens, "doc_id", stop_words=["a"], lemmas=tokens, min_n=2)
    assert list(got) == SETTINGS
    base = keyness(tokens, "doc_id", min_n=2, draws=1, checked=1)
    same(got["as asked"].table, base)
    same(got["lemmas"].table, base)
    same(got["ranked by z"].table, base)
    same(got["stop words left out"].table if got["stop words left out"].table is not None else base, base[base["term"] != "a"])
    parts = {"shared passages left out": ~tokens["shared"], "outside words only": tokens["voice"].eq("outside")}
    for name, rows in (parts | {"quoted words only": tokens["voice"].eq("quoted")}).items():
        if tokens[rows]["doc_id"].nunique() > 1 and not rows.all():
            same(got[name].table, keyness(tokens[rows], "doc_id", min_n=2, draws=1, checked=1))
        else:
            assert got[name].table is None and got[name].reason
    with pytest.MonkeyPatch.context() as patch:
        for words in (10_000, 100):
            patch.setattr(keyness_module, "PRIOR_WORDS", words)
            same(got[f"ranked by z, prior of {words:,}"].table, keyness(tokens, "doc_id", min_n=2, draws=1, checked=1))
    assert [one.value for one in got.values()] == ["g2"] * 6 + ["z"] * 3


def table_of(**groups):
    rows = [(source, term, value) for source, terms in groups.items() for term, value in terms.items()]
    return pd.DataFrame(rows, columns=["source", "term", "g2"])


def test_ranks_by_hand():
    base = table_of(x={"a": 9, "b": 7, "c": 7, "d": 1, "e": -3}, y={"e": 5, "a": -2})
    other = table_of(x={"b": 4, "a": 3, "d": 2, "c": -1}, y={"e": 0, "f": 8})
    third = Setting(table_of(x={"A": 2, "D": 1}), forms=pd.Series({"a": "A", "b": "D", "c": "C"}))
    never = Setting(None, reason="it is Sunday")
    got = sensitivity({"base": base, "other": other, "third": third, "never": never}, "source", top=2)
    assert got.settings.astype(object).where(got.settings.notna(), None).values.tolist() == [
        ["x", "other", 2, 2, 1.0, None],
        ["x", "third", 2, 2, 1.0, None],
        ["x", "never", 2, None, None, "it is Sunday"],
        ["y", "other", 1, 0, 0.0, None],
        ["y", "third", 1, None, None, "the group has no such words"],
        ["y", "never", 1, None, None, "it is Sunday"],
    ]
    assert got.terms.astype(object).where(got.terms.notna(), None).values.tolist() == [
        ["x", "a", 1, 1, 2, 2, 2],
        ["x", "b", 2, 1, 2, 2, 2],
        ["y", "e", 1, 1, None, 0, 1],
    ]
    wide = sensitivity({"base": base, "other": other, "third": third}, "source", top=3)
    assert wide.terms.astype(object).where(wide.terms.notna(), None).values.tolist()[2] == ["x", "c", 3, 3, None, 0, 2]
    assert wide.settings[["n_top", "n_stay"]].values.tolist()[:2] == [[3, 2], [3, 2]]


def test_a_tie_goes_by_name_after_rounding():
    base = table_of(x={"b": 1.0, "a": 1.0 - 1e-12})
    got = sensitivity({"base": base, "same": base}, "source", top=1)
    assert got.terms["term"].tolist() == ["a"] and got.terms["n_settings_in_top"].tolist() == [1]


def test_a_group_without_keywords():
    base = table_of(x={"a": 1}, y={"a": -1})
    got = sensitivity({"base": base, "same": base}, "source")
    assert got.settings["n_top"].tolist() == [1, 0] and got.settings["n_stay"].tolist() == [1, 0]
    assert got.settings["share_stays"].isna().tolist() == [False, True]
    assert got.settings["reason"].tolist()[1] == "the group has no keyword"
    nothing = sensitivity({"base": table_of(x={"a": -1}), "same": table_of(x={"a": -1})}, "source")
    assert nothing.terms.empty and nothing.settings["n_top"].tolist() == [0]


def test_the_order_of_rows_does_not_matter():
    tokens = sourced(tokens_from({"d": ["a a b c"], "e": ["b b c d"], "f": ["a d d"]}), {"d": "X", "e": "Y", "f": "Z"})
    variants = settings(tokens, "source", stop_words=["a"], min_n=1)
    once = sensitivity(variants, "source", top=2)
    shuffled = {
        name: one if one.table is None else one._replace(table=one.table.sample(frac=1, random_state=3))
        for name, one in variants.items()
    }
    for one, other in zip(once, sensitivity(shuffled, "source", top=2), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_a_lemma_stands_for_its_forms():
    """`says` and `said` are rare each; together, as `say`, they are what X has most of, and `hat` falls behind."""
    tokens = tokens_from({"d": ["says said says said hat hat hat"], "e": ["one two one two one two one"]})
    lemmas = tokens.assign(term=tokens["term"].astype("str").replace({"says": "say", "said": "say"}).astype("category"))
    variants = settings(tokens, "doc_id", lemmas=lemmas, min_n=1)
    assert variants["lemmas"].forms.to_dict() == {"hat": "hat", "one": "one", "said": "say", "says": "say", "two": "two"}
    got = sensitivity(variants, "doc_id", top=1)
    lemma = got.settings[got.settings["setting"] == "lemmas"]
    assert lemma[["doc_id", "n_top", "n_stay"]].values.tolist() == [["d", 1, 0], ["e", 1, 1]]
    both = sensitivity(variants, "doc_id", top=3)
    d = both.terms[both.terms["doc_id"] == "d"].set_index("term")
    assert d.loc[["said", "says"], "best_rank"].tolist() == [1, 1] and d.loc["hat", "worst_rank"] == 2


def test_what_changes_no_word_is_not_counted_as_agreement():
    tokens = tokens_from({"d": ["a a a b"], "e": ["b b b a"]})
    got = sensitivity(settings(tokens, "doc_id"), "doc_id").settings
    reasons = got[got["doc_id"] == "d"].set_index("setting")["reason"].dropna().to_dict()
    assert reasons == {
        "stop words left out": "no term is on the stop list",
        "lemmas": "no lemmas were given",
        "shared passages left out": "no passage is shared",
        "outside words only": "no word is quoted or reported",
        "quoted words only": "fewer than two groups have such words",
    }
    quoted = settings(tokens.assign(voice="quoted"), "doc_id")
    assert quoted["quoted words only"].reason == "all words are quoted" and quoted["outside words only"].table is None
    one = settings(tokens.assign(voice=np.where(tokens["doc_id"] == "d", "quoted", "outside")), "doc_id")
    assert one["quoted words only"].reason == "fewer than two groups have such words"


def test_the_five_articles():
    p = px.prepare(SEEDS)
    tokens = px.measure.select(p.tokens, p.articles, "source").tokens
    stop_words = px.text.stop_list("en")
    got = sensitivity(
        settings(tokens, "source", stop_words=stop_words, lemmas=px.text.tokens_with(tokens, "lemma", "en")), "source"
    )
    whole = keyness(tokens, "source", min_n=3)
    for source, rows in got.terms.groupby("source", observed=True):
        top = whole[(whole["source"] == source) & (whole["g2"] > 0)].head(20)["term"].tolist()
        assert rows["term"].tolist() == top and rows["rank"].tolist() == list(range(1, 21))
        stays = got.settings[(got.settings["source"] == source) & (got.settings["setting"] == "stop words left out")]
        assert stays["n_stay"].tolist() == [len(set(top) - stop_words)]
        assert rows["n_settings_in_top"].sum() == got.settings.loc[got.settings["source"] == source, "n_stay"].sum()
    digest = got.settings[(got.settings["source"] == "Analysts’ digest") & got.settings["reason"].notna()]
    assert digest["setting"].tolist() == ["quoted words only"], "the digest quotes nobody"


def test_refusals():
    tokens = tokens_from({"d": ["a b"], "e": ["a"]})
    with pytest.raises(SchemaError, match="only one group"):
        settings(tokens[tokens["doc_id"] == "d"], "doc_id")
    with pytest.raises(SchemaError, match="not of the same words"):
        settings(tokens, "doc_id", lemmas=tokens.iloc[::-1])
    with pytest.raises(SchemaError, match="not of the same words"):
        settings(tokens, "doc_id", lemmas=tokens.head(2))
    base = table_of(x={"a": 1})
    with pytest.raises(UsageError, match="1 settings"):
        sensitivity({"base": base}, "source")
    with pytest.raises(UsageError, match="top cannot be 0"):
        sensitivity({"base": base, "other": base}, "source", top=0)
    with pytest.raises(UsageError, match="'base' is the base"):
        sensitivity({"base": Setting(None, reason="r"), "other": base}, "source")
    with pytest.raises(SchemaError, match="'other' has no column 'g2'"):
        sensitivity({"base": base, "other": base.drop(columns="g2")}, "source")
    with pytest.raises(SchemaError, match="'other' has the term 'a' of a group twice"):
        sensitivity({"base": base, "other": pd.concat([base, base])}, "source")


def test_some_groups_and_the_first_rows_are_those_of_the_whole_tables():
    draw = np.random.default_rng(7)
    made = {
        f"{side}{place}": [" ".join(draw.choice(list("abcdefghij"), 8 + 4 * place)) + "."] for place, side in enumerate("xyz")
    }
    tokens = sourced(tokens_from(made), {name: name[0] for name in made})
    whole, some = settings(tokens, "source", min_n=1), settings(tokens, "source", min_n=1, most_groups=2, most_rows=3)
    for name, setting in some.items():
        if setting.table is not None:
            every = whole[name].table
            assert set(setting.table["source"]) == {"y", "z"}
            assert len(setting.table.merge(every, validate="1:1")) == len(setting.table) < len(every)
            for value in ("g2", "z"):
                first = every[every["source"].isin(["y", "z"])].sort_values(value, ascending=False, kind="stable")
                first = first.groupby("source", observed=True).head(3)
                assert len(first.merge(setting.table)) == len(first)
