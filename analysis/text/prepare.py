"""The whole way from a corpus folder to tables. A folder in, everything that is measured out.

Within a run the folder is read once: the command line prepares it and saves a snapshot, and each notebook's `prepare` loads that,
so that all pages speak of the same bytes even if the folder changes meanwhile.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .. import places
from ..errors import CorpusError
from ..storage import write_bytes
from .clean import clean
from .describing import empty_dictionary, read_dictionary
from .read import DESCRIBING, read_corpus
from .rules import read_rules, rule_table
from .tokens import tokenize


class Prepared(NamedTuple):
    """A corpus as tables; schema.TABLES says what their rows and columns are.

    topics and wording have the form of table `dictionary`, and no row where the corpus has no such file. `info` holds the corpus's
    name, the hash of all that was read, the settings, and how many files and words there were.
    """

    articles: pd.DataFrame
    inputs: pd.DataFrame
    quarantine: pd.DataFrame
    rules: pd.DataFrame
    ledger: pd.DataFrame
    tokens: pd.DataFrame
    topics: pd.DataFrame
    wording: pd.DataFrame
    info: dict

    def __repr__(self) -> str:
        counts = (f"{self.info[name]:,} {name[2:]}" for name in ("n_loaded", "n_quarantined", "n_tokens"))
        return f"Prepared({self.info['corpus']}: {', '.join(counts)}; tables {', '.join(self._fields[:-1])})"


def prepare(corpus: str | Path = "seeds", *, possessive: str = "split") -> Prepared:
    """Read, clean and split a corpus folder.

    corpus     : the folder; a name that is not below this folder is looked for beside it, and "seeds" is the corpus that comes
                 with Parallax
    possessive : "split" takes the possessive 's off a word, "keep" leaves it

    Returns Prepared. Raises CorpusError for a folder, a describing file or a rule that cannot be read as it stands.
    """
    settings = {"possessive": possessive}
    snapshot = os.environ.get("PARALLAX_SNAPSHOT")
    if snapshot:
        saved = load(Path(snapshot))
        if saved.info["corpus"] == Path(corpus).name and saved.info["settings"] == settings:
            return saved
    return _prepare(find(corpus), settings)


def find(corpus: str | Path) -> Path:
    """The folder meant by `corpus`, as `prepare` describes.

    Raises CorpusError where there is none.
    """
    given = Path(corpus)
    run = os.environ.get("PARALLAX_CORPUS")
    if run and Path(run).name == str(corpus):
        return Path(run)
    near = [given] if given.is_absolute() else [given, Path("..") / given]
    for path in near:
        if path.is_dir():
            return path
    if str(corpus) == "seeds":
        return places.seeds()
    raise CorpusError("there is no such folder", file=str(corpus), remedy="Name the folder that holds the articles")


def save(prepared: Prepared, folder: Path) -> None:
    """Write the tables and `info` into a folder, for `load`."""
    for name, value in prepared._asdict().items():
        data = json.dumps(value, ensure_ascii=False).encode() if name == "info" else value.to_parquet(index=False)
        write_bytes(folder / (f"{name}.json" if name == "info" else f"{name}.parquet"), data)


def load(folder: Path) -> Prepared:
    """Read what `save` wrote."""
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in Prepared._fields if name != "info"}
    return Prepared(**tables, info=json.loads((folder / "info.json").read_text(encoding="utf-8")))


def _prepare(folder: Path, settings: dict) -> Prepared:
    rules = read_rules(folder)
    topics, wording = (
        read_dictionary(folder / name) if (folder / name).is_file() else empty_dictionary()
        for name in ("topics.yml", "wording.yml")
    )
    corpus = read_corpus(folder)
    ledger = clean(corpus.articles, rules)
    tokens = tokenize(ledger, corpus.articles, settings["possessive"])
    states = corpus.inputs["state"].value_counts()
    info = {
        "corpus": folder.resolve().name,
        "sha256": _digest(folder, corpus.articles),
        "settings": settings,
        "n_inputs": len(corpus.inputs),
        **{f"n_{state}": int(states.get(state, 0)) for state in ("loaded", "quarantined", "skipped")},
        "n_lines": len(ledger),
        "n_tokens": len(tokens),
    }
    return Prepared(*corpus, rule_table(rules), ledger, tokens, topics, wording, info)


def _digest(folder: Path, articles: pd.DataFrame) -> str:
    """One hash over the articles that were loaded and the files that describe them."""
    lines = [f"{digest}  {file}" for file, digest in articles.sort_values("file")[["file", "sha256"]].itertuples(index=False)]
    for name in DESCRIBING:
        path = folder / name
        if path.is_file():
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
