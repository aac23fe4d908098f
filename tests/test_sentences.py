"""Sentences: each number in them is in the table they were given."""

import pandas as pd

from analysis.show import captions
from analysis.show import sentences as s
from analysis.show import topics_sentences as t

SIZES = pd.DataFrame({"source": ["Post", "Radio"], "n_articles": [1, 1], "n_tokens": [300, 100]})


def test_how_much_there_is():
    assert (
        s.corpus_sentence(SIZES, "source")
        == "2 articles from 2 sources with 400 running words; Post alone has 75.0 % of the words."
    )
    assert (
        s.corpus_sentence(SIZES.head(1), "outlet_type".replace("outlet_type", "source"))
        == "1 article from 1 source with 300 running words."
    )


def test_smallness_is_said_where_it_is_true():
    assert "single article" in s.smallness_note(SIZES, "source")
    assert "Fewer than five articles: Radio (2 articles)" in s.smallness_note(SIZES.assign(n_articles=[9, 2]), "source")
    assert s.smallness_note(SIZES.assign(n_articles=[9, 5]), "source") == ""


def test_dates():
    dates = pd.DataFrame(
        {
            "date_start": pd.to_datetime(["2024-01-01", "2024-01-05", None]),
            "date_end": pd.to_datetime(["2024-01-01", "2024-01-10", None]),
        }
    )
    assert (
        s.dates_sentence(dates)
        == "The articles lie between 2024-01-01 and 2024-01-10, 10 days apart at most. 1 article without a date."
    )
    assert s.dates_sentence(dates.tail(1)) == "No article has a date. 1 article without a date."


def test_the_ledger():
    account = pd.DataFrame(
        {"doc_id": ["a", "b"], "n_raw": [6, 4], "n_kept": [3, 2], "n_changed": [1, 0], "n_blank": [1, 1], "n_removed": [1, 1]}
    )
    text = s.ledger_sentence(account.assign(share_characters=[0.1, 0.25]))
    assert text == (
        "Of 10 lines received, 6 were read on (1 of them with corrected characters), 2 were blank and 2 were removed by a named rule."
        " Most was taken from b: 25.0 % of its characters."
    )
    text = s.ledger_sentence(account.assign(share_characters=0.0, n_changed=0, n_kept=[4, 2]))
    assert text.startswith("Of 10 lines received, 6 were read on, 2 were blank") and "taken from" not in text


def test_inputs_and_selection():
    inputs = pd.DataFrame({"state": ["loaded", "quarantined", "skipped", "loaded"]})
    assert s.inputs_sentence(inputs).startswith("Of 4 files found, 2 are loaded, 1 quarantined and 1 skipped")
    left = pd.DataFrame({"reason": ["language: ru"], "n_articles": [1], "n_tokens": [12]})
    assert captions.selection_sentence(left, "en").endswith("Left out: language: ru (12 words in 1 article).")
    assert captions.selection_sentence(left.head(0), "").startswith("Language of the articles: not stated.")


def test_terms():
    content = pd.DataFrame({"term": ["war", "peace"], "n": [6, 2], "n_articles": [4, 1], "rate_per_1000": [3.0, 1.0]})
    stopped = pd.DataFrame({"term": ["the"], "n": [8]})
    assert captions.stop_list_caption("function words", "en", content, stopped).endswith("1 entry, 50.0 % of all occurrences.")
    assert captions.stop_list_caption("none", "en", content, stopped.head(0)) == "No stop list was applied."
    assert "not stated" in captions.stop_list_caption("function words", "", content, stopped.head(0))
    assert s.top_terms_sentence(content, 4) == (
        "Most frequent per 1,000 words: “war” (3.00) and “peace” (1.00). In at most half of the 4 articles: “peace” (1)."
    )
    assert s.dispersion_sentence(content, 4) == "1 of the 2 terms shown occurs in one article only: “peace” (2)."
    assert s.dispersion_sentence(content.head(1), 4) == "None of the 1 term shown is the word of one article."
    assert "one article there is nothing" in s.dispersion_sentence(content, 1)
    assert s.ranking_sentence("Most frequent", content, "term", "n", "count", top=1) == "Most frequent: “war” (6)."
    assert s.ranking_sentence("Most frequent", content.head(0), "term", "n") == "Most frequent: there is none."


def test_contrasts_count_an_absent_term_as_zero():
    counts = pd.DataFrame(
        {"source": ["Post", "Radio", "Post"], "term": ["war", "war", "peace"], "rate_per_1000": [3.0, 2.0, 4.0]}
    )
    assert s.contrast_sentence(counts, "source", ["war", "peace"]) == (
        "Widest gaps, per 1,000 words: “peace”, 4.00 in Post and 0.00 in Radio; “war”, 3.00 in Post and 2.00 in Radio."
    )
    assert "only one source" in s.contrast_sentence(counts[counts["source"] == "Post"], "source", ["war"])


def test_topics():
    topics = pd.DataFrame(
        {
            "source": ["Post", "Post", "Radio", "Radio"],
            "topic": ["A", "B"] * 2,
            "n": [3, 0, 1, 2],
            "share_paragraphs": [0.5, 0, 0.2, 0.4],
        }
    )
    assert t.topics_sentence(topics, "source").endswith("Post: A (50.0 %); Radio: B (40.0 %).")
    assert t.topic_gaps_sentence(topics, "source") == "Not mentioned once. Post: B."
    assert t.topic_gaps_sentence(topics.assign(n=1), "source") == "Every source mentions every topic."
    coverage = pd.DataFrame({"n_paragraphs": [6, 4], "n_uncovered": [1, 0]})
    assert t.coverage_sentence(coverage, "A", 5) == (
        "No topic is mentioned in 1 of 10 paragraphs (10.0 %). Without “A”, the topic in most paragraphs, it would be 5 (50.0 %)."
    )


def test_comparisons():
    assert "the smallest source here has 100 words, the largest 300" in s.unequal_note(SIZES, "source")
    assert captions.base_caption("What", SIZES, "source") == "What. Words: Post 300 and Radio 100."
    assert captions.base_caption("What", SIZES, "source", "Post") == "What; 300 words against 100."
    three = pd.DataFrame({"source": ["Post", "Radio", "Web"], "n_tokens": [300, 100, 50]})
    assert captions.base_caption("What", three, "source", "Post", "Web") == "What; 300 words against 50."
    assert s.unequal_note(SIZES, "source", "Sizes differ").startswith("Sizes differ: the smallest source")


def test_wording_and_its_grid():
    rows = [
        ("Post", "capital", "Kiev", 3, 3),
        ("Radio", "capital", "Kyiv", 2, 4),
        ("Post", "ruler", None, 0, 0),
        ("Radio", "ruler", "leader", 1, 1),
    ]
    preferred = pd.DataFrame(rows, columns=["source", "concept", "variant", "n", "n_concept"])
    assert s.wording_sentence(preferred, "source", ["capital"]) == "capital – “Kiev” in Post; “Kyiv” in Radio."
    grid = s.wording_grid(preferred, "source")
    assert grid.columns.tolist() == ["concept", "Post", "Radio"]
    assert grid.iloc[0].tolist() == ["capital", "Kiev (3 of 3)", "Kyiv (2 of 4)"]
    assert pd.isna(grid.iloc[1]["Post"])
    assert "no wording.yml" in s.wording_sentence(preferred.head(0), "source", [])
    assert "named differently" in s.wording_sentence(preferred, "source", [])


def test_what_the_numbers_rest_on():
    info = {"corpus": "c", "sha256": "f" * 64, "settings": {"possessive": "split"}, "n_loaded": 2, "n_tokens": 400}
    text = captions.provenance_sentence(info)
    assert "Corpus c (SHA-256 ffffffffffffffff…), 2 articles, 400 words; possessive split." in text
    assert f"pandas {pd.__version__}" in text


def test_findings_are_escaped(monkeypatch):
    seen = []
    monkeypatch.setattr(s, "emit", lambda html, text: seen.append(html))
    s.say("<b>", "", "a & b")
    s.note("<i>")
    assert seen == ['<p class="px-finding">&lt;b&gt;</p><p class="px-note">a &amp; b</p>', '<p class="px-note">&lt;i&gt;</p>']
