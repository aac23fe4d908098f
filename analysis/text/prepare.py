"""The whole way from a corpus folder to tables. A folder in, everything that is measured out.

Within a run the folder is read once: the command line prepares it and saves a snapshot, and each notebook's `prepare` loads that,
so that all pages speak of the same bytes even if the folder changes meanwhile.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .. import places
from ..arguments import words
from ..errors import CorpusError
from ..progress import told
from ..remote import brought, is_address
from ..storage import write_bytes
from .cleaning.clean import clean
from .cleaning.mistaken import notices_of
from .cleaning.rules import read_rules, rule_table
from .quotes.quotations import find_quotes
from .quotes.quoted_words import mark_voice
from .quotes.reporting import read_people, read_verbs
from .reading.describing import RESERVED, empty_dictionary, read_dictionary
from .reading.read import DESCRIBING, read_corpus
from .reuse.duplicates import find_duplicates
from .reuse.shared_passages import find_shared, mark_shared, read_words
from .words import segmenters
from .words.addresses import addresses_told
from .words.languages import with_language
from .words.tokens import tokenize

STEPS = ("files are read", "lines are cleaned", "words are split", "shared text is looked for", "quotations are looked for")


class Prepared(NamedTuple):
    """A corpus as tables; schema.TABLES says what their rows and columns are.

    topics and wording have the form of table `dictionary`, and no row where the corpus has no such file. `info` holds the corpus's
    name, the hash of all that was read, the settings, and how many files and words there were.
    """

    articles: pd.DataFrame
    inputs: pd.DataFrame
    quarantine: pd.DataFrame
    notices: pd.DataFrame
    rules: pd.DataFrame
    ledger: pd.DataFrame
    tokens: pd.DataFrame
    topics: pd.DataFrame
    wording: pd.DataFrame
    quotes: pd.DataFrame
    shared: pd.DataFrame
    duplicates: pd.DataFrame
    info: dict

    def __repr__(self) -> str:
        counts = (f"{self.info[name]:,} {name[2:]}" for name in ("n_loaded", "n_quarantined", "n_tokens"))
        return f"Prepared({self.info['corpus']}: {', '.join(counts)}; tables {', '.join(self._fields[:-1])})"


def prepare(
    corpus: str | Path = "seeds",
    *,
    possessive: str = "split",
    without_rules: str | Iterable[str] = (),
    progress: Callable[[str], None] | None = None,
) -> Prepared:
    """Read, clean and split a corpus folder.

    corpus        : the folder, or its address (s3://bucket/articles, of which a copy is kept); a name that is not below this folder is
                    looked for beside it, and "seeds" is the corpus that comes with Parallax
    possessive    : "split" takes the possessive 's off a word, and in French, Italian and Catalan parts what is elided (l'eau); "keep"
                    leaves both
    without_rules : ids of cleaning rules that are not to act
    progress      : called with the name of each of the STEPS as it begins; by default a line tells of those that take long, where
                    somebody watches: in JupyterLab and on a terminal

    Returns Prepared. Raises CorpusError for a folder, a describing file or a rule that cannot be read as it stands,
    and UsageError for a rule in `without_rules` that there is not.
    """
    settings = {"possessive": possessive, "without_rules": sorted(set(words(without_rules, "names of cleaning rules")))}
    snapshot = os.environ.get("PARALLAX_SNAPSHOT")
    if snapshot:
        saved = load(Path(snapshot))
        if saved.info["corpus"] == Path(corpus).name and saved.info["settings"] == settings:
            return saved
    folder = find(corpus)
    if progress is not None:
        return _prepare(folder, settings, progress)
    with told(f"Reading {folder.resolve().name}", STEPS) as step:
        return _prepare(folder, settings, step)


def find(corpus: str | Path) -> Path:
    """The folder meant by `corpus`, as `prepare` describes.

    Raises CorpusError where there is none.
    """
    if is_address(corpus):
        return brought(corpus)
    given = Path(corpus)
    run = os.environ.get("PARALLAX_CORPUS")
    if run and not given.is_absolute() and Path(run).parts[-len(given.parts) :] == given.parts:
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


def _prepare(folder: Path, settings: dict, step: Callable[[str], None]) -> Prepared:
    step(STEPS[0])
    rules = read_rules(folder, settings["without_rules"])
    topics, wording = (
        read_dictionary(folder / name, reserved) if (folder / name).is_file() else empty_dictionary()
        for name, reserved in (("topics.yml", ()), ("wording.yml", RESERVED))
    )
    corpus = read_corpus(folder)
    step(STEPS[1])
    ledger = clean(corpus.articles, rules)
    notices = pd.concat([corpus.notices, addresses_told(ledger), notices_of(ledger, corpus.articles)], ignore_index=True)
    corpus = corpus._replace(articles=with_language(corpus.articles, ledger), notices=notices)
    step(STEPS[2])
    shares = segmenters.unspaced_share(ledger, corpus.articles)
    corpus = corpus._replace(notices=pd.concat([corpus.notices, segmenters.notices(shares)], ignore_index=True))
    tokens = tokenize(ledger, corpus.articles, settings["possessive"], shares=shares)
    step(STEPS[3])
    words = read_words(tokens, corpus.articles)
    shared, duplicates = find_shared(tokens, ledger, words), find_duplicates(tokens, words)
    tokens["shared"] = mark_shared(tokens, shared)
    step(STEPS[4])
    described = folder / "wording.yml"
    quotes = find_quotes(ledger, tokens, corpus.articles, read_people(described), read_verbs(described))
    tokens = mark_voice(tokens, quotes)
    counts = corpus.inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum()
    info = {
        "corpus": folder.resolve().name,
        "sha256": _digest(folder, corpus.inputs),
        "settings": settings,
        "described": [name for name in DESCRIBING if (folder / name).is_file()],
        **{name: int(n) for name, n in counts.items()},
        **_extent(corpus.articles, ledger),
        "n_tokens": len(tokens),
        "segmenters": segmenters.used(shares),
        "not_split": segmenters.notices(shares)["detail"].tolist(),
    }
    return Prepared(*corpus, rule_table(rules), ledger, tokens, topics, wording, quotes, shared, duplicates, info)


def _extent(articles: pd.DataFrame, ledger: pd.DataFrame) -> dict:
    """How far the corpus reaches: sources, first and last day that a date can mean ("" without one), and what became of the lines."""
    first, last = articles["date_start"].min(), articles["date_end"].max()
    removed = ledger["action"].eq("removed") & ~ledger["rule"].isin(["blank", "broken_lines"])
    return {
        "n_sources": int(articles["source"].nunique(dropna=False)),
        "first_day": "" if pd.isna(first) else f"{first:%Y-%m-%d}",
        "last_day": "" if pd.isna(last) else f"{last:%Y-%m-%d}",
        "n_undated": int(articles["date_start"].isna().sum()),
        "n_lines": len(ledger),
        "n_removed": int(removed.sum()),
    }


def _digest(folder: Path, inputs: pd.DataFrame) -> str:
    """One hash over the files that were loaded and those that describe them."""
    loaded = inputs[inputs["n_loaded"] > 0]
    lines = [f"{digest}  {file}" for file, digest in loaded[["file", "sha256"]].itertuples(index=False)]
    for name in DESCRIBING:
        path = folder / name
        if path.is_file():
            lines.append(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
