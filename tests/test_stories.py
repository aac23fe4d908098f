"""stories.py: stories whose labels are known, those that are nearly alike and are two, and what has no story."""

import random
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from builders import ledger_from, tokens_from
from newsroom import newsroom, write
from scipy.cluster.hierarchy import fcluster, linkage

from analysis.errors import SchemaError
from analysis.text.prepare import prepare
from analysis.text.reuse import stories
from analysis.text.reuse.stories import find_stories
from analysis.text.reuse.weighed import telling_of


def articles_from(rows):
    """Table `articles` of (doc_id, source, date or None); only what stories need is filled."""
    days = pd.to_datetime([row[2] for row in rows]).astype("datetime64[us]")
    text = [
        "outlet_type",
        "year",
        "month",
        "week",
        "language_origin",
        "title",
        "url",
        "note",
        "file",
        "place",
        "encoding",
        "sha256",
        "text",
    ]
    table = pd.DataFrame({"doc_id": [row[0] for row in rows], "source": [row[1] for row in rows], "language": "en"})
    table = table.assign(**dict.fromkeys(text, ""), date=[row[2] or "" for row in rows], language_certainty=1.0)
    table = table.astype({name: "str" for name in table.columns if name != "language_certainty"})
    return table.assign(date_start=days, date_end=days)


def told_by_five(seed, n_stories=60, n_outlets=5, days=30, own=0.2, beat=0.3):
    """Stories told in differing words: of a story's thirty own words an outlet has half; the rest is the beat's, or common to all.

    An outlet writes of 150 words on average 30 that are the story's, and 45 of a beat that ten stories share.
    """
    chance = random.Random(seed)
    common = [f"c{rank}" for rank in range(2000)]
    weights = [1 / (rank + 5) for rank in range(2000)]
    beats = [[f"b{number}x{rank}" for rank in range(150)] for number in range(6)]
    rows, texts, truth = [], {}, {}
    for story in range(n_stories):
        words, first = [f"s{story}x{rank}" for rank in range(30)], chance.randrange(days)
        for outlet in range(n_outlets):
            chosen, doc_id = chance.sample(words, 15), f"o{outlet}-{story:02d}"
            text = [
                chance.choice(chosen) if (lot := chance.random()) < own
                else chance.choice(beats[story % 6]) if lot < own + beat
                else chance.choices(common, weights)[0]
                for _ in range(chance.randint(60, 240))
            ]  # fmt: skip
            day = date(2024, 3, 1) + timedelta(days=first + chance.randint(0, 2))
            rows.append((doc_id, f"Outlet {outlet}", day.isoformat()))
            texts[doc_id], truth[doc_id] = [" ".join(text)], f"s{story}"
    return articles_from(rows), tokens_from(texts), truth


def pairs_of(labels):
    """Every two articles with the same label."""
    groups = {}
    for doc_id, label in labels:
        if isinstance(label, str) and label:
            groups.setdefault(label, []).append(doc_id)
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


def precision_and_recall(found, truth):
    got, right = pairs_of(found.of_articles.itertuples(index=False, name=None)), pairs_of(truth.items())
    return len(got & right) / len(got), len(got & right) / len(right)


def undated(articles):
    none = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us]")
    return articles.assign(date_start=none, date_end=none)


@pytest.mark.parametrize("seed", range(3))
def test_stories_in_differing_words_are_found(seed):
    articles, tokens, truth = told_by_five(seed)
    precision, recall = precision_and_recall(find_stories(articles, tokens), truth)
    assert precision >= 0.98 and recall >= 0.85


def test_without_dates_less_is_found_and_no_more_is_wrong():
    articles, tokens, truth = told_by_five(0)
    precision, recall = precision_and_recall(find_stories(undated(articles), tokens), truth)
    assert precision >= 0.98 and 0.15 < recall < 0.85


def test_stories_of_a_newsroom_are_found_beside_its_furniture(tmp_path):
    made = newsroom(300, 8)
    prepared = prepare(write(made, tmp_path / "corpus"))
    found = find_stories(prepared.articles, prepared.tokens, prepared.ledger)
    precision, recall = precision_and_recall(found, {article.doc_id: article.story for article in made.articles})
    assert precision >= 0.94 and recall >= 0.94
    assert found.of_articles["doc_id"].tolist() == prepared.articles["doc_id"].astype(str).tolist()
    alone = {article.doc_id for article in made.articles if not article.story}
    lone = found.of_articles[found.of_articles["doc_id"].isin(alone)]
    assert lone["story"].isna().mean() > 0.9


FLOOD = "The Elbe rose in Pirna, where mayor Hanke closed the quay and dredgers left Copitz"
FLOOD_TOO = "Mayor Hanke said the Elbe at Pirna will keep rising; dredgers wait beside the quay of Copitz"
TRIAL = "A Leipzig judge heard Brandt on the bribes that Schkopau had hidden behind receipts"
MATCH = "Striker Okoro scored as Cottbus beat Aue on penalties before a sold out stadium"


def found_in(rows, **options):
    """The articles of each story, of rows (doc_id, source, date, text)."""
    articles, tokens = articles_from([row[:3] for row in rows]), tokens_from({row[0]: [row[3]] for row in rows})
    found = find_stories(articles, tokens, **options)
    told = found.of_articles.dropna()
    return sorted(group["doc_id"].tolist() for _, group in told.groupby("story")), found.table


OTHERS = [("t", "Post", "2024-05-02", TRIAL), ("m", "Radio", "2024-05-02", MATCH)]


@pytest.mark.parametrize(
    ("first", "second", "one_story"),
    [
        ("2024-05-02", "2024-05-02", True),
        ("2024-05-02", "2024-05-05", True),
        ("2024-05-02", "2024-05-06", False),  # four days apart
        ("2024-05-02", "2023-05-02", False),  # the flood of the year before
        (None, "2024-05-02", True),  # by words alone
        (None, None, True),
    ],
)
def test_days(first, second, one_story):
    rows = [("a", "Post", first, FLOOD), ("b", "Radio", second, FLOOD_TOO), *OTHERS]
    assert found_in(rows)[0] == ([["a", "b"]] if one_story else [])


@pytest.mark.parametrize(
    ("ends", "one_story"),
    [
        (("2024-05-01", "2024-05-31"), True),  # May 2024, which may have been the day
        (("2024-06-01", "2024-06-30"), False),
        (("2024-05-05", "2024-05-07"), True),
        (("2024-01-01", "2024-12-31"), True),
        (("2023-01-01", "2023-12-31"), False),
    ],
)
def test_a_vague_date_keeps_out_what_it_cannot_be(ends, one_story):
    rows = [("a", "Post", "2024-05-02", FLOOD), ("b", "Radio", "2024-05-02", FLOOD_TOO), *OTHERS]
    articles = articles_from([row[:3] for row in rows])
    articles.loc[1, ["date_start", "date_end"]] = pd.to_datetime(list(ends))
    found = find_stories(articles, tokens_from({row[0]: [row[3]] for row in rows}))
    assert found.of_articles["story"].notna().tolist() == [one_story, one_story, False, False]


def test_a_date_and_likeness_without_one_are_not_the_same():
    """These two share four words of fourteen: enough on the same day, and too few where the day is not known."""
    near = "The Elbe froze in Pirna while skaters, singing loudly, circled mayor Hanke near lanterns, sausages, brass bands"
    rows = [("a", "Post", "2024-05-02", FLOOD), ("b", "Radio", "2024-05-02", near), *OTHERS]
    assert found_in(rows)[0] == [["a", "b"]]
    assert found_in([(*row[:2], None, row[3]) for row in rows])[0] == []


def test_the_table_counts_articles_and_outlets():
    rows = [
        ("c", "Post", "2024-05-03", FLOOD_TOO),
        ("a", "Post", "2024-05-02", FLOOD),
        ("b", "Radio", "2024-05-02", FLOOD_TOO),
        *OTHERS,
    ]
    _, table = found_in(rows)
    row = table.iloc[0]
    assert len(table) == 1 and row["story"].startswith("story-1: ") and len(row["story"].split(", ")) == 3
    assert (row["n_articles"], row["n_sources"], row["first_day"]) == (3, 2, pd.Timestamp("2024-05-02"))
    assert set(row["story"].removeprefix("story-1: ").split(", ")) <= {
        "elbe",
        "pirna",
        "hanke",
        "quay",
        "dredgers",
        "copitz",
        "mayor",
    }


def test_stories_are_numbered_by_their_first_day():
    rows = [
        *[(f"t{n}", "Post", "2024-05-09", TRIAL) for n in range(2)],
        *[(f"f{n}", "Post", "2024-05-01", FLOOD) for n in range(2)],
        *[(f"m{n}", "Post", None, MATCH) for n in range(2)],
    ]
    found, table = found_in(rows)
    assert table["story"].str.split(":").str[0].tolist() == ["story-1", "story-2", "story-3"]
    assert table["first_day"].tolist()[:2] == [pd.Timestamp("2024-05-01"), pd.Timestamp("2024-05-09")] and pd.isna(
        table["first_day"][2]
    )
    assert found == [["f0", "f1"], ["m0", "m1"], ["t0", "t1"]]


def test_nothing_alike_is_no_story():
    found, table = found_in(OTHERS)
    assert found == [] and table.empty
    assert table.columns.tolist() == ["story", "n_articles", "n_sources", "first_day", "words"]
    assert found_in([("a", "Post", None, "Rain")])[0] == []


def test_what_an_outlet_always_writes_joins_nothing():
    """Four of ten articles of one outlet share a line of six rare words, and nothing else; told by four outlets, it is a story."""
    line, words = (
        "toggle kiosk pinterest subscribe masthead crossword",
        [f"{a}{b}" for a in "abcdefghijkl" for b in "mnopqrstuv"],
    )
    texts = [f"{line if n < 4 else ' '.join(words[-6 * n :][:6])} {' '.join(words[6 * n : 6 * n + 6])}" for n in range(10)]
    assert found_in([(f"p{n}", "Post", "2024-05-02", text) for n, text in enumerate(texts)])[0] == []
    rows = [(f"p{n}", f"Outlet {n}", "2024-05-02", text) for n, text in enumerate(texts)]
    assert found_in(rows)[0] == [["p0", "p1", "p2", "p3"]]


def test_three_words_in_common_are_the_least():
    rows = [("a", "Post", "2024-05-02", "Quay Pirna"), ("b", "Radio", "2024-05-02", "Quay Pirna"), *OTHERS]
    assert found_in(rows)[0] == []
    assert found_in([(*row[:3], row[3].replace("Pirna", "Pirna Hanke")) for row in rows])[0] == [["a", "b"]]


def test_names_weigh_more():
    texts = [
        "They met Hanke and Okoro in Pirna over barley, gravel, lichen, walnut, copper, velvet, sulphur",
        "We saw Hanke and Okoro in Pirna with amber, cobalt, mortar, pollen, saffron, timber, varnish, vinegar",
    ]
    rows = [("a", "Post", "2024-05-02", texts[0]), ("b", "Radio", "2024-05-02", texts[1]), *OTHERS]
    documents = {row[0]: [row[3]] for row in rows}
    weights = []
    for ledger in (None, ledger_from(documents)):
        telling = telling_of(articles_from([row[:3] for row in rows]), tokens_from(documents), ledger)
        weights.append(dict(zip(telling.terms, telling.weights.toarray()[0], strict=True)))
    assert weights[0]["hanke"] < weights[0]["barley"] and weights[1]["hanke"] > weights[1]["barley"] > 0
    assert weights[1]["hanke"] / weights[1]["barley"] == pytest.approx(1.5 * weights[0]["hanke"] / weights[0]["barley"])


def test_the_order_of_rows_is_nothing():
    articles, tokens, _ = told_by_five(1, n_stories=12)
    found = find_stories(articles, tokens)
    mixed = find_stories(articles.sample(frac=1, random_state=1).reset_index(drop=True), tokens.sample(frac=1, random_state=2))
    again = mixed.of_articles.sort_values("doc_id", ignore_index=True)
    pd.testing.assert_frame_equal(found.of_articles.sort_values("doc_id", ignore_index=True), again)
    pd.testing.assert_frame_equal(found.table, mixed.table)


def test_blocks_are_the_same_as_all_at_once(monkeypatch):
    articles, tokens, _ = told_by_five(2, n_stories=20)
    articles.loc[::9, ["date_start", "date_end"]] = pd.NaT
    whole = find_stories(articles, tokens)
    monkeypatch.setattr(stories, "ROWS", 7)
    pd.testing.assert_frame_equal(find_stories(articles, tokens).of_articles, whole.of_articles)


@pytest.mark.parametrize("seed", range(5))
def test_average_linkage_agrees_with_scipy(seed):
    chance = np.random.default_rng(seed)
    n = 25
    likeness = np.triu(np.round(chance.beta(1, 9, (n, n)), 6), 1)
    first, second = np.nonzero(likeness)
    owner = stories._linked(n, first, second, likeness[first, second])
    tree = linkage(1 - likeness[np.triu_indices(n, 1)], "average")
    expected = fcluster(tree, 1 - stories.LEAST, "distance")
    assert 1 < len(set(owner)) < n
    assert len(set(zip(owner, expected, strict=True))) == len(set(owner)) == len(set(expected))


def test_a_column_that_the_corpus_fills_comes_before_what_is_found():
    rows = [("a", "P", "2024-05-01"), ("b", "Q", "2024-05-01"), ("c", "Q", "2024-05-02")]
    texts = {
        doc: [f"Gorumond Falewick {word} Dunham Kelby mayor"]
        for doc, word in zip("abc", ("goat", "ferry", "ferry"), strict=True)
    }
    articles, tokens = articles_from(rows), tokens_from(texts)
    found = stories.stories_by("story", articles.assign(story=None), tokens, ledger_from(texts))
    assert "words" in found.table and found.of_articles["story"].nunique() == 1
    given = articles.assign(story=["x", None, "x"], region="north")
    named = stories.stories_by("story", given, tokens, ledger_from(texts))
    assert named.table["story"].tolist() == ["x"] and named.of_articles["story"].isna().tolist() == [False, True, False]
    assert stories.stories_by("region", given, tokens, ledger_from(texts)).of_articles["region"].tolist() == ["north"] * 3


def test_the_telling_words_of_given_stories_are_those_that_few_others_have():
    texts = {"a": ["flood river dam dam"], "b": ["flood river dam"], "c": ["goal coach match goal"], "d": ["goal coach match"]}
    articles = articles_from([(doc, "PQ"[place % 2], "2024-05-01") for place, doc in enumerate(texts)])
    words = stories.telling_words(articles.assign(story=["wet", "wet", "ball", "ball"]), tokens_from(texts))
    assert words.index.tolist() == ["ball", "wet"]
    assert words["wet"] == "dam, flood, river" and words["ball"] == "goal, coach, match"


def test_refusals():
    articles, tokens = articles_from([("a", "Post", None)]), tokens_from({"a": ["Rain"]})
    for tables in (
        (articles.drop(columns="source"), tokens),
        (articles, tokens.drop(columns="term")),
        (articles, tokens.head(0)),
    ):
        with pytest.raises(SchemaError):
            find_stories(*tables)
