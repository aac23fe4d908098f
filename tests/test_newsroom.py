"""newsroom.py: that the made-up newsroom is what it says, so that what is held against it is held against the truth."""

import csv
import re
import time
from collections import Counter, defaultdict

import pytest
from newsroom import FIRST_DAY, SPREAD, newsroom, write

from analysis.text.reading.read import read_corpus


@pytest.fixture(scope="module")
def full():
    return newsroom()


def mentions(article, pattern):
    own = [line for place, line in enumerate(article.lines) if place not in article.furniture]
    return len(re.findall(pattern, " ".join(own), flags=re.I))


def by_outlet(made, pattern):
    """Outlet -> mentions in its articles."""
    counts = Counter()
    for article in made.articles:
        counts[article.source] += mentions(article, pattern)
    return counts


def test_the_full_size_takes_no_time():
    begin = time.process_time()
    newsroom(seed=5)
    assert time.process_time() - begin < 2


def test_sizes(full):
    assert len(full.articles) == 2000 and len(full.sizes) == 26
    assert Counter(article.source for article in full.articles) == full.sizes
    assert min(full.sizes.values()) >= 20 and max(full.sizes.values()) <= 300
    assert max(full.sizes.values()) > 4 * min(full.sizes.values())


@pytest.mark.parametrize(("n_articles", "n_outlets"), [(2000, 26), (300, 8), (120, 5), (40, 4)])
def test_any_size_adds_up_and_has_three_planted_outlets(n_articles, n_outlets):
    made = newsroom(n_articles, n_outlets)
    assert len(made.articles) == n_articles == sum(made.sizes.values()) and len(made.sizes) == n_outlets
    assert set(made.planted) == {"crisis", "officials", "migrants"} and len(set(made.planted.values())) == 3
    assert set(made.planted.values()) <= set(made.sizes)
    assert min(made.sizes[outlet] for outlet in made.planted.values()) > min(made.sizes.values()) or n_articles < 100


def test_a_seed_is_a_newsroom():
    assert newsroom(200, 6, seed=3) == newsroom(200, 6, seed=3) != newsroom(200, 6, seed=4)


def test_names_are_unlike(full):
    assert len({article.doc_id for article in full.articles}) == 2000


@pytest.mark.parametrize("seed", range(3))
def test_the_three_differences_and_no_other(seed):
    made = newsroom(seed=seed)
    for own, usual, planted in (("climate crisis", "climate change", "crisis"), ("migrants", "refugees", "migrants")):
        n_own, n_usual = by_outlet(made, own), by_outlet(made, usual)
        shares = {outlet: n_own[outlet] / (n_own[outlet] + n_usual[outlet]) for outlet in made.sizes}
        assert shares.pop(made.planted[planted]) > 0.8 and max(shares.values()) < 0.2
    spoken = by_outlet(made, "officials said")
    rates = {outlet: spoken[outlet] / n for outlet, n in made.sizes.items()}
    own = rates.pop(made.planted["officials"])
    rest = sum(spoken[outlet] for outlet in rates) / sum(made.sizes[outlet] for outlet in rates)
    assert 1.5 < own / rest < 2.5
    residents = by_outlet(made, "a resident said")
    assert all(0.4 < residents[outlet] / n < 1.9 for outlet, n in made.sizes.items())


def test_stories_are_told_by_several_within_three_days(full):
    told = defaultdict(list)
    for article in full.articles:
        told[article.story].append(article)
    alone = told.pop("")
    assert 0.2 < len(alone) / 2000 < 0.3 and len(told) > 200
    for articles in told.values():
        outlets, days = [article.source for article in articles], [article.date for article in articles]
        assert len(outlets) == len(set(outlets)) and len(outlets) <= 10
        assert (max(days) - min(days)).days <= SPREAD and min(days) >= FIRST_DAY
    assert sum(len(articles) > 1 for articles in told.values()) == len(told)
    texts = ["\n".join(article.lines) for article in full.articles]
    assert len(set(texts)) == 2000  # told in differing words


def test_furniture_has_parts_that_change(full):
    lines = defaultdict(list)
    for article in full.articles:
        lines[article.source] += [article.lines[place] for place in article.furniture]
    with_furniture = {outlet: found for outlet, found in lines.items() if found}
    assert len(with_furniture) == 20
    for outlet, found in with_furniture.items():
        assert len(found) > full.sizes[outlet] and len(set(found)) > 0.8 * len(found)
        heads = Counter(" ".join(line.split()[:1]) for line in found)
        assert len(heads) < 0.5 * len(found)  # and parts that do not
    for article in full.articles:
        places = set(article.furniture)
        assert all(
            (line.startswith("“") or "officials said" not in line) for at, line in enumerate(article.lines) if at in places
        )


def test_a_folder_is_a_corpus(tmp_path):
    made = newsroom(60, 4)
    folder = write(made, tmp_path / "corpus", stories=True)
    corpus = read_corpus(folder)
    assert len(corpus.articles) == 60 and corpus.quarantine.empty
    read = corpus.articles.set_index("doc_id")
    for article in made.articles:
        row = read.loc[article.doc_id]
        assert row["source"] == article.source and row["date"] == article.date.isoformat() and row["title"] == article.title
        assert row["text"].strip() == "\n".join(article.lines)
        assert (row["story"] == article.story) if article.story else row.isna()["story"]
    with (write(made, tmp_path / "plain") / "articles.csv").open(encoding="utf-8", newline="") as file:
        assert "story" not in next(csv.reader(file))
