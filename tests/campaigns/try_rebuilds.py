"""Rebuilds: the same articles give the same bytes, whatever the processes are and in which order they come to work."""

import random
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from campaigns.campaign import Campaign
from campaigns.promises import ROOT, published, run

SETTINGS = {"SOURCE_DATE_EPOCH": "1730073600"}


def digests(folder: Path, corpus: Path, *more: str, **variables: str) -> str:
    """A report of a corpus with all pages: its checksums, one text; or what went wrong."""
    shutil.copytree(corpus, folder / "corpus")
    (folder / "notebooks").symlink_to(ROOT / "notebooks")
    done = run(folder, *more, **SETTINGS, **variables)
    wrong = published(folder / "reports", "", new=True)
    if done.returncode or wrong:
        return f"ended with {done.returncode}: {done.stderr.strip()} {' '.join(wrong)}"
    return (folder / "reports" / "current" / "SHA256SUMS").read_text()


@cache
def reference() -> str:
    """What the first build gives, of which every process that makes trials makes one."""
    folder = Path(mkdtemp(prefix="campaign-"))
    try:
        return digests(folder, ROOT / "seeds")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rebuild(folder: Path, number: int, chance: random.Random) -> list[str]:
    more = ["--jobs", str(chance.choice([1, 2, 3, 8])), "--workers", str(chance.choice([1, 2]))]
    variables = {"PYTHONHASHSEED": str(chance.randrange(1000)), "PARALLAX_FORK": chance.choice("01")}
    first, again = reference(), digests(folder, ROOT / "seeds", *more, **variables)
    if first == again:
        return []
    changed = set(first.splitlines()) ^ set(again.splitlines())
    return [
        f"{' '.join(more)} {variables}: not the same bytes: {sorted(line.partition('  ')[2] or line for line in changed)[:6]}"
    ]


CAMPAIGNS = [Campaign("rebuilds", "the report on the five articles is built again: the same bytes", 20, 0, rebuild)]
