"""Tables for tests, built from plain sentences so that a reader can count them."""

import re

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

# made-up corpora of up to four articles, in which four words make up to four sentences
_SENTENCE = st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1, max_size=5).map(" ".join)
_LINES = st.lists(_SENTENCE, min_size=1, max_size=4).map(lambda sentences: [". ".join(sentences)])
CORPORA = st.dictionaries(st.sampled_from(["d1", "d2", "d3", "d4"]), _LINES, min_size=1)

# a table takes milliseconds to build, and a busy machine several times that: no deadline, and no more examples than needed
MADE_UP = settings(max_examples=25, deadline=None)


def tokens_from(documents: dict[str, list[str]], part: str = "body") -> pd.DataFrame:
    """Table `tokens` of documents given as lines; a line's sentences end at its full stops.

    Words are runs of what is neither white space nor `.,;:!?"#`, so `U.S.` is out of reach here. `#` starts a heading.
    """
    rows = []
    for doc_id, lines in documents.items():
        sentence = position = 0
        for number, line in enumerate(lines, start=1):
            for piece in re.finditer(r"[^.]+", line):
                words = list(re.finditer(r'[^\s.,;:!?"#]+', piece[0]))
                sentence += bool(words)
                for word in words:
                    position += 1
                    start = piece.start() + word.start()
                    kind = "heading" if line.startswith("#") else part
                    rows.append((doc_id, number, sentence, position, start, start + len(word[0]), word[0].casefold(), kind))
    names = ["doc_id", "line", "sentence", "position", "start", "end", "term", "part"]
    table = pd.DataFrame(rows, columns=names).sort_values(["doc_id", "position"], ignore_index=True)
    table = table.astype(dict.fromkeys(("line", "sentence", "position", "start", "end"), "int32"))
    table = table.astype({name: pd.CategoricalDtype(sorted(set(table[name]))) for name in ("doc_id", "term", "part")})
    return table.assign(
        shared=False, voice=pd.Categorical(["outside"] * len(table), categories=["outside", "reported", "quoted"])
    )


def ledger_from(documents: dict[str, list[str]]) -> pd.DataFrame:
    """Table `ledger` of the same documents, every line kept."""
    rows = [
        (doc_id, number, line, line, "kept", "", "heading" if line.startswith("#") else "body")
        for doc_id, lines in documents.items()
        for number, line in enumerate(lines, start=1)
    ]
    return pd.DataFrame(rows, columns=["doc_id", "line", "raw", "text", "action", "rule", "part"])


def dictionary_from(entries: dict[str, dict[str, list[str]] | list[str]]) -> pd.DataFrame:
    """Table `dictionary` of group -> patterns, or group -> label -> patterns; lines are counted from 1 in the order given."""
    rows = []
    for group, labels in entries.items():
        for label, patterns in (labels if isinstance(labels, dict) else {group: labels}).items():
            for pattern in patterns:
                rows.append((group, label, pattern, len(rows) + 1))
    return pd.DataFrame(rows, columns=["group", "label", "pattern", "line"])


def sourced(tokens: pd.DataFrame, sources: dict[str, str]) -> pd.DataFrame:
    """`tokens` with the column `source`, given by article."""
    return tokens.assign(source=pd.Categorical(tokens["doc_id"].astype(str).map(sources)))
