"""Run Parallax on a Dask cluster of this machine: a scheduler and workers are started as processes of their own, and end with the run.

    python benchmarks/on_cluster.py 2 run corpus --reports folder

The number is that of the workers; what follows it is given to Parallax, with the scheduler's address. It is measured as one program:
what the cluster costs is in it.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATIENCE = 60  # seconds until a scheduler must have said where it is
OWN_CHILDREN = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False"}  # a worker that reads Chinese or Japanese starts a process


def main() -> int:
    """The command line. Returns the exit code of the run."""
    number, arguments = int(sys.argv[1]), sys.argv[2:]
    started = []
    with tempfile.TemporaryDirectory() as place:
        try:
            address = _schedule(Path(place), started)
            started += [
                _start(place, "worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
                for _ in range(number)
            ]
            return subprocess.call([sys.executable, "-m", "analysis", *arguments, "--cluster", address])
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def _schedule(place: Path, started: list[subprocess.Popen]) -> str:
    """Start a scheduler on a port that is free, and wait until it says which."""
    where, until = place / "scheduler.json", time.monotonic() + PATIENCE
    options = ("--port", "0", "--no-dashboard", "--scheduler-file", str(where), "--host", "127.0.0.1")
    started.append(_start(str(place), "scheduler", *options))
    while time.monotonic() < until:
        try:
            return json.loads(where.read_text())["address"]
        except (OSError, ValueError):  # not there yet, or half written
            time.sleep(0.1)
    raise SystemExit(f"no scheduler has started within {PATIENCE} s")


def _start(place: str, what: str, *options: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *options]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env={**os.environ, **OWN_CHILDREN}, cwd=place, stdout=quiet, stderr=quiet)


if __name__ == "__main__":
    raise SystemExit(main())
