# Written by tests/stub.py from NAMES in __init__.py.

from .counted import count_articles as count_articles
from .quotes.reporting import hedge_words as hedge_words
from .reuse.stories import find_stories as find_stories
from .words.forms import lemma_forms as lemma_forms
from .words.forms import tokens_with as tokens_with
from .words.languages import language_support as language_support
from .words.word_rule import stop_list as stop_list

NAMES: dict[str, tuple[str, ...]]
