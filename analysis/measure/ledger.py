"""The ledger added up: what cleaning did, by article, by rule and line by line. Table `ledger` in, tables out."""

import pandas as pd

from ..errors import SchemaError
from ..schema import check

BLANK = "blank"


def account(ledger: pd.DataFrame) -> pd.DataFrame:
    """What became of the lines of each article.

    Returns one row per article, sorted by doc_id:
        n_raw          lines of the file as received
        n_kept         read on as they were
        n_changed      read on after a change of characters
        n_blank        removed because there was nothing to see in them
        n_removed      removed by any other rule
        share_characters  characters of the lines in n_removed, as a share of the article's characters

    n_kept + n_changed + n_blank + n_removed = n_raw. Raises SchemaError if the ledger has no row or does not add up.

    Reading it: look at an article with a high share before reading anything else of it; a rule may have taken its text.

    >>> ledger = pd.DataFrame({"doc_id": "a", "line": [1, 2, 3], "raw": ["By", "", "Words."], "text": [None, None, "Words."],
    ...     "action": ["removed", "removed", "kept"], "rule": ["byline", "blank", None], "part": [None, None, "body"]})
    >>> account(ledger).iloc[0].to_dict()
    {'doc_id': 'a', 'n_raw': 3, 'n_kept': 1, 'n_changed': 0, 'n_blank': 1, 'n_removed': 1, 'share_characters': 0.25}
    """
    check(ledger, "ledger", rows=True)
    blank = ledger["rule"].eq(BLANK).to_numpy(dtype=bool)
    state = ledger["action"].astype("str").mask(blank, BLANK)
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

    Reading it: a rule that takes a large share deserves a look at its lines, in `removed_lines`.
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
    return table.sort_values(["n_characters", "n_lines", "rule"], ascending=[False, False, True], ignore_index=True)


def removed_lines(ledger: pd.DataFrame) -> pd.DataFrame:
    """Every line that was removed and had something to see in it: doc_id, line, rule, raw; in the order of the ledger."""
    check(ledger, "ledger")
    taken = ledger["action"].eq("removed").to_numpy(dtype=bool) & ledger["rule"].ne(BLANK).to_numpy(dtype=bool)
    return ledger.loc[taken, ["doc_id", "line", "rule", "raw"]].reset_index(drop=True)


def changed_lines(ledger: pd.DataFrame) -> pd.DataFrame:
    """Every line whose characters were changed: doc_id, line, rule, raw, text; in the order of the ledger."""
    check(ledger, "ledger")
    changed = ledger["action"].eq("changed").to_numpy(dtype=bool)
    return ledger.loc[changed, ["doc_id", "line", "rule", "raw", "text"]].reset_index(drop=True)
