"""How the search for shared text grows with the corpus: seconds, peak memory, and how much of what was planted is found.

Corpora are made up: words are drawn from a vocabulary in which a few are frequent and most are rare, as in a language, so that
articles share chance runs of words too. Into them go copies of whole articles with one word in fifty changed, passages of sixty words
carried into another article, and one line that a tenth of the articles carry. Each size runs in a process of its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

LENGTH, PASSAGE, VOCABULARY, LINE = 300, 60, 50_000, 12
COPIED, CARRIED, LINED = 0.05, 0.05, 0.1  # shares of the articles


def corpus(n_articles: int, seed: int = 7) -> tuple[dict[str, pd.DataFrame], list, list]:
    """Tables `tokens`, `ledger` and `articles` of a made-up corpus; planted copies and passages as pairs of articles."""
    draw = np.random.default_rng(seed)
    spread = 1 / (np.arange(VOCABULARY) + 2.7)
    words = draw.choice(VOCABULARY, size=(n_articles, LENGTH), p=spread / spread.sum()).astype(np.int32)
    line = draw.integers(100, 5000, LINE)
    lined = draw.choice(n_articles, int(LINED * n_articles), replace=False)
    words[lined, -LINE:] = line
    order = draw.permutation(n_articles)
    n_copies, n_carried = int(COPIED * n_articles), int(CARRIED * n_articles)
    copies = order[: 2 * n_copies].reshape(2, -1)
    words[copies[1]] = words[copies[0]]
    changed = draw.random((n_copies, LENGTH)) < 0.02
    words[copies[1]] = np.where(changed, draw.integers(0, VOCABULARY, changed.shape), words[copies[1]])
    carried = order[2 * n_copies : 2 * (n_copies + n_carried)].reshape(2, -1)
    words[carried[1], 100 : 100 + PASSAGE] = words[carried[0], 40 : 40 + PASSAGE]
    return tables(words), copies.T.tolist(), carried.T.tolist()


def tables(words: np.ndarray) -> dict[str, pd.DataFrame]:
    """The tables of articles of equal length, in sentences of fifteen words, three sentences to a line."""
    n_articles, length = words.shape
    names = [f"{number:06d}" for number in range(n_articles)]
    terms = [f"w{number:05d}" for number in range(VOCABULARY)]
    within = np.tile(np.arange(length, dtype=np.int32), n_articles)
    column = within % 45
    tokens = pd.DataFrame(
        {
            "doc_id": pd.Categorical.from_codes(np.repeat(np.arange(n_articles), length), categories=names),
            "line": within // 45 + 1,
            "sentence": within // 15 + 1,
            "position": within + 1,
            "start": column * 7,
            "end": column * 7 + 6,
            "term": pd.Categorical.from_codes(words.ravel(), categories=terms),
            "part": pd.Categorical.from_codes(np.zeros(words.size, dtype=np.int8), categories=["body"]),
            "voice": pd.Categorical.from_codes(
                np.zeros(words.size, dtype=np.int8), categories=["outside", "reported", "quoted"]
            ),
            "shared": np.zeros(words.size, dtype=bool),
        }
    )
    lines = -(-length // 45)
    ledger = pd.DataFrame({"doc_id": np.repeat(names, lines), "line": np.tile(np.arange(1, lines + 1), n_articles)})
    ledger["text"] = "w00000 " * 45
    return {"tokens": tokens, "ledger": ledger, "articles": pd.DataFrame({"doc_id": names, "language": "en"})}


def peak_mb() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def measure(n_articles: int) -> dict:
    """Seconds, memory and recall of one size."""
    from analysis.text.reuse.duplicates import find_duplicates
    from analysis.text.reuse.shared_passages import find_shared, mark_shared, read_words

    made, copies, carried = corpus(n_articles)
    before, begun = peak_mb(), time.perf_counter()
    words = read_words(made["tokens"], made["articles"])
    shared = find_shared(made["tokens"], made["ledger"], words)
    after = time.perf_counter()
    duplicates = find_duplicates(made["tokens"], words)
    marked = mark_shared(made["tokens"], shared)
    done = time.perf_counter()
    kinds = shared["kind"].value_counts()
    same = shared[shared["kind"] == "shared"]
    held = [set(zip(t["doc_id_a"].astype(int), t["doc_id_b"].astype(int), strict=True)) for t in (duplicates, same)]
    return {
        "articles": n_articles,
        "shared": after - begun,
        "duplicates": done - after,
        "memory": peak_mb(),
        "of_tables": before,
        "copies": sum((min(pair), max(pair)) in held[0] for pair in copies) / len(copies),
        "passages": sum((min(pair), max(pair)) in held[1] for pair in carried) / len(carried),
        "n_shared": int(kinds.get("shared", 0)),
        "n_similar": int(kinds.get("similar", 0)),
        "marked": float(marked.mean()),
    }


def report(rows: list[dict]) -> str:
    """The table, in Markdown."""
    lines = [
        "| articles | words | passages and sentences, s | near-duplicates, s | s per 1,000 articles | peak memory, MB | of these the"
        " tables, MB | planted copies found | planted passages found | rows shared | rows similar |",
        "|---:" * 11 + "|",
    ]
    for row in rows:
        n, seconds = row["articles"], row["shared"] + row["duplicates"]
        cells = [f"{n:,}", f"{n * LENGTH:,}", f"{row['shared']:.1f}", f"{row['duplicates']:.1f}", f"{1000 * seconds / n:.2f}"]
        cells += [f"{row['memory']:,.0f}", f"{row['of_tables']:,.0f}", f"{row['copies']:.1%}", f"{row['passages']:.1%}"]
        cells += [f"{row['n_shared']:,}", f"{row['n_similar']:,}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """The command line; --one is this program's call of itself, so that memory is measured for each size alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[1_000, 3_000, 10_000], help="sizes to measure")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    rows = []
    for size in options.articles:
        done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True, check=True)
        rows.append(json.loads(done.stdout))
        print(f"{size:,} articles done", file=sys.stderr)
    print(report(rows))


if __name__ == "__main__":
    main()
