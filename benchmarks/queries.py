"""How fast a word, a phrase, a glob and two words near each other are found among many running words: beside a scan by NumPy.

Words are drawn by Zipf's law over the types of zipf.py, in articles of 500 words and sentences of 18. Each question is asked again and
again, by the index alone (rows), as a table of mentions and as a concordance would ask, and by comparing the codes of all words; its
median is printed in milliseconds of processor time, and the seconds and the memory that the index took.

    python benchmarks/queries.py [--words 50000000] [--times 9]
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import zipf

from analysis.dictionaries import as_dictionary
from analysis.measure.counting.indexed import Indexed, indexed
from analysis.measure.dictionary.candidates import candidates
from analysis.measure.dictionary.patterns import match_dictionary

ARTICLE, SENTENCE, WIDTH = 500, 18, 7  # words of an article and of a sentence; characters of a word and the space behind it


def words_of(n_words: int) -> pd.DataFrame:
    """Table `tokens`, mapped columns of the size that a prepared corpus has."""
    draw, types = np.random.default_rng(0), np.sort(zipf.vocabulary())
    ranks = pd.Index(types).get_indexer(zipf.vocabulary())
    law = np.cumsum(1 / (np.arange(zipf.TYPES) + 2.7) ** 1.05)
    codes = np.empty(n_words, dtype=np.int32)
    for begin in range(0, n_words, 1_000_000):
        drawn = np.searchsorted(law, law[-1] * draw.random(min(1_000_000, n_words - begin)))
        codes[begin : begin + len(drawn)] = ranks[np.minimum(drawn, zipf.TYPES - 1)]
    row = np.arange(n_words, dtype=np.int32)
    position, article = row % ARTICLE + 1, row // ARTICLE
    ids = pd.Index([f"a{number:07d}" for number in range(int(article[-1]) + 1)], dtype="str")
    sentence = (position - 1) // SENTENCE + 1
    columns = {
        "doc_id": pd.Categorical.from_codes(article, categories=ids),
        "line": (position - 1) // (3 * SENTENCE) + 1,
        "sentence": sentence,
        "position": position,
        "start": position * WIDTH - WIDTH,
        "end": position * WIDTH - 1,
        "term": pd.Categorical.from_codes(codes, categories=pd.Index(types, dtype="str")),
        "part": pd.Categorical.from_codes(np.zeros(n_words, dtype=np.int8), categories=["body"]),
        "shared": np.zeros(n_words, dtype=bool),
        "voice": pd.Categorical.from_codes(np.zeros(n_words, dtype=np.int8), categories=["outside", "reported", "quoted"]),
    }
    return pd.DataFrame(columns, copy=False)


def questions() -> dict[str, str]:
    """Patterns by what they show; words by how frequent they are."""
    words = zipf.vocabulary()
    return {
        "a rare word": words[20_000],
        "a word of the topics": words[400],
        "a frequent word": words[20],
        "a phrase": f"{words[400]} {words[300]}",
        "a phrase with a function word": f"the {words[400]}",
        "a phrase of function words": f"{words[0]} {words[1]}",
        "a glob, start": f"{words[3_000]}*",
        "a glob, end": f"*{words[3_000][-5:]}",
        "a glob, inside": f"{words[3_000][:2]}?{words[3_000][3:]}",
        "near": f"{words[400]} ~5 {words[300]}",
        "near a function word": f"{words[400]} ~5 the",
    }


def scan(tokens: pd.DataFrame, index: Indexed, pattern: str) -> np.ndarray:
    """The rows at which a word, or a phrase of words in one sentence, begins, by comparing all codes; of two near, the first."""
    words = [index.vocabulary.matching(word) for word in pattern.split() if "~" not in word]
    fits = np.isin(index.codes, words[0]) if len(words[0]) > 1 else index.codes == words[0][0]
    for step, codes in enumerate(words[1:] if "~" not in pattern else [], start=1):
        fits[:-step] &= np.isin(index.codes[step:], codes)
        fits[:-step] &= index.sentences[step:] == index.sentences[:-step]
    return np.flatnonzero(fits)


def milliseconds(call: Callable[[], object], times: int) -> float:
    """The median of processor time."""
    work = []
    for _ in range(times):
        begun = time.process_time()
        call()
        work.append(time.process_time() - begun)
    return 1_000 * statistics.median(work)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--words", type=int, default=50_000_000)
    parser.add_argument("--times", type=int, default=9)
    given = parser.parse_args()
    tokens = words_of(given.words)
    for name in ("the first question, a scan", "the second, which makes the index", "the third"):
        work = milliseconds(lambda: match_dictionary(tokens, {"g": "work"}), 1)
        print(f"{name}: {work / 1_000:.2f} CPU s", flush=True)
    _, index = indexed(tokens)
    print(f"the index: {index.postings.rows_of(np.array([0])).rows.nbytes / given.words:.1f} bytes a word")
    print("| asked | rows found | rows, ms | mentions, ms | scan, ms |\n|---|---:|---:|---:|---:|")
    for name, pattern in questions().items():
        dictionary = as_dictionary({"g": pattern})
        n = len(candidates(tokens, index, dictionary).start)
        rows = milliseconds(lambda asked=dictionary: candidates(tokens, index, asked), given.times)
        table = milliseconds(lambda asked=dictionary: match_dictionary(tokens, asked), given.times)
        plain = milliseconds(lambda asked=pattern: scan(tokens, index, asked), min(given.times, 3))
        print(f"| {name}: {pattern} | {n:,} | {rows:.1f} | {table:.1f} | {plain:.0f} |", flush=True)


if __name__ == "__main__":
    main()
