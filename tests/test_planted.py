"""What the findings say of the made-up newsroom: who differs is named, and with the outlets’ names shuffled nobody is."""

import random
from typing import NamedTuple

import pytest
from newsroom import newsroom, write

from analysis.findings.about_topics import topics
from analysis.findings.about_verbs import reporting_verbs
from analysis.findings.about_voices import speakers, voices
from analysis.findings.about_wording import wording
from analysis.view import open as open_view

FINDINGS = (wording, speakers, voices, reporting_verbs, topics)
LONGEST, MOST_NAMED = 60, 3  # words of a paragraph, outlets named in a sentence


class Made(NamedTuple):
    """A newsroom with two views of it: as it is, and with the articles dealt out to the outlets by chance."""

    room: object
    view: object
    shuffled: object


@pytest.fixture(scope="module", params=[0, 1])
def made(request, tmp_path_factory):
    room, folder = newsroom(500, 10, seed=request.param), tmp_path_factory.mktemp("room")
    names = [article.source for article in room.articles]
    random.Random(request.param).shuffle(names)
    dealt = [article._replace(source=name) for article, name in zip(room.articles, names, strict=True)]
    views = [open_view(write(one, folder / name)) for one, name in ((room, "as_is"), (room._replace(articles=dealt), "dealt"))]
    return Made(room, *views)


def test_the_headlines_name_who_was_planted_and_what(made):
    planted = made.room.planted
    told = wording(made.view)
    assert f"{planted['crisis']} most often writes “crisis” where most others write “change”" in told.headline
    assert f"{planted['migrants']} most often writes “migrants” where most others write “refugees”" in told.headline
    quoted = speakers(made.view)
    assert quoted.headline.startswith(f"{planted['officials']} quotes officials ") and "more often" not in quoted.headline
    assert min(told.strength, quoted.strength) > 0.6


def test_nobody_is_named_where_articles_were_dealt_out_by_chance(made):
    for finding in FINDINGS:
        told = finding(made.shuffled)
        assert told.headline == "" and told.strength == 0, finding.__name__


def test_sentences_are_short_and_name_few_outlets(made):
    for view in (made.view, made.shuffled):
        for finding in FINDINGS:
            told = finding(view)
            for sentence in (told.headline, *told.sentences):
                assert len(sentence.split()) <= LONGEST, sentence
                assert sum(outlet in sentence for outlet in made.room.sizes) <= MOST_NAMED, sentence
