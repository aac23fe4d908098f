"""What the findings say of the made-up newsroom: who differs is named, and with the outlets’ names shuffled nobody is."""

import random
from typing import NamedTuple

import pandas as pd
import pytest
from newsroom import newsroom, write

from analysis.findings.about_topics import topics
from analysis.findings.about_verbs import reporting_verbs
from analysis.findings.about_voices import speakers, voices
from analysis.findings.about_wording import wording
from analysis.text.prepare import prepare
from analysis.view import open as open_view

FINDINGS = (wording, speakers, voices, reporting_verbs, topics)
LONGEST, MOST_NAMED = 60, 3  # words of a paragraph, outlets named in a sentence


class Made(NamedTuple):
    """A newsroom with what is found in it, by question: as it is, and with the articles dealt out to the outlets by chance."""

    room: object
    found: dict
    shuffled: dict


@pytest.fixture(scope="module", params=[0, 1])
def made(request, tmp_path_factory):
    room, folder = newsroom(500, 10, seed=request.param), tmp_path_factory.mktemp("room")
    table = pd.read_csv(write(room, folder / "corpus") / "articles.csv", dtype="str", keep_default_na=False)
    names = table["source"].tolist()
    random.Random(10 + request.param).shuffle(names)  # of twenty such deals one has a difference, by design
    table.assign(dealt=names).to_csv(folder / "corpus" / "articles.csv", index=False)
    prepared = prepare(folder / "corpus")
    views = open_view(prepared), open_view(prepared, by="dealt")
    return Made(room, *({finding: finding(view) for finding in FINDINGS} for view in views))


def test_the_headlines_name_who_was_planted_and_what(made):
    planted = made.room.planted
    told = made.found[wording]
    clauses = told.headline.replace("most often ", "").split("; ")
    assert clauses == [
        f"{planted['crisis']} writes “crisis” where most others write “change” (Climate)",
        f"{planted['migrants']} writes “migrants” where most others write “refugees” (People on the move).",
    ]
    quoted = made.found[speakers]
    assert quoted.headline.startswith(f"{planted['officials']} quotes or reports officials ")
    assert min(told.strength, quoted.strength) > 0.6


def test_nobody_is_named_where_articles_were_dealt_out_by_chance(made):
    for finding, told in made.shuffled.items():
        assert told.headline == "" and told.strength == 0, finding.__name__


def test_sentences_are_short_and_name_few_outlets(made):
    for told in (*made.found.values(), *made.shuffled.values()):
        for sentence in (told.headline, *told.sentences):
            assert len(sentence.split()) <= LONGEST, sentence
            assert sum(outlet in sentence for outlet in made.room.sizes) <= MOST_NAMED, sentence
