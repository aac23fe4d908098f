"""What `parallax check` tells before a run: what was recognised, a preview, what is lacking, and all of it as JSON."""

import json

from corpora import folder

from analysis.__main__ import command
from analysis.check import MOST, as_data, sections
from analysis.text.prepare import prepare

LONG = "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year."
TABLE = "Headline,Body,url,region\n" + "".join(
    f"Bridge {n},{LONG} {n},https://{'ab'[n % 2]}.example/{n},north\n" for n in range(MOST + 2)
)


def tables(place):
    return {section.name: section.rows for section in sections(prepare(place))}


def test_what_was_recognised_is_told_with_its_reason_and_what_is_lacking_with_its_remedy(tmp_path):
    found = tables(folder(tmp_path, {"a.csv": TABLE}))
    assert ("guessed column", 1, "a.csv", "column 'Body' is read as text") in found["recognised"]
    assert any(kind == "guessed source" and "the host of the address" in why for kind, _, _, why in found["recognised"])
    assert found["own_columns"] == [("region", MOST + 2, 1, "north")]
    lacking = {what: (stands, remedy) for what, stands, remedy in found["lacking"]}
    assert set(lacking) == {"outlets", "dates", "topics.yml", "wording.yml"}
    assert lacking["dates"][0] == f"{MOST + 2} of {MOST + 2} articles have none"


def test_three_articles_of_different_outlets_are_shown_as_they_will_be_read(tmp_path):
    texts = {f"{outlet}/{n}.txt": f"Bridge closed\n\n{LONG} {outlet} {n}\n" for outlet in "abcd" for n in range(2)}
    rows = tables(folder(tmp_path, texts))["preview"]
    assert list(dict.fromkeys(row[0] for row in rows)) == ["a/0", "b/0", "c/0"]
    shown = {what: text for doc, what, text in rows if doc == "b/0"}
    assert shown["source"] == "b" and shown["line 1, title"] == "Bridge closed" and shown["line 3, body"] == f"{LONG} b 0"


def test_a_corpus_that_has_all_lacks_nothing(tmp_path):
    texts = {f"{outlet}/{n}.txt": f"{LONG} {outlet} {n}\n" for outlet in "ab" for n in range(10)}
    topics = "Bridge:\n  - bridge\n"
    wording = "Bridge:\n  a: [bridge]\n  b: [old bridge]\n"
    listed = "file,source,date,language\na/*,A,2024-10,en\nb/*,B,2024-10,en\n"
    assert "lacking" not in tables(folder(tmp_path, texts, topics_yml=topics, wording_yml=wording, sources_csv=listed))


def test_all_rows_are_there_for_programs(tmp_path, capsys):
    place = folder(tmp_path, {"a.csv": TABLE})
    assert command(["check", str(place), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["tables"]["articles"]) == MOST + 2 == told["corpus"]["n_loaded"]
    assert told["tables"]["files"] == [{"file": "a.csv", "state": "loaded", "why": f"{MOST + 2} rows: {MOST + 2} loaded"}]
    assert told["tables"] == as_data(prepare(place))["tables"]
