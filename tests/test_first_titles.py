"""lines.py and headlines.py: a first line that asks, exclaims, quotes or begins with a small letter is a title; a sentence is none."""

import pandas as pd
import pytest

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import GENERAL, read_rules

RULES = read_rules(GENERAL.parent)
BODY = "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year."
REST = "The council will meet again in May, he said."

TITLES = [
    "Who blew up the bridge?", "Who blew up the old bridge over the river in the night?", "Close the bridge!",
    "And then the bridge fell…",
    "And then the bridge fell...", "Mayor: “We will close the bridge”", "“We will close the bridge”", "Mayor asks: “Who will pay?”",
    "iPhone sales rise", "de Blasio closes the bridge", "eBay sells the old bridge", "how the bridge fell", "¿Quién pagará el puente?",
    "« Qui paiera le pont ? »", "St. Petersburg: who pays for No. 5?", "Что будет с мостом?", "من فجّر الجسر؟",
    "جسر المدينة مغلق", "גשר העיר נסגר",
    "谁炸了桥？", "「橋を閉める」", "U.S. closes the bridge", "Who pays (and why)?",
]  # fmt: skip
NO_TITLES = [
    "Who blew up the bridge? Nobody knows.", "“We will close the bridge.”", "The mayor came.", "the mayor came.",
    "“Who will pay?” asked the mayor.", "— Who will pay?", "Close it! The mayor is late!", "他走了。她来了！",
    "He asked: Who? Nobody knows, he said…",
    "and the mayor said, when he was asked who would pay for the bridge and for the road and why he",
]  # fmt: skip


def parts(*lines, title=None):
    articles = pd.DataFrame([("d", "d.txt", "\n".join(lines), title)], columns=["doc_id", "file", "text", "title"])
    ledger = clean(articles, RULES)
    return list(
        zip(ledger["part"].astype("object").where(ledger["part"].notna(), None), ledger["rule"].astype("str"), strict=True)
    )


@pytest.mark.parametrize("title", TITLES)
def test_the_first_line_is_the_title_and_its_repetition_is_removed(title):
    found = parts(title, "By Ann Lee", BODY, title, REST)
    assert [part for part, _ in found] == ["title", None, "body", None, "body"]
    assert found[3][1].endswith("repeated_title") and found[1][1] == "byline"


@pytest.mark.parametrize("line", NO_TITLES)
def test_a_first_sentence_of_running_text_is_no_title(line):
    assert parts(line, BODY, line, REST)[0][0] == "body" and parts(line, BODY, line, REST)[2][0] == "body"


def test_what_follows_bears_a_title_out():
    assert parts("Who are you?", "Nobody.")[0][0] == "body", "a dialogue"
    assert parts("the mayor of the town said", "that the old bridge over the river would be closed")[0][0] == "body", (
        "a broken line"
    )
    assert parts("Who blew up the bridge?")[0][0] == "body"
    assert parts("Who blew up the bridge?", BODY, title="Another title")[1][0] == "body", "one is stated"
