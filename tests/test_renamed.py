"""renamed.py: each name that px had when all names lay flat is there, or works with a warning, or is answered in a line."""

import warnings

import pytest

import analysis as px
from analysis import measure, text
from analysis.renamed import INSTEAD, RENAMED, old_name
from analysis.show import charts

# all names of px before it was in stages
STILL = [
    "ask", "concordance", "evidence", "note", "prepare", "say", "show_figure", "show_table", "spreadsheet",
]  # fmt: skip
ANSWERS = [
    "collocations", "divergence", "diversity", "omissions", "readability", "sensitivity", "speakers", "themes", "word_shift",
]  # fmt: skip
BELOW = [
    "account", "article_changes", "article_pairs", "best_paragraphs", "best_topics", "changed_lines", "collocates", "compare",
    "cooccurrence", "count_ngrams", "count_terms", "count_topics", "count_wording", "coverage", "dispersion", "equal_size",
    "evidence_of", "find", "find_names", "group_sizes", "hedge_words", "hedges", "heat_map", "join_articles", "keyness",
    "keyness_by", "keyword_turns", "language_support", "lemma_forms", "lines_of", "never_matched", "one_of_each_family",
    "part_bars", "passage_links", "passages", "places_in_articles", "positions", "preferred", "ranked_dots", "rate_changes",
    "rate_scatter", "recurring_lines", "removed_lines", "rule_changes", "rule_effects", "select", "settings", "shared_shares",
    "signed_bars", "signed_dots", "similarity_order", "smallest_p", "software_changes", "spans", "split_stop_words",
    "stop_list", "syllable_table", "telling_concepts", "theme_agreement", "theme_topics", "tokens_with", "tree_map", "trend",
    "trend_lines", "uncovered", "undated", "verbs", "verdict", "voice_shares", "with_intervals",
]  # fmt: skip
GONE = [
    "agreement_sentence", "base_caption", "contrast_sentence", "contrast_title", "corpus_sentence", "coverage_sentence",
    "dates_sentence", "dispersion_sentence", "diversity_sentence", "duplicates_sentence", "equal_size_note",
    "equal_size_sentence", "flagged_sentence", "hedges_sentence", "inputs_sentence", "interval_note", "keyness_sentence",
    "keyword_title", "languages_sentence", "largest_title", "ledger_sentence", "nearest_title", "of_all", "omission_title",
    "omissions_sentence", "pair_title", "pairs_sentence", "peak_title", "provenance_sentence", "quoted_title",
    "ranking_sentence", "readability_sentence", "recurring_sentence", "require_dictionary", "require_groups",
    "selection_sentence", "sensitivity_sentence", "sensitivity_title", "shared_note", "shared_sentence", "shift_sentence",
    "shift_title", "smallness_note", "speakers_sentence", "spread_title", "stop_list_caption", "support_sentence",
    "themes_note", "themes_sentence", "top_terms_sentence", "topic_gaps_sentence", "topics_sentence", "trend_note",
    "trend_sentence", "unequal_note", "verbs_sentence", "verdict_note", "voice_note", "voice_sentence", "wording_grid",
    "wording_sentence", "wording_title",
]  # fmt: skip
SPACES = {"measure": measure, "chart": charts, "text": text}


def test_no_name_of_before_is_forgotten():
    assert len(set(STILL + ANSWERS + BELOW + GONE)) == len(STILL + ANSWERS + BELOW + GONE) == 150


@pytest.mark.parametrize("name", STILL + ANSWERS)
def test_some_names_are_still_there(name):
    assert name in dir(px)


@pytest.mark.parametrize("name", STILL)
def test_and_mean_what_they_meant(name, recwarn):
    assert callable(getattr(px, name)) and not recwarn.list


@pytest.mark.parametrize("name", BELOW)
def test_a_name_that_moved_works_and_says_where_it_is(name):
    with pytest.warns(FutureWarning, match=rf"^px\.{name} is px\.(measure|chart|text)\.\w+ now$") as caught:
        value = getattr(px, name)
    space, now = str(caught[0].message).split()[2].split(".")[1:]
    assert value is getattr(SPACES[space], now) and now in dir(SPACES[space])
    assert now in (name, RENAMED.get(name)), "and under its new name, where it has one"
    assert caught[0].filename == __file__, "the warning stands at the line that asks"


def test_importing_a_name_that_moved_warns_at_the_import():
    with pytest.warns(FutureWarning, match="px.count_terms is px.measure.count_terms now") as caught:
        from analysis import count_terms
    assert count_terms is measure.count_terms and caught[0].filename == __file__


@pytest.mark.parametrize("name", GONE)
def test_a_name_that_is_gone_is_answered_in_a_line(name):
    with pytest.raises(AttributeError) as caught:
        getattr(px, name)
    said = str(caught.value)
    assert said.startswith(f"px.{name} is gone. ") and "\n" not in said and len(said) < 130
    assert INSTEAD.get(name, "px.keywords(view)") in said


def test_what_is_said_instead_names_what_there_is():
    import re

    for said in INSTEAD.values():
        assert set(re.findall(r"px\.(\w+)", said)) <= set(dir(px))
    assert set(INSTEAD) <= set(GONE)


@pytest.mark.parametrize("name", ["count_term", "zzz", "Keyness", "sentence"])
def test_a_name_that_never_was_is_none(name):
    with pytest.raises(KeyError):
        old_name(name, "analysis")
    with pytest.raises(AttributeError, match=f"px has no name '{name}'"):
        getattr(px, name)


def test_a_name_of_now_warns_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert px.measure is measure and px.chart is charts and px.text is text and px.open
