"""proposed.py: candidates in topics.yml and wording.yml, which count nothing as they stand, and what they say once switched on."""

import re

import pytest
from corpora import folder

from analysis.measure.dictionary.patterns import match_dictionary
from analysis.proposed import propose
from analysis.text.prepare import prepare
from analysis.text.reading.new_corpus import begin

TEXT = (
    "On Monday {n} people saw that the Mill Bridge was closed. They said the Old Bridge had a repair bill of its own. "
    "The mayor said that the repair bill of the Mill Bridge was high, and that the O'Neil Bridge was not. "
    "In May the O'Neil Bridge was shut.\n"
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    texts = {f"{outlet}/{n}.txt": TEXT.format(n=f"{outlet}{n}") for outlet in ("post", "radio") for n in range(3)}
    place = folder(tmp_path_factory.mktemp("mine"), texts)
    begin(place)
    return place, dict(propose(place))


def switched_on(path):
    """The file with the # of its candidates taken away."""
    head, _, tail = path.read_text(encoding="utf-8").partition("# Candidates")
    return head + "# Candidates" + re.sub(r"^# (?=[ '])", "", tail, flags=re.MULTILINE)


def test_candidates_are_comments(begun):
    place, told = begun
    assert set(told) == {"topics.yml", "wording.yml"} and "candidates from the articles" in told["topics.yml"]
    prepared = prepare(place)
    assert prepared.topics.empty and prepared.wording.empty


def test_what_is_switched_on_is_read_and_found_as_often_as_it_says(begun, tmp_path):
    place, _ = begun
    for name in ("topics.yml", "wording.yml"):
        (tmp_path / name).write_text(switched_on(place / name), encoding="utf-8")
    for path in place.glob("*/*.txt"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_bytes(path.read_bytes())
    prepared = prepare(tmp_path)
    assert {"mill bridge", "o'neil bridge", "repair bill"} <= set(prepared.topics["pattern"])
    assert set(prepared.wording["pattern"]) == {"mill bridge", "old bridge", "o'neil bridge"}
    found = match_dictionary(prepared.tokens, prepared.topics)["pattern"].value_counts()
    said = dict(re.findall(r"\['(.+)'\] +# (\d+) times", (place / "topics.yml").read_text(encoding="utf-8")))
    assert found["mill bridge"] == int(said["mill bridge"]) == 12 and found["repair bill"] == int(said["repair bill"]) == 12


def test_without_articles_nothing_is_proposed(tmp_path):
    begin(tmp_path / "mine")
    assert propose(tmp_path / "mine") == []
