"""topics_sentences.py: what is said of themes. Sentences on topics are tested with the others, in test_sentences.py."""

import pandas as pd
import pytest

from analysis.show.topics_sentences import agreement_sentence, coverage_sentence, themes_note, themes_sentence

THEMES = pd.DataFrame({"theme": [1, 2], "theme_label": ["war, front", "tax, price"], "prevalence": [0.6, 0.4]})


@pytest.mark.parametrize(
    ("stable", "said"),
    [([False, False], "none of them is"), ([True, False], "1 of them is"), ([True, True], "2 of them are")],
)
def test_themes_and_whether_they_are_found_again(stable, said):
    text = themes_sentence(THEMES.assign(stable=stable))
    assert text == (
        f"2 themes, the largest “war, front” (60.0 %) and “tax, price” (40.0 %); {said} found again in other halves of the paragraphs."
    )
    assert bool(themes_note(THEMES.assign(stable=stable))) is not all(stable)


def test_the_nearest_topics_come_first():
    best = THEMES.assign(topic=["Fighting", "Money"], overlap=[0.2, 0.5])
    text = agreement_sentence(best, 0.25)
    assert text.startswith("“tax, price” is nearest to Money; “war, front” is nearest to Fighting.") and "0.250" in text


def test_a_corpus_of_headings_has_no_paragraph_to_cover():
    assert coverage_sentence(pd.DataFrame({"n_paragraphs": [0], "n_uncovered": [0]}), "A", 0).startswith(
        "There is no paragraph"
    )
