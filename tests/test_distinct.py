"""Distinct pieces, asked all at once: each as the word rule and a reading place by place have it."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.spelling import words_in
from analysis.text.words.distinct import Pieces, Text, in_pieces
from analysis.text.words.segmenters import split_words
from analysis.text.words.sentences import (
    CLOSERS,
    ENUMERATOR,
    LATE,
    LOWER,
    TERMINAL,
    _ends,
    _kind,
    breaks_behind,
    regex,
)
from analysis.text.words.spelt import spelt

KNOWN = """
The word. “Word,” (ὁδός) ΟΔΟΣ; Straße ﬁn İstanbul ISPARTA don’t l’eau U.S. Mr. 3.69 1. (a) A. IV. iPhone e-mail » ! … — 's
他走了。她来了。 行く。」と ประเทศ 한국어 漢字는 А. Не\u0438\u0306 so\u00adcalled there.”“No,
a@b.org ǅ K. De van May Dr. т.е. г. z.B. 3.) d'Alema x;”
"""
LANGUAGES = ["", "en", "fr", "it", "tr", "el", "de", "ja", "ko", "ru"]
pieces = st.one_of(
    st.sampled_from(KNOWN.split()), st.text("abAÉбΣσıI.’'\"“”».!?…;:,(-12 ", max_size=5).map(lambda text: text.replace(" ", ""))
)
lines = st.lists(st.tuples(st.lists(pieces, max_size=12).map(" ".join), st.sampled_from(LANGUAGES)), min_size=1, max_size=6)


def read(rows):
    texts, language = zip(*rows, strict=True)
    return in_pieces(pd.Series(texts, dtype="str")), np.array(language, dtype=object)


@given(st.lists(pieces, unique=True))
def test_the_word_of_a_plain_piece_is_that_of_the_word_rule(texts):
    found = Pieces(texts)
    places = zip(
        (found.first - found.begins)[found.plain].tolist(), (found.behind - found.begins)[found.plain].tolist(), strict=True
    )
    expected = [words_in(text) for text, plain in zip(texts, found.plain.tolist(), strict=True) if plain]
    assert [[(term, *place)] for term, place in zip(found.terms, places, strict=True)] == expected


def test_most_pieces_are_plain():
    assert Pieces(["The", "word.", "“Word,”", "ΟΔΟΣ;", "Straße"]).plain.all()
    assert Pieces(["ΟΔΟΣ;", "“Word,”"]).terms == ["οδος", "word"]
    assert not Pieces(["", "—", "U.S.", "don’t", ".word", "İz", "漢字", "a1", "two\u00a0words"]).plain.any()


@given(lines, st.sampled_from(["split", "keep"]))
def test_the_words_of_a_text_are_those_of_its_pieces_one_by_one(rows, possessive):
    text, language = read(rows)
    words, codes = spelt(text, language, possessive)
    owner, word = words.running(codes)
    found = zip(owner.tolist(), words.term[word].tolist(), words.start[word].tolist(), words.end[word].tolist(), strict=True)
    expected = [
        (place, *each)
        for place, (code, line) in enumerate(zip(text.codes.tolist(), text.line_of.tolist(), strict=True))
        for each in split_words(text.pieces.texts[code], possessive, language[line])
    ]
    assert [(place, words.vocabulary[term], start, end) for place, term, start, end in found] == expected
    assert words.vocabulary == sorted({term for _, term, _, _ in expected})


def slowly(rows):
    """Whether a sentence ends behind each piece, from left to right."""
    found = []
    for line, language in rows:
        texts = line.split(" ")
        breaks = [False] * len(texts)
        for place, piece in enumerate(texts):
            stem = regex.sub(rf"[{CLOSERS}]+$", "", piece)
            end, behind = place, place + 1
            while behind < len(texts) and texts[behind] and not LATE.sub("", texts[behind]):
                end, behind = behind, behind + 1
            while behind < len(texts) - 1 and not any(map(str.isalnum, texts[behind])):
                behind += 1
            if behind == len(texts) or not regex.search(rf"[{TERMINAL}{';' if language == 'el' else ''}]$", stem):
                continue
            kind = _kind(texts[behind], language)
            stop = stem.endswith(".") and not stem.endswith("..")
            ends = _ends(piece, kind, language) if stop else kind != LOWER
            breaks[end] |= ends and not ((place == 0 or breaks[place - 1]) and ENUMERATOR.fullmatch(piece) is not None)
        found += breaks
    return found


@given(lines)
def test_sentences_end_where_a_reading_from_left_to_right_ends_them(rows):
    assert breaks_behind(*read(rows)).tolist() == slowly(rows)


def test_a_long_run_of_marks_is_read_once():
    n = 200_000
    text = Text(Pieces(["Yes!", "!", "No."]), np.r_[0, np.ones(n, dtype=int), 2], np.zeros(n + 2, dtype=int))
    assert np.flatnonzero(breaks_behind(text, np.array(["en"], dtype=object))).tolist() == [n]
