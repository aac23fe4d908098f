"""What was measured in, the page about it out: medians with their spread, and each aim beside what was reached.

Ratios are taken within a round, where both sides were measured one after the other, and then the median of them; so what else the
machine did meanwhile weighs on both. Aims are those of the issue that asked for corpora of any size.
"""

import math
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
STORED, RESULTS = HERE / "results.json", HERE / "RESULTS.md"
GROWTH_FROM = 10_000  # articles

Found = dict[str, dict[str, dict]]  # section -> size -> machine and rounds


class Spread(NamedTuple):
    """Of several values the one in the middle, the lowest and the highest."""

    middle: float
    low: float
    high: float

    def __format__(self, form: str) -> str:
        middle, low, high = (format(value, form) for value in self)
        return middle if low == high else f"{middle} ({low}–{high})"


class Aim(NamedTuple):
    """What is to be reached: in words, the limit, whether more is better, how the value is found, and how it is written."""

    words: str
    limit: float
    more: bool
    value: Callable[[Found], Spread | None]
    form: str = ",.1f"


def spread(values: list[float]) -> Spread | None:
    """None where there is no value.

    >>> spread([3.0, 1.0, 2.0])
    Spread(middle=2.0, low=1.0, high=3.0)
    """
    return Spread(statistics.median(values), min(values), max(values)) if values else None


def rounds_of(found: Found, section: str, size: int) -> list[dict]:
    return found.get(section, {}).get(str(size), {}).get("rounds", [])


def values(found: Found, section: str, size: int, who: str, key: str) -> list[float]:
    """One value of a contestant in every round in which it did not fail."""
    sides = [one[who] for one in rounds_of(found, section, size) if who in one]
    return [side[key] for side in sides if "failed" not in side and key in side]


def ratios(rounds: list[dict], over: str, under: str, key: str) -> list[float]:
    """The ratio of two contestants in every round in which neither failed; `under` may be "fastest peer"."""
    found = []
    for one in rounds:
        sides = {who: side[key] for who, side in one.items() if "failed" not in side}
        peers = [value for who, value in sides.items() if who != over]
        below = min(peers, default=None) if under == "fastest peer" else sides.get(under)
        if over in sides and below:
            found.append(sides[over] / below)
    return found


def growth(found: Found) -> Spread | None:
    """By which power of the articles the CPU seconds of a run grow, between the two largest sizes measured from GROWTH_FROM on."""
    costs = [(size, spread(values(found, "runs", size, "run", "processor"))) for size in sizes(found, "runs")]
    known = [(size, cost.middle) for size, cost in costs if size >= GROWTH_FROM and cost]
    if len(known) < 2:
        return None
    (small, little), (large, much) = known[-2:]
    return spread([math.log(much / little) / math.log(large / small)])


def sizes(found: Found, section: str) -> list[int]:
    return sorted(map(int, found.get(section, {})))


def largest(found: Found, section: str) -> list[dict]:
    """The rounds of the largest size that was measured."""
    return rounds_of(found, section, sizes(found, section)[-1]) if sizes(found, section) else []


def written_share(found: Found) -> Spread | None:
    """How many times the text a run writes, what it may write in any event left out, at the largest size."""
    sides = [one["run"] for one in largest(found, "runs") if "failed" not in one.get("run", {"failed": ""})]
    return spread([max(0.0, side["folder_mb"] - 50) / side["corpus_mb"] for side in sides])


def equal_share(found: Found) -> Spread | None:
    """Of 100 tables of a run on a cluster, how many have the bytes of those of a run without one, at the largest size."""
    sides = [
        one["on a cluster"] for one in largest(found, "cluster") if "failed" not in one.get("on a cluster", {"failed": ""})
    ]
    return spread([100 * side["equal"] / side["tables"] for side in sides if side["tables"]])


def _run(size: int, key: str) -> Callable[[Found], Spread | None]:
    return lambda found: spread(values(found, "runs", size, "run", key))


AIMS = [
    Aim(
        "100,000 articles counted: CPU seconds, as a share of the fastest peer's", 1 / 3, False,
        lambda found: spread(ratios(rounds_of(found, "counting", 100_000), "parallax", "fastest peer", "processor")), ".2f",
    ),
    Aim(
        "100,000 articles counted: peak memory, MB", 1_000, False,
        lambda found: spread(values(found, "counting", 100_000, "parallax", "tree_mb")), ",.0f",
    ),
    Aim("run on 1,000 articles, seconds", 30, False, _run(1_000, "clock")),
    Aim("run on 10,000 articles, seconds", 90, False, _run(10_000, "clock")),
    Aim("run on 10,000 articles, peak memory, MB", 2_000, False, _run(10_000, "tree_mb"), ",.0f"),
    Aim("run on 100,000 articles, seconds", 600, False, _run(100_000, "clock")),
    Aim("run on 100,000 articles, peak memory, MB", 3_000, False, _run(100_000, "tree_mb"), ",.0f"),
    Aim("run on 1,000,000 articles, peak memory, MB", 3_000, False, _run(1_000_000, "tree_mb"), ",.0f"),
    Aim("growth exponent of a run's CPU seconds, from 10,000 articles on", 1.05, False, growth, ".2f"),
    Aim("what a run writes beyond 50 MB, in times the text", 3, False, written_share, ".1f"),
    Aim(
        "second run after 1 % changed: CPU seconds, as a share of the first", 0.1, False,
        lambda found: spread(ratios(largest(found, "changed"), "second", "first", "processor")), ".2f",
    ),
    Aim(
        "two workers: how many times as fast as one", 1.7, True,
        lambda found: spread(ratios(largest(found, "workers"), "1", "2", "clock")), ".2f",
    ),
    Aim("tables of a run on a cluster that have the same bytes, %", 100, True, equal_share, ",.0f"),
    Aim(
        "the seeds: CPU seconds, 22 to 25 before", 25, False,
        lambda found: spread(values(found, "seeds", 5, "first", "processor")),
    ),
    Aim(
        "the seeds: half of the CPU seconds before", 12.5, False,
        lambda found: spread(values(found, "seeds", 5, "first", "processor")),
    ),
]  # fmt: skip


def verdict(aim: Aim, value: Spread | None) -> str:
    """Met, or missed by how much of the limit.

    >>> aim = Aim("seconds", 30, False, lambda found: None)
    >>> verdict(aim, Spread(33, 32, 36)), verdict(aim, Spread(30, 30, 30)), verdict(aim, None)
    ('missed by 10 %', 'met', 'not measured')
    """
    if value is None:
        return "not measured"
    by = value.middle / aim.limit - 1
    by = -by if aim.more else by
    return "met" if by <= 0 else f"missed by {max(1, round(100 * by)):,} %"


def aims_table(found: Found) -> list[str]:
    lines = ["| aim | limit | measured | |", "|---|---:|---:|---|"]
    for aim in AIMS:
        value = aim.value(found)
        limit = f"{'≥' if aim.more else '≤'} {aim.limit:{aim.form}}"
        lines.append(f"| {aim.words} | {limit} | {f'{value:{aim.form}}' if value else '–'} | {verdict(aim, value)} |")
    return lines


COLUMNS = {
    "clock": ("seconds", ".1f"),
    "processor": ("CPU s", ".1f"),
    "largest_mb": ("largest process, MB", ",.0f"),
    "tree_mb": ("all processes, MB", ",.0f"),
    "own_mb": ("of it no file, MB", ",.0f"),
    "words": ("running words", ",.0f"),
    "rows": ("rows of counts", ",.0f"),
    "folder_mb": ("written, MB", ",.1f"),
    "corpus_mb": ("corpus, MB", ",.1f"),
    "changed": ("articles changed", ",.0f"),
    "tables": ("tables", ",.0f"),
    "equal": ("with the same bytes", ",.0f"),
}
# section -> heading, what is told of it, and which contestants a ratio of CPU seconds is taken of
TOLD = {
    "counting": (
        "Counting",
        "Read the files, split titles and texts into words, count occurrences and articles by source and word, keyness of every "
        "source; start and imports of Python are in it. Peers split at whatever is neither letter nor digit.",
        ("parallax", "fastest peer"),
    ),
    "runs": ("Whole runs", "`parallax run` on a made-up corpus of 40 sources, with nothing kept from before.", None),
    "changed": (
        "A second run",
        "Two runs, between which one article in a hundred was changed. What a run writes counts files that both share once.",
        ("second", "first"),
    ),
    "workers": ("Two workers", "`parallax run --workers 1`, then with 2.", ("2", "1")),
    "cluster": (
        "A cluster",
        "`parallax run`, then the same with `--cluster`: a Dask scheduler and two workers on the same machine, whose cost is in it.",
        ("on a cluster", "alone"),
    ),
    "seeds": ("The seeds", "The five articles that come with Parallax: a run, and a second one.", ("second", "first")),
}


def section_table(found: Found, section: str) -> list[str]:
    """A section of the page."""
    heading, words, pair = TOLD[section]
    lines = [f"## {heading}", "", words, ""]
    told = [size for size in sizes(found, section) if any(rounds_of(found, section, size))]
    if not told:
        note = "This version of `parallax run` has no option `--workers`." if section in found else "Not measured."
        return [*lines, note, ""]
    sides = {size: list(_first(found, section, size)) for size in told}
    keys = [key for key in COLUMNS if any(values(found, section, size, who, key) for size in told for who in sides[size])]
    lines.append(f"| articles | | {' | '.join(COLUMNS[key][0] for key in keys)} |")
    lines.append(f"|---:|---|{'---:|' * len(keys)}")
    for size in told:
        lines += [_row(found, section, size, who, keys) for who in sides[size]]
    lines.append("")
    for size in told:
        lines.append(_about(found, section, size, pair))
    return [*lines, ""]


def _first(found: Found, section: str, size: int) -> dict:
    return next(one for one in rounds_of(found, section, size) if one)


def _row(found: Found, section: str, size: int, who: str, keys: list[str]) -> str:
    cells = []
    for key in keys:
        value = spread(values(found, section, size, who, key))
        cells.append(f"{value:{COLUMNS[key][1]}}" if value else "")
    failed = [one[who]["failed"] for one in rounds_of(found, section, size) if "failed" in one.get(who, {})]
    note = f" (failed: {failed[0]})".replace("|", "/") if failed else ""
    return f"| {size:,} | {who}{note} | {' | '.join(cells)} |"


def _about(found: Found, section: str, size: int, pair: tuple[str, str] | None) -> str:
    """Under which circumstances a size was measured, and the ratio of its contestants."""
    entry = found[section][str(size)]
    machine, number = entry["machine"], len(entry["rounds"])
    line = (
        f"- {size:,}: {number} {'round' if number == 1 else 'rounds'}, {machine['day']}, load {machine['load']} when it began"
    )
    ratio = spread(ratios(entry["rounds"], *pair, "processor")) if pair else None
    return f"{line}; CPU seconds of {pair[0]} / {pair[1]}: {ratio:.2f}" if ratio else line


def described(found: Found) -> list[str]:
    """The machines on which anything was measured."""
    lines = {}
    for section in found.values():
        for entry in section.values():
            machine = entry["machine"]
            packages = ", ".join(f"{name} {number}" for name, number in machine["packages"].items())
            where = f"{machine['cores']} cores, {machine['memory_gb']} GB, {machine['system']}, Python {machine['python']}"
            lines[f"- {where}; {packages}"] = None
    return list(lines)


def written(found: Found) -> str:
    """The page."""
    lines = [
        "# Results",
        "",
        "Written by `make bench`. Medians, with the lowest and the highest of several rounds in brackets. CPU seconds are those of",
        "all processes that take part; memory is that of the largest process, and of all together, with what they share counted",
        "once. Both have the files that are mapped into memory, which the system takes back when it needs the room; what is no file",
        "stands beside it. A ratio is the median of the ratios of each round.",
        "",
        *described(found),
        "",
        "## Aims",
        "",
        *aims_table(found),
        "",
    ]
    for section in TOLD:
        lines += section_table(found, section)
    return "\n".join(lines).rstrip() + "\n"
