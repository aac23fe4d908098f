"""Parallax: how different outlets tell the same story. `import parallax_workbook as px`, then ask.

    view = px.open("my-corpus")           read a folder of articles; by=, language=, parts=, voice=, shared= narrow and group it
    px.keywords(view)                     an answer: sentences, figure, tables, evidence, and how sure it is

What was read?                px.what_was_read  px.dates  px.what_was_removed  px.what_was_left_out
Which words?                  px.frequent_terms  px.terms_by_group  px.spread  px.course_of_time
What is spoken of?            px.topics  px.topic_rates  px.topic_pairs  px.topic_gaps
How do the outlets differ?    px.keywords  px.sensitivity  px.divergence  px.word_shift  px.same_stories
Whose words are they?         px.voices  px.speakers  px.reporting_verbs  px.shared_passages
What is it called?            px.wording  px.omissions
What is the language like?    px.diversity  px.readability  px.ngrams  px.collocations
Without a list of topics?     px.themes  px.theme_paragraphs  px.themes_and_topics
In which lines?               px.lines  px.concordance  px.evidence
What does it rest on?         px.basis  px.provenance
What is new since last time?  px.what_changed  px.what_moved  px.keywords_moved  px.earlier_run
On the page, or in a file     px.show_table  px.show_figure  px.say  px.note  px.ask  px.spreadsheet
The tables behind a view      px.prepare, or view.tokens  view.articles  view.ledger  view.quotes …

Whoever wants more reaches below: px.measure (tables in, tables out), px.chart (tables in, figures out), px.text (lemmas, stop lists).
`help(px.keywords)` says what a function gives and how to read it; `help(px.measure)` lists the measures.
"""

import sys as _sys

from . import renamed as _renamed
from .lazy import lazily as _lazily

__version__ = "0.1.0"

NAMES = {
    "text.prepare": ("prepare",),
    "earlier": ("earlier_run",),
    "view": ("open",),
    "findings.about_corpus": ("what_was_left_out", "what_was_read", "what_was_removed"),
    "findings.about_changes": ("what_changed",),
    "findings.about_dates": ("dates",),
    "findings.about_terms": ("course_of_time", "frequent_terms", "lines", "spread", "terms_by_group"),
    "findings.about_topics": ("topic_gaps", "topic_pairs", "topic_rates", "topics"),
    "findings.about_moves": ("keywords_moved", "what_moved"),
    "findings.about_distance": ("divergence",),
    "findings.about_shift": ("word_shift",),
    "findings.about_sharing": ("shared_passages",),
    "findings.about_sources": ("keywords", "sensitivity"),
    "findings.about_stories": ("same_stories",),
    "findings.about_verbs": ("reporting_verbs",),
    "findings.about_voices": ("speakers", "voices"),
    "findings.about_wording": ("wording",),
    "findings.about_gaps": ("omissions",),
    "findings.about_language": ("collocations", "diversity", "ngrams", "readability"),
    "findings.about_themes": ("theme_paragraphs", "themes", "themes_and_topics"),
    "findings.about_view": ("basis", "provenance"),
    "measure.evidence.behind": ("evidence",),
    "measure.evidence.concordance": ("concordance",),
    "show.charts.figures": ("show_figure",),
    "show.display": ("note", "say"),
    "show.explorer": ("ask",),
    "show.tables.spreadsheets": ("spreadsheet",),
    "show.tables.table": ("show_table",),
}
SPACES = {"chart": "show.charts", "measure": "measure", "text": "text"}  # what lies below px, and the room that it is


def _elsewhere(name: str) -> object:
    """A room below px, or what a name of before is called now; KeyError for neither."""
    import importlib

    if name in SPACES:
        return importlib.import_module(f".{SPACES[name]}", __name__)
    return _renamed.old_name(name, __name__)


class _Nothing:
    """What pydoc finds where it writes the credits of a module, which is the last that it writes.

    pydoc gives the docstring alone of what it cannot list, and that is what help(px) should be: the map above, on one screen. Its list
    of every function, of all modules and of what NAMES holds would fill twenty.
    """

    def __str__(self) -> str:
        raise AttributeError("credits")


__credits__ = _Nothing()
__getattr__, _names = _lazily(__name__, "px", NAMES, _elsewhere)


def __dir__() -> list[str]:
    return sorted([*_names(), *SPACES])


if "IPython" in _sys.modules:  # elsewhere nothing is displayed, and the show room need not be there
    from .show.shell import draw_bare_figures as _draw_bare_figures

    _draw_bare_figures()
