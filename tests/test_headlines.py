"""headlines.py: a stated title is counted once, in whatever form the article came, and no other line is taken for it."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.headlines import is_said
from analysis.text.cleaning.rules import GENERAL, read_rules
from analysis.text.prepare import prepare

RULES = read_rules(GENERAL.parent)
FIRST = "The bridge over the river is closed until spring, the mayor said."
SECOND = "Nobody knows who will pay for it, the council heard on Monday evening."
BODY = f"{FIRST}\n\n{SECOND}"
TITLE = "Zebra escapes from the zoo of Minsk"


def ledger_of(text, title, rules=RULES):
    return clean(pd.DataFrame([("d", "d.txt", text, title)], columns=["doc_id", "file", "text", "title"]), rules)


def read_on(ledger):
    return ledger["text"].dropna().tolist()


def titles_of(ledger):
    return ledger.loc[ledger["part"].eq("title"), ["line", "text"]].to_numpy().tolist()


SAID = [  # stated title, first line that says it
    ("Zebra escapes from zoo", "Zebra escapes from zoo"),
    ("Zebra escapes from zoo", "ZEBRA ESCAPES FROM ZOO"),
    ("Zebra escapes: who paid?", "Zebra escapes – “who paid”?"),
    ("Who blew up the bridge", "Who blew up the bridge?"),
    ("Zebra escapes from zoo | The Courier", "Zebra escapes from zoo"),
    ("The Courier - Zebra escapes from zoo", "Zebra escapes from zoo"),
    ("Zebra escapes from zoo", "Zebra escapes from zoo – Courier"),
    ("Zebra escapes from the zoo of…", "Zebra escapes from the zoo of Minsk"),
    ("Zebra escapes from the zoo of Minsk", "Zebra escapes from the zoo of ..."),
    ("Labour rules the harbour again", "Labor rules the harbor again"),
    ("Зебра утекла из зоопарка!", "Зебра утекла из зоопарка"),
    ("Zebra's keeper speaks", "Zebra’s keeper speaks"),
]
NOT_SAID = [
    ("Town shuts crossing 0", "7 years ago"), ("Town shuts crossing", "Anna Miller"), ("Zebra escapes", "Media cannot be played"),
    ("Town shuts crossing for year 1", "Town shuts crossing for year 2"),  # another number is another title
    ("War", "Tsar"), ("Talks in Minsk", "Talks in Pinsk"),  # too short to be a slip of the pen
    ("Zebra escapes from zoo", "Zebra escapes from zoo in the night of Monday to Tuesday"),
    ("Zoo – live", "Zoo – gallery"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "line"), SAID)
def test_a_line_that_says_the_title_is_the_title_and_nothing_is_added(title, line):
    assert is_said(title.replace("'", "’"), line)
    assert titles_of(ledger_of(f"{line}\n\n{BODY}", title)) == [[1, line]]


@pytest.mark.parametrize(("title", "line"), NOT_SAID)
def test_another_first_line_is_no_title_and_the_stated_one_is_counted(title, line):
    assert not is_said(title, line)
    ledger = ledger_of(f"{line}\n\n{BODY}", title)
    assert titles_of(ledger) == [[0, title]]
    assert read_on(ledger) == [title, line, FIRST, SECOND]


@pytest.mark.parametrize("line", ["7 years ago", "Anna Miller", "Photo", "Media cannot be played on your device"])
def test_without_a_stated_title_the_first_line_is_one(line):
    assert titles_of(ledger_of(f"{line}\n\n{BODY}", None)) == [[1, line]]


@pytest.mark.parametrize(
    "title", [TITLE, "Who pays?", "He said: “No.”", "  Two  blanks ", "Cafe\u0301 <b>closed</b> & sold", "2024"]
)
def test_a_text_and_a_row_of_a_table_have_the_same_words(title):
    beside, inside = ledger_of(BODY, title), ledger_of(f"{title}\n\n{BODY}", title)
    assert read_on(beside) == read_on(inside)
    assert beside["line"].tolist() == [0, 1, 2, 3] and inside["line"].tolist() == [1, 2, 3, 4, 5]
    assert beside["part"].iloc[0] == "title" and beside["raw"].iloc[0] == title
    assert set(beside["action"]) <= {"kept", "changed", "removed"}


@pytest.mark.parametrize("title", [None, float("nan"), "", " ", "\u200b", "***", "—"])
def test_a_title_without_a_letter_is_none(title):
    assert ledger_of(BODY, title)["line"].tolist() == [1, 2, 3]


def test_a_title_that_stands_twice_is_counted_once():
    ledger = ledger_of(f"{TITLE}\n{TITLE}\n\n{FIRST}\n\n{TITLE}\n\n{SECOND}", TITLE)
    assert read_on(ledger) == [TITLE, FIRST, SECOND]
    assert ledger["rule"].eq("repeated_title").sum() == 2


def test_a_title_at_the_beginning_of_the_first_paragraph_is_cut_there():
    ledger = ledger_of(f"{TITLE} {FIRST}\n\n{SECOND}", TITLE)
    assert read_on(ledger) == [TITLE, FIRST, SECOND]
    assert ledger.loc[ledger["line"].eq(1), ["action", "rule"]].to_numpy().tolist() == [["changed", "repeated_title"]]


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (TITLE, f"{TITLE} in the night, and nobody saw it go."),  # a sentence that goes on
        ("The mayor", "The mayor. He is not to be seen these days, they said."),  # two words may open any sentence
        (TITLE, f"{TITLE}."),  # nothing behind it
        ("Zebra escapes from", "Zebra escapes from2 the zoo of the town, they said."),
    ],
)
def test_a_sentence_that_begins_with_the_words_of_the_title_stays_whole(title, line):
    assert line in read_on(ledger_of(f"{line}\n\n{SECOND}", title))


def test_rules_of_the_corpus_decide(tmp_path):
    (tmp_path / "cleaning.yml").write_text(
        "rules:\n- {id: a, pattern: ^Weather$, reason: r}\n- {id: b, pattern: ^Our headline$, action: title, reason: r}\n"
    )
    rules = read_rules(tmp_path)
    assert read_on(ledger_of(f"Weather\n\n{BODY}", "Weather", rules)) == [FIRST, SECOND]
    assert titles_of(ledger_of(f"Our headline\n\n{BODY}", TITLE, rules)) == [[1, "Our headline"]]


def test_the_rule_can_be_turned_off():
    rules = [rule for rule in RULES if rule.id != "stated_title"]
    assert read_on(ledger_of(BODY, TITLE, rules)) == [FIRST, SECOND]


def titles_with(tail, n_with, n_all=10):
    titles = [f"Day {n} of the flood{tail if n < n_with else ''}" for n in range(n_all)]
    frame = pd.DataFrame(
        {"doc_id": [f"d{n}" for n in range(n_all)], "title": titles, "text": BODY, "source": "Post", "file": "f"}
    )
    ledger = clean(frame.assign(text=[f"{BODY}\n\nSentence {n} ends the report on the flood." for n in range(n_all)]), RULES)
    return ledger[ledger["line"].eq(0)]


@pytest.mark.parametrize("tail", [" | The Courier", " - Mill Post", " — Вестник", " :: Radio Vale", " · courier.example"])
def test_the_name_of_the_site_is_cut_from_stated_titles(tail):
    found = titles_with(tail, 6)
    assert found["text"].tolist() == [f"Day {n} of the flood" for n in range(10)]
    assert found["rule"].eq("site_name; stated_title").sum() == 6 and found["action"].eq("changed").sum() == 6


@pytest.mark.parametrize(
    ("tail", "n_with", "n_all"), [(" | The Courier", 4, 10), (" – video", 5, 20), (", says the mayor", 10, 10)]
)
def test_what_few_titles_end_in_and_what_is_no_part_stays(tail, n_with, n_all):
    assert titles_with(tail, n_with, n_all)["text"].str.endswith(tail).sum() == n_with


def test_three_formats_have_the_same_words(tmp_path):
    inside = f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></article>"
    page = f"<html><head><title>{TITLE}</title></head><body>{inside}</body></html>"
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{BODY}\n")
    (tmp_path / "b.csv").write_text(f'title,text\n"{TITLE}","{BODY}"\n')
    (tmp_path / "c.html").write_text(page)
    tokens = prepare(tmp_path).tokens
    words = [found["term"].astype("str").tolist() for _, found in tokens.groupby("doc_id", observed=True)]
    parts = [found["part"].astype("str").tolist() for _, found in tokens.groupby("doc_id", observed=True)]
    assert len(words) == 3 and words[0] == words[1] == words[2] and parts[0] == parts[1] == parts[2]


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([FIRST, SECOND, TITLE, "Read more", "", "By Anna Smith", f"{TITLE} {FIRST}", "A heading"]), max_size=6
    ),
    st.sampled_from([TITLE, "A heading", None, "Read more", "\u200bBroken  title"]),
)
def test_the_account_adds_up_whatever_the_title(lines, title):
    ledger = ledger_of("\n".join([*lines, ""]), title)
    beside = ledger["line"].eq(0)
    assert ledger["raw"][~beside].tolist() == lines and ledger["line"][~beside].tolist() == list(range(1, len(lines) + 1))
    assert beside.sum() + len(lines) == len(ledger) and ledger["raw"][beside].isin([title]).all()
    assert ledger["part"].eq("title").sum() <= 1
