"""One task, done by Parallax and by others: read a folder of CSV files, count the words of each source, and say what is key to each.

    python benchmarks/peers.py polars FOLDER

Each reads the same files, puts titles and texts into lower case, splits them into words, counts occurrences and articles by source and
word, and computes the log-likelihood ratio of every word of every source against all other sources. Each does it as its own
documentation does. Written is one line of JSON: running words, rows of the table of counts, the sum of all ratios' sizes. The others
split at whatever is neither letter nor digit; Parallax's word rule keeps e-mail, don't and 1,300 whole.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

LANGUAGE = "en"


def with_parallax(folder: Path) -> dict:
    import pandas as pd

    import analysis as px

    counts = px.text.count_articles(folder.resolve(), language=LANGUAGE).counts
    source, _ = pd.factorize(counts["source"])
    term, _ = pd.factorize(counts["term"])
    return told(source, term, counts["n"].to_numpy())


def with_polars(folder: Path) -> dict:
    import polars as pl

    words = (
        pl.scan_csv(folder / "*.csv")
        .select(
            "source", "doc_id", term=pl.concat_str("title", "text", separator=" ").str.to_lowercase().str.extract_all(r"\w+")
        )
        .explode("term", empty_as_null=False)
    )
    of_article = words.group_by("doc_id", "source", "term").agg(n=pl.len())
    counts = of_article.group_by("source", "term").agg(pl.col("n").sum(), n_articles=pl.len()).collect(engine="streaming")
    a, total = pl.col("n").cast(pl.Float64), counts["n"].sum()
    counts = counts.with_columns(own=a.sum().over("source"), all=a.sum().over("term"))
    cells = [
        (a, pl.col("all"), pl.col("own")),
        (pl.col("own") - a, total - pl.col("all"), pl.col("own")),
        (pl.col("all") - a, pl.col("all"), total - pl.col("own")),
        (total - pl.col("own") - pl.col("all") + a, total - pl.col("all"), total - pl.col("own")),
    ]
    g2 = 2 * sum(pl.when(o > 0).then(o * (o * total / (row * column)).log()).otherwise(0.0) for o, row, column in cells)
    return {"words": total, "rows": len(counts), "g2": counts.select(g2.sum()).item()}


def with_duckdb(folder: Path) -> dict:
    import duckdb

    part = "CASE WHEN {o} > 0 THEN {o} * ln({o}::DOUBLE * total / ({row}::DOUBLE * {column})) ELSE 0 END"
    cells = [
        ("n", "every", "own"),
        ("(own - n)", "(total - every)", "own"),
        ("(every - n)", "every", "(total - own)"),
        ("(total - own - every + n)", "(total - every)", "(total - own)"),
    ]
    ratio = " + ".join(part.format(o=o, row=row, column=column) for o, row, column in cells)
    query = f"""
        WITH words AS (
            SELECT source, doc_id, unnest(regexp_extract_all(lower(title || ' ' || text), '[\\p{{L}}\\p{{N}}]+')) AS term
            FROM read_csv($files)
        ), of_article AS (SELECT source, doc_id, term, count(*) AS n FROM words GROUP BY ALL),
        counts AS (SELECT source, term, sum(n)::BIGINT AS n, count(*) AS n_articles FROM of_article GROUP BY ALL),
        sums AS (
            SELECT n, n_articles, (sum(n) OVER (PARTITION BY source))::BIGINT AS own,
                (sum(n) OVER (PARTITION BY term))::BIGINT AS every,
                (sum(n) OVER ())::BIGINT AS total FROM counts
        )
        SELECT sum(n)::BIGINT, count(*), 2 * sum({ratio}) FROM sums
    """
    words, rows, g2 = duckdb.execute(query, {"files": str(folder / "*.csv")}).fetchone()
    return {"words": words, "rows": rows, "g2": g2}


def with_countvectorizer(folder: Path) -> dict:
    import pandas as pd
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import CountVectorizer

    articles = pd.concat((pd.read_csv(path) for path in sorted(folder.glob("*.csv"))), ignore_index=True)
    by_article = CountVectorizer(token_pattern=r"(?u)\w+", dtype=np.int32).fit_transform(
        articles["title"] + " " + articles["text"]
    )
    source, _ = pd.factorize(articles["source"])
    belongs = csr_matrix((np.ones(len(source), dtype=np.int32), (source, np.arange(len(source)))))
    by_source = (belongs @ by_article).tocoo()
    by_article.data[:] = 1
    (belongs @ by_article).tocoo()  # in how many articles
    return told(by_source.row, by_source.col, by_source.data)


def with_nltk(folder: Path) -> dict:
    import csv

    from nltk import ConditionalFreqDist, FreqDist, wordpunct_tokenize

    counts, n_articles = ConditionalFreqDist(), ConditionalFreqDist()
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                words = FreqDist(
                    word for word in wordpunct_tokenize(f"{row['title']} {row['text']}".lower()) if word[0].isalnum()
                )
                counts[row["source"]].update(words)
                n_articles[row["source"]].update(words.keys())
    code = {word: number for number, word in enumerate({word for of_source in counts.values() for word in of_source})}
    rows = [(number, code[word], n) for number, of_source in enumerate(counts.values()) for word, n in of_source.items()]
    return told(*np.array(rows).T)


def told(source: np.ndarray, term: np.ndarray, n: np.ndarray) -> dict:
    """What each contestant writes, from counts by source and term."""
    own, every, g2 = np.bincount(source, n), np.bincount(term, n), 0.0
    total = own.sum()
    for number, words in enumerate(own):
        rows = source == number
        a, b = n[rows].astype(float), every[term[rows]]
        for seen, row, column in (
            (a, b, words),
            (words - a, total - b, words),
            (b - a, b, total - words),
            (total - words - b + a, total - b, total - words),
        ):
            some = seen > 0
            g2 += 2 * (seen[some] * np.log(seen[some] * total / (row[some] * column))).sum()
    return {"words": int(total), "rows": len(n), "g2": float(g2)}


CONTESTANTS: dict[str, Callable[[Path], dict]] = {
    "parallax": with_parallax,
    "polars": with_polars,
    "DuckDB": with_duckdb,
    "CountVectorizer": with_countvectorizer,
    "NLTK": with_nltk,
}


if __name__ == "__main__":
    print(json.dumps(CONTESTANTS[sys.argv[1]](Path(sys.argv[2]))))
