"""Seeded corpora of any size, whose words are distributed as those of newspapers: what scale is measured on.

Comes in: how many articles, of how many sources. Goes out: a corpus folder of CSV files, with topics.yml and wording.yml. Words follow
the Zipf-Mandelbrot law over 200,000 types, the most frequent of them English function words; articles have a lognormal number of words
with a median of 500, sources a lognormal number of articles. Each article leans to one of 60 subjects, which favour their own words;
each source favours a few words that the tests of a report can find; one sentence in ten is quoted and has a speaker.

    python benchmarks/zipf.py FOLDER --articles 10000 [--sources 40] [--seed 0]
"""

import argparse
import csv
import io
from pathlib import Path

import numpy as np

TYPES, MEDIAN, SPREAD, SUBJECTS, OWN = 200_000, 500, 0.6, 60, 12
SUBJECT_WORDS, FAVOURED = 400, 0.12  # types that a subject favours, and the share of its articles' words that they make
MARKED = 0.004  # share of a source's words that are those it favours
PER_FILE, PER_DRAW = 5_000, 1_000  # articles
SENTENCE, PARAGRAPH, QUOTED = 18, 3, 10  # words of a sentence, sentences of a paragraph, one sentence in so many is quoted
FUNCTION = """
the of to and a in that is was for it on with as he be at by this had not are but from or have an they which one you were all her she
there would their we him been has when who will no more if out so said what up its about into than them can only other time new some
could these two may first then do any like my now over such our man me even most made after also did many off before must well back
through years where much your way down should because long each just those how too little state very make own see work
"""
ONSETS, VOWELS, ENDS = (
    "b c d f g h j k l m n p r s t v w br cl dr fl gr pl pr sh st tr th",
    "a e i o u",
    "n r s t l m d ck nd st",
)
VERBS = ("said", "told reporters", "added", "warned", "argued", "noted")


def vocabulary(seed: int = 0) -> np.ndarray:
    """The types, from the most frequent on: function words, then words that can be pronounced, each once."""
    draw, words = np.random.default_rng(seed), dict.fromkeys(FUNCTION.split())
    onsets, vowels, ends = (part.split() for part in (ONSETS, VOWELS, ENDS))
    while len(words) < TYPES:
        onset, vowel, end = (draw.integers(0, len(part), (20_000, 3)) for part in (onsets, vowels, ends))
        syllables = draw.integers(1, 4, 20_000)
        for number, count in enumerate(syllables.tolist()):
            parts = (onsets[onset[number, i]] + vowels[vowel[number, i]] for i in range(count))
            words[f"{''.join(parts)}{ends[end[number, 0]]}"] = None
    return np.array(list(words)[:TYPES], dtype=object)


def write(folder: Path, n_articles: int, n_sources: int = 40, seed: int = 0) -> Path:
    """Write a corpus of `n_articles` into `folder`, files of 5,000 articles each. Returns the folder; the same seed, the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    words, draw = vocabulary(), np.random.default_rng(seed)
    shares = 1 / (np.arange(TYPES) + 2.7) ** 1.05
    laws = np.cumsum(shares / shares.sum())
    subjects = draw.integers(len(FUNCTION.split()), 20_000, (SUBJECTS, SUBJECT_WORDS))
    marked = draw.integers(len(FUNCTION.split()), 3_000, (n_sources, 5))
    names = np.array([f"{words[a].title()} {words[b].title()}" for a, b in draw.integers(500, TYPES, (400, 2))], dtype=object)
    weights = np.exp(1.2 * draw.standard_normal(n_sources))
    sources = np.sort(
        np.r_[
            np.arange(n_sources).repeat(2),
            draw.choice(n_sources, max(0, n_articles - 2 * n_sources), p=weights / weights.sum()),
        ]
    )
    sources = draw.permutation(sources[:n_articles])
    for first in range(0, n_articles, PER_FILE):
        sheet = io.StringIO(newline="")
        table = csv.writer(sheet, lineterminator="\n")
        table.writerow(["doc_id", "source", "date", "title", "text"])
        for begin in range(first, min(first + PER_FILE, n_articles), PER_DRAW):
            many = sources[begin : min(begin + PER_DRAW, n_articles)]
            for place, (title, text, day) in enumerate(_articles(many, words, laws, subjects, marked, names, draw)):
                name = f"Outlet {many[place] + 1:02d}"
                table.writerow([f"a{begin + place:07d}", name, f"{np.datetime64('2024-01-01') + day}", title, text])
        (folder / f"articles-{first // PER_FILE:03d}.csv").write_text(sheet.getvalue(), encoding="utf-8")
    _describe(folder, words)
    return folder


def _articles(sources, words, laws, subjects, marked, names, draw):
    """Title, text and day of each article of `sources`."""
    lengths = np.clip(np.exp(np.log(MEDIAN) + SPREAD * draw.standard_normal(len(sources))), 40, 6_000).astype(int)
    article = np.repeat(np.arange(len(sources)), lengths)
    codes = np.searchsorted(laws, draw.random(len(article)))
    subject = draw.integers(0, SUBJECTS, len(sources))[article]
    favoured = draw.random(len(article)) < FAVOURED
    rank = (SUBJECT_WORDS * draw.random(favoured.sum()) ** 2).astype(int)
    codes[favoured] = subjects[subject[favoured], rank]
    own = draw.random(len(article)) < MARKED
    codes[own] = marked[sources[article[own]], draw.integers(0, marked.shape[1], own.sum())]
    texts, days, begin = words[np.minimum(codes, TYPES - 1)].tolist(), draw.integers(0, 730, len(sources)).tolist(), 0
    who, said = draw.integers(0, len(names), len(article) // SENTENCE + len(sources)).tolist(), 0
    for number, length in enumerate(lengths.tolist()):
        own_words = texts[begin : begin + length]
        sentences = []
        for at in range(9, length, SENTENCE):
            sentence = " ".join(own_words[at : at + SENTENCE]).capitalize()
            said += 1
            quoted = said % QUOTED == 0
            sentences.append(
                f"“{sentence},” {VERBS[said // QUOTED % len(VERBS)]} {names[who[said]]}." if quoted else f"{sentence}."
            )
        lines = [" ".join(sentences[at : at + PARAGRAPH]) for at in range(0, len(sentences), PARAGRAPH)]
        yield " ".join(own_words[:9]).capitalize(), "\n".join(lines), days[number]
        begin += length


def _describe(folder: Path, words: np.ndarray) -> None:
    """Topics of eight words each; three concepts of two variants."""
    chosen = words[300:3_000:17]
    topics = [
        f"topic {number + 1}:\n" + "".join(f"  - {word}\n" for word in chosen[8 * number : 8 * number + 8])
        for number in range(12)
    ]
    wording = [
        f"concept {number + 1}:\n  {a}: [{a}]\n  {b}: [{b}]\n" for number, (a, b) in enumerate(words[400:412].reshape(-1, 2))
    ]
    (folder / "topics.yml").write_text("".join(topics), encoding="utf-8")
    (folder / "wording.yml").write_text("".join(wording), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--sources", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    write(given.folder, given.articles, given.sources, given.seed)


if __name__ == "__main__":
    main()
