"""Cleaning: which lines go and which stay, what is corrected, and an account that always adds up."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.errors import CorpusError
from analysis.text import clean as module
from analysis.text.clean import clean, correct, split_lines
from analysis.text.rules import GENERAL, read_rules

BODY = "The bridge over the river is closed until spring, the mayor said."


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return read_rules(tmp_path_factory.mktemp("none"))


def ledger_of(text, rules, title=None):
    articles = pd.DataFrame([("d", "d.txt", text, title)], columns=["doc_id", "file", "text", "title"])
    return clean(articles, rules)


# line as received, the rule that must remove it; each stands above a paragraph of running text
REMOVED_ABOVE = [
    ("3.69 BYN", "ticker"), ("−0.4 %", "ticker"), ("92,40 ₽", "ticker"),
    ("by", "byline"), ("By Anna Smith", "byline"), ("By ANNA SMITH and Jan O’Neil", "byline"), ("Автор: Иван Петров", "byline"),
    ("October 28 – November 3, 2024", "date_line"), ("3 November 2024", "date_line"), ("2024-11-03", "date_line"),
    ("Monday, October 28, 2024", "date_line"), ("03.11.2024", "date_line"),
]  # fmt: skip
# lines that are removed wherever they stand
REMOVED_ANYWHERE = [
    ("FILE PHOTO: The mayor. © Agency / A. Person", "photo_credit"), ("photo: elements.example.com", "photo_credit"),
    ("Фото: пресс-служба", "photo_credit"), ("Photo by: A. Person", "photo_credit"), ("Здымак: архіў", "photo_credit"),
    ("Світлина: архів", "photo_credit"), ("The bridge at night © Agency / A. Person", "agency_credit"),
    ("Read more", "read_more"), ("READ MORE »", "read_more"), ("View all", "read_more"), ("Читайте также:", "read_more"),
    ("Читайте також", "read_more"), ("Чытайце таксама", "read_more"), ("Subscribe", "subscribe"), ("Subscribe to us", "subscribe"),
    ("Subscribe to our newsletter", "subscribe"), ("You have been successfully subscribed", "subscribe"),
    ("Подписывайтесь на нас", "subscribe"), ("Share on Facebook", "subscribe"), ("EN", "language_switch"), ("BE/RU", "language_switch"),
]  # fmt: skip
# what belongs to an article, though it looks like the above
KEPT = [
    "“Read more books,” the teacher said, and closed the door.",
    "Read more about it in the chronicle of the town, the mayor advised, and left.",
    "By Monday the bridge will be open again, the mayor said on the radio.",
    "By law, the mayor must close a bridge that moves.",
    "The photo shows the bridge as it was before the flood of last year.",
    "A photo: that was all that was left of the old bridge after the flood.",
    "Share prices of the builder fell by 3 % on the same day, traders said.",
    "Subscribe now or lose it: so the letter to the members began, she said.",
    "On October 28 the bridge was closed, and nobody has crossed it since.",
    "2024 was the year in which the bridge was closed for the first time.",
    "“I went over it every day for thirty years",
    "EN 1991 is the standard for loads on bridges, the engineer explained.",
    "It costs 3.69 BYN to cross the river by boat, the ferryman said.",
    "All rights to the bridge lie with the town, the court ruled on Friday.",
]


@pytest.mark.parametrize(("line", "rule"), REMOVED_ABOVE + REMOVED_ANYWHERE)
def test_what_a_page_adds_is_removed_by_its_rule(line, rule, rules):
    ledger = ledger_of(f"{line}\n{BODY}", rules)
    assert ledger.loc[0, ["action", "rule"]].tolist() == ["removed", rule]
    assert ledger.loc[1, ["action", "part"]].tolist() == ["kept", "body"]


@pytest.mark.parametrize(("line", "rule"), REMOVED_ANYWHERE)
def test_what_a_page_adds_is_removed_in_the_middle_too(line, rule, rules):
    ledger = ledger_of(f"{BODY}\n{line}\n{BODY}", rules)
    assert ledger["rule"].tolist()[1] == rule


@pytest.mark.parametrize("line", KEPT)
@pytest.mark.parametrize("frame", ["{0}\n{1}", "{1}\n{0}\n{1}", "{1}\n{0}"])
def test_what_belongs_to_an_article_stays(line, frame, rules):
    ledger = ledger_of(frame.format(line, BODY), rules)
    assert "removed" not in set(ledger["action"])
    assert line in set(ledger["text"])


def test_title_headings_and_a_repeated_title(rules):
    text = f"The bridge is closed\nThe bridge is closed\n\nWhat the mayor says\n{BODY}\nWhat comes next\n{BODY}\nThe end"
    ledger = ledger_of(text, rules)
    assert ledger["part"].astype("object").where(ledger["part"].notna(), None).tolist() == [
        "title", None, None, "heading", "body", "heading", "body", "body",
    ]  # fmt: skip
    assert ledger["rule"].tolist()[1] == "repeated_title"


def test_a_title_given_in_sources_is_found_below_a_rubric(rules):
    ledger = ledger_of(f"Politics\nThe Bridge Is Closed\n{BODY}", rules, title="The bridge is closed")
    assert ledger["part"].tolist() == ["heading", "title", "body"]


CORRECTED = [
    ("caf" + "e\u0301", "café", ["unicode"]),
    ("a\u00a0b  c\t", "a b c", ["white_space"]),
    ("co\u00adoperation", "cooperation", ["invisible"]),
    ("\u202eevil\u202c", "evil", ["invisible"]),
    ("zero\u200bwidth\x00", "zerowidth", ["invisible"]),
    ("''quoted''", '"quoted"', ["quotation_marks"]),
    ("it´s", "it’s", ["quotation_marks"]),
    ("<<так>>", "«так»", ["quotation_marks"]),
]
NOT_CORRECTED = ["“curly” ‘single’ «guillemets» „low“", "don't", "5' 10\"", "a < b > c", "x << y", "—–-…", "й ё ў і"]


@pytest.mark.parametrize(("raw", "text", "rules_that_acted"), CORRECTED)
def test_characters_are_corrected_by_named_rules(raw, text, rules_that_acted):
    assert correct(raw) == (text, rules_that_acted)


@pytest.mark.parametrize("raw", NOT_CORRECTED)
def test_what_is_right_is_not_corrected(raw):
    assert correct(raw) == (raw, [])


def test_corrections_are_in_the_ledger(rules):
    ledger = ledger_of(f"{BODY}\u00a0 Co\u00adop.", rules)
    assert ledger.loc[0, ["action", "rule"]].tolist() == ["changed", "invisible; white_space"]


def test_lines_end_as_any_system_ends_them():
    assert split_lines("a\r\nb\rc\n") == ["a", "b", "c"]
    assert split_lines("a\u2028b\x0bc\x85d") == ["a\u2028b\x0bc\x85d"]


LINES = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40),
        st.sampled_from([BODY, "Read more", "By Anna Smith", "", " ", "A title", "3.69 BYN", "Subscribe"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(LINES)
def test_every_raw_line_is_in_the_ledger_once_and_the_parts_add_up(lines):
    text = "\n".join(lines) + "\n"
    ledger = ledger_of(text, read_rules(GENERAL.parent))
    schema.check(ledger, "ledger")
    assert ledger["raw"].tolist() == lines
    assert ledger["line"].tolist() == list(range(1, len(lines) + 1))
    kept, changed, removed = (ledger["action"].eq(action) for action in ("kept", "changed", "removed"))
    assert (kept | changed | removed).all()
    assert (ledger["text"] == ledger["raw"])[kept].all()
    assert (ledger["text"] != ledger["raw"])[changed].all() and ledger["rule"][changed].notna().all()
    assert ledger["text"][removed].isna().all() and ledger["rule"][removed].notna().all()
    assert ledger["part"].notna().eq(~removed).all()


def test_an_account_that_does_not_add_up_stops_the_run(rules, monkeypatch):
    honest = module._by_place
    monkeypatch.setattr(
        module,
        "_by_place",
        lambda lines, verdicts, title, on: (
            honest(lines, verdicts, title, on),
            verdicts.__setitem__(0, ("removed", None, None)),
        ),
    )
    with pytest.raises(CorpusError, match="does not account for every line"):
        ledger_of(BODY, rules)
