"""about_gaps.py, with gaps.py: what is told of what one outlet lacks, of few articles and of many, and what dates explain."""

import json

import numpy as np
import pandas as pd
import pytest
from small_corpora import corpus

from analysis.findings.about_gaps import omissions
from analysis.findings.gaps import Gaps, gaps_headline, gaps_sentence
from analysis.view import open as open_view

SAID = "The town was hit by new sanctions, and that was not all of it. " * 4
UNSAID = "The town was told on that day, and that was not all of it. " * 4


def told(folder, articles, rows=(), **files):
    return omissions(open_view(corpus(folder, {f"{name}/1": text for name, text in articles.items()}, rows, **files)))


def test_what_one_lacks_and_all_others_name(tmp_path):
    found = told(tmp_path, {"Post": SAID, "Radio": SAID, "Web": UNSAID}, topics="Sanctions: [sanction*]\n")
    assert found.sentences[0] == "Web never mentions “Sanctions”; both other outlets do."
    assert found.headline and found.tables[0].name == "omissions" and found.figures[0].name == "omissions"
    assert "sanctions" not in set(found.tables[0].frame["item"]), "a subject says its words"
    assert not found.hint and len(found.caveats) == 2 and not found.caveats[1]


def test_without_any_describing_file_words_and_names_are_compared(tmp_path):
    found = told(tmp_path, {"a": "War came to Rome. " * 9, "b": "Peace came to Rome. " * 9})
    assert found.sentences[0] == "a never writes “peace”; the other outlet does. b never writes “war”; the other outlet does."
    assert found.hint.startswith("A topics.yml")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"a": "War came."}, "There is only one outlet"),
        ({"a": "War came.", "b": "War came."}, "no outlet lacks what at least half of the others have"),
        ({"a": "War came.", "b": "Wars came."}, "Whatever one outlet lacks, it has in other words."),
        ({"a": "War came.", "b": "Peace came."}, "each gap may be chance"),
    ],
)
def test_no_gap_is_told_that_may_be_chance(tmp_path, texts, says):
    found = told(tmp_path, texts)
    assert says in found.sentences[0] and not found.headline and not found.figures and not found.strength
    json.dumps(found.record())


def lacking(*rows):
    columns = ["source", "kind", "item", "n_groups_with", "n_others", "n_articles_with", "expected", "p_none"]
    return pd.DataFrame(rows, columns=columns).assign(p_none_articles=0.2, q_none_articles=1.0)


def test_gaps_say_how_many_others_have_it():
    table = lacking(
        ("X", "topic", "Sanctions", 4, 4, 4, 6.0, 0.002), ("X", "name", "Trump", 2, 4, 2, 9.0, 0.0),
        ("Y", "concept", "Capital", 3, 4, 3, 4.0, 0.02), ("Z", "term", "said", 4, 4, 4, 9.0, 0.0),
    )  # fmt: skip
    found = Gaps.of(table, "source", tested=False)
    assert gaps_sentence(found) == (
        "X never mentions “Sanctions”; all 4 other outlets do. "
        "Y uses none of the words listed for “Capital”; 3 of the 4 other outlets do."
    )
    assert gaps_headline(found) == gaps_sentence(found)
    words = Gaps.of(table[3:], "source", tested=False)
    assert gaps_sentence(words) == "Z never writes “said”; all 4 other outlets do."


def test_of_many_articles_only_what_chance_would_not_leave_out_is_told():
    table = lacking(("X", "topic", "Courts", 4, 4, 40, 6.0, 0.0), ("Y", "term", "said", 4, 4, 90, 9.0, 0.0))
    assert "no more than chance would leave out of so many articles" in gaps_sentence(Gaps.of(table, "source", tested=True))
    found = Gaps.of(table.assign(q_none_articles=[0.2, 0.001]), "source", tested=True)
    assert gaps_sentence(found) == "Y never writes “said”; all 4 other outlets do."


@pytest.mark.parametrize(("silent", "says"), [(True, "C never mentions “Courts”; all 3 other outlets do."), (False, "")])
def test_a_planted_gap_is_told_and_no_other(tmp_path, silent, says):
    """Thirty articles of each of four outlets, words of all frequencies by chance; half of them mention a court, but for C's."""
    rng = np.random.default_rng(3)
    articles = {}
    for outlet in "ABCD":
        for n in range(30):
            words = [f"w{place}" for place in np.flatnonzero(rng.random(120) < 0.5 / np.arange(1, 121) ** 0.5)]
            court = ["the", "court", "sat"] if rng.random() < 0.5 and not (silent and outlet == "C") else []
            articles[f"{outlet}/{n}"] = " ".join([*words, *court, "so", "it", "went"]) + ".\n"
    found = omissions(open_view(corpus(tmp_path, articles, topics="Courts: [court]\n")))
    assert found.headline == says and (found.strength > 0.5) is silent
    assert silent or "than chance would" in found.sentences[0]


def test_dates_are_told_where_they_explain_a_gap(tmp_path):
    days = {"Post": "2025-03-02", "Radio": "2025-04", "Web": "2024-10"}
    texts = {"Post": SAID, "Radio": SAID, "Web": UNSAID}
    rows = [{"file": f"{name}/1.txt", "source": name, "date": day} for name, day in days.items()]
    found = told(tmp_path / "a", texts, rows, topics="Sanctions: [sanction*]\n")
    assert found.caveats[1] == (
        "The last article of Web dates from October 2024; the others write of “Sanctions” from March 2025 on, which may explain it."
    )
    rows[2]["date"] = "2025-05"
    assert not told(tmp_path / "b", texts, rows, topics="Sanctions: [sanction*]\n").caveats[1]
