"""What the pages of a run look at, narrowed once: a corpus and what is wanted of it in, a selection out.

Most pages of a run narrow the same corpus in the same way. Of a large one the first page that does writes the tables into the run's
snapshot, and the others open them mapped, so that all of them have one copy, which is nobody's own memory. So it is with what is made
of the words at a first question: where each term stands, and how often in each article. It stands beside the view, which joins reading
and measuring too.
"""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .errors import CorpusError, StorageError
from .locks import taken
from .measure.counting.indexed import promise_postings
from .measure.counting.per_article import promise_per_article
from .measure.counting.selection import Selection, held
from .text.parts.keys import key_of
from .text.parts.mapped import SEAL, Columns, read_tables, write_tables
from .text.prepare import Prepared

MANY = 1_000_000  # words, below which a page is sooner done by itself


def narrowed(prepared: Prepared, by: str, more: tuple[str, ...], wanted: dict[str, Any], *, is_read: bool) -> Selection:
    """As selection.held, with what another page of this run left where that is there.

    is_read : whether the corpus was read by name, and is no table of somebody's own
    """
    place = _place(prepared, by, more, wanted) if is_read else None
    if place is not None:
        with contextlib.suppress(OSError, StorageError, CorpusError), _alone(place):
            if not (place / SEAL).is_file():
                _write(place, prepared, by, more, wanted)
            return _opened(place, prepared)
    return held(prepared.tokens, prepared.articles, by, lambda values: values, more=more, **wanted)


def _place(prepared: Prepared, by: str, more: tuple[str, ...], wanted: dict[str, Any]) -> Path | None:
    """Where a selection lies; None where nothing is shared."""
    snapshot = os.environ.get("PARALLAX_SNAPSHOT")
    texts = all(pd.api.types.is_string_dtype(prepared.articles[name].dtype) for name in (by, *more))
    if not snapshot or not texts or len(prepared.tokens) < MANY:
        return None
    info = prepared.info
    return Path(snapshot) / "narrowed" / key_of(info["corpus"], info["sha256"], info["settings"], by, more, wanted).hex()


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Let one page write at a time; the others wait for what it writes."""
    place.parent.mkdir(exist_ok=True)
    with place.with_suffix(".lock").open("a") as file, taken(file, wait=True):
        yield


def _write(place: Path, prepared: Prepared, by: str, more: tuple[str, ...], wanted: dict[str, Any]) -> None:
    begun = Path(tempfile.mkdtemp(dir=place.parent))
    try:
        columns = Columns(begun)
        found = held(prepared.tokens, prepared.articles, by, columns.hold, more=more, **wanted)
        for table in ("articles", "tokens", "sizes", "left_out"):
            columns.begin(table)
            for name, column in getattr(found, table).items():
                if columns.holds(column) or table in ("sizes", "left_out"):
                    columns.write(table, name, column)
        columns.seal({"language": found.language, "n_articles": len(found.articles), "n_tokens": len(found.tokens)})
        begun.rename(place)
    finally:
        shutil.rmtree(begun, ignore_errors=True)


def _opened(place: Path, prepared: Prepared) -> Selection:
    tables, info = read_tables(place)
    for name in ("articles", "tokens"):
        whole: pd.DataFrame = getattr(prepared, name)
        if info[f"n_{name}"] == len(whole):  # then only columns are written that the corpus has not
            tables[name] = whole.reset_index(drop=True).assign(**tables[name])
    promise_postings(tables["tokens"], lambda sort: _kept(place / "rows", lambda: {"rows": sort()})["rows"])
    promise_per_article(tables["tokens"], lambda count: _kept(place / "per_article", count))
    return Selection(**tables, language=info["language"])


def _kept(place: Path, make: Callable[[], dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """Arrays that a page of this run made, mapped; the first that asks makes them."""
    with contextlib.suppress(OSError, StorageError, CorpusError), _alone(place):
        if not (place / SEAL).is_file():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            write_tables(place, {name: pd.DataFrame({"": array}, copy=False) for name, array in make().items()}, {})
        tables, _ = read_tables(place)
        return {name: table[""].to_numpy() for name, table in tables.items()}
    return make()
