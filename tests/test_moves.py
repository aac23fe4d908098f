"""moves.py: new articles against earlier ones, by hand, and where nothing differs."""

import numpy as np
import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.measure.comparing.moves import moves


def wholes(new, earlier, sources=("x",), total=100):
    rows = [(f"{source}{'n' if is_new else 'e'}{number}", source, total, is_new)
            for source in sources for is_new, n in ((True, new), (False, earlier)) for number in range(n)]  # fmt: skip
    return pd.DataFrame(rows, columns=["doc_id", "source", "total", "new"])


def test_by_hand():
    parts = pd.DataFrame({"doc_id": ["xn0", "xn1", "xe0"], "term": "flood", "n": [4, 2, 1]})
    row = moves(parts, wholes(2, 4), "term").iloc[0]
    assert row[["n_new", "n_earlier", "n_articles_new", "n_articles_earlier"]].tolist() == [6, 1, 2, 1]
    assert row["rate_new"] == 0.03 and row["rate_earlier"] == 1 / 400 and row["difference"] == pytest.approx(0.0275)
    # d = x - .0025 × 100: 3.75 and 1.75, D × w = 2.75; earlier: x - .25 = .75, and -.25 three times
    variance = 2 / 1 * 2 / 200**2 + 4 / 3 * (0.75**2 + 3 * 0.25**2) / 400**2
    assert row["difference_high"] - row["difference"] == pytest.approx(12.7062047 * np.sqrt(variance))
    assert row["p_any"] == 1 / 15, "one of the ways to choose two of six"


def test_another_mixture_of_outlets_is_no_move():
    """x always has the word and y never; the new articles are mostly of x, the earlier ones of y."""
    table = pd.concat([wholes(8, 3, "x"), wholes(1, 20, "y")])
    parts = pd.DataFrame({"doc_id": [doc for doc in table["doc_id"] if doc[0] == "x"], "term": "flood", "n": 2})
    row = moves(parts, table, "term").iloc[0]
    assert row["difference"] == 0 and row["p_any"] == 1 and row["rate_new"] == row["rate_earlier"] > 0.015


def test_an_outlet_without_earlier_articles_is_not_looked_at():
    assert moves(pd.DataFrame({"doc_id": ["xn0"], "term": "a", "n": [1]}), wholes(9, 1), "term").empty
    assert moves(pd.DataFrame({"doc_id": ["xe0"], "term": "a", "n": [1]}), wholes(0, 9), "term").empty
    assert moves(pd.DataFrame({"doc_id": ["xe0"], "term": "a", "n": [1]}), wholes(4, 9), "term").empty, "one article has it"


def test_one_new_article_has_no_interval():
    table = wholes(1, 9)
    row = moves(pd.DataFrame({"doc_id": table["doc_id"], "term": "a", "n": 1}), table, "term").iloc[0]
    assert row["difference"] == pytest.approx(0) and np.isnan(row["difference_low"]) and row["p_any"] == 1


def test_families_have_their_own_wholes():
    table = pd.concat([wholes(4, 8).assign(concept=name, total=total) for name, total in (("City", 10), ("River", 4))])
    parts = table[["doc_id", "concept"]].assign(variant="the " + table["concept"], n=table["total"] // 2)
    parts["n"] = np.where(table["new"] & table["concept"].eq("City"), 10, parts["n"])
    got = moves(parts, table, "variant", family="concept")
    assert got[["concept", "variant", "rate_new", "rate_earlier"]].values.tolist() == [
        ["City", "the City", 1.0, 0.5],
        ["River", "the River", 0.5, 0.5],
    ]
    assert got["p_any"].tolist() == [pytest.approx(2 / 495), 1.0], "one of C(12, 4) ways, times two concepts"


def test_where_nothing_differs_hardly_anything_is_found():
    random, found = np.random.default_rng(1), 0
    table = wholes(12, 60, "xyz")
    for _ in range(40):
        n = random.poisson(random.gamma(0.5, 2, (len(table), 40)))
        parts = pd.DataFrame({"doc_id": np.repeat(table["doc_id"], 40), "term": np.tile(np.arange(40).astype(str), len(table))})
        found += moves(parts.assign(n=n.ravel()), table, "term", draws=199)["p_any"].min() <= 0.05
    assert found <= 6, "2 of 40 are to be expected, and more than 6 in 1 of 300 such series"


def test_a_word_that_came_with_some_articles_is_found_among_many():
    random = np.random.default_rng(2)
    table = wholes(12, 300, "xy")
    n = random.poisson(random.gamma(0.5, 1, (len(table), 200)))
    parts = pd.DataFrame({"doc_id": np.repeat(table["doc_id"], 200), "term": np.tile(np.arange(200).astype(str), len(table))})
    flood = pd.DataFrame({"doc_id": table["doc_id"][table["new"]].iloc[::2], "term": "flood", "n": 3})
    first = moves(pd.concat([parts.assign(n=n.ravel()), flood]), table, "term").iloc[0]
    assert first["term"] == "flood" and first["p_any"] <= 0.001 and first["difference_low"] > 0


def test_refusals():
    parts = pd.DataFrame({"doc_id": ["xn0"], "term": "a", "n": [1]})
    with pytest.raises(SchemaError, match="the table of parts has no column 'topic'"):
        moves(parts, wholes(2, 2), "topic")
    with pytest.raises(SchemaError, match="an article has two wholes"):
        moves(parts, pd.concat([wholes(2, 2)] * 2), "term")
