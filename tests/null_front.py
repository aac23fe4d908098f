"""How often the front page tells a difference where there is none: articles of one newsroom, dealt to outlets by chance.

    make null [ARGS="--seeds 20"]

Each row is a kind of corpus. Every finding that compares groups is asked, as a run asks it; a front page is false where one of them
has a headline that is put to the test. Where there are too few articles for a test, a headline describes the articles that lie there
and says so; these are counted beside. What two articles share is left out: it is so, whoever is said to have written them.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
from newsroom import newsroom, write

sys.path.insert(0, str(Path(__file__).parent.parent))  # a script finds what lies beside it alone

import analysis as px
from analysis.errors import NotApplicableError

KINDS = {"2 x 3": (2, 3), "2 x 6": (2, 6), "2 x 10": (2, 10), "2 x 40": (2, 40), "3 x 20": (3, 20), "4 x 42": (4, 42)}
LEAST = 60  # articles of a newsroom
FACTS = {"shared_passages"}
FINDINGS = [
    name for room, names in px.NAMES.items() if room.startswith("findings.") and "about_view" not in room for name in names
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument(
        "--allowed", type=int, default=1, help="false front pages of a kind; with more of one the exit code is 1"
    )
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=list(KINDS))
    asked = parser.parse_args()
    print(f"{'outlets x articles':20} {'seeds':>6} {'false':>6} {'described':>10}  which")
    worst = 0
    for kind in asked.kinds:
        false, described, which = 0, 0, Counter()
        for seed in range(asked.seeds):
            tested, told = claims(*KINDS[kind], seed)
            false, described = false + bool(tested), described + bool(told)
            which.update(tested)
        print(f"{kind:20} {asked.seeds:6} {false:6} {described:10}  {dict(which)}", flush=True)
        worst = max(worst, false)
    sys.exit(worst > asked.allowed)


def claims(n_outlets: int, n_each: int, seed: int) -> tuple[list[str], list[str]]:
    """The findings whose headline tells a difference: those put to the test, and those that describe."""
    room, n = newsroom(max(n_outlets * n_each, LEAST), max(n_outlets, 4), seed=seed), n_outlets * n_each
    with tempfile.TemporaryDirectory() as folder:
        table = pd.read_csv(write(room, Path(folder)) / "articles.csv", dtype="str", keep_default_na=False)
        some = random.Random(seed).sample(range(len(table)), n)
        table = table.iloc[some].assign(source=[f"Outlet {place % n_outlets}" for place in range(n)])
        table.to_csv(Path(folder) / "articles.csv", index=False)
        view = px.open(folder)
        tested, told = [], []
        for name in FINDINGS:
            try:
                found = getattr(px, name)(view)
            except NotApplicableError:
                continue
            if found.headline and found.compares and name not in FACTS:
                (told if found.verdict == "descriptive" else tested).append(name)
    return tested, told


if __name__ == "__main__":
    main()
