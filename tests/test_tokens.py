"""Running words: places, sentences, numbering; against Punkt over whole lines as second opinion."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.tokenize import punkt

from analysis import schema
from analysis.errors import SchemaError
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import read_rules
from analysis.text.words.sentences import abbreviations
from analysis.text.words.tokens import tokenize
from analysis.text.words.word_rule import fold, words_in


def corpus(texts, language="en"):
    rows = [(f"d{number}", f"d{number}.txt", text, None, language) for number, text in enumerate(texts)]
    return pd.DataFrame(rows, columns=["doc_id", "file", "text", "title", "language"])


def tokens_of(*texts, language="en", tmp_path=None):
    articles = corpus(texts, language)
    ledger = clean(articles, read_rules(tmp_path) if tmp_path else RULES)
    return tokenize(ledger, articles), ledger


@pytest.fixture(autouse=True, scope="module")
def rules(tmp_path_factory):
    global RULES
    RULES = read_rules(tmp_path_factory.mktemp("no_rules_of_its_own"))


SENTENCES = [
    ("He came. She went.", 2),
    ("The U.S. President met Mr. Trump.", 1),
    ("“Why should you?” he asked. “Because,” she said.", 2),
    ("“Why should you reproach him?” Aleksandr asked.", 2),
    ("Trump lost… If you do not know, stop.", 2),
    ("It costs 3.69 roubles.", 1),
    ("«Что делать?» Он ушёл.", 2),
    ("No! No? Yes.", 3),
    ("He said: “No.” Then he left.", 2),
    ("A title without a stop", 1),
]


@pytest.mark.parametrize(("text", "n"), SENTENCES)
def test_sentences(text, n):
    tokens, _ = tokens_of(text)
    assert tokens["sentence"].max() == n


def test_titles_and_headings_are_their_own_sentences():
    tokens, _ = tokens_of(
        "A bridge closes\nThe bridge over the river is closed today.\nWhat next\nNobody in the town hall knows what comes next."
    )
    parts = tokens.groupby("sentence")["part"].agg(lambda part: "/".join(sorted(set(part.astype(str)))))
    assert parts.tolist() == ["title", "body", "heading", "body"]


def test_rows_are_in_order_and_their_places_give_the_words():
    tokens, ledger = tokens_of("Peace talks.\n\nThe peace plan’s text — 28 points.", "Another one, by the way, is this one.")
    schema.check(tokens, "tokens", rows=True)
    lines = ledger.set_index(["doc_id", "line"])["text"]
    for row in tokens.itertuples():
        assert fold(lines[(row.doc_id, row.line)][row.start : row.end]) == row.term
    for _, group in tokens.groupby("doc_id", observed=True):
        assert group["position"].tolist() == list(range(1, len(group) + 1))
        assert (np.diff(group["sentence"]) >= 0).all()
        assert group["sentence"].iloc[0] == 1
    assert list(tokens["term"].cat.categories) == sorted(tokens["term"].cat.categories)


def test_removed_lines_have_no_words_and_wordless_stretches_leave_no_gap():
    tokens, _ = tokens_of("Read more\nThe bridge over the river is closed. … — Nobody crosses it now.")
    assert "read" not in set(tokens["term"])
    assert sorted(set(tokens["sentence"])) == [1, 2]


def test_a_corpus_without_a_word_is_an_error():
    with pytest.raises(SchemaError, match="no row"):
        tokens_of("…")


# what both rules know: no mark that stands alone, and no function word behind an abbreviation, of which Punkt asks nothing
WORDS = st.sampled_from(
    ["peace", "war.", "No!", "why?”", "“Tom", "she", "Then", "(so)", "it…", "Mr. Bell", "3.5", "end.”", "U.S. aid"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
def test_sentences_are_those_of_punkt_over_the_whole_line(text):
    """The short way asks Punkt about pairs of pieces; this one shows it the line, and only joins what goes on in lower case."""

    class Marks(punkt.PunktLanguageVars):
        sent_end_chars = (".", "?", "!", "…")

    parameters = punkt.PunktParameters()
    parameters.abbrev_types = set(frozenset().union(*abbreviations("en")))
    spans = list(punkt.PunktSentenceTokenizer(parameters, lang_vars=Marks()).span_tokenize(text))
    starts = [start for start, _ in spans]
    following = {start: text[start:].split(" ")[0].lstrip("\"'“”‘’«»„‹›([—–-") for start in starts[1:]}
    kept = [start for start in starts[1:] if not following[start][:1].islower()]
    expected = [sum(start <= begin for start in kept) for _, begin, _ in words_in(text)]
    if not expected:
        return
    tokens, _ = tokens_of(text)
    got = tokens["sentence"].tolist()
    dense = {value: number for number, value in enumerate(sorted(set(expected)), start=1)}
    assert got == [dense[value] for value in expected]
