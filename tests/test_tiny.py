"""Ten short articles, counted by hand: the whole chain from the folder to the measures, through the names a notebook uses.

The tables below were filled in by reading tests/tiny, before any of it was run. Each outlet has 100 running words, so that a rate per
1,000 words is ten times the count. A change of the articles or of a rule of counting has to change these tables too.
"""

import math
from pathlib import Path

import pandas as pd
import pytest

import analysis as px

TINY = Path(__file__).parent / "tiny"
POST, COURIER, RADIO = "Larkham Post", "Vale Courier", "Radio Vale"

# article: raw lines, kept, changed, blank, removed by another rule, running words, sentences
ARTICLES = {
    "post-1": (7, 3, 0, 1, 3, 31, 5),
    "post-2": (5, 2, 1, 1, 1, 32, 5),
    "post-3": (5, 3, 0, 0, 2, 37, 6),
    "courier-1": (6, 3, 0, 1, 2, 32, 5),
    "courier-2": (5, 3, 0, 0, 2, 30, 5),
    "courier-3": (4, 4, 0, 0, 0, 38, 6),
    "radio/a": (3, 2, 0, 0, 1, 25, 4),
    "radio/b": (3, 2, 0, 0, 1, 23, 3),
    "radio/c": (3, 2, 0, 0, 1, 25, 4),
    "radio/d": (3, 2, 0, 0, 1, 27, 4),
}
# article and line: the rule that acted on it
RULES = {
    ("post-1", 1): "title",
    ("post-1", 2): "byline",
    ("post-1", 3): "photo_credit",
    ("post-1", 4): "blank",
    ("post-1", 6): "read_more",
    ("post-2", 1): "title",
    ("post-2", 2): "byline",
    ("post-2", 3): "blank",
    ("post-2", 4): "white_space",
    ("post-3", 1): "title",
    ("post-3", 2): "photo_credit",
    ("post-3", 5): "subscribe",
    ("courier-1", 1): "page_line",
    ("courier-1", 2): "title",
    ("courier-1", 3): "repeated_title",
    ("courier-1", 5): "blank",
    ("courier-2", 1): "page_line",
    ("courier-2", 2): "title",
    ("courier-2", 3): "byline",
    ("courier-3", 1): "title",
    ("courier-3", 3): "heading",
    ("radio/a", 3): "listen_again",
    ("radio/b", 3): "listen_again",
    ("radio/c", 3): "listen_again",
    ("radio/d", 3): "listen_again",
}
# term: for each outlet n and the number of articles; an outlet without it has no row
TERMS = {
    "bridge": {POST: (7, 3), COURIER: (8, 3), RADIO: (6, 4)},
    "mayor": {POST: (4, 3), COURIER: (1, 1), RADIO: (6, 3)},
    "ferry": {POST: (6, 2), RADIO: (1, 1)},
    "cracks": {POST: (1, 1), COURIER: (1, 1), RADIO: (3, 2)},
    "detour": {POST: (3, 1), COURIER: (1, 1), RADIO: (2, 2)},
    "shutdown": {COURIER: (2, 1)},
}
# outlet and topic: mentions, articles, paragraphs; Post and Courier have 6 paragraphs, Radio 8
TOPICS = {
    (POST, "Safety"): (2, 1, 2),  # cracks; not safe, which is one mention
    (POST, "Getting across"): (9, 2, 4),  # 5 in post-2, 4 in post-3, two of them in titles
    (POST, "Money"): (2, 1, 2),  # costs, twice
    (COURIER, "Safety"): (1, 1, 1),
    (COURIER, "Getting across"): (1, 1, 1),
    (COURIER, "Money"): (8, 3, 4),  # trade; pays, costs, million, town tax, money; trade, trade
    (RADIO, "Safety"): (5, 3, 3),  # cracks 2, safe 2, cracks 1
    (RADIO, "Getting across"): (5, 2, 2),  # buses, detour; ferry, bus, detour
    (RADIO, "Money"): (1, 1, 1),
}
# outlet and concept: mentions of each variant, in the order of wording.yml
WORDING = {
    (POST, "Name of the bridge"): {"Mill Bridge": 2, "Old Bridge": 0},
    (POST, "Head of the town"): {"mayor": 4, "chief": 0},
    (POST, "What was done"): {"closed": 3, "closure": 0, "shut": 0, "shutdown": 0},
    (POST, "The vessel"): {"ferry": 6, "boat": 0},
    (COURIER, "Name of the bridge"): {"Mill Bridge": 0, "Old Bridge": 3},
    (COURIER, "Head of the town"): {"mayor": 0, "chief": 5},  # the mayor of Dunwick is another town's
    (COURIER, "What was done"): {"closed": 0, "closure": 0, "shut": 2, "shutdown": 2},
    (COURIER, "The vessel"): {"ferry": 0, "boat": 0},  # a gap: it speaks of no vessel
    (RADIO, "Name of the bridge"): {"Mill Bridge": 3, "Old Bridge": 0},
    (RADIO, "Head of the town"): {"mayor": 6, "chief": 0},
    (RADIO, "What was done"): {"closed": 1, "closure": 2, "shut": 0, "shutdown": 0},
    (RADIO, "The vessel"): {"ferry": 1, "boat": 0},
}


@pytest.fixture(scope="module")
def tiny():
    return px.prepare(TINY)


@pytest.fixture(scope="module")
def tokens(tiny):
    return px.measure.join_articles(tiny.tokens, tiny.articles, ["source", "outlet_type", "region"])


@pytest.fixture(scope="module")
def topics(tiny, tokens):
    return px.measure.match_dictionary(tokens, tiny.topics)


def test_every_file_is_accounted_for(tiny):
    assert tiny.inputs["state"].value_counts().to_dict() == {"loaded": 10, "skipped": 5}
    assert tiny.quarantine.empty
    assert set(tiny.articles["doc_id"]) == set(ARTICLES)


def test_facts_come_from_sources_csv(tiny):
    articles = tiny.articles.set_index("doc_id")
    assert articles["source"].value_counts().to_dict() == {POST: 3, COURIER: 3, RADIO: 4}
    assert articles.loc["courier-2", "title"] == "Who Pays for the Bridge?"
    assert articles.loc[["post-3", "post-1", "radio/d"], "region"].tolist() == ["north", "north", "south"]
    span = articles.loc["post-3", ["date_start", "date_end"]]
    assert [day.date().isoformat() for day in span] == ["2019-04-01", "2019-04-30"]


def test_every_line_has_the_rule_it_should_have(tiny):
    acted = tiny.ledger.dropna(subset="rule")
    assert dict(zip(zip(acted["doc_id"], acted["line"], strict=True), acted["rule"], strict=True)) == RULES


def test_account_of_lines(tiny):
    account = px.measure.ledger_summary(tiny.ledger).set_index("doc_id")
    expected = {doc_id: row[:5] for doc_id, row in ARTICLES.items()}
    assert {row.Index: tuple(row)[1:6] for row in account.itertuples()} == expected
    assert account["n_raw"].sum() == 44


def test_a_changed_line_says_what_it_was(tiny):
    line = px.measure.changed_lines(tiny.ledger).iloc[0]
    assert "an  hour" in line["raw"]
    assert line["text"] == "Drivers take a detour since the bridge closed. The detour costs an hour, drivers say."


def test_running_words_and_sentences(tokens):
    sizes = px.measure.group_sizes(tokens, "doc_id").set_index("doc_id")
    assert dict(zip(sizes.index, zip(sizes["n_tokens"], sizes["n_sentences"], strict=True), strict=True)) == {
        doc_id: row[5:] for doc_id, row in ARTICLES.items()
    }
    assert px.measure.group_sizes(tokens, "source")["n_tokens"].tolist() == [100, 100, 100]
    assert px.measure.group_sizes(tokens, "region").set_index("region")["n_tokens"].to_dict() == {"north": 100, "south": 200}


def test_removed_lines_have_no_words(tokens):
    assert set(tokens["term"]).isdisjoint(
        {"finch", "carr", "reed", "subscribe", "newsletter", "read", "listen", "98.4", "page"}
    )


def test_titles_and_headings_are_marked(tokens):
    parts = tokens.groupby("part", observed=True).size()
    assert parts.to_dict() == {"body": 273, "heading": 3, "title": 24}


@pytest.mark.parametrize("term", TERMS)
def test_counts_of_a_term(term, tokens):
    counts = px.measure.count_terms(tokens, ["source"])
    rows = counts[counts["term"] == term].set_index("source")
    assert {outlet: (row.n, row.n_articles) for outlet, row in rows.iterrows()} == TERMS[term]
    assert rows["rate_per_1000"].to_dict() == {outlet: pytest.approx(10 * n) for outlet, (n, _) in TERMS[term].items()}


def test_counts_of_the_whole_and_of_other_groups(tokens):
    whole = px.measure.count_terms(tokens).set_index("term")
    assert whole.loc["bridge", ["n", "n_articles", "rate_per_1000"]].tolist() == [21, 10, 70.0]
    assert whole.loc["mayor", ["n", "n_articles"]].tolist() == [11, 7]
    assert whole["n"].sum() == 300
    papers = px.measure.count_terms(tokens, "outlet_type").set_index(["outlet_type", "term"])
    assert papers.loc[("newspaper", "bridge"), ["n", "rate_per_1000"]].tolist() == [15, 75.0]


def test_runs_of_words_stay_within_their_sentence(tokens):
    pairs = px.measure.count_ngrams(tokens, n=2).set_index("term")["n"]
    assert pairs["mill bridge"] == 5
    assert pairs["the mayor"] == 11  # every mayor has his article, one of them as "the mayor's"
    assert pairs["town chief"] == 4
    assert "monday engineers" not in pairs  # … on Monday. Engineers …
    assert "vale buses" not in pairs  # … Radio Vale. Buses …
    assert pairs["bridge the"] == 1  # … a new bridge," the mayor said: a comma ends nothing
    assert "closed the" not in pairs  # the title Mill Bridge Closed, and the first line below it
    assert pairs.sum() == 300 - 47  # a sentence of n words has n − 1 pairs


def test_dispersion_of_one_articles_word(tokens):
    row = px.measure.dispersion(tokens, ["shutdown"]).iloc[0]
    # both stand in courier-3, which has 38 of the 300 words; radio/b, the shortest, has 23
    assert row["dp"] == pytest.approx(1 - 38 / 300)
    assert row["dp_norm"] == pytest.approx((1 - 38 / 300) / (1 - 23 / 300))


def test_neighbours_of_the_mayor(tokens):
    near = px.measure.collocates(tokens, "mayor", window=1, min_n=1).set_index("collocate")
    assert near.loc["the", ["n_left", "n_right"]].tolist() == [11, 0]
    assert near.loc["said", ["n_left", "n_right"]].tolist() == [0, 3]
    assert near.loc["of", ["n_left", "n_right"]].tolist() == [0, 1]


def test_concordance_shows_the_articles_own_text(tiny, tokens):
    lines = px.concordance(tokens, tiny.ledger, "dunwick")
    assert lines[["left", "hit", "right", "doc_id", "line", "source"]].values.tolist() == [
        ["The mayor of ", "Dunwick", " offered no money. Dunwick has its bridge.", "courier-2", 5, COURIER],
        ["The mayor of Dunwick offered no money. ", "Dunwick", " has its bridge.", "courier-2", 5, COURIER],
    ]


def test_topics_by_outlet(tokens, topics):
    table = px.measure.count_topics(tokens, topics, "source").set_index(["source", "topic"])
    assert {key: (row.n, row.n_articles, row.n_paragraphs) for key, row in table.iterrows()} == TOPICS
    assert table.loc[(COURIER, "Money"), "rate_per_1000"] == pytest.approx(80)
    assert table.loc[(RADIO, "Safety"), "share_paragraphs"] == pytest.approx(3 / 8)


def test_topics_that_meet_in_a_paragraph(tokens, topics):
    pairs = px.measure.cooccurrence(tokens, topics).set_index(["topic_a", "topic_b"])
    # both paragraphs of post-2, and the first of courier-3; 7 of 20 paragraphs have the one topic, 7 the other
    meet = pairs.loc[("Getting across", "Money")]
    assert meet["observed"] == 3
    assert meet["expected"] == pytest.approx(7 * 7 / 20)
    assert meet["log2_ratio"] == pytest.approx(math.log2(3 / 2.45))
    apart = pairs.loc[("Money", "Safety")]
    assert (apart["observed"], apart["expected"]) == (0, pytest.approx(7 * 6 / 20))
    assert pd.isna(apart["log2_ratio"])


def test_paragraphs_without_a_topic(tiny, tokens, topics):
    bare = px.measure.uncovered(tokens, tiny.ledger, topics)
    assert bare[["doc_id", "line", "n_tokens"]].values.tolist() == [
        ["courier-3", 4, 17],
        ["radio/a", 1, 13],
        ["radio/c", 2, 13],
    ]
    assert bare["text"].iloc[2].startswith("People miss the bridge.")
    shares = px.measure.coverage(tokens, topics, "source").set_index("source")
    assert shares["n_uncovered"].to_dict() == {POST: 0, COURIER: 1, RADIO: 2}


def test_pattern_that_never_matched_is_named_with_its_line(tiny, tokens, topics):
    assert px.measure.never_matched(topics, tiny.topics)["pattern"].tolist() == ["tax"]  # always part of "town tax"
    boat = px.measure.never_matched(px.measure.match_dictionary(tokens, tiny.wording), tiny.wording)
    assert boat[["label", "pattern", "line"]].values.tolist() == [["boat", "boat", 16]]


def test_wording_by_outlet(tiny, tokens):
    table = px.measure.count_wording(tokens, px.measure.match_dictionary(tokens, tiny.wording), tiny.wording, "source")
    found: dict = {}
    for row in table.itertuples():
        found.setdefault((row.source, row.concept), {})[row.variant] = row.n
    assert found == WORDING
    for row in table.itertuples():
        total = sum(WORDING[row.source, row.concept].values())
        assert row.n_concept == total
        assert row.state == ("used" if row.n else "not used" if total else "concept absent")
        assert pd.isna(row.share) if total == 0 else row.share == pytest.approx(row.n / total)


def test_wording_gives_the_first_line_of_evidence(tiny, tokens):
    table = px.measure.count_wording(tokens, px.measure.match_dictionary(tokens, tiny.wording), tiny.wording, "source")
    table = table.set_index(["source", "variant"])
    assert table.loc[(POST, "closed"), ["first_doc_id", "first_line"]].tolist() == ["post-1", 1]
    assert table.loc[(COURIER, "shutdown"), ["first_doc_id", "first_line"]].tolist() == ["courier-3", 4]
    assert table.loc[(RADIO, "closure"), ["first_doc_id", "first_line"]].tolist() == ["radio/a", 1]
    assert table.loc[(POST, "shut"), ["first_doc_id", "first_line"]].isna().all()


def test_keyness_of_one_word_worked_out_with_a_pencil(tokens):
    row = px.measure.keyness(tokens, "source", POST).set_index("term").loc["ferry"]
    assert row[["n_a", "n_b", "n_articles_a", "n_articles_b"]].tolist() == [6, 1, 2, 1]
    assert row[["rate_per_1000_a", "rate_per_1000_b"]].tolist() == [pytest.approx(60), pytest.approx(5)]
    # 7 ferries among 300 words; expected 7/3 in the Post's 100 words and 14/3 in the other 200. The four cells of the table:
    #   6 ln(6 / 2.33333)   =  5.66677     94 ln(94 / 97.66667)   = −3.59696
    #   1 ln(1 / 4.66667)   = −1.54045    199 ln(199 / 195.33333) =  3.70087
    # sum 4.23023, and twice that is G²; positive, since the Post has more
    assert row["g2"] == pytest.approx(8.46046, abs=5e-5)
    assert row["log2_ratio"] == pytest.approx(math.log2(12))
    other = px.measure.keyness(tokens, "source", COURIER).set_index("term").loc["ferry"]
    assert other["g2"] < 0


def test_the_outlets_own_words_lead_its_keywords(tokens):
    courier = px.measure.keyness(tokens, "source", COURIER)
    # chief and town are each 5 of its words and none of the others': a tie, broken by name
    assert courier["term"].head(2).tolist() == ["chief", "town"]
    assert courier["g2"][0] == courier["g2"][1]


def test_divergence_lists_every_pair_once(tokens):
    pairs = px.measure.divergence(tokens, "source")
    assert pairs[["a", "b"]].values.tolist() == [[POST, RADIO], [POST, COURIER], [RADIO, COURIER]]
    assert pairs["jsd_bits"].between(0, 1).all()
    shift = px.word_shift(tokens, "source", POST, COURIER)
    assert shift["shift_bits"].abs().sum() == pytest.approx(pairs["jsd_bits"][1])
    # all of a word that one side lacks goes into the divergence: half of its share, 5 of 100
    assert shift.set_index("term").loc["chief", "shift_bits"] == pytest.approx(-0.5 * 0.05)
