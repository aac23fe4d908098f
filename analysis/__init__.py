"""Parallax: how different outlets tell the same story.

`import analysis as px` gives the names that a notebook uses. `dir(px)` lists them; `help(px.count_terms)` says what a row of the
result is, what its columns hold, and how to read it. `px.prepare("folder")` is where to begin.

The names are listed in NAMES with the module each lives in, and that module is imported when the name is first used: a page that
draws nothing pays for no figures.
"""

import importlib

__version__ = "0.1.0"

NAMES = {
    "text.prepare": ("prepare",),
    "text.words.word_rule": ("stop_list",),
    "text.words.forms": ("lemma_forms", "tokens_with"),
    "text.words.languages": ("language_support",),
    "text.quotes.reporting": ("hedge_words",),
    "measure.counting.selection": ("require_dictionary", "require_groups", "select"),
    "measure.counting.ledger": ("changed_lines", "ledger_summary", "recurring_lines", "removed_lines", "rule_effects"),
    "measure.counting.counts": ("count_ngrams", "count_terms", "group_sizes", "join_articles", "split_stop_words"),
    "measure.language.diversity": ("diversity",),
    "measure.language.readability": ("readability", "syllable_table"),
    "measure.counting.trend": ("trend", "undated"),
    "measure.counting.dispersion": ("dispersion", "positions"),
    "measure.language.collocations": ("collocates", "collocations"),
    "measure.evidence.concordance": ("concordance", "lines_of"),
    "measure.evidence.behind": ("evidence", "evidence_of"),
    "measure.dictionary.patterns": ("match_dictionary", "never_matched"),
    "measure.dictionary.topics": ("cooccurrence", "count_topics", "coverage", "uncovered"),
    "measure.themes.discovery": ("best_paragraphs", "themes"),
    "measure.themes.theme_topics": ("best_topics", "theme_agreement", "theme_topics"),
    "measure.dictionary.wording": ("count_wording", "preferred", "telling_concepts"),
    "measure.comparing.keyness": ("keyness", "keyness_of_counts", "smallest_p", "verdict"),
    "measure.comparing.influential": ("influential_articles",),
    "measure.uncertainty.intervals": ("with_intervals",),
    "measure.comparing.divergence": ("divergence", "word_shift"),
    "measure.uncertainty.resampling": ("cluster_order", "equal_size"),
    "measure.dictionary.names": ("find_names",),
    "measure.comparing.omissions": ("omissions",),
    "measure.comparing.sensitivity": ("sensitivity", "settings"),
    "measure.comparing.changes": ("article_changes", "keyword_turns", "rate_changes", "rule_changes", "software_changes"),
    "measure.counting.shared_text": ("article_pairs", "one_of_each_family", "passages", "shared_shares"),
    "measure.counting.voices": ("hedges", "speakers", "verbs", "voice_shares"),
    "show.charts.figures": ("show_figure",),
    "show.charts.bars": ("part_bars", "signed_bars"),
    "show.charts.dots": ("ranked_dots", "signed_dots"),
    "show.charts.links": ("passage_links",),
    "show.charts.maps": ("heat_map", "places_in_articles", "spans"),
    "show.charts.scatter": ("rate_scatter",),
    "show.charts.trees": ("cluster_map",),
    "show.charts.trends": ("trend_lines",),
    "show.tables.table": ("show_table", "spreadsheet"),
    "show.explorer": ("ask",),
    "show.shared_sentences": ("duplicates_sentence", "pairs_sentence", "shared_note", "shared_sentence"),
    "show.cleaning_sentences": ("flagged_sentence", "languages_sentence", "recurring_sentence", "support_sentence"),
    "show.voice_sentences": ("hedges_sentence", "speakers_sentence", "verbs_sentence", "voice_note", "voice_sentence"),
    "show.captions": ("base_caption", "of_all", "provenance_sentence", "selection_sentence", "stop_list_caption"),
    "show.sentences": (
        "contrast_sentence", "corpus_sentence", "dates_sentence", "dispersion_sentence", "inputs_sentence",
        "ledger_sentence", "note", "ranking_sentence", "say", "shift_sentence", "smallness_note", "top_terms_sentence",
        "unequal_note", "wording_grid", "wording_sentence",
    ),
    "show.terms_sentences": (
        "diversity_sentence", "interval_note", "readability_sentence", "trend_note", "trend_sentence",
    ),
    "show.topics_sentences": (
        "agreement_sentence", "coverage_sentence", "themes_note", "themes_sentence", "topic_gaps_sentence", "topics_sentence",
    ),
    "show.sources_sentences": (
        "equal_size_note", "equal_size_sentence", "keyness_sentence", "omissions_sentence", "sensitivity_sentence", "verdict_note",
    ),
    "show.titles": (
        "contrast_title", "keyword_title", "largest_title", "nearest_title", "omission_title", "pair_title", "peak_title",
        "quoted_title", "sensitivity_title", "shift_title", "spread_title", "wording_title",
    ),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in NAMES.items() for name in names}
__all__ = sorted(_MODULE_OF)


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'analysis' has no name '{name}'. It has: {', '.join(__all__)}")
    value = getattr(importlib.import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
