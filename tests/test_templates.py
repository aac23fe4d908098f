"""templates.py: lines of a page around a part that changes go; what an outlet writes again and again in its own prose stays."""

import pandas as pd
import pytest

from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import GENERAL, read_rules

RULES = read_rules(GENERAL.parent)
NAMES = ["A. Miller", "B. Novak", "C. Rossi", "D. Weber", "E. Silva", "F. Haas", "G. Bondar", "H. Lind", "I. Kral", "J. Moreau"]
THINGS = ["pier", "arch", "plan", "tax", "vote", "queue", "cost", "ferry", "school", "union"]


def removed(line_of, n_with=10, n_all=10, n_other=0, rules=RULES):
    """The rules that removed the lines; line_of says the line of article n."""
    texts, lines = [], [line_of(n % 10) for n in range(n_with)]
    for n in range(n_all):
        line = lines[n] if n < n_with else f"Nobody spoke of it on day {n}, they said."
        thing, other = THINGS[n % 10], THINGS[-n % 10]
        texts.append(
            f"The {thing} was closed on day {n}, the mayor said.\n\n{line}\n\nThe {other} is next, it was said on day {n}."
        )
    frame = pd.DataFrame(
        {"doc_id": [f"d{n}" for n in range(n_all)], "text": texts, "source": "Radio", "file": "f", "title": None}
    )
    others = frame.head(n_other).assign(source="Post", doc_id=[f"p{n}" for n in range(n_other)])
    ledger = clean(pd.concat([frame, others], ignore_index=True), rules)
    gone = ledger[ledger["action"].eq("removed") & ledger["rule"].ne("blank")]
    assert gone["raw"].isin(lines).all()
    return gone["rule"].astype("str").tolist()


FURNITURE = [
    lambda n: f"Enlarge this picture show caption {NAMES[n]}/Agency",
    lambda n: f"Enlarge this image toggle caption {NAMES[n]}/AP",
    lambda n: f"{NAMES[n]}/AP hide caption",
    lambda n: f"{NAMES[n]} for the Radio toggle caption",
    lambda n: f"Image source, {NAMES[n]}",
    lambda n: f"Image copyright {NAMES[n]} Image caption The {THINGS[n]} in May",
    lambda n: f"Image caption, The {THINGS[n]} on day {n} as {NAMES[n]} saw it.",
    lambda n: f"Media caption Watch: the {THINGS[n]} on day {n}",
    lambda n: f"Share on Pinterest The {THINGS[n]} on day {n}",
    lambda n: f"UP NEXT {THINGS[n]} in town Play again More clips DON'T MISS {THINGS[-n]} 00:1{n}",
    lambda n: f"Watch the video: {THINGS[n]} and {THINGS[-n]}",
    lambda n: f"Bildrechte: {NAMES[n]} – Bild vergrößern",
    lambda n: f"Фото и видео: {NAMES[n]}",
    lambda n: f"Click here to subscribe to the {THINGS[n]} letter",
    lambda n: f"View {n + 3} images of the {THINGS[n]}",
]  # fmt: skip


@pytest.mark.parametrize("line_of", FURNITURE)
def test_words_of_a_page_around_a_part_that_changes_are_removed(line_of):
    assert len({line_of(n) for n in range(10)}) == 10
    assert removed(line_of, n_other=3) == ["template"] * 13, (
        "wherever they stand, or the other source would seem to differ by them"
    )


OWN = [  # what an outlet writes in its own words
    lambda n: f"The mayor said that the {THINGS[n]} would be closed on day {n}.",  # sentences that begin alike
    lambda n: f"The mayor of the town on the {THINGS[n]}",
    lambda n: f"It is day {n} of the {THINGS[n]}, and the picture is the same.",
    lambda n: f"The photo shows the {THINGS[n]} on day {n} of the flood.",
    lambda n: f"The video shared by {NAMES[n]} was watched by all of the town.",
    lambda n: f"Share prices rose by {n} % on day {n}, traders said.",
    lambda n: f"Share prices: up {n} %",
    lambda n: f"“Show me the picture,” {NAMES[n]} said",  # a short quotation
    lambda n: f"“Read more”, said {NAMES[n]} to the class",
    lambda n: f"Larkham United {n} – Vale Rovers 1",  # results
    lambda n: f"Final score: Larkham United {n}, Vale Rovers 1",
    lambda n: f"O river, river of the {THINGS[n]}",  # verse
    lambda n: f"Analysis: what the {THINGS[n]} means for the town",
    lambda n: f"What we know about the {THINGS[n]}",
    lambda n: f"Key points on the {THINGS[n]}",
    lambda n: f"In pictures: the {THINGS[n]} on day {n}",  # one word of pages is not enough
    lambda n: f"MINSK, {n + 1} May – The {THINGS[n]} is closed, the mayor said there.",
    lambda n: f"Source: council, table {n}",
    lambda n: f"Facebook and the {THINGS[n]}",  # an outlet's subject
    lambda n: f"Copyright law and the {THINGS[n]}",
    lambda n: f"Telegram channels on the {THINGS[n]}",
    lambda n: f"More on the {THINGS[n]} by {NAMES[n]} tomorrow.",
    lambda n: f"Show us the {THINGS[n]}, the people of the town called, and they were shown it.",
]  # fmt: skip


@pytest.mark.parametrize("line_of", OWN)
def test_what_an_outlet_writes_in_its_own_words_stays(line_of):
    assert removed(line_of) == []


@pytest.mark.parametrize(("n_with", "n_all", "n"), [(5, 10, 5), (4, 10, 0), (5, 20, 0), (6, 20, 6), (4, 4, 0)])
def test_how_often_a_template_has_to_come(n_with, n_all, n):
    assert len(removed(FURNITURE[0], n_with, n_all)) == n


def test_the_rule_can_be_turned_off_and_a_stated_title_stays():
    assert removed(FURNITURE[0], rules=[rule for rule in RULES if rule.id != "template"]) == []
    titles = [f"Image source, {name}" for name in NAMES]
    texts = [f"{title}\n\nThe {thing} is closed, the mayor said today." for title, thing in zip(titles, THINGS, strict=True)]
    frame = pd.DataFrame({"doc_id": NAMES, "text": texts, "source": "Radio", "file": "f", "title": titles})
    assert clean(frame, RULES)["part"].eq("title").sum() == 10
