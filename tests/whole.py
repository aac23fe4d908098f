"""What prepare gives, by the functions that work a whole corpus at once: the reference that work in parts is held against."""

from pathlib import Path

import pandas as pd

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.mistaken import notices_of
from analysis.text.cleaning.rules import read_rules
from analysis.text.quotes.quotations import find_quotes
from analysis.text.quotes.quoted_words import mark_voice
from analysis.text.quotes.reporting import read_people, read_verbs
from analysis.text.reading.read import read_corpus
from analysis.text.reuse.duplicates import find_duplicates
from analysis.text.reuse.shared_passages import find_shared, mark_shared, read_words
from analysis.text.words import segmenters
from analysis.text.words.addresses import addresses_told
from analysis.text.words.languages import with_language
from analysis.text.words.tokens import tokenize


def tables_of(folder: Path, possessive: str = "split", without: tuple[str, ...] = ()) -> dict[str, pd.DataFrame]:
    """The tables of a corpus that are not as they were read."""
    corpus, described = read_corpus(folder), folder / "wording.yml"
    ledger = clean(corpus.articles, read_rules(folder, without))
    notices = [corpus.notices, addresses_told(ledger), notices_of(ledger, corpus.articles)]
    articles = with_language(corpus.articles, ledger)
    shares = segmenters.unspaced_share(ledger, articles)
    tokens = tokenize(ledger, articles, possessive, shares=shares)
    words = read_words(tokens, articles)
    shared, duplicates = find_shared(tokens, ledger, words), find_duplicates(tokens, words)
    tokens["shared"] = mark_shared(tokens, shared)
    quotes = find_quotes(ledger, tokens, articles, read_people(described), read_verbs(described))
    return {
        "articles": articles,
        "notices": pd.concat([*notices, segmenters.notices(shares)], ignore_index=True),
        "ledger": ledger,
        "tokens": mark_voice(tokens, quotes),
        "quotes": quotes,
        "shared": shared,
        "duplicates": duplicates,
    }
