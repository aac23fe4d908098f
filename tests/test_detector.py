"""Languages of many texts at once: the same labels and certainties, to the last bit, as py3langid gives each."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from analysis.text.words.detector import AT_ONCE, classify

ROOT = Path(__file__).resolve().parent.parent
FILES = [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((ROOT / "tests" / "languages").glob("*.txt"))]
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
ODD = [
    "",
    " ",
    "\n",
    "1 2 3",
    "NIEMAND WURDE VERLETZT",
    unicodedata.normalize("NFD", "Niemand wurde gestört"),
    "ÅÄÖ",
    "Србија",
    "他走了",
    "🙂",
    "a",
]


@pytest.fixture(scope="module")
def second():
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_texts_of_all_lengths(second):
    texts = ODD + [text[begin : begin + length] for text in TEXTS for begin in (0, 500) for length in (3, 60, 400, 4000)]
    assert classify(texts) == [second.classify(text) for text in texts]
    assert len({code for code, _ in classify(texts)}) > 5


def test_a_text_has_the_same_answer_whatever_stands_beside_it(second):
    texts = [TEXTS[0][at : at + 40] for at in range(AT_ONCE + 5)]
    assert classify(texts) == [classify([text])[0] for text in texts] == [second.classify(text) for text in texts]
    assert classify([]) == []


@settings(max_examples=50)
@given(st.lists(st.one_of(st.text(max_size=30), st.sampled_from(ODD), st.text("the quick мост ß", max_size=80)), max_size=5))
def test_any_text(second, texts):
    assert classify(texts) == [second.classify(text) for text in texts]
