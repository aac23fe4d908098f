"""within.py, and keyness and its kin within stories: by hand, where nothing is to be found, and with three habits."""

import math

import numpy as np
import pandas as pd
import pytest
from builders import sourced, tokens_from

from analysis.errors import NotApplicableError, SchemaError
from analysis.measure.comparing.chance import beyond_chance
from analysis.measure.comparing.divergence import divergence
from analysis.measure.comparing.keyness import keyness
from analysis.measure.comparing.omissions import omissions
from analysis.measure.counting.in_common import told_in_common

TEXTS = {
    "p1": "flood flood river mayor",  # P on the flood: 4 words, Q on it: 8
    "q1": "flood river river river mayor dam dam dam",
    "p2": "trial judge judge mayor",
    "q2": "trial trial judge mayor",
    "p3": "goal goal goal goal",  # told by P alone
}


@pytest.fixture
def tokens():
    table = sourced(tokens_from({doc: [text] for doc, text in TEXTS.items()}), {doc: doc[0].upper() for doc in TEXTS})
    return table.assign(story=table["doc_id"].astype(str).str[1])


def test_a_table_by_hand(tokens):
    """A story with 4 and 8 words gets 2 * 4 * 8 / 12 = 16/3 on each side: P's words count 4/3, Q's 2/3; the other as they are."""
    got = keyness(tokens, "source", "P", "Q", within="story").set_index("term")
    assert "goal" not in got.index
    assert got.loc["mayor", ["n_a", "n_b", "n_articles_a", "n_articles_b", "n_stories"]].tolist() == [2, 2, 2, 2, 2]
    assert got.loc["flood", ["n_a", "n_b", "n_stories"]].tolist() == [2, 1, 1]
    words = 16 / 3 + 4
    assert got.loc["mayor", "rate_per_1000_a"] == pytest.approx(1000 * (4 / 3 + 1) / words)
    assert got.loc["mayor", "rate_per_1000_b"] == pytest.approx(1000 * (2 / 3 + 1) / words)
    assert got.loc["mayor", "log2_ratio"] == pytest.approx(math.log2((4 / 3 + 1) / (2 / 3 + 1)))
    assert got.loc["flood", "log2_ratio"] == pytest.approx(math.log2(2 * 8 / (1 * 4)))  # of one story, the ratio of its rates
    assert got.loc["dam", "log2_ratio"] == pytest.approx(math.log2(0.5 / 2.5)) and got.loc["dam", "log2_ratio_adjusted"]
    # two articles of one story that change sides make as large a difference, turned round
    assert got.loc["mayor", "p_articles"] == 1 and set(got["verdict"]) == {"descriptive"}


def test_one_story_for_all_is_keyness_with_balanced_sides(tokens):
    """With sides of equal length nothing is weighed: the tables agree wherever the article is not the unit."""
    texts = {"p1": "war war aid", "p2": "aid law oil", "q1": "war law law", "q2": "oil oil gas"}
    table = sourced(tokens_from({doc: [text] for doc, text in texts.items()}), {doc: doc[0].upper() for doc in texts})
    plain = keyness(table, "source", "P", "Q")
    within = keyness(table.assign(story="one"), "source", "P", "Q", within="story").drop(columns="n_stories")
    unit = ["log2_ratio_articles_low", "log2_ratio_articles_high", "sign_flips", "turned_by"]
    pd.testing.assert_frame_equal(plain.drop(columns=unit), within.drop(columns=unit))


def test_log2_ratio_is_that_of_mantel_and_haenszel():
    random = np.random.default_rng(0)
    texts = {
        f"{side}{story}": " ".join(random.choice(["war", "aid", "oil"], random.integers(20, 90)))
        for side in "pq"
        for story in range(9)
    }
    table = sourced(tokens_from({doc: [text] for doc, text in texts.items()}), {doc: doc[0].upper() for doc in texts})
    table = table.assign(story=table["doc_id"].astype(str).str[1:])
    got = keyness(table, "source", "P", "Q", within="story").set_index("term")["log2_ratio"]
    for term in ("war", "aid", "oil"):
        over = under = 0.0
        for story in range(9):
            p, q = (texts[f"{side}{story}"].split() for side in "pq")
            n, words, m, more = p.count(term), len(p), q.count(term), len(q)
            over, under = over + n * more / (words + more), under + m * words / (words + more)
        assert got[term] == pytest.approx(math.log2(over / under))


def test_the_sides_mirror_each_other(tokens):
    one = keyness(tokens, "source", "P", "Q", within="story").set_index("term")
    other = keyness(tokens, "source", "Q", "P", within="story").set_index("term").loc[one.index]
    for name in ("g2", "log2_ratio", "z"):
        assert one[name].tolist() == pytest.approx((-other[name]).tolist())
    assert (
        one["p_articles"].tolist() == other["p_articles"].tolist()
        and one["sign_flips"].tolist() == other["sign_flips"].tolist()
    )
    assert one["log2_ratio_articles_low"].tolist() == pytest.approx((-other["log2_ratio_articles_high"]).tolist(), nan_ok=True)


def test_a_story_that_makes_the_difference_is_named():
    texts = {"p1": "war war war aid", "q1": "aid aid oil oil", "p2": "war oil oil oil", "q2": "war war oil oil"}
    table = sourced(tokens_from({doc: [text] for doc, text in texts.items()}), {doc: doc[0].upper() for doc in texts})
    table = table.assign(story=table["doc_id"].astype(str).str[1].map({"1": "flood", "2": "trial"}))
    got = keyness(table, "source", "P", "Q", within="story").set_index("term")
    assert got.loc["war", ["sign_flips", "turned_by"]].tolist() == [1, "flood"]
    assert got.loc["aid", ["sign_flips", "turned_by"]].tolist() == [1, "flood"]


def made_up(seed, n_stories=40, outlets="PQ", habits=None, length=60, bursts=False):
    """Stories with words of their own. P prefers stories with even numbers, Q odd ones; of each story both write alike.

    habits : outlet -> its word, written nine times of ten where all others write "usual-" and this word
    bursts : whether an article writes of a tenth of a story's words again and again, so that words are no independent draws
    """
    random = np.random.default_rng(seed)
    rows, story_of = {}, {}
    for story in range(n_stories):
        own = np.array([f"s{story}w{rank}" for rank in range(20)])
        for number, outlet in enumerate(outlets):
            likes = story % len(outlets) == number
            for article in range(random.integers(2, 4) if likes else random.integers(0, 2)):
                doc = f"{outlet}-{story}-{article}"
                words = random.choice(own[random.choice(20, 4)] if bursts else own, length // 2).tolist()
                words += random.choice([f"c{rank}" for rank in range(60)], length // 2).tolist()
                for owner, word in (habits or {}).items():
                    words += [word if outlet == owner and random.random() < 0.9 else f"usual-{word}"] * 2
                rows[doc], story_of[doc] = [" ".join(words)], f"story {story}"
    table = sourced(tokens_from(rows), {doc: doc[0] for doc in rows})
    return table.assign(story=table["doc_id"].astype(str).map(story_of))


def test_nothing_is_found_within_stories_that_are_told_alike():
    """Of 20 corpora one may have a find at .05; without stories each has its stories' words as finds."""
    finds = {"q": 0, "p": 0, "plain": 0, "plain p": 0}
    for seed in range(20):
        table = made_up(seed)
        finds["q"] += (keyness(table, "source", "P", "Q", within="story", checked=1, draws=1)["q"] < 0.05).any()
        finds["p"] += (beyond_chance(table, "source", "P", "Q", draws=199, within="story")["p_any_word"] < 0.05).any()
        plain = keyness(table, "source", "P", "Q", checked=1, draws=1)
        found = plain[plain["q"] < 0.05]["term"]
        finds["plain"] += len(found) > 0 and found.str.startswith("s").mean() > 0.8
    assert finds["q"] <= 1 and finds["p"] <= 1 and finds["plain"] == 20


def test_words_in_bursts_are_no_finds_by_articles():
    found = [
        (beyond_chance(made_up(seed, bursts=True), "source", "P", "Q", draws=199, within="story")["p_any_word"] < 0.05).any()
        for seed in range(20)
    ]
    assert sum(found) <= 2


@pytest.mark.parametrize("seed", range(3))
def test_three_habits_are_found_and_nothing_else(seed):
    table = made_up(seed, 60, "PQRS", {"P": "crisis", "Q": "migrants", "R": "officials"})
    got = keyness(table, "source", within="story", min_n=5)
    best = got[(got["q"] < 0.01) & (got["g2"] > 0) & (got["log2_ratio"] > 2)]
    assert best[["source", "term"]].values.tolist() == [["P", "crisis"], ["Q", "migrants"], ["R", "officials"]]
    assert (best["p_articles"] <= 0.01).all() and set(best["verdict"]) == {"testable"}
    sure = beyond_chance(table, "source", within="story")
    sure = sure[(sure["p_any_word"] < 0.05) & (~sure["term"].str.startswith("usual"))]
    assert {("P", "crisis"), ("Q", "migrants"), ("R", "officials")} <= set(zip(sure["source"], sure["term"], strict=True))
    assert len(sure[~sure["term"].isin(["crisis", "migrants", "officials"])]) <= 1


def test_the_level_of_p_within_stories():
    """Of terms that do not differ about one in twenty has a p of .05 or below, though P and Q choose other stories."""
    p = pd.concat([keyness(made_up(seed), "source", "P", "Q", within="story", min_n=20)["p_articles"] for seed in range(4)])
    assert len(p) > 150 and (p <= 0.05).mean() < 0.08


def test_divergence_within_stories(tokens):
    third = tokens.assign(source=tokens["source"].astype(str).where(tokens["doc_id"] != "p3", "R"))
    got = divergence(third, "source", within="story")
    assert got[["a", "b"]].values.tolist() == [["P", "Q"]]
    by_hand = divergence(told_in_common(third, "source", "story", "P", "Q"), "source")
    pd.testing.assert_frame_equal(got, by_hand)
    assert got["jsd_bits"].iloc[0] < divergence(tokens, "source")["jsd_bits"].iloc[0]


def test_omissions_within_stories():
    """R tells the flood with P and Q, who both name the dam; that R does not write of the trial is no omission."""
    texts = {"p1": "flood dam", "q1": "flood dam", "r1": "flood rain", "p2": "trial judge", "q2": "trial judge"}
    table = sourced(tokens_from({doc: [text] for doc, text in texts.items()}), {doc: doc[0].upper() for doc in texts})
    table = table.assign(story=table["doc_id"].astype(str).str[1])
    plain, within = omissions(table, "source", min_share=1), omissions(table, "source", min_share=1, within="story")
    assert set(plain[plain["source"] == "R"]["item"]) == {"dam", "judge", "trial"} and len(plain) == 3
    assert within[["source", "item", "n_groups_with", "n_others"]].values.tolist() == [["R", "dam", 2, 2]]


def test_refusals(tokens):
    with pytest.raises(NotApplicableError, match="no story is told"):
        keyness(tokens.assign(story=tokens["doc_id"]), "source", within="story")
    with pytest.raises(SchemaError, match="'p1' has several values of 'story'"):
        keyness(tokens.assign(story=["1", "2"] * 12), "source", within="story")
    with pytest.raises(SchemaError, match="words on both sides"):
        keyness(tokens.assign(voice=["outside", "quoted"] * 12), "voice", within="story")
    with pytest.raises(NotApplicableError):
        divergence(tokens.assign(story=tokens["doc_id"]), "source", within="story")
