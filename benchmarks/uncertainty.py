"""How well p_articles keeps its level, and intervals their coverage, where the truth is known: the tables of docs/uncertainty.md.

Terms are made up: an article of N words has a Poisson number of mentions of a term, whose mean is the term's rate times N times a draw
of the article's own, gamma with mean 1 and shape k. So k says how much a term comes in bursts: at k = 1 the mean of an article varies
by 100 % of itself, at .3 by 180 %, at .1 by 320 %; "one by one" is no burst at all. Lengths are lognormal, median 400 words, spread .6.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array
from scipy.special import stdtrit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from analysis.measure.comparing.contingency import chi2_p, signed_g2
from analysis.measure.uncertainty.exchange import Articles, permutation_p
from analysis.measure.uncertainty.jackknife import Ratios, Sums, jackknife, log2_ratio_interval, ratio_interval

BURSTS = {"one by one": np.inf, "k = 1": 1.0, "k = .3": 0.3, "k = .1": 0.1}
RATES = (0.5, 2.0, 10.0)  # per 1,000 words
NUMBERS = (2, 3, 5, 10, 30, 100, 300)
LEVEL, TAIL = 0.95, 0.975


def lengths(random: np.random.Generator, shape, median: float = 400) -> np.ndarray:
    """Words of articles; none is shorter than 30."""
    return np.maximum(30, np.rint(median * np.exp(0.6 * random.standard_normal(shape)))).astype(np.int64)


def mentions(random: np.random.Generator, words: np.ndarray, rate: float, k: float) -> np.ndarray:
    """Mentions of a term in each article."""
    own = 1.0 if np.isinf(k) else random.gamma(k, 1 / k, words.shape)
    return random.poisson(rate / 1000 * words * own)


def ratios(x: np.ndarray, n: np.ndarray) -> Ratios:
    """The jackknife of each row, a sample of articles."""
    rows, units = np.indices(x.shape).reshape(2, -1)
    kept = n.ravel() > 0
    sums = (Sums(rows[kept], units[kept], values.ravel()[kept]) for values in (x, n))
    return jackknife(*sums, np.arange(len(x)))


# p_articles and G2 where there is no difference


def shares_at_05(random, sizes, factor=1.0, medians=(400, 400), corpora=300, terms=10) -> dict[str, tuple[float, float]]:
    """Of terms of each kind, the share with p <= .05 by exchanging articles, and by G²; `factor` is how often A has them."""
    in_a = np.arange(sum(sizes)) < sizes[0]
    kinds = [(name, rate) for name in BURSTS for rate in RATES for _ in range(terms)]
    found = {name: [] for name in BURSTS}
    for corpus in range(corpora):
        words = np.where(in_a, lengths(random, len(in_a), medians[0]), lengths(random, len(in_a), medians[1]))
        x = np.array([mentions(random, words, rate, BURSTS[name]) for name, rate in kinds])
        if factor != 1:
            more = np.array([mentions(random, words, rate * factor, BURSTS[name]) for name, rate in kinds])
            x = np.where(in_a, more, x)
        p = permutation_p(Articles(csr_array(x), words, in_a, np.arange(len(in_a)).astype(str)), seed=corpus)
        n_a, n_b, total_a, total_b = x[:, in_a].sum(1), x[:, ~in_a].sum(1), words[in_a].sum(), words[~in_a].sum()
        plain = chi2_p(signed_g2(n_a, total_a - n_a, n_b, total_b - n_b))
        for (name, _), occurs, by_articles, by_words in zip(kinds, n_a + n_b > 0, p, plain, strict=True):
            if occurs:
                found[name].append((by_articles <= 0.05, by_words <= 0.05))
    return {name: tuple(np.mean(pairs, axis=0)) for name, pairs in found.items()}


def tests_table(random) -> str:
    """Shares of p <= .05 for several sizes of sides."""
    cases = [(f"{a} against {b}", (a, b), {}) for a, b in ((5, 5), (10, 10), (30, 30), (4, 16))]
    cases.append(("10 against 10, A's articles four times as long", (10, 10), {"medians": (800, 200)}))
    cases += [
        (f"{a} against {b}, **four times the rate in A**", (a, b), {"factor": 4.0}) for a, b in ((5, 5), (10, 10), (30, 30))
    ]
    rows = [["articles", *(f"{name}: {what}" for name in BURSTS for what in ("p_articles", "G²"))]]
    for name, sizes, options in cases:
        shares = shares_at_05(random, sizes, **options)
        rows.append([name, *(share(value, 3) for pair in shares.values() for value in pair)])
    return markdown(rows)


# intervals of a rate


def covered(low: np.ndarray, high: np.ndarray, truth: float) -> float:
    """The share of intervals that hold the truth; a bound that is missing is none."""
    return float(((np.nan_to_num(low, nan=-np.inf) <= truth) & (truth <= np.nan_to_num(high, nan=np.inf))).mean())


def other_intervals(one: Ratios) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """What else there is: estimate ± t·s cut at 0, the same on the log scale, and the binomial interval that knows of no articles."""
    r, t = one.x / one.n, stdtrit(one.n_units - 1, TAIL)
    error = np.sqrt(one.variance)
    step = np.exp(t * error / r)
    by_words = one._replace(variance=r * (1 - r) / one.n, n_units=np.full(len(r), 10**6))
    return {
        "r ± t·s": (np.maximum(r - t * error, 0), r + t * error),
        "log scale": (r / step, r * step),
        "used here": ratio_interval(one, LEVEL),
        "words as draws": ratio_interval(by_words, LEVEL),
    }


def rates_tables(random, samples: int = 4000) -> tuple[str, str]:
    """Coverage of the interval of a rate by number of articles; and beside other intervals, with their median widths."""
    rows = [["articles", *(f"{name}, {rate:g}" for name in BURSTS for rate in RATES)]]
    beside = [
        [
            "articles",
            *(
                f"{name}: {what}"
                for name in ("r ± t·s", "log scale", "used here", "words as draws")
                for what in ("held", "width")
            ),
        ]
    ]
    for number in NUMBERS:
        cells = [f"{number}"]
        for name, k in BURSTS.items():
            for rate in RATES:
                words = lengths(random, (samples, number))
                one = ratios(mentions(random, words, rate, k), words)
                one = Ratios(*(values[one.x > 0] for values in one))  # a term that does not occur has no interval
                cells.append(share(covered(*ratio_interval(one, LEVEL), rate / 1000)))
                if (name, rate) == ("k = .3", 2.0):
                    kinds = other_intervals(one).values()
                    pairs = (
                        (covered(*bounds, rate / 1000), np.median(bounds[1] - bounds[0]) / rate * 1000) for bounds in kinds
                    )
                    beside.append([f"{number}", *(cell for held, wide in pairs for cell in (share(held), f"{wide:.3g}"))])
        rows.append(cells)
    return markdown(rows), markdown(beside)


# intervals of a log2 ratio


def ratios_table(random, samples: int = 4000) -> str:
    """Coverage of log2_ratio_articles, and of the plain interval on the log scale with Welch's degrees of freedom; rates 4 and 2."""
    kinds = ("k = 1", "k = .3", "k = .1")
    rows = [["articles", *(f"{name}: {what}" for name in kinds for what in ("used here", "plain"))]]
    for sizes in ((2, 2), (3, 3), (5, 5), (10, 10), (4, 16), (16, 4), (30, 30), (100, 100)):
        cells = [f"{sizes[0]} against {sizes[1]}"]
        for name in kinds:
            pair = []
            for number, rate in zip(sizes, (4.0, 2.0), strict=True):
                words = lengths(random, (samples, number))
                pair.append(ratios(mentions(random, words, rate, BURSTS[name]), words))
            both = (pair[0].x > 0) & (pair[1].x > 0)
            pair = [Ratios(*(values[both] for values in one)) for one in pair]
            cells += [share(covered(*log2_ratio_interval(*pair), 1.0)), share(covered(*plain_log2(*pair), 1.0))]
        rows.append(cells)
    return markdown(rows)


def plain_log2(a: Ratios, b: Ratios) -> tuple[np.ndarray, np.ndarray]:
    """log2 ratio ± t·s, with the variances of the two logs added."""
    parts = [side.variance / (side.x / side.n) ** 2 for side in (a, b)]
    freedom = (parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / (a.n_units - 1) + parts[1] ** 2 / (b.n_units - 1))
    step = stdtrit(freedom, TAIL) * np.sqrt(parts[0] + parts[1]) / np.log(2)
    middle = np.log2(a.x / a.n * b.n / b.x)
    return middle - step, middle + step


# intervals of a share


def shares_table(random, samples: int = 4000) -> str:
    """Coverage of the interval of a variant's share: 1 to about 9 mentions an article, whose own share is beta with mean p."""
    cases = [(p, within) for within in (0.1, 0.5, 0.9) for p in (0.1, 0.5, 0.95)]
    rows = [["articles", *(f"likeness {within:g}, share {p:g}" for p, within in cases)]]
    for number in NUMBERS[:-2]:
        cells = [f"{number}"]
        for p, within in cases:
            n = 1 + random.poisson(3, (samples, number))
            size = 1 / within - 1
            x = random.binomial(n, random.beta(p * size, (1 - p) * size, n.shape))
            cells.append(share(covered(*ratio_interval(ratios(x, n), LEVEL, ends=True), p)))
        rows.append(cells)
    return markdown(rows)


def share(value: float, decimals: int = 2) -> str:
    """A share without its leading 0; 1 only where nothing is missing from it."""
    return "1" if value == 1 else f"{min(value, 1 - 10.0**-decimals):.{decimals}f}".lstrip("0")


def markdown(rows: list[list[str]]) -> str:
    """A table whose first row is its head."""
    head, *rest = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---|" + "---:|" * (len(rows[0]) - 1), *rest])


def main() -> None:
    random = np.random.default_rng(2022)
    held, beside = rates_tables(random)
    tables = {
        "Share of terms with p ≤ .05": tests_table(random),
        "How often the interval of a rate holds the rate": held,
        "The same beside other intervals": beside,
        "How often the interval of a log2 ratio holds it": ratios_table(random),
        "How often the interval of a share holds it": shares_table(random),
    }
    print("\n\n".join(f"## {title}\n\n{table}" for title, table in tables.items()))


if __name__ == "__main__":
    main()
