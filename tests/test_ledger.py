"""The ledger added up, on a table that can be counted by eye."""

import pandas as pd
import pytest

from analysis.errors import SchemaError
from analysis.measure.counting.ledger import changed_lines, ledger_summary, recurring_lines, removed_lines, rule_effects
from analysis.schema import TABLES

ROWS = [
    # doc_id, line, raw, text, action, rule, part
    ("a", 1, "Photo: x", None, "removed", "photo", None),
    ("a", 2, "Title", "Title", "kept", "title", "title"),
    ("a", 3, "", None, "removed", "blank", None),
    ("a", 4, "Two  words ", "Two words", "changed", "unicode; spaces", "body"),
    ("b", 1, "Text.", "Text.", "kept", None, "body"),
]
LEDGER = pd.DataFrame(ROWS, columns=["doc_id", "line", "raw", "text", "action", "rule", "part"])
RULES = pd.DataFrame(
    {"rule": ["blank", "photo", "spaces", "title", "unicode", "unused"], "action": "remove", "origin": "package", "reason": "r"}
).assign(pattern=None, where="any")


def test_the_account_of_each_article():
    table = ledger_summary(LEDGER)
    assert table.drop(columns="share_characters").values.tolist() == [["a", 4, 1, 1, 1, 1], ["b", 1, 1, 0, 0, 0]]
    # 8 of 8 + 5 + 0 + 11 characters
    assert table["share_characters"].tolist() == pytest.approx([8 / 24, 0])


def test_what_each_rule_did():
    table = rule_effects(LEDGER, RULES).set_index("rule")
    assert table["n_lines"].to_dict() == {"spaces": 1, "unicode": 1, "photo": 1, "title": 1, "blank": 1, "unused": 0}
    assert list(table.index) == ["spaces", "unicode", "photo", "title", "blank", "unused"]
    assert table.loc["photo", ["n_articles", "n_characters"]].tolist() == [1, 8]
    assert table.loc["photo", "share_characters"] == pytest.approx(8 / 29)
    assert table["flag"].dropna().to_dict() == {"photo": "takes more than 10 % of the characters"}


def test_a_rule_that_takes_most_of_one_article_is_flagged_too():
    long = pd.DataFrame([("c", 1, "x" * 300, "x" * 300, "kept", None, "body")], columns=LEDGER.columns)
    table = rule_effects(pd.concat([LEDGER, long], ignore_index=True), RULES).set_index("rule")
    assert table["flag"].isna().all()  # 8 of 329, and 8 of the 24 characters of article a
    short = LEDGER.assign(raw=LEDGER["raw"].where(LEDGER["line"].eq(1), "x"))
    table = rule_effects(pd.concat([short, long], ignore_index=True), RULES).set_index("rule")
    assert table["flag"].dropna().to_dict() == {"photo": "takes more than 50 % of an article"}


def test_lines_that_recur_in_a_source():
    rows = []
    for number in range(4):
        rows += [(f"p{number}", 1, "Write  to us", None, "removed", "recurring", None)]
        rows += [(f"p{number}", 2, "“Yes.”", "“Yes.”", "kept", None, "body")] * 2
        rows += [(f"p{number}", 3, "Photo: x", None, "removed", "photo", None)]
    rows += [("r0", 1, "Write to us", "Write to us", "kept", None, "body")] * 3
    ledger = pd.DataFrame(rows, columns=LEDGER.columns)
    articles = pd.DataFrame({"doc_id": ["p0", "p1", "p2", "p3", "r0"], "source": ["post"] * 4 + ["radio"]})
    articles = articles.reindex(columns=list(TABLES["articles"])).astype("str")
    articles = articles.assign(date_start=pd.NaT, date_end=pd.NaT, language_certainty=float("nan"))
    articles = articles.astype({"date_start": "datetime64[s]", "date_end": "datetime64[s]"})
    table = recurring_lines(ledger, articles)
    assert table.values.tolist() == [["post", "Write to us", 4, 1.0, True], ["post", "“Yes.”", 4, 1.0, False]]


def test_lines_that_were_removed_or_changed():
    assert removed_lines(LEDGER).values.tolist() == [["a", 1, "photo", "Photo: x"]]
    assert changed_lines(LEDGER).values.tolist() == [["a", 4, "unicode; spaces", "Two  words ", "Two words"]]


def test_a_ledger_that_does_not_add_up_is_an_error():
    with pytest.raises(SchemaError, match="does not add up"):
        ledger_summary(LEDGER.assign(action=["removed", "kept", "removed", "lost", "kept"]))
    with pytest.raises(SchemaError, match="has no row"):
        ledger_summary(LEDGER.head(0))


def test_lines_that_recur_are_found_some_at_a_time(monkeypatch):
    """Lines of the same first words are no line that recurs, and spaces make none another."""
    monkeypatch.setattr("analysis.measure.counting.ledger.LINES", 2)
    lines = ["Read more  of this here now.", "Read more of this here and there.", "Read more of this\there now."]
    documents = {f"d{n}": lines[n % 3] for n in range(6)}
    ledger = pd.DataFrame({"doc_id": documents.keys(), "line": 1, "raw": documents.values(), "text": documents.values()})
    ledger = ledger.assign(action="kept", rule=pd.Series([None] * 6, dtype="str"), part="body")
    articles = pd.DataFrame({"doc_id": documents.keys(), "source": "X"}).reindex(columns=list(TABLES["articles"])).astype("str")
    articles = articles.assign(date_start=pd.NaT, date_end=pd.NaT, language_certainty=float("nan"))
    articles = articles.astype({"date_start": "datetime64[s]", "date_end": "datetime64[s]"})
    assert recurring_lines(ledger, articles)[["raw", "n_articles"]].values.tolist() == [["Read more of this here now.", 4]]
