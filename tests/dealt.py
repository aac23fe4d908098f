"""Small corpora for tests of findings: folders written to disk and opened as views."""

import random

from analysis.view import open as open_view

SYLLABLES = ("ba", "do", "fi", "ka", "lu", "me", "no", "pi", "ra", "su", "ti", "vo")
COMMON = [first + second + "n" for first in SYLLABLES for second in SYLLABLES]  # 144 made-up words, the first ones most common


def lay(folder, files):
    """The folder with files made of name -> text."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def opened(folder, files, by="source", **more):
    """The view of a corpus made of name -> text; a name such as `Post/1.txt` is an article of the outlet Post."""
    return open_view(lay(folder, files), by=by, **more)


def one_outlet(n, seed, marked=(), mark=""):
    """Texts of one and the same outlet, each with a subject, so that words come in bursts; those in `marked` have the word `mark`."""
    drawn, texts = random.Random(seed), []
    weights = [1 / (rank + 3) for rank in range(len(COMMON))]
    for number in range(n):
        subject, lines = drawn.sample(COMMON, 4), []
        for _ in range(3):
            words = drawn.choices(COMMON, weights, k=30) + drawn.choices(subject, k=8) + [mark] * (2 if number in marked else 0)
            lines.append(f"The {' '.join(drawn.sample(words, len(words)))}.")
        texts.append("\n\n".join(lines))
    return texts


def dealt(texts, names=("Post", "Radio")):
    """Texts dealt out to outlets in turn, as files."""
    files = {f"{names[place % len(names)]}/{place:03}.txt": text for place, text in enumerate(texts)}
    rows = [f"{name},{name.split('/')[0]},en" for name in files]  # made-up words look like no language
    return files | {"sources.csv": "\n".join(["file,source,language", *rows]) + "\n"}


def dealt_often(texts, names, times, seed):
    """Texts as files, with a sources.csv whose columns deal_0, deal_1 … each deal them out by chance, as many to each name."""
    drawn, rows = random.Random(seed), [[f"{place:03}.txt", "Post", "en"] for place in range(len(texts))]
    for _ in range(times):
        hand = [names[place % len(names)] for place in range(len(texts))]
        for row, name in zip(rows, drawn.sample(hand, len(hand)), strict=True):
            row.append(name)
    head = ",".join(["file", "source", "language", *(f"deal_{time}" for time in range(times))])
    files = {f"{place:03}.txt": text for place, text in enumerate(texts)}
    return files | {"sources.csv": "\n".join([head, *(",".join(row) for row in rows)]) + "\n"}
