"""What became of every run of a reports folder, the failed ones too: a line when one begins, a line when it ends, in `.log.jsonl`.

Comes in: the folder, and a run that is going on. Goes out: an entry for each run, newest first. It exists because a folder of good runs
cannot say that the last five failed. A line is written in one step, by several processes too; one that a power cut left half
written is passed over. The file lies beside the runs and is not published, since a failure may name files of this machine.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ...errors import LockedError, ParallaxError, StorageError, as_failure
from ...storage import write_bytes
from .. import ending
from . import record, shelf

LOG = ".log.jsonl"
MOST = 2_000  # runs remembered; when twice as many have come together, older ones go
RUNNING, PUBLISHED, UNCHANGED, FAILED, STOPPED, TURNED_AWAY = (
    "running",
    "published",
    "unchanged",
    "failed",
    "stopped",
    "turned away",
)
TIME = "%Y-%m-%dT%H:%M:%SZ"


@contextlib.contextmanager
def noted(reports: Path, corpus: str) -> Iterator[dict[str, Any]]:
    """Note that a run begins, and what becomes of it.

    Gives the entry, to which whoever runs adds what it knows: `run`, the name of the published folder, by `announce`; `n_loaded`;
    `left_out`; `alerts`, those that fired; an `exit_code` other than 0.
    What ends the run is noted and goes on: ParallaxError with its line and exit code, a signal by its number; where the report was
    published before, it is noted as that. Nothing is noted of a folder that cannot be written, which has said so by itself.
    """
    begun = time.monotonic()
    entry: dict[str, Any] = {"key": f"{os.getpid()}-{time.time_ns()}", "when": f"{record.clock():{TIME}}", "corpus": corpus}
    _write(reports, entry | {"outcome": RUNNING})
    cut_short = {"outcome": STOPPED, "said": "ended by a signal, and did not end by itself"}
    try:
        with ending.at_last(lambda: _write(reports, entry | _as_it_lies(reports, entry, cut_short))):
            yield entry
    except BaseException as error:
        entry |= _as_it_lies(reports, entry, _failure(error))
        raise
    else:
        entry |= {"outcome": entry.get("outcome", PUBLISHED), "exit_code": entry.get("exit_code", 0)}
    finally:
        _write(reports, entry | {"seconds": round(time.monotonic() - begun, 1)})


def announce(reports: Path, entry: dict[str, Any], run: str) -> None:
    """Note the name under which a run is about to be published: if it lies there, it was, even should the process be killed then."""
    entry["run"] = run
    _write(reports, entry | {"outcome": RUNNING})


def entries(reports: Path) -> list[dict[str, Any]]:
    """What became of each run, the last one that there was news of first, whatever the clock did.

    One without an end is `published` where its report lies there; else `running`, or was killed: the lock of the folder tells.
    """
    found: dict[str, dict[str, Any]] = {}
    for entry in _lines(reports):
        found[entry["key"]] = found.pop(entry["key"], {}) | entry
    for entry in found.values():
        if entry.get("outcome") == RUNNING and _lies_there(reports, entry):
            entry["outcome"] = PUBLISHED
    return list(found.values())[::-1]


def _lies_there(reports: Path, entry: Mapping[str, Any]) -> bool:
    return shelf.RUN_ID.fullmatch(str(entry.get("run", ""))) is not None and (reports / "runs" / entry["run"]).is_dir()


def _as_it_lies(reports: Path, entry: Mapping[str, Any], end: dict[str, Any]) -> dict[str, Any]:
    """How a run ended, as it is noted: what happened behind the publication leaves it published."""
    if "outcome" in entry or not _lies_there(reports, entry):
        return end
    return end | {"outcome": PUBLISHED, "said": f"the report is published, but then: {end['said']}"}


def _failure(error: BaseException) -> dict[str, Any]:
    if isinstance(error, ParallaxError):
        outcome = TURNED_AWAY if isinstance(error, LockedError) else FAILED
        kept = {"kept": error.kept} if error.kept else {}
        return {"outcome": outcome, "exit_code": error.exit_code, "said": str(error), **kept}
    if (number := getattr(error, "number", None)) is not None:  # ending.Stopped
        return {"outcome": STOPPED, "exit_code": 128 + number, "said": f"stopped by signal {number}"}
    if isinstance(error, KeyboardInterrupt):
        return {"outcome": STOPPED, "exit_code": 130, "said": "stopped from the keyboard"}
    return {"outcome": FAILED, "exit_code": as_failure(error).exit_code, "said": f"{type(error).__name__}: {error}"}


def add(reports: Path, entry: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    """Note what is known of a run once it has ended."""
    _write(reports, {**entry, **more})


def _write(reports: Path, entry: dict[str, Any]) -> None:
    """Put one line behind the others, on a line of its own whatever stands there."""
    line = json.dumps(entry, ensure_ascii=False).encode() + b"\n"
    with contextlib.suppress(OSError), (reports / LOG).open("ab+") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def shorten(reports: Path) -> None:
    """Forget all but the MOST last runs once there are many more lines. To be called while the lock of the folder is held."""
    lines = list(_lines(reports))
    if len(lines) <= 4 * MOST:
        return
    kept = {entry["key"] for entry in entries(reports)[:MOST]}
    with contextlib.suppress(StorageError):
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines if line["key"] in kept)
        write_bytes(reports / LOG, text.encode())


def _lines(reports: Path) -> Iterator[dict[str, Any]]:
    with contextlib.suppress(OSError):
        for line in (reports / LOG).read_bytes().split(b"\n"):
            with contextlib.suppress(ValueError):
                entry = json.loads(line)
                if isinstance(entry, dict) and isinstance(entry.get("key"), str) and isinstance(entry.get("when"), str):
                    yield entry
