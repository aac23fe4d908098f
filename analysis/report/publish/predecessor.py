"""What a run is compared with: a reports folder in, the last good run of the same corpus put beside the kernels of a new one.

Its tables are linked and its two records copied into the staging folder before any kernel starts, each held against its checksum. So a
notebook reads a whole run or none, whatever is removed or published meanwhile, and needs to know nothing of the reports folder.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ... import leading
from ...errors import StorageError
from ...storage import write_bytes
from ..check.page_faults import SUMS
from . import shelf
from .pruning import made

FOLDER, NOW = "earlier", "now.json"  # in a staging folder, and in that: what the run that is going on is made with
RECORDS = ("run.json", "findings.json")


def last_good(reports: Path, corpus: str, pages: Collection[str] = ()) -> Path | None:
    """The folder of the last published run of a corpus; None where there is none.

    corpus : its name, as run.json has it
    pages  : notebooks that it should have run, or left out for want of something in the corpus. The newest run that has all of them
             goes before newer ones, such as those of one page alone; where none has, the newest is taken

    The run that `current` leads to is the newest, whatever the clock said.
    """
    return next(iter(_of_corpus(reports, corpus, pages)), None)


def oldest(reports: Path, corpus: str, pages: Collection[str], since: datetime) -> Path | None:
    """The folder of the oldest run of a corpus that is kept, was made since then and has these pages; None without one."""
    runs = _of_corpus(reports, corpus, pages, whole=True)
    return min((run for run in runs if made(run.name) >= since), key=lambda run: made(run.name), default=None)


def _of_corpus(reports: Path, corpus: str, pages: Collection[str], *, whole: bool = False) -> list[Path]:
    """The folders of the runs of a corpus, newest first, those that have all pages before the others, or alone."""
    lead = leading.current(reports)
    past = sorted(shelf.past_runs(reports), key=lambda run: lead is None or run["id"] != lead.name)
    same = [run for run in past if isinstance(run.get("corpus"), dict) and run["corpus"].get("corpus") == corpus]
    have = [run for run in same if set(pages) <= _pages(run)]
    return [reports / "runs" / run["id"] for run in (have if whole else [*have, *same])]


def put_beside(folder: Path, earlier: Path | None, now: Mapping[str, Any]) -> Path:
    """Put an earlier run into a folder of its own, and say with what the new one is made. Returns the folder, for earlier_run().

    A run with a file that is not as it was published is not put there: nothing is compared with it.
    """
    folder.mkdir(parents=True)
    if earlier is not None:
        try:
            _put(earlier, folder)
        except (OSError, ValueError, StorageError):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True, exist_ok=True)
    write_bytes(folder / NOW, json.dumps(now, default=str).encode(), to_last=False)
    return folder


def _pages(run: Mapping[str, Any]) -> set[str]:
    asked = run.get("notebooks")
    return (
        {item["name"] for item in asked if isinstance(item, dict) and "name" in item} | set(run.get("left_out", {}))
        if asked
        else set()
    )


def needed(sums: str) -> dict[str, str]:
    """Name -> SHA-256 of what a run is compared by, from the text of its checksums. Raises ValueError for what is none."""
    pairs = (line.split("  ", 1) for line in sums.splitlines())
    return {
        name: digest
        for digest, name in pairs
        if (name in RECORDS or (name.startswith("tables/") and name.endswith(".parquet"))) and ".." not in Path(name).parts
    }


def _put(run: Path, folder: Path) -> None:
    for name, digest in needed((run / SUMS).read_text(encoding="utf-8")).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in RECORDS or not _linked(run / name, target):
            shutil.copyfile(run / name, target)
        with target.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise StorageError("a file is not as it was published", file=name)
    if not all((folder / name).is_file() for name in RECORDS):
        raise StorageError("a run without its records", file=run.name)


def _linked(old: Path, new: Path) -> bool:
    with contextlib.suppress(OSError, NotImplementedError):  # another file system, or one without links
        os.link(old, new, follow_symlinks=False)
        return True
    return False
