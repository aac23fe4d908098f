# Written by tests/stub.py from NAMES in __init__.py.

from . import measure as measure
from . import text as text
from .earlier import earlier_run as earlier_run
from .findings.about_changes import what_changed as what_changed
from .findings.about_corpus import what_was_left_out as what_was_left_out
from .findings.about_corpus import what_was_read as what_was_read
from .findings.about_corpus import what_was_removed as what_was_removed
from .findings.about_dates import dates as dates
from .findings.about_distance import divergence as divergence
from .findings.about_gaps import omissions as omissions
from .findings.about_language import collocations as collocations
from .findings.about_language import diversity as diversity
from .findings.about_language import ngrams as ngrams
from .findings.about_language import readability as readability
from .findings.about_moves import keywords_moved as keywords_moved
from .findings.about_moves import what_moved as what_moved
from .findings.about_sharing import shared_passages as shared_passages
from .findings.about_shift import word_shift as word_shift
from .findings.about_sources import keywords as keywords
from .findings.about_sources import sensitivity as sensitivity
from .findings.about_stories import same_stories as same_stories
from .findings.about_terms import course_of_time as course_of_time
from .findings.about_terms import frequent_terms as frequent_terms
from .findings.about_terms import lines as lines
from .findings.about_terms import spread as spread
from .findings.about_terms import terms_by_group as terms_by_group
from .findings.about_themes import theme_paragraphs as theme_paragraphs
from .findings.about_themes import themes as themes
from .findings.about_themes import themes_and_topics as themes_and_topics
from .findings.about_topics import topic_gaps as topic_gaps
from .findings.about_topics import topic_pairs as topic_pairs
from .findings.about_topics import topic_rates as topic_rates
from .findings.about_topics import topics as topics
from .findings.about_verbs import reporting_verbs as reporting_verbs
from .findings.about_view import basis as basis
from .findings.about_view import provenance as provenance
from .findings.about_voices import speakers as speakers
from .findings.about_voices import voices as voices
from .findings.about_wording import wording as wording
from .measure.evidence.behind import evidence as evidence
from .measure.evidence.concordance import concordance as concordance
from .show import charts as chart  # noqa: F401
from .show.charts.figures import show_figure as show_figure
from .show.display import note as note
from .show.display import say as say
from .show.explorer import ask as ask
from .show.tables.spreadsheets import spreadsheet as spreadsheet
from .show.tables.table import show_table as show_table
from .text.prepare import prepare as prepare
from .view import open as open

NAMES: dict[str, tuple[str, ...]]
__version__: str
