"""Run the campaigns, and print of each how often what was tried, and what broke.

    make campaigns [ARGS="--only kills --share 0.1 --seed 7"]

A row is a campaign: trials made, of how many; seed; violations; seconds. Each violation is a line of its own, with what makes that one
trial again. The exit code is 1 where a promise was broken.
"""

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
import traceback
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from campaigns.campaign import Campaign, campaigns, chance, numbers


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for. Returns the exit code."""
    known = campaigns()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=list(known), choices=list(known), metavar="NAME", help=", ".join(known))
    parser.add_argument("--share", type=float, default=1.0, help="of all trials; at least one of each campaign is made")
    parser.add_argument("--reduced", action="store_true", help="as few as are made after each change")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no more trials of a campaign after these")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--trial", type=int, help="make this one alone, and leave its folder")
    parser.add_argument("--jobs", type=int, default=2, help="trials at once")
    asked = parser.parse_args(arguments)
    if asked.trial is not None:
        return _again(known[asked.only[0]], asked.trial, asked.seed)
    print(f"{'campaign':24} {'trials':>6} {'of':>6} {'seed':>6} {'violations':>10} {'seconds':>8}  what is tried", flush=True)
    broken = 0
    with ProcessPoolExecutor(asked.jobs, multiprocessing.get_context("spawn")) as pool:
        for campaign in (known[name] for name in asked.only):
            broken += _tried(campaign, asked, pool)
    return int(broken > 0)


def _tried(campaign: Campaign, asked: argparse.Namespace, pool: ProcessPoolExecutor) -> int:
    """Make the trials of a campaign, and print its row. Returns how many broke something."""
    begun, count = time.monotonic(), pool.submit(_count, campaign.name).result()
    wanted = campaign.reduced if asked.reduced else max(1, round(count * asked.share))
    chosen = numbers(campaign, count, wanted, asked.seed)
    trials = {pool.submit(_trial, campaign.name, number, asked.seed): number for number in chosen}
    broken, made = {}, 0
    for trial in as_completed(trials):
        if trial.cancelled():
            continue
        made += 1
        if time.monotonic() - begun > 60 * asked.minutes:
            for other in trials:
                other.cancel()
        if found := trial.result():
            broken[trials[trial]] = found
            print("\n".join(f"    {campaign.name} {trials[trial]}: {line}" for line in found), file=sys.stderr, flush=True)
    row = f"{campaign.name:24} {made:6} {count:6} {asked.seed:6} {len(broken):10} {time.monotonic() - begun:8.1f}"
    print(f"{row}  {campaign.about}")
    for number, found in sorted(broken.items()):
        for line in found:
            print(f"    {line}")
        print(f"    again: --only {campaign.name} --seed {asked.seed} --trial {number}", flush=True)
    sys.stdout.flush()
    return len(broken)


def _count(name: str) -> int:
    return campaigns()[name].count()


def _trial(name: str, number: int, seed: int) -> list[str]:
    """Make one trial in a folder that goes with it; what is raised broke something too."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    try:
        return _broken(campaigns()[name], folder, number, seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _broken(campaign: Campaign, folder: Path, number: int, seed: int) -> list[str]:
    try:
        return campaign.trial(folder, number, chance(seed, campaign.name, number))
    except Exception:
        return [f"the trial raised: {' | '.join(traceback.format_exc().splitlines()[-4:])}"]


def _again(campaign: Campaign, number: int, seed: int) -> int:
    """Make one trial in this process, and say what it found and where it lies."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-"))
    found = _broken(campaign, folder, number, seed)
    print("\n".join(found or ["nothing was broken"]), f"its folder: {folder}", sep="\n")
    return int(bool(found))
