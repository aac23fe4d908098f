"""theme_topics.py: hand counts on planted themes, a slow obvious count with sets, and agreement from none to full."""

import numpy as np
import pandas as pd
import pytest
from builders import dictionary_from, tokens_from
from test_themes import FILLER, PLANTED, TEXTS

from analysis.columns import COLUMNS
from analysis.errors import NotApplicableError, SchemaError
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.measure.themes.discovery import find_themes
from analysis.measure.themes.theme_topics import best_topics, theme_agreement, theme_topics

LINES = {(doc, number): line for doc, lines in TEXTS.items() for number, line in enumerate(lines, start=1) if "#" not in line}


@pytest.fixture(scope="module")
def tokens():
    return tokens_from(TEXTS)


@pytest.fixture(scope="module")
def found(tokens):
    return find_themes(tokens, k=3, stop_words=FILLER)


def topics_of(tokens, found, entries):
    return theme_topics(found, tokens, match_dictionary(tokens, dictionary_from(entries)))


def test_topics_that_are_the_themes_agree_in_full(tokens, found):
    table = topics_of(tokens, found, PLANTED)
    assert list(table.columns) == [
        "theme", "theme_label", "topic", "n_paragraphs", "n_theme", "share_paragraphs", "share_expected", "log2_ratio", "overlap",
        "overlap_expected",
    ]  # fmt: skip
    assert set(table.columns) <= set(COLUMNS)
    assert len(table) == 9
    assert table.groupby("theme")["topic"].first().tolist() == ["war", "money", "match"]
    first = table.iloc[0]
    assert first[["n_paragraphs", "n_theme", "share_paragraphs", "share_expected", "log2_ratio", "overlap"]].tolist() == [
        *(36, 36, 1.0, 0.5, 1.0, 1.0)
    ]
    assert first["overlap_expected"] == pytest.approx(18 / (36 + 36 - 18))
    assert table.loc[table["n_paragraphs"] == 0, "log2_ratio"].isna().all()
    assert table[["theme", "topic"]].values.tolist()[1:3] == [[1, "match"], [1, "money"]]  # none and none: a-z
    assert best_topics(table)["topic"].tolist() == ["war", "money", "match"]
    assert theme_agreement(table) == pytest.approx(1)


def test_a_slow_count_with_sets_agrees(tokens, found):
    entries = {"arms": ["tank", "drone"], "first": [PLANTED["money"][0]], "little": ["the"], "nothing": ["moon"]}
    table = topics_of(tokens, found, entries).set_index(["theme", "topic"])
    theme_of = {(row.doc_id, row.line): row.theme for row in found.strongest.itertuples()}
    for topic, words in entries.items():
        with_topic = {place for place, line in LINES.items() if set(words) & set(line.split())}
        for theme in (1, 2, 3):
            own = {place for place in LINES if theme_of[place] == theme}
            row = table.loc[(theme, topic)]
            assert (row["n_paragraphs"], row["n_theme"]) == (len(own & with_topic), len(own))
            assert row["overlap"] == pytest.approx(len(own & with_topic) / len(own | with_topic))
            by_chance = len(own) * len(with_topic) / len(LINES)
            assert row["overlap_expected"] == pytest.approx(by_chance / (len(own) + len(with_topic) - by_chance))


def test_a_selection_of_tokens_selects_the_paragraphs(tokens, found):
    some = tokens[tokens["doc_id"] < "d04"] if tokens["doc_id"].cat.ordered else tokens[tokens["doc_id"].astype(str) < "d04"]
    table = theme_topics(found, some, match_dictionary(tokens, dictionary_from(PLANTED)))
    assert table.groupby("theme")["n_theme"].first().tolist() == [12, 8, 4]
    assert table.groupby("theme")["n_paragraphs"].max().tolist() == [12, 8, 4]
    assert theme_agreement(table) == pytest.approx(1)


def test_headings_are_no_paragraphs(tokens, found):
    table = topics_of(tokens, found, {"heading": ["heading"]})
    assert (table["n_paragraphs"] == 0).all() and (table["overlap"] == 0).all()


def test_a_topic_of_no_theme_agrees_with_none(tokens, found):
    draw = np.random.default_rng(4)
    marked = {doc: [f"{line} moon" if draw.random() < 0.5 else line for line in lines] for doc, lines in TEXTS.items()}
    table = theme_topics(found, tokens_from(marked), match_dictionary(tokens_from(marked), dictionary_from({"moon": ["moon"]})))
    assert abs(theme_agreement(table)) < 0.1
    assert table["log2_ratio"].abs().max() < 1


def test_agreement_by_hand():
    """Weighted by paragraphs, O = (3 × .5 + 1 × .9) / 4 = .6 and E = (3 × .2 + 1 × .2) / 4 = .2, so (.6 − .2) / .8."""
    rows = [
        (1, "b", 3, 0.4, 0.3),
        (1, "a", 3, 0.5, 0.2),
        (2, "c", 1, 0.9, 0.2),
        (2, "d", 1, np.nan, np.nan),
        (3, "a", 0, 0.0, 0.0),
    ]
    table = pd.DataFrame(rows, columns=["theme", "topic", "n_theme", "overlap", "overlap_expected"])
    assert best_topics(table)["topic"].tolist() == ["a", "c", "a"]
    assert theme_agreement(table) == pytest.approx(0.5)
    assert best_topics(table.assign(overlap=0.5))["topic"].tolist() == ["a", "c", "a"]  # ties a-z


def test_where_there_is_nothing_to_compare(tokens, found):
    for measure in (best_topics, theme_agreement):
        with pytest.raises(NotApplicableError, match="no topic"):
            measure(topics_of(tokens, found, PLANTED).head(0))
    nothing = match_dictionary(tokens, dictionary_from(PLANTED).head(0))
    assert theme_topics(found, tokens, nothing).empty
    row = {"theme": [1], "topic": ["all"], "n_theme": [20], "overlap": [1.0], "overlap_expected": [1.0]}
    with pytest.raises(NotApplicableError, match="in every paragraph"):
        theme_agreement(pd.DataFrame(row))
    headings = tokens[tokens["part"] == "heading"]
    with pytest.raises(NotApplicableError, match="strongest in any paragraph"):
        theme_agreement(theme_topics(found, headings, match_dictionary(tokens, dictionary_from(PLANTED))))


def test_other_tokens_are_refused(tokens, found):
    mentions = match_dictionary(tokens, dictionary_from(PLANTED))
    for texts, place in (
        ({"zz": ["army"]}, "line 1 of article 'zz'"),
        ({"d00": ["#"] * 9 + ["army"]}, "line 10 of article 'd00'"),
    ):
        with pytest.raises(SchemaError, match=f"do not know {place}"):
            theme_topics(found, tokens_from(texts), mentions)
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        theme_topics(found, tokens.head(0), mentions)
