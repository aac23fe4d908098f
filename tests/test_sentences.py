"""Sentences: each number in them is in the table they were given."""

import pandas as pd

from analysis.show import captions
from analysis.show import sentences as s

SIZES = pd.DataFrame({"source": ["Post", "Radio"], "n_articles": [1, 1], "n_tokens": [300, 100]})


def test_smallness_is_said_where_it_is_true():
    assert "single article" in s.smallness_note(SIZES, "source")
    assert "Fewer than five articles: Radio (2 articles)" in s.smallness_note(SIZES.assign(n_articles=[9, 2]), "source")
    assert s.smallness_note(SIZES.assign(n_articles=[9, 5]), "source") == ""


def test_selection():
    left = pd.DataFrame({"reason": ["language: ru"], "n_articles": [1], "n_tokens": [12]})
    assert captions.selection_sentence(left, "en").endswith("Left out: language: ru (12 words in 1 article).")
    assert captions.selection_sentence(left.head(0), "").startswith("Language of the articles: not stated.")


def test_terms():
    content = pd.DataFrame({"term": ["war", "peace"], "n": [6, 2], "n_articles": [4, 1], "rate_per_1000": [3.0, 1.0]})
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


def test_comparisons():
    shift = pd.DataFrame({"term": ["war", "peace"], "shift_bits": [0.2, -0.1]})
    assert (
        s.shift_sentence(shift, "x", "y")
        == "Of 0.300 bits, “war” on the side of x and “peace” on the side of y make the largest parts."
    )
    assert captions.base_caption("What", SIZES, "source") == "What. Words: Post 300 and Radio 100."
    assert captions.base_caption("What", SIZES, "source", "Post") == "What; 300 words against 100."
    three = pd.DataFrame({"source": ["Post", "Radio", "Web"], "n_tokens": [300, 100, 50]})
    assert captions.base_caption("What", three, "source", "Post", "Web") == "What; 300 words against 50."


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
