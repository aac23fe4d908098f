"""The whole way from a corpus folder to tables. A folder in, everything that is measured out.

Articles are worked in parts, and what was made of them is kept on this machine by content (parts/), so that an article is worked once
and a corpus that did not change is opened as it stands.

Within a run the folder is read once: the command line prepares it and saves a snapshot, and each notebook's `prepare` loads that,
so that all pages speak of the same bytes even if the folder changes meanwhile.
"""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .. import places
from ..arguments import words
from ..errors import CorpusError
from ..progress import told
from ..remote import brought, is_address
from .cleaning.mistaken import notices_of
from .cleaning.rules import read_rules, rule_table
from .extent import describing, digest, extent
from .parts.by_parts import InParts
from .parts.cluster import Cluster
from .parts.held import Held, give_back, room
from .parts.keys import key_of, key_of_frame
from .parts.mapped import read_tables, write_tables
from .parts.steps import ADDRESS, MISREAD, UNSPACED, Settings
from .parts.versions import worked_by
from .parts.wholes import Store, glance, store
from .parts.workers import Hands, Processes, cores
from .quotes.quoted_words import mark_voice
from .quotes.reporting import read_people, read_verbs
from .reading.describing import RESERVED, empty_dictionary, read_dictionary
from .reading.read import Corpus, read_corpus
from .reuse.shared_passages import mark_shared
from .sharing import look_for_shared
from .words import segmenters
from .words.addresses import addresses_told

STEPS = ("files are read", "lines are cleaned", "words are split", "quotations and shared text are looked for")


Hire = Callable[[int], Cluster | Processes]
Step = Callable[[str], None]

STAGING = "scheduler_staging_area"  # a folder of jupyter-scheduler, in which it runs a copy of the notebook

MUCH = 8 << 20  # characters of text: with less, more processes take longer to start than they save


class Prepared(NamedTuple):
    """A corpus as tables; schema.TABLES says what their rows and columns are.

    topics and wording have the form of table `dictionary`, and no row where the corpus has no such file. `info` holds the corpus's
    name, the hash of all that was read, the settings, and how many files and words there were; and under which name the corpus is kept
    on this machine, if it is (`kept_as`).
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
    workers: int | None = None,
    cluster: str = "",
    progress: Callable[[str], None] | None = None,
) -> Prepared:
    """Read, clean and split a corpus folder.

    corpus        : the folder, or its address (s3://bucket/articles, of which a copy is kept); a name that is not below this folder is
                    looked for beside it, and "seeds" is the corpus that comes with Parallax
    possessive    : "split" takes the possessive 's off a word, and in French, Italian and Catalan parts what is elided (l'eau); "keep"
                    leaves both
    without_rules : ids of cleaning rules that are not to act
    workers       : how many processes work the articles; by default one a core, where there is enough for two
    cluster       : address of a Dask scheduler (tcp://host:8786), whose workers work them instead. The tables are the same, to the byte
    progress      : called with the name of each of the STEPS as it begins; by default a line tells of those that take long, where
                    somebody watches: in JupyterLab and on a terminal

    What is made of articles is kept on this machine, in the folder that PARALLAX_CACHE names (`off` keeps nothing), so that a corpus is
    worked once, and later only what came to it.

    Returns Prepared. Raises CorpusError for a folder, a describing file or a rule that cannot be read as it stands, UsageError for a
    rule in `without_rules` that there is not, and WorkerLostError where a process or the cluster goes away.
    """
    settings = {"possessive": possessive, "without_rules": sorted(set(words(without_rules, "names of cleaning rules")))}
    snapshot = os.environ.get("PARALLAX_SNAPSHOT")
    if snapshot:
        saved = load(Path(snapshot))
        if saved.info["corpus"] == Path(corpus).name and saved.info["settings"] == settings:
            return saved
    folder, kept = find(corpus), store()
    if kept is not None and (known := _opened(kept, kept.recall(glance(folder, settings)))) is not None:
        return known
    hire = partial(_hire, workers, cluster)
    if progress is not None:
        return _prepare(folder, settings, hire, progress)
    with told(f"Reading {folder.resolve().name}", STEPS) as step:
        return _prepare(folder, settings, hire, step)


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
    remedy = "Name the folder that holds the articles"
    if STAGING in Path.cwd().parts:
        remedy = "A job runs in a folder of its own: give it the parameter corpus = '/its/whole/path' with the marks"
    raise CorpusError("there is no such folder", file=str(corpus), remedy=remedy)


def save(prepared: Prepared, folder: Path) -> None:
    """Write the tables and `info` into a folder, for `load`; those of a corpus that is kept on this machine are linked."""
    kept, name = store(), prepared.info.get("kept_as", "")
    if kept is None or not kept.link(name, folder):
        write_tables(folder, _tables(prepared), prepared.info)


def load(folder: Path) -> Prepared:
    """Open what `save` wrote. The tables are mapped: they are read when they are looked at."""
    tables, info = read_tables(folder)
    return Prepared(**tables, info=info)


def _tables(prepared: Prepared) -> dict[str, pd.DataFrame]:
    return {name: table for name, table in prepared._asdict().items() if name != "info"}


def _opened(kept: Store, name: str, *, check: bool = True) -> Prepared | None:
    """A corpus that is kept; None where it is not."""
    found = kept.open(name, check=check)
    return Prepared(**found[0], info=found[1] | {"kept_as": name}) if found is not None else None


class _Read(NamedTuple):
    """A corpus as it is read: its articles, how it is to be worked, its dictionaries, the files that describe it, and its hash."""

    corpus: Corpus
    settings: Settings
    topics: pd.DataFrame
    wording: pd.DataFrame
    described: dict[str, str]
    sha256: str

    @property
    def size(self) -> int:
        """Characters of text."""
        return int(self.corpus.articles["text"].str.len().sum())

    def lightly(self, held: Held) -> "_Read":
        """The same with its texts held."""
        articles = self.corpus.articles
        texts = pd.Series(held.column(articles["text"].array), index=articles.index, copy=False)
        return self._replace(corpus=self.corpus._replace(articles=articles.assign(text=texts)))


def _prepare(folder: Path, settings: dict, hire: Hire, step: Step) -> Prepared:
    """Read a corpus, and work it unless it is kept."""
    step(STEPS[0])
    kept = store()
    if kept is None:
        read = _read(folder, settings)
        with room(None, is_needed=read.size >= MUCH) as held:
            read = read.lightly(held)
            return _worked(folder, settings, read, None, held, hire, step)
    before = glance(folder, settings)
    read = _read(folder, settings)
    name = _name(folder, settings, read)
    prepared = _opened(kept, name)
    if prepared is None:
        with room(kept.room(), is_needed=read.size >= MUCH) as held:
            read = read.lightly(held)
            made = _worked(folder, settings, read, kept, held, hire, step)
            is_kept = kept.keep(name, _tables(made), made.info, held.columns)
        prepared = _opened(kept, name, check=not is_kept) or made
    if before == glance(folder, settings):
        kept.remember(before, name, read.corpus.quarantine, read.corpus.notices)
    return prepared


def _read(folder: Path, settings: dict) -> _Read:
    rules = read_rules(folder, settings["without_rules"])
    topics, wording = (
        read_dictionary(folder / name, reserved) if (folder / name).is_file() else empty_dictionary()
        for name, reserved in (("topics.yml", ()), ("wording.yml", RESERVED))
    )
    corpus, own = read_corpus(folder), folder / "wording.yml"
    how = Settings(rules, settings["possessive"], read_people(own), tuple(read_verbs(own)))
    described = describing(folder)
    return _Read(corpus, how, topics, wording, described, digest(described, corpus.inputs))


def _name(folder: Path, settings: dict, read: _Read) -> str:
    """A hash of all that decides what is made of a corpus, the version of the code included."""
    tables = [*read.corpus, rule_table(read.settings.rules), read.topics, read.wording, read.settings.people]
    more = read.settings.rules, read.settings.verbs, list(read.described), read.sha256
    return key_of(worked_by(), folder.resolve().name, settings, *map(key_of_frame, tables), *more).hex()


def _worked(folder: Path, settings: dict, read: _Read, kept: Store | None, held: Held, hire: Hire, step: Step) -> Prepared:
    def lightly(name: str) -> None:
        give_back()
        step(name)

    with hire(read.size) as hands:
        return _made(folder, settings, read, kept, held, hands, lightly if held.columns is not None else step)


def _hire(workers: int | None, cluster: str, size: int) -> Cluster | Processes:
    """Who works so many characters of text."""
    if cluster:
        return Cluster(cluster)
    return Processes(workers if workers is not None else cores() if size >= MUCH else 1)


def _made(folder: Path, settings: dict, read: _Read, kept: Store | None, held: Held, hands: Hands, step: Step) -> Prepared:
    parts = InParts(read.corpus.articles, read.settings, kept.packs if kept is not None else None, hands, held)
    step(STEPS[1])
    corpus, ledger = read.corpus, parts.ledger()
    articles = parts.languages()
    notices = [corpus.notices, addresses_told(parts.ledger_with(ADDRESS)), notices_of(parts.ledger_with(MISREAD), articles)]
    step(STEPS[2])
    shares = segmenters.unspaced_share(parts.ledger_with(UNSPACED), articles)
    notices = pd.concat([*notices, segmenters.notices(shares)], ignore_index=True)
    tokens = held.columns_of(parts.tokens(ledger, shares), "as_name")
    step(STEPS[3])
    shared_found = look_for_shared(tokens, ledger, articles, parts.key(), hands, held)
    quotes = parts.quotes()
    shared, duplicates = shared_found()
    tokens["shared"] = mark_shared(tokens, shared)
    tokens = held.columns_of(mark_voice(tokens, quotes), "voice", "shared")
    counts = corpus.inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum()
    info = {
        "corpus": folder.resolve().name,
        "sha256": read.sha256,
        "settings": settings,
        "described": read.described,
        **{name: int(n) for name, n in counts.items()},
        **extent(articles, ledger),
        "n_tokens": len(tokens),
        "segmenters": segmenters.used(shares),
        "not_split": segmenters.notices(shares)["detail"].tolist(),
    }
    tables = (ledger, tokens, read.topics, read.wording, quotes, shared, duplicates)
    return Prepared(articles, corpus.inputs, corpus.quarantine, notices, rule_table(read.settings.rules), *tables, info)
