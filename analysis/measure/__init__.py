"""Measures: tables in, tables out; no files, no pictures. `px.measure` in a notebook.

    counting      count_terms  count_ngrams  add_counts  group_sizes  split_stop_words  join_articles  dispersion  positions  trend
                  undated  voice_shares  speakers  verbs  hedges  shared_shares  article_pairs  passages  one_of_each_family
                  ledger_summary  removed_lines  changed_lines  recurring_lines  line_templates  rule_effects  select
                  told_in_common  word_prints
    dictionary    match_dictionary  never_matched  count_topics  cooccurrence  coverage  uncovered
                  count_wording  preferred  telling_concepts  find_names
    language      diversity  readability  syllable_table  collocations  collocates
    comparing     keyness  keyness_of_counts  beyond_chance  smallest_p  verdict  influential_articles  divergence  word_shift
                  equal_size  cluster_order  omissions  missing_things  place_shares  settings  sensitivity
                  share_gaps  rate_gaps
                  article_changes  keyword_turns  moves  rate_changes  rule_changes  setting_changes  software_changes
    uncertainty   with_intervals
    themes        find_themes  best_paragraphs  theme_topics  best_topics  theme_agreement
    evidence      concordance  evidence_of  lines_of  spellings

`help(px.measure.keyness)` says what one row is, the columns with their units, the order, and how to read it.
"""

from ..lazy import lazily

NAMES = {
    "counting.added": ("add_counts",),
    "counting.counts": ("count_ngrams", "count_terms", "group_sizes", "join_articles", "split_stop_words"),
    "counting.dispersion": ("dispersion", "positions"),
    "counting.fingerprints": ("word_prints",),
    "counting.furniture": ("line_templates",),
    "counting.in_common": ("told_in_common",),
    "counting.ledger": ("changed_lines", "ledger_summary", "recurring_lines", "removed_lines", "rule_effects"),
    "counting.selection": ("select",),
    "counting.shared_text": ("article_pairs", "one_of_each_family", "passages", "shared_shares"),
    "counting.trend": ("trend", "undated"),
    "counting.voices": ("hedges", "speakers", "verbs", "voice_shares"),
    "dictionary.names": ("find_names",),
    "dictionary.patterns": ("match_dictionary", "never_matched"),
    "dictionary.topics": ("cooccurrence", "count_topics", "coverage", "uncovered"),
    "dictionary.wording": ("count_wording", "preferred", "telling_concepts"),
    "language.collocations": ("collocates", "collocations"),
    "language.diversity": ("diversity",),
    "language.readability": ("readability", "syllable_table"),
    "comparing.chance": ("beyond_chance",),
    "comparing.article_changes": ("article_changes",),
    "comparing.changes": ("keyword_turns", "rate_changes", "rule_changes", "setting_changes", "software_changes"),
    "comparing.moves": ("moves",),
    "comparing.divergence": ("divergence", "word_shift"),
    "comparing.keyness": ("keyness", "keyness_of_counts", "smallest_p", "verdict"),
    "comparing.influential": ("influential_articles",),
    "comparing.omissions": ("omissions",),
    "comparing.place_shares": ("place_shares",),
    "comparing.rate_gaps": ("rate_gaps",),
    "comparing.sensitivity": ("sensitivity", "settings"),
    "comparing.share_gaps": ("share_gaps",),
    "comparing.things": ("missing_things",),
    "uncertainty.intervals": ("with_intervals",),
    "uncertainty.resampling": ("cluster_order", "equal_size"),
    "themes.discovery": ("best_paragraphs", "find_themes"),
    "themes.theme_topics": ("best_topics", "theme_agreement", "theme_topics"),
    "evidence.behind": ("evidence_of",),
    "evidence.concordance": ("concordance", "lines_of"),
    "evidence.spellings": ("spellings",),
}

__getattr__, __dir__ = lazily(__name__, "px.measure", NAMES)
