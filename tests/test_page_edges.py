"""page_edges.py: heads and feet of printed pages are removed by a rule that the ledger shows, and sentences go on over a page's end."""

# ruff: noqa: E501

import pandas as pd
import pytest

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.page_edges import page_edges
from analysis.text.cleaning.rules import GENERAL, read_rules

RULES = read_rules(GENERAL.parent)
WORDS = ["The mayor of the town said on Monday that the old", "bridge over the river would be closed for a whole year,",
         "since its arch had cracked, and that nobody knew who", "was to pay for it. Shops lose what they earned, said he."]  # fmt: skip


def ledger(text, without=""):
    articles = pd.DataFrame({"doc_id": ["a"], "file": ["a.pdf"], "source": ["Post"], "title": [None], "text": [text]})
    return clean(articles, [rule for rule in RULES if rule.id != without])


def pages(n, head="The Post, page {}", foot="{}"):
    body = [[f"{word} {'again ' * at}and more of it." for word in ("One", "Two", "Three", "Four")] for at in range(n)]
    return "\n\f\n".join("\n".join([head.format(at), *lines, foot.format(at)]) for at, lines in enumerate(body, start=1))


@pytest.mark.parametrize("n", [2, 3, 12])
def test_heads_and_feet_are_removed_and_told(n):
    rows = ledger(pages(n))
    removed = rows[rows["rule"].eq("page_edge")]
    assert removed["raw"].tolist() == [line for at in range(1, n + 1) for line in (f"The Post, page {at}", str(at))]
    assert removed["action"].eq("removed").all() and "The Post" not in " ".join(rows["text"].dropna())
    assert ledger(pages(n), without="page_edge")["rule"].ne("page_edge").all()


def test_a_sentence_goes_on_over_the_end_of_a_page():
    text = "\n\f\n".join(["\n".join(["The Post 1", *WORDS, "", *WORDS[:2]]), "\n".join(["The Post 2", *WORDS[2:], "", *WORDS])])
    assert ledger(text)["text"].dropna().tolist() == [" ".join(WORDS)] * 3


def test_heads_of_left_and_right_pages_differ():
    lines = ["\n".join([("The Post" if at % 2 else "Town and river"), f"Words of page {'x' * at}"]) for at in range(6)]
    assert {of: len(found) for of, found in page_edges(["\n\f\n".join(lines).split("\n")], ["\f"]).items()} == {0: 6}


@pytest.mark.parametrize(
    "text",
    [
        "The Post\nOne.\nThe Post\nTwo.",
        "One thing.\n\f\nAnother thing.",
        "\f",
        "The Post\nOne.\n\f\n",
        "One.\nLast.\n\f\nTwo.\nLast of all.",
    ],
)
def test_what_does_not_stand_at_the_edges_of_pages_stays(text):
    assert page_edges([text.split("\n")], [text]) == {}
