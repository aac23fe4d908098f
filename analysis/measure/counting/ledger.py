"""The ledger added up: what cleaning did, by article, by rule and line by line. Table `ledger` in, tables out."""

import numpy as np
import pandas as pd

from ...blocks import distinct, heads
from ...errors import SchemaError
from ...schema import check
from .codes import coded, joint

BLANK, RECURRING = "blank", "recurring"
BROKEN = "broken_lines"  # the further lines of a broken paragraph are read with its first

# A rule that removes a larger share of the corpus's characters is flagged, and one that removes a larger share of some article's.
MUCH_OF_ALL = 0.1
MUCH_OF_ONE = 0.5
# A line is proposed as a part of its source's pages from so many articles on.
PROPOSED = 3
OPENING = 5  # words by which lines are told apart first
LINES = 20_000  # whose texts are in memory at a time


def ledger_summary(ledger: pd.DataFrame) -> pd.DataFrame:
    """What became of the lines of each article.

    Returns one row per article, sorted by doc_id:
        n_raw          lines of the file as received
        n_kept         read on as they were
        n_changed      read on after a change of characters, or with the line before
        n_blank        removed because there was nothing to see in them
        n_removed      removed by any other rule
        share_characters  characters of the lines in n_removed, as a share of the article's characters

    n_kept + n_changed + n_blank + n_removed = n_raw. Raises SchemaError if the ledger has no row or does not add up.

    Reading it: look at an article with a high share before reading anything else of it; a rule may have taken its text.

    >>> ledger = pd.DataFrame({"doc_id": "a", "line": [1, 2, 3], "raw": ["By", "", "Words."], "text": [None, None, "Words."],
    ...     "action": ["removed", "removed", "kept"], "rule": ["byline", "blank", None], "part": [None, None, "body"]})
    >>> ledger_summary(ledger).iloc[0].to_dict()
    {'doc_id': 'a', 'n_raw': 3, 'n_kept': 1, 'n_changed': 0, 'n_blank': 1, 'n_removed': 1, 'share_characters': 0.25}
    """
    check(ledger, "ledger", rows=True)
    blank = ledger["rule"].eq(BLANK).to_numpy(dtype=bool)
    joined = ledger["rule"].eq(BROKEN).to_numpy(dtype=bool)
    state = ledger["action"].astype("str").mask(blank, BLANK).mask(joined, "changed")
    doc = ledger["doc_id"].astype("str")
    table = pd.crosstab(doc, state).reindex(columns=["kept", "changed", BLANK, "removed"], fill_value=0)
    table.columns = ["n_kept", "n_changed", "n_blank", "n_removed"]
    table.insert(0, "n_raw", doc.groupby(doc).size())
    if not table["n_raw"].eq(table.drop(columns="n_raw").sum(axis="columns")).all():
        raise SchemaError("table 'ledger' does not add up", remedy="An action is neither kept, changed nor removed")
    length = ledger["raw"].str.len()
    taken = length.where(state.eq("removed"), 0)
    table["share_characters"] = taken.groupby(doc).sum() / length.groupby(doc).sum()
    return table.reset_index(names="doc_id")


def rule_effects(ledger: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """What each rule did over the whole corpus.

    Returns one row per rule, those that acted first, by the characters they acted on, falling, then by name:
        rule, action, origin, reason
        n_lines           lines on which it acted; a line that several rules changed counts for each
        n_articles        articles with such a line
        n_characters      characters of these lines, as received
        share_characters  the same as a share of the corpus's characters
        flag              "takes more than 10 % of the characters" for a rule that removes so much of the corpus, else "takes more
                          than 50 % of an article" for one that removes so much of some article; missing where neither holds

    Reading it: look at the lines of a rule that is flagged, in `removed_lines`, before reading anything else; it may take the text.
    """
    check(ledger, "ledger", rows=True)
    acted = pd.DataFrame(
        {
            "rule": ledger["rule"].astype("object").str.split("; "),
            "doc_id": ledger["doc_id"].astype("str"),
            "n_characters": ledger["raw"].str.len(),
        }
    ).explode("rule")
    effects = acted.dropna(subset="rule").groupby("rule").agg(
        n_lines=("doc_id", "size"), n_articles=("doc_id", "nunique"), n_characters=("n_characters", "sum")
    )  # fmt: skip
    table = rules[["rule", "action", "origin", "reason"]].merge(
        effects, how="left", left_on="rule", right_index=True, validate="1:1"
    )
    counts = ["n_lines", "n_articles", "n_characters"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["share_characters"] = table["n_characters"] / max(int(ledger["raw"].str.len().sum()), 1)
    table["flag"] = table["rule"].map(_flags(ledger)).astype("str")
    return table.sort_values(["n_characters", "n_lines", "rule"], ascending=[False, False, True], ignore_index=True)


def recurring_lines(ledger: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Which lines come again in the articles of one source, and so may belong to its pages rather than to the articles.

    Lines that another rule removed are left out; spaces are counted as one.

    Returns one row per source and line that stands in at least 3 of its articles, by n_articles, falling, then source and raw:
        source          the outlet
        raw             the line as received
        n_articles      articles of the source with the line
        share_articles  the same as a share of the source's articles
        removed         whether the rule `recurring` removed it

    Reading it: a line that was not removed and is a part of the page deserves a rule in cleaning.yml; one that was removed and
    belongs to the articles is a reason to turn the rule off.
    """
    check(ledger, "ledger", rows=True)
    check(articles, "articles", rows=True)
    own = ledger["rule"].eq(RECURRING).to_numpy(dtype=bool)
    taken = own | (ledger["text"].notna().to_numpy(dtype=bool))
    docs, sources = coded(ledger["doc_id"]), coded(articles["source"].astype("str"))
    places = pd.Index(articles["doc_id"].astype("str")).get_indexer(docs.values.astype("str"))
    of = np.append(sources.codes, -1)[places]  # the source of each article
    rows = np.flatnonzero(taken)
    for words in (OPENING, None):  # most lines are told apart by their first words
        rows = _often(ledger["raw"], rows, docs.codes, of, words)
    codes, lines = pd.factorize(ledger["raw"].iloc[rows])
    alike, lines = pd.factorize(np.array([" ".join(line.split()) for line in lines.tolist()], dtype=object))
    line, doc, own = alike[codes], docs.codes[rows], own[rows]
    size = max(len(lines), 1)
    once = distinct(joint([doc, line], [len(docs.values), size]))
    doc_of, line_of = np.divmod(once, size)
    again, n = np.unique(joint([sources.codes[places[doc_of]], line_of], [len(sources.values), size]), return_counts=True)
    again, n = again[n >= PROPOSED], n[n >= PROPOSED]
    removed = np.isin(again, joint([sources.codes[places[doc[own]]], line[own]], [len(sources.values), size]))
    source, raw = np.divmod(again, size)
    table = pd.DataFrame({"source": sources.values.take(source), "raw": lines.take(raw)}, dtype="str")
    table["n_articles"], table["removed"] = n, removed
    n_articles = articles["source"].astype("str").value_counts()
    table["share_articles"] = table["n_articles"] / n_articles.reindex(table["source"]).to_numpy(dtype=float)
    table = table.sort_values(["n_articles", "source", "raw"], ascending=[False, True, True], ignore_index=True)
    return table[["source", "raw", "n_articles", "share_articles", "removed"]]


def _often(raw: pd.Series, rows: np.ndarray, docs: np.ndarray, of: np.ndarray, words: int | None) -> np.ndarray:
    """Those of some lines whose first words, or all of them, may stand in enough articles of one source, by their hashes, since
    the texts of all lines are as much as the corpus.

    docs : the article of each line; and `of` the source of each article, -1 for one that is not listed
    """
    found = np.zeros(len(rows), dtype=np.int64)
    for start in range(0, len(rows), LINES):
        some = raw.array.take(rows[start : start + LINES]).astype(object)
        if words is None:
            found[start : start + LINES] = [hash(" ".join(line.split())) for line in some]
        else:
            found[start : start + LINES] = [hash(" ".join(line.split(None, words)[:words])) for line in some]
    rows, found = rows[of[docs[rows]] >= 0], found[of[docs[rows]] >= 0]
    order = np.lexsort((docs[rows], of[docs[rows]], found))
    source, text, doc = of[docs[rows[order]]], found[order], docs[rows[order]]
    first = heads(text, source)
    new = np.zeros(len(rows), dtype=np.int64)
    new[heads(text, source, doc)] = 1
    n = np.add.reduceat(new, first) if len(first) else new
    return np.sort(rows[order[np.repeat(n >= PROPOSED, np.diff(np.append(first, len(rows))))]])


def removed_lines(ledger: pd.DataFrame) -> pd.DataFrame:
    """Every line that was removed and had something to see in it.

    Returns doc_id, line, rule, raw, in the order of the ledger.
    Reading it: a line that belongs to the article is a fault of the rule beside it; `without_rules` lets the rule rest.
    """
    check(ledger, "ledger")
    taken = ledger["action"].eq("removed").to_numpy(dtype=bool) & ledger["rule"].ne(BLANK).to_numpy(dtype=bool)
    return ledger.loc[taken, ["doc_id", "line", "rule", "raw"]].reset_index(drop=True)


def changed_lines(ledger: pd.DataFrame) -> pd.DataFrame:
    """Every line whose characters were changed.

    Returns doc_id, line, rule, raw, text, in the order of the ledger.
    Reading it: raw and text should say the same; where they do not, the rule beside them is wrong.
    """
    check(ledger, "ledger")
    changed = ledger["action"].eq("changed").to_numpy(dtype=bool)
    return ledger.loc[changed, ["doc_id", "line", "rule", "raw", "text"]].reset_index(drop=True)


def _flags(ledger: pd.DataFrame) -> dict[str, str]:
    """Rule -> flag, for rules that remove much."""
    length, doc = ledger["raw"].str.len(), ledger["doc_id"].astype("str")
    gone = ledger["action"].eq("removed").to_numpy(dtype=bool)
    taken = length[gone].groupby([ledger["rule"].astype("str")[gone], doc[gone]]).sum()
    one = (taken / length.groupby(doc).sum().reindex(taken.index.get_level_values(1)).to_numpy()).groupby(level=0).max()
    whole = taken.groupby(level=0).sum() / max(int(length.sum()), 1)
    flags = dict.fromkeys(one.index[one > MUCH_OF_ONE], f"takes more than {MUCH_OF_ONE:.0%} of an article")
    flags |= dict.fromkeys(whole.index[whole > MUCH_OF_ALL], f"takes more than {MUCH_OF_ALL:.0%} of the characters")
    return {rule: flag.replace("%", " %") for rule, flag in flags.items()}
