"""Which sentences that look alike say the same: numbers, names, chance, furniture; each with a pair beside it that must stay."""

import numpy as np
import pandas as pd
import pytest
from builders import ledger_from, tokens_from

from analysis.text.reuse.shared_passages import find_shared, read_words

# others, so that there is a language: what is in them is rare in none of the pairs
REST = {f"z{n}": [f"word{n} stood by word{n + 1} and said word{n + 2} at noon"] for n in range(12)}


def similar(a, b, language="en", **more):
    documents = {"a": a, "b": b, **REST, **more}
    tokens = tokens_from({name: [line.casefold() for line in lines] for name, lines in documents.items()})
    articles = pd.DataFrame({"doc_id": list(documents), "language": language, "source": [name[0] for name in documents]})
    table = find_shared(tokens, ledger_from(documents), read_words(tokens, articles))
    table = table[table["kind"] == "similar"]
    return list(zip(table["doc_id_a"], table["doc_id_b"], strict=True)).count(("a", "b"))


SAME = [
    ("rescuers counted 47 injured dockers near the crane", "near the fallen crane 47 dockers lay injured"),
    ("the mayor Ana Ruiz closed the harbour bridge", "the harbour bridge was shut by Ruiz, its mayor"),
    ("yesterday the harbour crane fell on a warehouse", "a warehouse was hit when the harbour crane fell"),
    ("on Monday the Harbour Company closed the old bridge", "the bridge, old as it is, was closed by the Harbour Company"),
]
OTHER = [
    ("rescuers counted 47 injured dockers near the crane", "near the fallen crane 80 dockers lay injured"),
    ("the mayor Ana Ruiz closed the harbour bridge", "the harbour bridge was shut by Ivo Brandt, its mayor"),
    ("the mayor Ana Ruiz closed the harbour bridge", "the harbour bridge was shut by Ana Brandt, its mayor"),
    ("early that day Ana Ruiz arrived", "people say Ana Ruiz writes poems"),
    ("on Monday 47 men left Port Talbot", "beside Port Talbot grew 47 oaks"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_says_the_same_is_kept(one, other):
    assert similar([one], [other]) == 1


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_numbers_other_names_and_names_alone_are_no_evidence(one, other):
    assert similar([one], [other]) == 0


def test_capitals_of_nouns_are_no_names():
    one, other = "gestern stürzte der Kran im Hafen auf ein Lager", "auf ein Lager im Hafen fiel am Abend der Kran"
    assert similar([one], [other], language="de") == 1


def test_what_an_outlet_prints_under_many_articles_is_furniture():
    note = "write to the harbour desk of our crane newsroom at once about {}"
    articles = {f"a{n}": [note.format(f"thing{n}")] for n in range(5)}
    one = [note.format("bread"), "bakers baked forty loaves for orphans of the flood"]
    other = ["about the crane our harbour newsroom was written to at once", "forty loaves for orphans of the flood were baked"]
    assert similar(one, other) == 2
    assert similar(one, other, **articles) == 1
    assert similar(one, other, **{name: articles[name] for name in list(articles)[:2]}) == 2


def test_in_a_large_corpus_more_is_needed():
    many = {
        f"y{n:04d}": ["crane and stones" if n % 2 else "harbour and stones"] if n < 120 else [f"stone{n}"] for n in range(600)
    }
    one, other = ["crane by harbour"], ["harbour and crane"]
    assert similar(one, other) == 1 and similar(one, other, **many) == 0
    one, other = ["crane by harbour felled dockers"], ["dockers felled in harbour by crane"]
    assert similar(one, other, **many) == 1


def test_no_articles_and_no_pairs():
    assert similar(["crane"], ["bread"]) == 0 and np.isfinite(similar(["1 2 3"], ["4 5 6"]))
