"""How often an alert fires by chance, and how often where something changed: made-up corpora, each run twice, counted.

Each article draws its own mix of 100 words (Dirichlet), so that words come in bursts as they do in news, and 300 words of it. What was
there is compared with what is there later: the same articles and some that came, or others in their place. Prints a line for each size.

Then a drift: some articles come in each of many runs, in which some words rise from run to run to twice what they were. Counted
is whether a word fires at all on the way, held against the last run and, as `since` has it, against the first.

    python benchmarks/alerts.py [PAIRS]        40 pairs of runs, and 40 courses, if not said otherwise: two minutes
"""

import itertools
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.measure.counting.counts import count_terms
from analysis.measure.uncertainty.intervals import with_intervals
from analysis.report.publish.alert_rates import Reading, interval_of_difference

WORDS, LENGTH, BURSTS, CHANGED = 100, 300, 60, 5
RATE = ["rate_per_1000", "rate_per_1000_low", "rate_per_1000_high", "n_articles"]
COURSE, RATIO = (30, 3, 12), 1.25  # articles there, that come in each run, runs; by how much an alert asks for
SIZES = (
    (30, 10, True),
    (30, 1, True),
    (30, 30, False),
    (8, 2, True),
    (100, 100, True),
)  # there, come, whether what was there stays


def articles(random: np.random.Generator, n: int, shares: np.ndarray, first: int) -> pd.DataFrame:
    """The words of n articles, as a table of tokens has them."""
    made = []
    for number in range(first, first + n):
        mix = random.dirichlet(shares * BURSTS)
        terms = [f"t{word:03}" for word in random.choice(WORDS, LENGTH, p=mix)]
        made.append(pd.DataFrame({"doc_id": f"d{number:05}", "term": terms, "position": range(1, LENGTH + 1)}))
    return pd.concat(made, ignore_index=True)


def readings(tokens: pd.DataFrame) -> dict[str, Reading]:
    """The rate of each word, as page 01 stores it."""
    tokens = tokens.assign(part="body", line=1, sentence=1, start=0, end=1, shared=False, voice="outside")
    table = with_intervals(count_terms(tokens), tokens)
    return {row[0]: Reading(*row[1:]) for row in table[["term", *RATE]].itertuples(index=False, name=None)}


def sure(then: dict[str, Reading], now: dict[str, Reading], common: float, words: set[str]) -> list[bool]:
    """Of each word that both have, whether its change is called sure."""
    found = [interval_of_difference(now[word], then[word], common) for word in sorted(words & then.keys() & now.keys())]
    return [low > 0 or high < 0 for low, high in found]


def fires(then: dict[str, Reading], now: dict[str, Reading], common: float, word: str) -> bool:
    """Whether a word has moved by RATIO, surely."""
    a, b = then[word].rate, now[word].rate
    return (b >= RATIO * a or a >= RATIO * b) and sure(then, now, common, {word}) == [True]


def drifts(random: np.random.Generator, courses: int) -> None:
    """Print how many words fire at least once, held against the last run and against the first."""
    there, come, runs = COURSE
    print(f"\nheld against\tfire in {runs} runs by chance\tfire where they rise to twice as frequent")
    found: dict[tuple[str, bool], list[bool]] = {(held, rises): [] for held in ("last", "first") for rises in (False, True)}
    for _, rises in itertools.product(range(courses), (False, True)):
        shares = random.dirichlet(np.full(WORDS, 0.8)) + 1e-4
        tokens = articles(random, there, shares / shares.sum(), 0)
        past, fired = [readings(tokens)], {"last": set(), "first": set()}
        for run in range(1, runs + 1):
            drawn = shares * np.where(np.arange(WORDS) < CHANGED, 1 + run / runs * rises, 1)
            tokens = pd.concat([tokens, articles(random, come, drawn / drawn.sum(), there + come * run)], ignore_index=True)
            past.append(readings(tokens))
            for held, back in (("last", run - 1), ("first", 0)):
                common = ((there + come * back) / (there + come * run)) ** 0.5
                fired[held] |= {
                    word for word in past[back].keys() & past[run].keys() if fires(past[back], past[run], common, word)
                }
        watched = [f"t{word:03}" for word in range(CHANGED if rises else WORDS)]
        for held, words in fired.items():
            found[held, rises] += [word in words for word in watched]
    for held in ("last", "first"):
        shown = (f"{sum(some):,} of {len(some):,} ({np.mean(some):.1%})" for some in (found[held, False], found[held, True]))
        print(f"the {held} run", *shown, sep="\t", flush=True)


def main(pairs: int) -> None:
    random = np.random.default_rng(7)
    everything, few = {f"t{word:03}" for word in range(WORDS)}, {f"t{word:03}" for word in range(CHANGED)}
    print("articles there\tthat come\tthe others stay\tsure by chance\tsure where twice as frequent in what came")
    for there, come, stay in SIZES:
        common = (there / (there + come)) ** 0.5 if stay else 0.0
        by_chance, by_change = [], []
        for _ in range(pairs):
            shares = random.dirichlet(np.full(WORDS, 0.8)) + 1e-4
            shares /= shares.sum()
            other = np.where(np.arange(WORDS) < CHANGED, 2 * shares, shares)
            before = articles(random, there, shares, 0)
            then = readings(before)
            for found, drawn, words in ((by_chance, shares, everything), (by_change, other / other.sum(), few)):
                after = articles(random, come, drawn, there)
                found += sure(then, readings(pd.concat([before, after], ignore_index=True) if stay else after), common, words)
        shown = (f"{sum(found):,} of {len(found):,} ({np.mean(found):.1%})" for found in (by_chance, by_change))
        print(there, come, "yes" if stay else "no", *shown, sep="\t", flush=True)
    drifts(random, pairs)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
