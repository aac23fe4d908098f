"""What is known of a run: when, from what, with which parameters and versions.

Comes in: what the run read and did. Goes out: its id, and the record that is shown on every page and kept as run.json. It exists so
that two runs over the same input, parameters and versions can be told to be that, and their files compared byte for byte.
"""

import hashlib
import json
import os
import platform
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ... import __version__
from ...display.records import SHOWN, SHOWN_ROWS
from ..execute.executed import Executed
from ..execute.parameters import RESERVED, Parameter, read_notebook

PACKAGES = ("pandas", "pyarrow", "scipy", "scikit-learn", "matplotlib", "nltk", "papermill")
CHANGED = "articles_changed"  # in a record: how many articles are new, gone and altered since the last run; `changes` tells it in words
# heading, folder, and what a CSV has that lies beside the whole thing
KINDS = (
    ("Tables", "tables", "CSV of the rows shown"),
    ("Figures", "figures", f"CSV of the first {SHOWN_ROWS:,} rows"),
    ("Notebooks, as they ran", "notebooks", ""),
)


def clock() -> datetime:
    """Now, in UTC; SOURCE_DATE_EPOCH stops it, as reproducible builds ask for."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def clock_is_stopped() -> bool:
    """Whether times are to be left out, so that the same run gives the same bytes."""
    return os.environ.get("SOURCE_DATE_EPOCH", "").isdigit()


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that results depend on."""
    return {"parallax": __version__, "python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def run_id(when: datetime, corpus: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The run's name: its time, and eight hexadecimal digits of inputs, settings, parameters and versions.

    >>> run_id(datetime(2024, 10, 28, tzinfo=UTC), {"sha256": "x"}, {})[:17]
    '20241028T000000Z-'
    """
    content = {
        "sha256": corpus.get("sha256"),
        "settings": corpus.get("settings"),
        "parameters": parameters,
        "versions": versions() | dict(corpus.get("segmenters", {})),
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()
    return f"{when:%Y%m%dT%H%M%SZ}-{digest[:8]}"


def made_of(corpus: Mapping[str, Any], notebooks: Iterable[tuple[Path, Mapping[str, Any]]], words: Iterable[str]) -> str:
    """A hash of all that decides what a report says: the corpus, the notebooks with their parameters, own words, versions.

    >>> made_of({"sha256": "x"}, [], ["Title"]) == made_of({"sha256": "x"}, [], ["Another"])
    False
    """
    given = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), dict(values)) for path, values in notebooks]
    content = [dict(corpus), given, list(words), versions()]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def made_with(notebooks: Iterable[tuple[Path, Mapping[str, Any]]]) -> dict[str, Any]:
    """What a run is made with beside its corpus, for the next one to be held against: parameters, versions, code of the notebooks.

    The code of a notebook is told by a hash of its code cells, so that one that was run and saved in JupyterLab is the same.
    """
    code = {}
    for path, _ in notebooks:
        cells = [cell["source"] for cell in read_notebook(path)["cells"] if cell.get("cell_type") == "code"]
        code[path.stem] = hashlib.sha256(json.dumps(cells).encode()).hexdigest()
    return {"parameters": {path.stem: dict(values) for path, values in notebooks}, "versions": versions(), "code": code}


def record(
    run: str, title: str, when: datetime, corpus: Mapping[str, Any], executed: list[Executed], seconds: float
) -> dict[str, Any]:
    """The run as run.json keeps it. Seconds are left out when the clock is stopped."""
    timed = not clock_is_stopped()
    return {
        "id": run,
        "title": title,
        "when": f"{when:%Y-%m-%d %H:%M:%S} UTC",
        **({"seconds": round(seconds, 3)} if timed else {}),
        "corpus": dict(corpus),
        "parameters": {item.name: item.parameters for item in executed},
        "versions": versions(),
        "notebooks": [
            {
                "name": item.name,
                "page": f"{item.name}.html",
                "cells": sum(cell["cell_type"] == "code" for cell in item.notebook["cells"]),
                **({"seconds": round(item.seconds, 3)} if timed else {}),
            }
            for item in executed
        ],
    }


def times(run: Mapping[str, Any], notebook: str = "") -> str:
    """How long a notebook of this run took, and the whole run; empty where the clock was stopped.

    >>> times({"seconds": 8.2, "notebooks": [{"name": "01_terms", "seconds": 3.14}]}, "01_terms")
    '3.1 seconds for this page, 8.2 for the whole run'
    """
    if "seconds" not in run:
        return ""
    own = [f"{item['seconds']:.1f} seconds for this page, " for item in run["notebooks"] if item["name"] == notebook]
    return f"{''.join(own)}{run['seconds']:.1f} {'for the whole run' if own else 'seconds'}"


def what_was_read(corpus: Mapping[str, Any]) -> str:
    """A few short sentences on the corpus, from what `prepare` counted.

    >>> print(what_was_read({"corpus": "seeds", "n_loaded": 5, "n_quarantined": 0, "n_skipped": 1, "n_tokens": 6123}))
    Five articles from the folder seeds, 6,123 words in all. None was set aside. One more file there describes the corpus.
    """
    n_loaded, n_quarantined, n_skipped = (corpus[name] for name in ("n_loaded", "n_quarantined", "n_skipped"))
    articles = f"{_number(n_loaded).capitalize()} article{'' if n_loaded == 1 else 's'}"
    left = (
        f"{_number(n_quarantined).capitalize() if n_quarantined else 'None'} {'were' if n_quarantined > 1 else 'was'} set aside"
    )
    more = f" {_number(n_skipped).capitalize()} more file{'' if n_skipped == 1 else 's'} there" if n_skipped else ""
    other = f"{more} describe{'s' if n_skipped == 1 else ''} the corpus." if n_skipped else ""
    split = "".join(f" {text[:1].upper()}{text[1:]}." for text in corpus.get("not_split", []))
    return f"{articles} from the folder {corpus['corpus']}, {corpus['n_tokens']:,} words in all. {left}.{other}{split}"


def facts(corpus: Mapping[str, Any], places: Collection[str] = ()) -> list[dict[str, str]]:
    """The numbers of the corpus, each with what it counts.

    places : the ids on the page of the corpus; `at` is the one that has the rows, or empty where the page has none

    >>> [fact["number"] for fact in facts({"n_loaded": 5, "n_quarantined": 0, "n_tokens": 6123, "n_sources": 1, "n_removed": 7})]
    ['5', '1', '6,123', '7', '0']
    """
    counts = [
        ("n_loaded", "article", "table-articles"),
        ("n_sources", "outlet", "figure-words"),
        ("n_tokens", "word", "table-articles"),
        ("n_removed", "line removed", "table-removed"),
        ("n_quarantined", "input set aside", "table-quarantine"),
    ]
    found = [
        {"number": f"{corpus[name]:,}", "label": what if corpus[name] == 1 else _plural(what), "at": at}
        for name, what, at in counts
        if name in corpus
    ]
    days = corpus.get("first_day", ""), corpus.get("last_day", "")
    if all(days):
        reach = days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
        found.insert(2, {"number": reach, "label": "dates, at the widest", "at": "figure-dates"})
    if undated := corpus.get("n_undated", 0):
        label = f"{'article' if undated == 1 else 'articles'} without a date"
        found.append({"number": f"{undated:,}", "label": label, "at": "table-articles"})
    return [fact | {"at": fact["at"] if fact["at"] in places else ""} for fact in found]


def _plural(what: str) -> str:
    noun, _, rest = what.partition(" ")
    return f"{noun}s {rest}".rstrip()


def _number(n: int) -> str:
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[n] if n < len(words) else f"{n:,}"


def shown_parameters(declared: list[Parameter], given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What each parameter of a notebook was in this run, with its comment, and whether it was set for this run."""
    return [
        {
            "name": item.name,
            "value": json.dumps(given.get(item.name, item.default), ensure_ascii=False),
            "comment": item.comment,
            "set": item.name in given and item.name != RESERVED,
        }
        for item in declared
    ]


def stored_files(folder: Path) -> list[dict[str, Any]]:
    """Tables, figures and notebooks of a run, for the front page: one entry per thing, with a link to each of its forms.

    A form that has a part of a table alone says so.
    """
    kinds = []
    for label, kind, part in KINDS:
        entries: dict[str, list[dict[str, str]]] = {}
        for path in sorted((folder / kind).rglob("*.*")):
            is_part = path.name.endswith(f".{SHOWN}")
            entry = path.with_name(path.name.removesuffix(f".{SHOWN}")) if is_part else path.with_suffix("")
            form = {"path": path.relative_to(folder).as_posix(), "label": part if is_part else path.suffix[1:].upper()}
            entries.setdefault(entry.relative_to(folder / kind).as_posix().replace("/", ": "), []).append(form)
        if entries:
            kinds.append({"label": label, "entries": [{"name": name, "files": files} for name, files in entries.items()]})
    return kinds
