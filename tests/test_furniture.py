"""furniture.py: beginnings and endings that recur are proposed as rules, with a count, an example and a pattern that works."""

import pandas as pd
import pytest
import re2

from analysis.measure.counting.furniture import line_templates
from analysis.text.prepare import prepare

THINGS = ["pier", "arch", "plan", "tax", "vote", "queue", "cost", "ferry", "school", "union"]


def proposed(tmp_path, line_of, n_with=10):
    (tmp_path / "Radio").mkdir()
    for n, thing in enumerate(THINGS):
        line = line_of(n, thing) if n < n_with else f"Nobody spoke of it, {n} of them said."
        parts = [
            f"Day {n} at the {thing}",
            f"The {thing} was closed on day {n}, the mayor said.",
            line,
            f"So it goes, {n} of them said.",
        ]
        (tmp_path / "Radio" / f"{n}.txt").write_text("\n\n".join(parts))
    found = prepare(tmp_path)
    return line_templates(found.ledger, found.articles)


PROPOSED = [
    (lambda n, thing: f"Final score: Larkham United {n}, Vale {n}", "Final score: Larkham United …", False),
    (lambda n, thing: f"{thing} {n} from our town desk", "… from our town desk", False),
    (lambda n, thing: f"Analysis (of the day): the {thing}", "Analysis (of the day): the …", False),
    (lambda n, thing: f"Enlarge this picture show caption {thing} {n}", "Enlarge this picture show caption …", True),
    (lambda n, thing: f"{thing} {n} hide caption", "… hide caption", True),
    (lambda n, thing: f"Сводка дня: {thing} {n}", "Сводка дня: …", False),
]


@pytest.mark.parametrize(("line_of", "words", "removed"), PROPOSED)
def test_what_recurs_around_a_part_that_changes_is_proposed(line_of, words, removed, tmp_path):
    (row,) = proposed(tmp_path, line_of).to_dict("records")
    assert (row["words"], row["n_articles"], row["share_articles"], row["removed"]) == (words, 10, 1.0, removed)
    assert row["example"] == line_of(0, THINGS[0])
    assert all(re2.search(row["pattern"], line_of(n, thing)) for n, thing in enumerate(THINGS))
    assert not re2.search(row["pattern"], "The pier was closed on day 1, the mayor said.")


@pytest.mark.parametrize(
    "line_of",
    [
        lambda n, thing: f"The mayor said that the {thing} is closed.",  # sentences
        lambda n, thing: f"“We know the {thing}” and more like it {n}",  # quotations
        lambda n, thing: "Write to our desk by the river",  # a line that recurs whole
        lambda n, thing: f"{thing} {n} alone",  # nothing in common
        lambda n, thing: f"The mayor {thing} " * 20,  # too long
    ],
)
def test_what_is_no_template_is_not(line_of, tmp_path):
    assert proposed(tmp_path, line_of).empty


@pytest.mark.parametrize(("n_with", "n_rows"), [(5, 1), (4, 0)])
def test_how_often(n_with, n_rows, tmp_path):
    assert len(proposed(tmp_path, PROPOSED[0][0], n_with)) == n_rows


@pytest.mark.parametrize("corpus", ["seeds", "tests/tiny", "tests/shared/market"])
def test_nothing_is_proposed_or_removed_where_there_is_no_furniture(corpus):
    found = prepare(corpus)
    assert line_templates(found.ledger, found.articles).empty
    assert not found.ledger["rule"].eq("template").any()


def test_the_table_has_its_columns_without_a_row(tmp_path):
    table = proposed(tmp_path, lambda n, thing: f"{thing} {n} alone")
    assert list(table.columns) == ["source", "words", "n_articles", "share_articles", "removed", "example", "pattern"]
    assert isinstance(table, pd.DataFrame)
