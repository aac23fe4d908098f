"""One person, one name: variants that are one, people that must stay two, and what is no person; in tables and in articles."""

import pandas as pd
import pytest

import analysis as px
from analysis.text.quotes.one_name import one_name

TRUMP = "Donald Trump"
ONE = [
    ({TRUMP: 3, "Trump": 5, "Donald J. Trump": 1, "CLOSE Donald Trump": 1}, {TRUMP}),
    ({"DONALD TRUMP": 1, TRUMP: 2, "Donald John Trump": 1, "Donald J Trump": 1}, {TRUMP}),
    ({"ENLARGE Ana Ruiz": 1, "Ruiz": 9}, {"Ana Ruiz"}),
    ({"Joseph R. Biden Jr.": 2, "Joseph Biden": 2, "Joseph R. Biden": 1}, {"Joseph Biden"}),
    ({TRUMP: 95, "Melania Trump": 5, "Trump": 4}, {TRUMP, "Melania Trump"}),
    ({"ana ruiz": 1}, {"ana ruiz"}),
    ({"Ursula von der Leyen": 2, "Leyen": 1}, {"Ursula von der Leyen"}),
    ({}, set()),
]
TWO = [
    {"Donald Trump": 5, "Melania Trump": 5, "Trump": 3},  # whose Trump is it
    {"George H. W. Bush": 2, "George W. Bush": 2, "George Bush": 1},
    {"Robert Kennedy Jr.": 1, "Robert Kennedy Sr.": 1},
    {"John A. Smith": 1, "John B. Smith": 1},
    {"JD Vance": 1, "Vance Miller": 1},  # a surname is no given name
    {"Maria Lopez": 1, "Mario Lopez": 1},
    {"Ana Ruiz": 1, "police": 1, "police spokesman": 1},
    {"KELLY": 1, "Ned Kelly": 1, "Grace Kelly": 1},
]


@pytest.mark.parametrize(("counts", "expected"), ONE)
def test_variants_of_one_person_are_one(counts, expected):
    found = one_name(counts)
    assert set(found) == set(counts) and set(found.values()) == expected


@pytest.mark.parametrize("counts", TWO)
def test_two_people_never_become_one(counts):
    assert one_name(counts) == {name: name for name in counts}


def test_order_does_not_matter_and_once_is_enough():
    counts = {name: n for table, _ in ONE for name, n in table.items()}
    found = one_name(counts)
    assert found == one_name(dict(reversed(counts.items())))
    again = one_name(dict.fromkeys(found.values(), 1))
    assert all(again[name] == name for name in found.values())


def speakers_of(folder, *texts, wording=""):
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "file,source,language\n" + "".join(f"{n}.txt,Post,en\n" for n in range(len(texts))), encoding="utf-8"
    )
    if wording:
        (folder / "wording.yml").write_text(wording, encoding="utf-8")
    quotes = px.prepare(folder).quotes
    return [None if pd.isna(name) else str(name) for name in quotes["speaker"]]


def test_a_corpus_has_each_person_once(tmp_path):
    texts = [
        "“We will win again,” Donald Trump said.",
        "“It was a very good day,” said Donald J. Trump on Monday.",
        "“Nobody saw that coming,” Trump said. “Not even one of us.”",
        "CLOSE Donald Trump said: “There is nothing to see in here.”",
    ]
    assert set(speakers_of(tmp_path, *texts)) == {"Donald Trump"}


def test_people_of_the_list_keep_their_names(tmp_path):
    wording = "_people:\n  Trump:\n    names: [Trump, Donald Trump]\n"
    texts = ["“We will win again,” Donald Trump said.", "“We will win again soon,” Donald J. Trump said."]
    assert "Trump" in speakers_of(tmp_path, *texts, wording=wording)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will look into the matter,” the statement said.", None),
        ("“Nobody was told about the leak,” a report said.", None),
        ("“Nobody was told about the leak,” said the report.", None),
        ("“We will never surrender to them,” the president said.", None),
        ("President Ana Ruiz came. “We will never surrender to them,” the president said.", "Ana Ruiz"),
        ("President Ana Ruiz met President Ivo Brandt. “We will never surrender to them,” the president said.", None),
        ("“We will look into the matter,” a police spokesman said.", "police spokesman"),
        ("“We will look into the matter,” the vice president said.", "vice president"),
        ("“We will look into the matter,” the president of the club said.", None),
        ("“We will look into the matter,” a spokeswoman said.", "spokeswoman"),
    ],
)
def test_papers_and_bare_offices_are_nobody(tmp_path, text, speaker):
    found = speakers_of(tmp_path, text)
    assert found == [speaker] if "club" not in text else found[0] != "president"
