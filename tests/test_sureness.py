"""sureness.py: what so many articles can bear, by articles and never by words."""

import pandas as pd
import pytest

from analysis.findings.finding import VERDICTS
from analysis.findings.sureness import CHANCE, of_comparison, of_corpus
from analysis.measure.comparing.keyness import smallest_p


def sizes(*n, by="source"):
    return pd.DataFrame({by: [f"G{place}" for place in range(len(n))], "n_articles": n, "n_tokens": 10**6})


@pytest.mark.parametrize(
    ("n", "verdict"),
    [
        ((1, 1), "descriptive"), ((1,) * 5, "descriptive"), ((2, 2), "descriptive"), ((3, 3), "descriptive"), ((1, 1000), "indicative"),
        ((4, 4), "descriptive"), ((5, 5), "descriptive"), ((6, 6), "indicative"),
        ((9, 9), "indicative"), ((9, 1000), "indicative"), ((10, 10), "testable"),
        ((10, 9), "indicative"), ((5, 5, 5), "indicative"), ((100, 100, 1), "testable"),
    ],
)  # fmt: skip
def test_the_number_of_articles_decides(n, verdict):
    found = of_comparison(sizes(*n), "source")
    assert found.verdict == verdict and found.verdict in VERDICTS
    if min(n) == max(n) and len(n) == 2 and verdict == "descriptive":
        assert smallest_p(*n) > CHANCE


def test_one_article_from_each_describes_and_shows_no_habit():
    assert of_comparison(sizes(1, 1, 1), "source").how_sure == (
        "This describes these 3 articles. One article from each outlet cannot show what is a habit of the outlet and what belongs to"
        " the one story."
    )


@pytest.mark.parametrize(
    ("n", "by", "said"),
    [
        ((2, 2), "source", "This describes these 4 articles. 2 articles from each outlet cannot show"),
        (
            (2, 3),
            "region",
            "This describes these 5 articles. 2 to 3 articles from each region cannot show what is a habit of the region",
        ),
        ((6, 6), "outlet_type", "A hint worth checking with more articles: fewer than 10 from G0 and G1."),
        ((12, 5), "source", "A hint worth checking with more articles: fewer than 10 from G1."),
        ((5, 5, 5, 5, 5), "source", "fewer than 10 from G0, G1, G2 and 2 more."),
        ((10, 1200), "source", "There are enough articles to put it to the test: 10 to 1,200 from each outlet."),
        ((10, 10), "source", "There are enough articles to put it to the test: 10 from each outlet."),
    ],
)
def test_it_says_how_many_articles_there_are(n, by, said):
    assert said in of_comparison(sizes(*n, by=by), by).how_sure


@pytest.mark.parametrize("n", [(7,), (1,), (25,)])
def test_one_group_is_a_corpus(n):
    assert of_comparison(sizes(*n), "source") == of_corpus(*n)


@pytest.mark.parametrize(
    ("n", "verdict", "said"),
    [
        (0, "descriptive", "This describes these 0 articles, too few to speak for others."),
        (1, "descriptive", "This describes this one article, too few to speak for others."),
        (4, "descriptive", "This describes these 4 articles, too few to speak for others."),
        (5, "indicative", "It rests on 5 articles: others would give somewhat different numbers."),
        (19, "indicative", "It rests on 19 articles: others would give somewhat different numbers."),
        (20, "testable", "It rests on 20 articles."),
        (12345, "testable", "It rests on 12,345 articles."),
    ],
)
def test_a_statement_on_all_articles_together(n, verdict, said):
    assert of_corpus(n) == (verdict, said)


def test_verdicts_stand_from_least_to_most():
    from analysis.report.publish import front

    assert VERDICTS == front.VERDICTS == ("descriptive", "indicative", "testable")
