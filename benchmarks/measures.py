"""How the measures grow with the corpus: seconds and peak memory of each, beside other libraries on the same words.

Corpora are those of reuse.py, articles of 300 made-up words, here in ten sources, with dates, quotations, names and dictionaries. Each
size runs in a process of its own, and in it each measure in a forked child, so that its memory is its own: the tables, which all
children share, what other measures made for it, and what it needs itself. Short measures are the best of three. Needs the packages of
the tests, and a system that can fork.

    python benchmarks/measures.py [--articles 1000 10000] [--only "keyness, each" ...] [--sources 86 --unequal]

With --unequal the sources share the articles out as outlets do: sizes are drawn from a lognormal distribution, and differ a
hundredfold.
"""

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import reuse

import analysis as px
from analysis.measure.comparing import changes, omissions, sensitivity
from analysis.measure.dictionary import names
from analysis.measure.uncertainty import resampling
from analysis.schema import TABLES

DAYS, SPEAKERS, VERBS = 730, 60, ("say", "note", "claim", "stress", "tell")
SENTENCE, IN_LINE, WIDTH = 15, 45, 7  # words of a sentence and of a line, characters of a word and the space behind it
QUOTED_EVERY, NAMED_EVERY, SHARED = 5, 50, 0.04  # a sentence in five is quoted, a word in fifty written with a capital
REPEATED, PATIENCE = 1.0, 900  # seconds below which a measure runs three times, and after which it is given up
SPREAD = (
    1.2  # standard deviation of the logarithm of a source's number of articles, of the 26 outlets of a public corpus about that
)
NOTHING = 0.005  # seconds too few to be compared
YARDSTICK = "CountVectorizer, words"


class Measure(NamedTuple):
    """A call to time, and the notebook it belongs to; `most` is the largest number of articles it is tried with."""

    name: str
    page: str
    call: Callable[[SimpleNamespace], object]
    most: int = 10**9


def term(rank: int) -> str:
    """The word of a rank, 0 being the most frequent."""
    return f"w{rank:05d}"


MEASURES = [
    Measure("the tables alone", "", lambda c: None),
    Measure("select", "all", lambda c: px.measure.select(c.bare, c.articles, "source", voice="outside")),
    Measure("count_terms", "01", lambda c: px.measure.count_terms(c.tokens)),
    Measure("count_terms, by source", "01", lambda c: px.measure.count_terms(c.tokens, "source")),
    Measure("with_intervals, 200 terms", "01", lambda c: px.measure.with_intervals(c.counts, c.tokens, "source")),
    Measure("dispersion", "01", lambda c: px.measure.dispersion(c.tokens)),
    Measure("positions, 3 terms", "01", lambda c: px.measure.positions(c.tokens, c.focus)),
    Measure("concordance, 3 terms", "01", lambda c: px.concordance(c.tokens, c.ledger, c.focus, width=50, sort="right")),
    Measure("trend, 3 terms", "01", lambda c: px.measure.trend(c.tokens, c.articles, c.focus, period="month", by="source")),
    Measure("evidence_of, 50 terms", "01", lambda c: px.measure.evidence_of(c.counts.head(50), c.tokens, c.ledger)),
    Measure("match_dictionary", "02", lambda c: px.measure.match_dictionary(c.tokens, c.topics)),
    Measure("count_topics", "02", lambda c: px.measure.count_topics(c.tokens, c.mentions, "source")),
    Measure("with_intervals, topics", "02", lambda c: px.measure.with_intervals(
        c.topic_counts, c.tokens, "source", mentions=c.mentions)),
    Measure("cooccurrence", "02", lambda c: px.measure.cooccurrence(c.tokens, c.mentions)),
    Measure("coverage", "02", lambda c: px.measure.coverage(c.tokens, c.mentions, "source")),
    Measure("uncovered", "02", lambda c: px.measure.uncovered(c.tokens, c.ledger, c.mentions)),
    Measure("lines_of, topics", "02", lambda c: px.measure.lines_of(c.mentions, c.ledger)),
    Measure("evidence_of, topics", "02", lambda c: px.measure.evidence_of(c.topic_counts, c.tokens, c.ledger, mentions=c.mentions)),
    Measure("keyness, each", "03", lambda c: px.measure.keyness(c.tokens, "source", min_n=3)),
    Measure("keyness, two", "03", lambda c: px.measure.keyness(c.tokens, "source", "s0", "s1", min_n=3)),
    Measure("sensitivity", "03", lambda c: sensitivity.sensitivity(
        sensitivity.settings(c.tokens, "source", c.stop_words), "source")),
    Measure("evidence_of, 50 keywords", "03", lambda c: px.measure.evidence_of(c.keywords, c.tokens, c.ledger)),
    Measure("divergence", "03", lambda c: px.measure.divergence(c.tokens, "source")),
    Measure("equal_size", "03", lambda c: resampling.equal_size(c.tokens, "source")),
    Measure("word_shift", "03", lambda c: px.word_shift(c.tokens, "source", "s0", "s1")),
    Measure("voice_shares", "04", lambda c: px.measure.voice_shares(c.tokens, "source")),
    Measure("shared_shares", "04", lambda c: px.measure.shared_shares(c.tokens, "source")),
    Measure("speakers", "04", lambda c: px.measure.speakers(c.quotes, c.articles, "source")),
    Measure("verbs", "04", lambda c: px.measure.verbs(c.quotes, c.articles, "source")),
    Measure("hedges", "04", lambda c: px.measure.hedges(c.tokens, c.quotes, c.focus, by="source")),
    Measure("evidence_of, 50 speakers", "04", lambda c: px.measure.evidence_of(
        c.people_quoted, c.tokens, c.ledger, quotes=c.quotes, articles=c.articles)),
    Measure("count_wording", "05", lambda c: px.measure.count_wording(c.tokens, c.named, c.wording, "source")),
    Measure("find_names", "05", lambda c: names.find_names(c.tokens, c.ledger, min_n=2)),
    Measure("omissions", "05", lambda c: omissions.omissions(c.tokens, "source", mentions={"topic": c.mentions, "name": c.people})),
    Measure("count_ngrams, 2", "06", lambda c: px.measure.count_ngrams(c.tokens, n=2)),
    Measure("collocations", "06", lambda c: px.measure.collocations(c.tokens, min_n=3)),
    Measure("collocates, 3 terms", "06", lambda c: [px.measure.collocates(c.tokens, focus, window=5, min_n=3) for focus in c.focus]),
    Measure("diversity", "06", lambda c: px.measure.diversity(c.tokens, "source")),
    Measure("readability", "06", lambda c: px.measure.readability(c.tokens, "source")),
    Measure("themes", "07", lambda c: px.measure.find_themes(c.tokens, stop_words=c.stop_words, by="source")),
    Measure("group_sizes", "", lambda c: px.measure.group_sizes(c.tokens, "source")),
    Measure("rate_changes", "", lambda c: changes.rate_changes(c.counts, c.counts.assign(n=c.counts["n"] + 1), by="source")),
    Measure("FreqDist (NLTK)", "", lambda c: freq_dist(c)),
    Measure("BigramCollocationFinder (NLTK)", "", lambda c: bigrams(c), 10_000),
    Measure(YARDSTICK, "", lambda c: vectorized(c)),
    Measure("CountVectorizer, runs of 2", "", lambda c: vectorized(c, (2, 2))),
    Measure("chi2 (scikit-learn)", "", lambda c: chi2(c)),
    Measure("jensenshannon (SciPy), every pair", "", lambda c: jensen_shannon(c)),
]  # fmt: skip


def words_of(c: SimpleNamespace) -> list[str]:
    """The running words as other libraries want them."""
    return c.tokens["term"].astype("object").tolist()


def freq_dist(c: SimpleNamespace) -> object:
    """NLTK's count of words that are there as a list; making the list is not in its seconds."""
    from nltk import FreqDist

    return FreqDist(c.words)


def bigrams(c: SimpleNamespace) -> object:
    """NLTK's pairs of neighbours with their log-likelihood ratios, sentences ignored."""
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    finder = BigramCollocationFinder.from_words(c.words)
    finder.apply_freq_filter(3)
    return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def vectorized(c: SimpleNamespace, runs: tuple[int, int] = (1, 1)) -> object:
    """scikit-learn's matrix of articles by words, from one text per article."""
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(ngram_range=runs, lowercase=False).fit_transform(c.texts)


def chi2(c: SimpleNamespace) -> object:
    """scikit-learn's chi-squared of each word and source, given the matrix that CountVectorizer makes."""
    from sklearn.feature_selection import chi2 as chi_squared

    return [chi_squared(c.matrix, c.article_source == number) for number in range(c.sources)]


def jensen_shannon(c: SimpleNamespace) -> object:
    """SciPy's distance of each two sources, given the matrix that CountVectorizer makes."""
    from scipy.spatial.distance import jensenshannon

    sums = [np.asarray(c.matrix[c.article_source == number].sum(axis=0)).ravel() for number in range(c.sources)]
    return [jensenshannon(sums[a], sums[b], base=2) for a in range(c.sources) for b in range(a)]


def shared_out(n_articles: int, sources: int, unequal: bool) -> np.ndarray:
    """The source of each article: one after the other, or drawn by sizes of a lognormal distribution, no source without an article."""
    if not unequal:
        return np.arange(n_articles) % sources
    draw = np.random.default_rng(2)
    sizes = draw.lognormal(0, SPREAD, sources)
    drawn = draw.choice(sources, n_articles, p=sizes / sizes.sum())
    drawn[:sources] = np.arange(sources)[:n_articles]
    return drawn


def given(n_articles: int, sources: int = 10, unequal: bool = False) -> SimpleNamespace:
    """What the measures are called with: tables, dictionaries, and tables that one of them has made for another."""
    made, _, _ = reuse.corpus(n_articles)
    tokens, draw = made["tokens"], np.random.default_rng(1)
    doc = tokens["doc_id"].cat.codes.to_numpy()
    quoted = 2 * (tokens["sentence"].to_numpy() % QUOTED_EVERY == 0).astype(np.int8)
    tokens["voice"] = pd.Categorical.from_codes(quoted, categories=["outside", "reported", "quoted"])
    tokens["shared"] = draw.random(len(tokens) // IN_LINE + 1).repeat(IN_LINE)[: len(tokens)] < SHARED
    of_article, names = shared_out(n_articles, sources, unequal), [f"s{number}" for number in range(sources)]
    c = SimpleNamespace(bare=tokens, sources=sources, article_source=of_article)
    c.focus, c.stop_words = [term(rank) for rank in (150, 400, 900)], [term(rank) for rank in range(120)]
    c.tokens = tokens.assign(source=pd.Categorical.from_codes(of_article[doc].astype(np.int16), categories=names))
    c.articles, c.ledger = articles_of(made["articles"], [names[number] for number in of_article], draw), ledger_of(tokens)
    c.quotes = quotes_of(tokens, draw)
    c.topics, c.wording = dictionary(10, 1, 14), dictionary(10, 3, 2)
    return c


def articles_of(articles: pd.DataFrame, source: list[str], draw: np.random.Generator) -> pd.DataFrame:
    """Table `articles` with the columns that measures ask for."""
    n = len(articles)
    day = pd.Timestamp("2023-01-01") + pd.to_timedelta(draw.integers(0, DAYS, n), unit="D")
    made = articles.assign(source=source, date_start=day, date_end=day, language_certainty=1.0).astype({"doc_id": "str"})
    return made.assign(**dict.fromkeys([name for name in TABLES["articles"] if name not in made.columns], ""))


def ledger_of(tokens: pd.DataFrame) -> pd.DataFrame:
    """Table `ledger` whose lines hold the words, some of them with a capital letter."""
    spelt = [name.upper() if number % NAMED_EVERY == 7 else name for number, name in enumerate(tokens["term"].cat.categories)]
    words = np.array(spelt, dtype=object)[tokens["term"].cat.codes.to_numpy()]
    first = np.flatnonzero(np.diff(tokens["line"].to_numpy(), prepend=0))
    ends = [*first[1:].tolist(), len(words)]
    texts = [" ".join(words[begin:end]) for begin, end in zip(first.tolist(), ends, strict=True)]
    ledger = tokens[["doc_id", "line"]].iloc[first].reset_index(drop=True)
    return ledger.assign(raw=pd.Series(texts, dtype="str"), text=pd.Series(texts, dtype="str"))


def quotes_of(tokens: pd.DataFrame, draw: np.random.Generator) -> pd.DataFrame:
    """Table `quotes` with a quotation for each quoted sentence, and a speaker for four in five."""
    inside = np.flatnonzero(tokens["voice"].cat.codes.to_numpy() == 2)
    first = inside[::SENTENCE]
    n, speakers = len(first), [f"p{number:02d}" for number in range(SPEAKERS)]
    quotes = tokens[["doc_id", "line", "start"]].iloc[first].reset_index(drop=True)
    quotes = quotes.assign(end_line=quotes["line"], end=quotes["start"] + SENTENCE * WIDTH - 1, n_tokens=SENTENCE)
    columns = {"kind": ["speech", "scare"], "state": ["attributed"], "speaker": speakers, "by": ["name"], "verb": VERBS}
    for name, values in {**columns, "verb_class": ["neutral", "supportive", "distancing"]}.items():
        codes = draw.integers(-(len(values) // 5), len(values), n).clip(-1)
        quotes[name] = pd.Categorical.from_codes(codes if name in ("speaker", "verb") else codes.clip(0), categories=values)
    quotes["verb_class"] = quotes["verb_class"].where(quotes["verb"].notna())
    for name, value in {
        "cue_line": quotes["line"],
        "cue_start": quotes["start"],
        "cue_end": quotes["start"] + WIDTH - 1,
    }.items():
        quotes[name] = value.astype("Int32").where(quotes["verb"].notna())
    return quotes


def dictionary(n_groups: int, n_labels: int, n_words: int) -> pd.DataFrame:
    """Table `dictionary`: for each label some words, a glob, and a run of two words."""
    rows, rank = [], 130
    for group in range(n_groups):
        for label in range(n_labels):
            patterns = [term(rank + step) for step in range(0, 37 * n_words, 37)]
            patterns += [f"{term(rank)[:-1]}*", f"{term(rank % 7)} {term(rank + 1)}"]
            name = f"label {group}.{label}" if n_labels > 1 else f"group {group}"
            rows += [(f"group {group}", name, pattern, len(rows) + 1) for pattern in patterns]
            rank += 11
    return pd.DataFrame(rows, columns=["group", "label", "pattern", "line"]).assign(
        line=lambda table: np.arange(1, len(table) + 1)
    )


# what a measure needs besides, made before its clock runs
READY: dict[str, Callable[[SimpleNamespace], object]] = {
    "mentions": lambda c: px.measure.match_dictionary(c.tokens, c.topics),
    "named": lambda c: px.measure.match_dictionary(c.tokens, c.wording),
    "counts": lambda c: (
        px.measure.count_terms(c.tokens, "source").groupby("source", observed=True).head(20).reset_index(drop=True)
    ),
    "topic_counts": lambda c: px.measure.count_topics(c.tokens, c.mentions, "source"),
    "keywords": lambda c: keywords(c),
    "people": lambda c: names.find_names(c.tokens, c.ledger, min_n=2),
    "people_quoted": lambda c: px.measure.speakers(c.quotes, c.articles, "source").head(50),
    "words": words_of,
    "texts": lambda c: texts_of(c),
    "matrix": lambda c: vectorized(c),
}


class Ready(SimpleNamespace):
    """Inputs that are made when a measure first asks for them."""

    def __getattr__(self, name: str) -> object:
        if name not in READY:
            raise AttributeError(name)
        begun, before = time.perf_counter(), self.spent
        setattr(self, name, READY[name](self))
        self.spent = before + time.perf_counter() - begun  # what it asked for in its turn is in it, once
        return self.__dict__[name]


def keywords(c: SimpleNamespace) -> pd.DataFrame:
    """The first keywords of each source."""
    return px.measure.keyness(c.tokens, "source", min_n=3).groupby("source", observed=True).head(5).reset_index(drop=True)


def texts_of(c: SimpleNamespace) -> list[str]:
    """One text per article."""
    words = np.array(words_of(c), dtype=object).reshape(len(c.articles), -1)
    return [" ".join(row) for row in words]


def measured(measure: Measure, few: SimpleNamespace, c: SimpleNamespace, send: object) -> None:
    """Time one measure in a child, and send its seconds and its peak memory. What it imports is imported before, on `few` articles."""
    measure.call(Ready(**vars(few), spent=0.0))
    ready, seconds = Ready(**vars(c), spent=0.0), []
    while len(seconds) < 3 and (not seconds or seconds[0] < REPEATED):
        spent, begun = ready.spent, time.perf_counter()
        measure.call(ready)
        seconds.append(time.perf_counter() - begun - (ready.spent - spent))
    send.send({"seconds": min(seconds), "memory": reuse.peak_mb()})


def one_size(n_articles: int, only: list[str], sources: int, unequal: bool) -> list[dict]:
    """All measures at one size, each in a child of this process."""
    few, c, fork = given(40, min(sources, 20)), given(n_articles, sources, unequal), multiprocessing.get_context("fork")
    rows = []
    for measure in MEASURES:
        if n_articles > measure.most or (only and measure.name not in only):
            continue
        receive, send = fork.Pipe(duplex=False)
        child = fork.Process(target=measured, args=(measure, few, c, send))
        child.start()
        send.close()
        row = {"name": measure.name, "articles": n_articles}
        if receive.poll(PATIENCE):
            try:
                row |= receive.recv()
            except EOFError:
                row["failed"] = True  # the child has said why on standard error
        child.terminate()
        child.join()
        rows.append(row)
        print(f"{n_articles:,} articles: {row}", file=sys.stderr)
    return rows


def written(row: dict, key: str, form: str) -> str:
    """A number of a row, or why it has none."""
    return format(row[key], form) if key in row else "failed" if "failed" in row else "–" if not row else f"> {PATIENCE}"


def report(rows: list[dict], sizes: list[int]) -> str:
    """The table, in Markdown."""
    found = {(row["name"], row["articles"]): row for row in rows}
    heads = ["measure", "notebook", *(f"{n:,}, s" for n in sizes), "growth", f"÷ {YARDSTICK}", *(f"{n:,}, MB" for n in sizes)]
    lines = [f"| {' | '.join(heads)} |", f"|---|---|{'---:|' * (len(heads) - 2)}"]
    for measure in MEASURES:
        cells = [found.get((measure.name, n), {}) for n in sizes]
        if not any(cells):
            continue
        known = [(n, row["seconds"]) for n, row in zip(sizes, cells, strict=True) if row.get("seconds", 0) > NOTHING]
        texts = [written(row, "seconds", ".2f") for row in cells]
        growth = f"{known[-1][1] / known[-2][1] / (known[-1][0] / known[-2][0]):.1f}" if len(known) > 1 else ""
        yard = found.get((YARDSTICK, known[-1][0]), {}).get("seconds") if known else None
        ratio = f"{known[-1][1] / yard:.2f}" if yard else ""
        memory = [written(row, "memory", ",.0f") for row in cells]
        lines.append(f"| {' | '.join([measure.name, measure.page, *texts, growth, ratio, *memory])} |")
    return "\n".join(lines + sums(found, sizes))


def sums(found: dict[tuple[str, int], dict], sizes: list[int]) -> list[str]:
    """The seconds of each notebook's measures, and the most memory that one of them takes; one that failed is not in them."""
    lines = []
    for page in sorted({measure.page for measure in MEASURES} - {"", "all"}):
        own = [measure.name for measure in MEASURES if measure.page in (page, "all")]
        cells = [[found.get((name, n), {}) for name in own] for n in sizes]
        if not any(row for column in cells for row in column):
            continue
        seconds = [f"**{sum(row.get('seconds', 0) for row in column):.1f}**" for column in cells]
        memory = [f"**{max((row.get('memory', 0) for row in column), default=0):,.0f}**" for column in cells]
        lines.append(f"| **all of {page}** | {page} | {' | '.join([*seconds, '', '', *memory])} |")
    return lines


def main() -> None:
    """The command line; --one is this program's call of itself, so that memory is measured for each size alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000], help="sizes to measure")
    parser.add_argument("--only", nargs="+", default=[], help="names of measures")
    parser.add_argument("--sources", type=int, default=10, help="how many sources")
    parser.add_argument("--unequal", action="store_true", help="sources of very unequal size")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one_size(options.one, options.only, options.sources, options.unequal)))
        return
    rows = []
    for size in options.articles:
        command = [sys.executable, __file__, "--one", str(size), "--sources", str(options.sources)]
        command += ["--unequal"] * options.unequal + (["--only", *options.only] if options.only else [])
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        rows += json.loads(done.stdout)
    print(report(rows, sorted(options.articles)))


if __name__ == "__main__":
    main()
