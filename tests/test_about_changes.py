"""about_changes.py and about_moves.py: what is told of two runs, each case counted by hand, and on a first run."""

import json

import pandas as pd
import pytest
from small_corpora import corpus

import analysis as px
from analysis.display.render import render
from analysis.earlier import VARIABLE

WORDS = "The council met in the town hall and spoke of the {} for an hour. Nobody was there but the mayor and the press."
RULE = "rules:\n  - id: weather\n    pattern: '^Weather: .*$'\n    reason: The page shows it.\n"
RUN = {"id": "20250101T120000Z-0123abcd", "when": "2025-01-01 12:00:00 UTC", "versions": {"pandas": "2.0"}, "parameters": {}}


def articles(*numbers, word="bridge"):
    return {f"{outlet}/{number}": WORDS.format(f"{word} {number}") for outlet in ("Post", "Radio") for number in numbers}


def published(folder, view, **record):
    """What a run of a view leaves to be compared with."""
    for ask in (px.what_changed, px.what_moved, px.keywords_moved):
        for table in ask(view).tables:
            path = folder / "tables" / "08_changes" / f"{table.name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            table.frame.to_parquet(path)
    (folder / "run.json").write_text(json.dumps(RUN | record))
    (folder / "findings.json").write_text('{"findings": []}')
    return folder


@pytest.fixture
def two(tmp_path):
    """Both runs: a function that takes the articles and files of each."""

    def make(before, after, more=None, **files):
        run = published(tmp_path / "run", px.open(corpus(tmp_path / "a" / "news", before, **files)))
        return px.open(corpus(tmp_path / "b" / "news", after, **(files if more is None else more))), run

    return make


def states(found):
    return {state: n for state, n in found.numbers["articles"].items() if n}


def frame_of(found, name):
    return next(table.frame for table in found.tables if table.name == name)


def test_a_first_run_says_so_in_one_sentence_and_stores_what_the_next_one_needs(tmp_path):
    view = px.open(corpus(tmp_path / "news", articles(1, 2)))
    found = px.what_changed(view)
    assert found.sentences == ("This is the first run of this corpus here, so there is nothing to compare it with.",)
    assert not found.headline and [table.name for table in found.tables] == ["articles_read", "settings_read"]
    for ask in (px.what_moved, px.keywords_moved):
        assert ask(view).sentences == ("Nothing is compared yet: the next run will have this one.",) and not ask(view).headline


def test_the_same_again(two):
    view, run = two(articles(1, 2), articles(1, 2))
    found = px.what_changed(view, run)
    assert found.sentences[0] == (
        "No article is new, gone or altered: all 4 articles are as in the run of 1 January 2025, 12:00 UTC."
    )
    assert not found.headline and states(found) == {"unchanged": 4} and found.numbers["same_tool"]
    assert px.what_moved(view, run).sentences == ("No article is new here, so no news moved anything.",)
    assert px.keywords_moved(view, run).sentences[0].startswith("No word sets one outlet apart by surely more or less")


def test_added_removed_edited_and_renamed_articles(two):
    before = articles(1, 2, 3)
    after = articles(2, 3, 4) | {"Post/3": before["Post/3"].replace("hour", "day")}
    after["Radio/two"] = after.pop("Radio/2")
    found = px.what_changed(*two(before, after))
    assert states(found) == {"new": 2, "gone": 2, "altered": 1, "renamed": 1, "unchanged": 2}
    assert found.sentences[0] == (
        "Since the run of 1 January 2025, 12:00 UTC, 2 articles are new, 2 are gone and 1 was altered;"
        " 3 have the same content as before."
    )
    assert "Of articles with the same content, 1 has another name." in found.sentences
    assert "The new ones are from Post (1) and Radio (1)." in found.sentences
    assert found.sentences[-1] == "Rules, parameters and versions are the same, so what moved is the corpus."
    assert found.headline == found.sentences[0] and not found.compares
    rows = frame_of(found, "changed_articles").set_index("doc_id")
    assert rows.loc["Radio/two", ["state", "doc_id_before"]].tolist() == ["renamed", "Radio/2"]


def test_one_edited_word_is_seen_in_the_rates_and_told_of_no_news(two):
    before = articles(1, 2)
    view, run = two(before, before | {"Post/1": before["Post/1"].replace("hour", "day")})
    assert states(px.what_changed(view, run)) == {"altered": 1, "unchanged": 3}
    found = px.what_moved(view, run)
    rates = frame_of(found, "rates").set_index("name")
    assert rates.loc["hour", ["n_before", "n_after"]].tolist() == [4, 3] and rates.loc["day", "state"] == "new"
    assert set(rates.index) == {"hour", "day"} and not found.headline
    assert found.sentences == (
        "No article is new here, so no news moved anything. Rates of all articles together differ, as the table shows.",
    )


def test_a_changed_rule_is_the_tools_doing(two):
    text = {name: f"{words}\n\nWeather: rain.\n" for name, words in articles(1, 2).items()}
    found = px.what_changed(*two(text, text, {"cleaning": RULE}))
    assert states(found) == {"read otherwise": 4} and not found.numbers["same_tool"]
    assert [text for text in found.sentences[1:] if text] == [
        "Of articles with the same content, other words count of 4.",
        "The cleaning rule “weather” is new. The articles are the same: whatever differs is the tool's doing.",
    ]
    settings = frame_of(found, "changed_settings")
    assert settings[["kind", "name", "state"]].values.tolist() == [
        ["cleaning rule", "weather", "new"],
        ["file", "cleaning.yml", "new"],
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            {
                "versions": {"pandas": "2.0"},
                "parameters": {"08_changes": {"voice": "quoted"}, "04_voices": {"voice": "quoted"}},
            },
            "The parameter “voice” is new. The articles are the same: whatever differs is the tool's doing.",
        ),
        (
            {"versions": {"pandas": "3.0"}, "parameters": {}},
            "The version “pandas” is now 3.0, and was 2.0. The articles are the same: whatever differs is the tool's doing.",
        ),
        ({"versions": {"pandas": "2.0"}, "parameters": {"01_terms": {"top": 5}}}, ""),
    ],
)
def test_changed_parameters_and_versions(two, tmp_path, monkeypatch, now, said):
    view, run = two(articles(1), articles(1))
    (run / "now.json").write_text(json.dumps(now))
    monkeypatch.setenv(VARIABLE, str(run))
    found = px.what_changed(view)
    assert found.sentences[-1] == said and found.numbers["same_tool"] == (not said)
    assert any(table.name == "changed_settings" for table in found.tables), "how many rows a table has is listed too"


def test_topics_and_wordings_are_settings(two):
    old, new = "Bridge: [bridge]\nPress: [press]\n", "Bridge: [bridge, span]\nRiver: [river]\n"
    found = px.what_changed(*two(articles(1), articles(1), {"topics": new}, topics=old))
    rows = frame_of(found, "changed_settings")
    assert rows[rows["kind"].eq("topic of topics.yml")][["name", "state"]].values.tolist() == [
        ["River", "new"],
        ["Press", "gone"],
        ["Bridge", "altered"],
    ]


def test_a_file_that_changes_no_rule_is_named_as_a_file(two):
    people = "_people:\n  Ann Lee:\n    names: [lee]\n"
    found = px.what_changed(
        *two(articles(1), articles(1), {"wording": f"{people}City:\n  town: [town]\n"}, wording="City:\n  town: [town]\n")
    )
    assert frame_of(found, "changed_settings")[["kind", "name", "state"]].values.tolist() == [
        ["file", "wording.yml", "altered"]
    ]
    assert found.sentences[-1].startswith("The file “wording.yml” was altered. The articles are the same")


def flooded(n):
    return {
        f"{outlet}/new{number}": WORDS.format("flood, the flood and the flood")
        for outlet in ("Post", "Radio")
        for number in range(n)
    }


def test_what_new_articles_say_otherwise_is_told_with_its_interval_and_its_lines(two):
    before = articles(*range(20))
    view, run = two(before, before | flooded(4), topics="Water: [flood*]\n")
    found = px.what_moved(view, run)
    assert found.headline.startswith("The word “flood” rises: ") and found.compares and found.verdict == "indicative"
    assert "in 1,000 words of the 8 new articles, none in earlier ones" in found.headline and "8 have it." in found.headline
    assert any(text.startswith("The topic “Water” rises: ") for text in found.sentences)
    terms = next(table for table in found.tables if table.name == "moved_terms")
    row = terms.frame.iloc[0]
    assert row[["term", "n_new", "n_earlier", "n_articles_new", "n_articles_earlier"]].tolist() == ["flood", 24, 0, 8, 0]
    assert row["rate_new"] == pytest.approx(1000 * 24 / sum(len(text.split()) for text in flooded(4).values()))
    assert row["difference_low"] > 0 and set(terms.evidence["hit"].str.lower()) >= {"flood"}
    assert not found.caveats[0] and "flood" in render(found.record())
    (figure,) = found.figures
    n_moved = sum(n for kind, n in found.numbers["n_moved"].items() if kind in ("term", "topic", "speaker"))
    assert figure.title == f"“flood” rises most, and {n_moved - 1} others move"
    assert figure.chart.alt.startswith("in 1,000 words, earlier articles → 8 new articles: “flood” 0.00 → 103.45, moved by")
    assert [name for name in figure.chart.data["what"] if name.startswith("topic")] == ["topic “Water”"]


def test_no_move_is_told_where_new_articles_are_like_the_old_ones(two):
    before = articles(*range(20))
    found = px.what_moved(*two(before, before | articles(*range(20, 24))))
    assert found.sentences == (
        "Nothing moved by more than chance makes: the 8 new articles are much like earlier ones of the same outlets.",
    )
    assert not found.headline and not found.compares and not found.strength and not found.figures


def test_too_few_new_articles_tell_nothing(two):
    before = articles(*range(20))
    found = px.what_moved(*two(before, before | flooded(1)))
    assert found.sentences[0].startswith("2 new articles are too few to tell a move from one report.") and not found.headline


def test_a_corpus_of_other_articles_alone(two):
    found = px.what_moved(*two(articles(1, 2), articles(3, 4)))
    assert found.sentences[0].startswith("No earlier article is left") and not found.headline


def test_when_the_tool_changed_moves_are_told_with_that(two, monkeypatch):
    before = articles(*range(20))
    view, run = two(before, before | flooded(4))
    (run / "now.json").write_text(json.dumps({"versions": {"pandas": "9"}}))
    monkeypatch.setenv(VARIABLE, str(run))
    found = px.what_moved(view)
    assert "Differences in counts may come from that" in found.caveats[0] and "as they are read now" in found.caveats[1]


def test_keywords_move_only_where_both_intervals_lie_apart(two):
    quiet = {f"{outlet}/{n}": WORDS.format("bridge") for outlet in ("Post", "Radio") for n in range(12)}
    before = quiet | {f"Post/{n}": WORDS.format("flood and the flood") for n in range(12)}
    before["Radio/0"] = WORDS.format("flood and the flood")
    after = quiet | {f"Radio/{n}": WORDS.format("flood and the flood") for n in range(12)}
    after["Post/0"] = WORDS.format("flood and the flood")
    view, run = two(before, after)
    found = px.keywords_moved(view, run)
    assert "“flood”" in found.headline and "set Radio apart more than before" in found.headline.replace("sets", "set")
    rows = frame_of(found, "moved_keywords")
    first = rows[rows["term"].eq("flood") & rows["source"].eq("Post")].iloc[0]
    assert first["lie_apart"] and first["log2_ratio_before_low"] > first["log2_ratio_after_high"]


def test_a_run_that_stored_nothing_is_told(two):
    view, run = two(articles(1), articles(1))
    for path in (run / "tables" / "08_changes").glob("*"):
        path.unlink()
    assert px.what_changed(view, run).sentences == (
        "The last run stored nothing to compare with; the next run will have this one.",
    )
    assert px.keywords_moved(view, run).sentences[0].startswith("Nothing is compared yet")


def test_what_is_stored_is_small_and_holds_no_text(two, tmp_path):
    run = two(articles(*range(30)), articles(1))[1]
    stored = {path.stem: pd.read_parquet(path) for path in (run / "tables" / "08_changes").glob("*.parquet")}
    assert sorted(stored) == ["apart", "articles_read", "counted", "settings_read"]
    assert not [
        name for name, frame in stored.items() if any(frame[column].astype("str").str.len().max() > 320 for column in frame)
    ]
    assert stored["counted"].groupby("kind")["n_articles"].max().le(60).all()
