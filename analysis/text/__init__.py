"""What follows from an article's text and language. `px.text` in a notebook; `px.prepare` reads a corpus.

count_articles    counts of a large corpus, by parts, without its words
stop_list         the words to leave out of a list of frequent ones
tokens_with       the words counted as lemmas or stems
lemma_forms       which words each lemma stands for
language_support  which steps there are for a language
hedge_words       words by which an article keeps its distance
find_stories      which articles tell of the same event
"""

from ..lazy import lazily

NAMES = {
    "counted": ("count_articles",),
    "quotes.reporting": ("hedge_words",),
    "reuse.stories": ("find_stories",),
    "words.forms": ("lemma_forms", "tokens_with"),
    "words.languages": ("language_support",),
    "words.word_rule": ("stop_list",),
}

__getattr__, __dir__ = lazily(__name__, "px.text", NAMES)
