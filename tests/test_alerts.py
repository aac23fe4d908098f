"""Alerts: which fire on made-up tables that a person can check, what they say, what cannot be meant, and what a run makes of them."""

import json
import math
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest
from small_notebooks import code, say, write
from test_settings import PLAIN

from analysis.earlier import Earlier
from analysis.errors import UsageError
from analysis.places import SETTINGS
from analysis.report.publish.alert_kinds import Alert
from analysis.report.publish.alert_rates import Reading, common_of, interval_of_difference
from analysis.report.publish.alerts import fired, silence_is_news, watch
from analysis.report.publish.predecessor import oldest
from analysis.settled import rows, settle

HERE = Path(__file__).parents[1]
TODAY = date(2024, 11, 10)
NONE = float("nan")
RATE = ["n_articles", "rate_per_1000", "rate_per_1000_low", "rate_per_1000_high"]
NOW = {
    "02_topics/topic_rates": [
        ["topic", *RATE], ["Closure", 12, 3.0, 2.5, 3.6], ["Fire", 3, 4.0, 0.5, 9.0], ["Tax", 1, 1.0, NONE, NONE],
    ],
    "02_topics/topics": [["source", "topic", *RATE], ["Post", "Closure", 9, 5.0, 4.0, 6.0]],
    "01_terms/terms": [["term", *RATE], ["bridge", 5, 2.0, 1.5, 2.6], ["dam", 2, 1.0, 0.1, 5.0]],
    "01_terms/left_out": [["term", *RATE], ["the", 20, 60.0, 55.0, 66.0]],
    "04_voices/speakers": [["source", "speaker", "n_tokens"], ["Post", "Lopez", 60], ["Post", None, 20], ["Radio", "Lopez", 20]],
    "05_wording/wording": [
        ["source", "concept", "variant", "n", "share", "share_low", "share_high"],
        ["Post", "Name", "Mill Bridge", 6, 0.75, 0.6, 0.9], ["Post", "Name", "Old Bridge", 2, 0.25, 0.1, 0.4],
        ["Radio", "Name", "Iron Bridge", 2, 1.0, NONE, NONE], ["Radio", "Other", "x", 1, 1.0, NONE, NONE],
    ],
    "00_corpus/articles": [
        ["source", "date_start", "date_end"],
        ["Post", "2024-11-01", "2024-11-03"], ["Post", "2024-10-01", "2024-10-31"], ["Post", "2024-12-01", "2024-12-01"],
        ["Radio", "2024-11-01", "2024-11-30"], ["Wire", None, None],
    ],
}  # fmt: skip
BEFORE = NOW | {
    "02_topics/topic_rates": [["topic", *RATE], ["Closure", 5, 1.2, 1.0, 1.5], ["Fire", 2, 1.0, 0.2, 5.0], ["Tax", 0, 0.0, NONE, NONE]],
    "02_topics/topics": [["source", "topic", *RATE], ["Post", "Closure", 4, 2.0, 1.0, 3.0]],
    "01_terms/terms": [["term", *RATE], ["bridge", 5, 2.0, 1.5, 2.6]],
    "04_voices/speakers": [["source", "speaker", "n_tokens"], ["Post", "Lopez", 10], ["Post", None, 30]],
    "05_wording/wording": [
        ["source", "concept", "variant", "n", "share", "share_low", "share_high"], ["Post", "Name", "Mill Bridge", 4, 1.0, 0.95, 1.0],
    ],
}  # fmt: skip
RECORDS = {
    "now": {"id": "now", "corpus": {"n_loaded": 40}},
    "before": {"id": "before", "when": "2024-11-09 01:00:00 UTC", "corpus": {"n_loaded": 30}},
}


@pytest.fixture
def runs(tmp_path):
    for name, tables in (("now", NOW), ("before", BEFORE)):
        for place, (columns, *cells) in tables.items():
            path = tmp_path / name / "tables" / f"{place}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            frame = pd.DataFrame(cells, columns=columns)
            for column in frame.columns.intersection(["date_start", "date_end"]):
                frame[column] = pd.to_datetime(frame[column])
            frame.to_parquet(path)
        (tmp_path / name / "run.json").write_text(json.dumps(RECORDS[name]))
    return Earlier(tmp_path / "now"), Earlier(tmp_path / "before")


def told(runs, alert, before=True):
    (found,) = watch([alert], runs[0], runs[1] if before else None, RECORDS["now"], TODAY)
    return found


@pytest.mark.parametrize(
    ("alert", "state", "words"),
    [
        (Alert("topic", "Closure", ratio=2), "fired", "3.00 mentions in 1,000 words; in the last run (2024-11-09) it was 1.20."),
        (Alert("topic", "Closure", ratio=2.6), "quiet", "it was 1.20"),
        (Alert("topic", "Closure", difference=1.8), "fired", "hardly explain it: by articles, the 95 % interval"),
        (Alert("topic", "Closure", difference=1.8), "fired", "interval of the difference is 1.22 to 2.43."),
        (Alert("topic", "Closure", ratio=2, difference=1.9), "quiet", ""),
        (Alert("topic", "Closure", source="Post", ratio=2), "fired", "in Post"),
        (Alert("topic", "Fire", ratio=2), "unsure", "It may be chance"),
        (Alert("topic", "Fire", ratio=2, sure=False), "fired", "It may be chance"),
        (Alert("topic", "Tax", ratio=2), "unsure", "no interval was worked out"),
        (Alert("topic", "Flood", ratio=2), "untold", "There is no topic “Flood” in this run."),
        (Alert("term", "Bridge", ratio=2), "quiet", "2.00 mentions"),
        (Alert("term", "the", ratio=2), "quiet", "60.00 mentions"),
        (Alert("term", "dam", difference=0.5), "unsure", "it was 0.00"),
        (Alert("term", "dam", difference=0.5, sure=False), "fired", "It is in 2 of 40 articles, and was in 0 of 30."),
        (Alert("speaker", "Lopez", ratio=2, sure=False), "fired", "Lopez has 80.0 % of the words that are quoted or reported; in"),
        (Alert("speaker", "Lopez", difference=0.6, sure=False), "quiet", ""),
        (Alert("speaker", "Lopez", source="Post", ratio=3, sure=False), "fired", "are quoted or reported in Post;"),
        (Alert("wording", "Name", "Mill Bridge", ratio=1.5, sure=False), "fired", "“Mill Bridge” in 60.0 % of all cases; in the"),
        (Alert("wording", "Name", "Mill Bridge", source="Post", difference=0.2), "fired", "the difference is −40.0 % to −9.2 %"),
        (Alert("wording", "Name", new_variant=True), "fired", "“Iron Bridge” (2 times), “Old Bridge” (2 times)"),
        (Alert("wording", "Name", source="Radio", new_variant=True), "fired", "“Iron Bridge” (2 times)"),
        (Alert("wording", "Other", new_variant=True), "fired", "“x” (1 times)"),
        (Alert("wording", "None", new_variant=True), "quiet", "nothing that it was not called before"),
        (Alert("source", "Post", silent=7), "fired", "Post (last on 2024-11-03, 7 days ago)"),
        (Alert("source", "Post", silent=8), "quiet", "None was silent for 8 days."),
        (Alert("source", "Radio", silent=1), "quiet", ""),  # its article may be of today
        (Alert("source", "Wire", silent=1), "untold", "No article of Wire states a date"),
        (Alert("source", "Nobody", silent=1), "fired", "Nobody (no article at all)"),
        (Alert("source", "", silent=7), "fired", "Nothing can be said of Wire"),
    ],
)  # fmt: skip
def test_what_becomes_of_an_alert_and_what_it_says(runs, alert, state, words):
    found = told(runs, alert)
    assert found["state"] == state, found
    said = " ".join([found["sentence"], *found["caveats"]])
    assert words in said and "\n" not in said and said.endswith(".")


def test_common_articles_make_a_change_surer(runs):
    """Of n + m articles n are those of before: the variance of the difference of two means is s² m / n (n + m)."""
    n, m = 30, 10
    then, now = Reading(1.0, 1.0 - n**-0.5, 1.0 + n**-0.5, n), Reading(1.5, 1.5 - (n + m) ** -0.5, 1.5 + (n + m) ** -0.5, n + m)
    common = n / (n * (n + m)) ** 0.5
    low, high = interval_of_difference(now, then, common)
    assert low == pytest.approx(0.5 - (m / (n * (n + m))) ** 0.5) and high == pytest.approx(0.5 + (m / (n * (n + m))) ** 0.5)
    wide = interval_of_difference(now, then, 0.0)
    assert wide[0] < low and high < wide[1] and math.isnan(interval_of_difference(now, Reading(0.0, NONE, NONE, 0), 0.0)[0])
    assert common_of(*runs, "") == 0.0
    for run, names in zip(runs, ("abcd", "abcx"), strict=True):
        pd.DataFrame({"source": list("ppqq"), "doc_id": list("wxyz"), "sha256": list(names)}).to_parquet(
            run.folder / "tables" / "00_corpus" / "articles.parquet"
        )
    assert common_of(*runs, "") == 0.75 and common_of(*runs, "p") == 1.0 and common_of(*runs, "q") == 0.5


def test_without_an_earlier_run_or_a_table_nothing_is_told(runs):
    assert (
        told(runs, Alert("topic", "Closure", ratio=2), before=False)["sentence"]
        == "There is no earlier run of this corpus to compare with."
    )
    assert told(runs, Alert("source", "Post", silent=7), before=False)["state"] == "fired"  # it needs none
    path = runs[1].folder / "tables" / "02_topics" / "topic_rates.parquet"
    pd.DataFrame({"theme": ["Closure"]}).to_parquet(path)
    assert (
        told(runs, Alert("topic", "Closure", ratio=2))["sentence"] == "The tables of this run or of the last have another form."
    )
    path.unlink()
    found = told(runs, Alert("topic", "Closure", ratio=2))
    assert (found["state"], found["sentence"]) == ("untold", "There is no table 02_topics/topic_rates in the last run.")


def test_the_same_run_twice_fires_nothing(runs):
    alerts = [
        Alert("topic", "Closure", ratio=1.01, sure=False),
        Alert("wording", "Name", new_variant=True),
        Alert("speaker", "Lopez", ratio=1.01, sure=False),
    ]
    assert {entry["state"] for entry in watch(alerts, runs[0], runs[0], RECORDS["now"], TODAY)} == {"quiet"}


def test_fired_alerts_come_first_and_small_or_unlike_runs_are_cautioned_against(runs):
    alerts = [Alert("term", "bridge", ratio=2), Alert("topic", "Closure", ratio=2, name="The bridge is closed")]
    made = {"corpus": {"n_loaded": 9}, "parameters": {"02_topics": {"voice": "quoted"}}}
    first, second = watch(alerts, *runs, made, TODAY)
    assert (first["name"], second["name"]) == ("The bridge is closed", "term “bridge”")
    assert first["now"] == {"rate": 3.0, "low": 2.5, "high": 3.6, "n_articles": 12} and first["compared_with"] == "before"
    (line,) = fired([first, second])
    assert line.startswith("The bridge is closed: “Closure” has 3.00") and "the last run (2024-11-09)" in line
    assert (
        "It is in 12 of 9 articles, and was in 5 of 30." in line
        and "no more than a hint" in line
        and "asked otherwise then" in line
    )


def test_a_drift_is_told_against_a_run_further_back_and_once(runs):
    """Each run moves the rate by less than is asked for; together they do."""
    alert = Alert("topic", "Closure", ratio=2, since="28d")
    (last,) = watch([alert], runs[0], runs[0], RECORDS["now"], TODAY)
    assert (last["state"], last["compared_with"]) == ("quiet", "now"), "nothing further back is kept"
    further = {"28d": runs[1]}
    (first,) = watch([alert], runs[0], runs[0], RECORDS["now"], TODAY, further)
    assert (first["name"], first["state"], first["compared_with"]) == ("topic “Closure”, within 28d", "fired", "before")
    assert first["sentence"] == "“Closure” has 3.00 mentions in 1,000 words; in the run of 2024-11-09 it was 1.20."
    before = Earlier(runs[0].folder)
    before.record["alerts"] = [first]
    (again,) = watch([alert], runs[0], before, RECORDS["now"], TODAY, further)
    assert again["state"] == "standing" and fired([again]) == []
    before.record["alerts"] = [first | {"now": {"rate": 1.0}, "before": {"rate": 3.0}}]
    (turned,) = watch([alert], runs[0], before, RECORDS["now"], TODAY, further)
    assert turned["state"] == "fired", "what fell and rises now is news"


def test_the_oldest_run_within_the_time_is_looked_for_among_those_of_the_same_corpus_and_pages(tmp_path):
    for day, corpus, pages in [(1, "news", "ab"), (5, "news", "ab"), (3, "other", "ab"), (4, "news", "a"), (9, "news", "abc")]:
        folder = tmp_path / "runs" / f"202501{day:02}T120000Z-0123abcd"
        folder.mkdir(parents=True)
        made = {"corpus": {"corpus": corpus}, "notebooks": [{"name": page} for page in pages]}
        (folder / "run.json").write_text(json.dumps(made))

    def day(first):
        found = oldest(tmp_path, "news", ["a", "b"], datetime(2025, 1, first, tzinfo=UTC))
        return found and int(found.name[6:8])

    assert [day(1), day(2), day(6), day(10)] == [1, 5, 9, None]


def test_a_silence_fires_once_and_stands_until_another_begins(runs):
    alert = Alert("source", "", silent=7)
    before = {"alerts": watch([alert], runs[0], None, RECORDS["now"], TODAY)}
    assert before["alerts"][0]["state"] == "fired" and before["alerts"][0]["silent"] == ["Post"]
    runs[1].record["alerts"] = before["alerts"]
    assert told(runs, alert)["state"] == "standing" and fired([told(runs, alert)]) == []
    runs[1].record["alerts"][0]["silent"] = ["Radio"]
    assert told(runs, alert)["state"] == "fired"


def test_a_silence_that_begins_or_ends_is_news(runs):
    alerts = [Alert("source", "Post", silent=7), Alert("topic", "Closure", ratio=2)]
    quiet = {"alerts": watch(alerts, *runs, RECORDS["now"], date(2024, 11, 9))}
    assert quiet["alerts"][1]["state"] == "quiet" and not silence_is_news(alerts, quiet, runs[0].folder, date(2024, 11, 9))
    assert silence_is_news(alerts, quiet, runs[0].folder, TODAY)
    silent = {"alerts": watch(alerts, *runs, RECORDS["now"], TODAY)}
    assert not silence_is_news(alerts, silent, runs[0].folder, date(2024, 11, 20)) and not silence_is_news(
        [], {}, runs[0].folder, TODAY
    )


@pytest.mark.parametrize(
    ("lines", "line", "words"),
    [
        (['topc = "a"', "ratio = 2"], 3, "an alert does not know 'topc'. Nearest: 'topic'"),
        (['topic = "a"'], 2, "an alert without a condition never fires. Give ratio, difference, new-variant or silent"),
        (['topic = "a"', 'term = "b"', "ratio = 2"], 4, "an alert watches one thing"),
        (['topic = ""', "ratio = 2"], 3, "'topic' should be a text"),
        (['topic = "a"', "ratio = 1"], 4, "'ratio' cannot be 1. Give a number above 1"),
        (['topic = "a"', "difference = inf"], 4, "'difference' cannot be inf"),
        (['topic = "a"', "ratio = 2", "sure = 1"], 5, "'sure' should be true or false"),
        (['source = "a"', "silent = 0"], 4, "'silent' cannot be 0"),
        (['topic = "a"', "silent = 3"], 4, "it is outlets that fall silent"),
        (['source = "a"', "ratio = 3"], 4, "an outlet alone has no rate"),
        (['topic = "a"', "new-variant = true"], 4, "Name the concept by wording"),
        (['wording = "a"', "ratio = 2"], 4, "Name it by variant"),
        (['topic = "a"', 'variant = "b"', "ratio = 2"], 4, "only a concept has variants"),
        (['term = "a"', 'source = "b"', "ratio = 2"], 4, "a term is stored for all outlets together"),
        (['speaker = "a"', "sure = true", "ratio = 2"], 4, "'sure' can never hold"),
        (['topic = "a"', "ratio = 2", 'since = "month"'], 5, "'month' is no length of time. Write it as 36h, 2d or 1w"),
        (['topic = "a"', "ratio = 2", 'since = "0d"'], 5, "'since' cannot be 0d. Give a time up to 3650 days"),
        (['topic = "a"', "ratio = 2", 'since = "999999w"'], 5, "'since' cannot be 999999w"),
        (['wording = "a"', "new-variant = true", 'since = "4w"'], 5, "it says how far back a rate is looked at"),
        (['speaker = "a"', "difference = 20"], 4, "moves by 1 at most. Write 0.2 for 20 %"),
    ],
)
def test_an_alert_that_cannot_be_meant_is_named_with_its_line(tmp_path, lines, line, words):
    (tmp_path / SETTINGS).write_text("\n".join(['title = "x"', "[[alert]]", *lines, "[[alert]]", "silent = 2", ""]))
    with pytest.raises(UsageError) as caught:
        settle(PLAIN, (), tmp_path)
    assert caught.value.line == line and words in str(caught.value) and caught.value.remedy


def test_alerts_are_read_in_their_order_and_shown_among_the_settings(tmp_path):
    text = '[[alert]]\nsilent = 2\n[[alert]]\nspeaker = "Lopez"\nratio = 2\n[[alert]]\n'
    text += 'wording = "Name"\nvariant = "x"\nsource = "Post"\ndifference = 0.2\nname = "n"\n'
    (tmp_path / SETTINGS).write_text(text)
    found = settle(PLAIN, (), tmp_path)
    labels = [value for name, value, _ in rows(found) if name == "alert"]
    assert labels == ["each outlet", "speaker “Lopez”", "n"]
    assert found.alerts == (
        Alert("source", "", silent=2, sure=False),
        Alert("speaker", "Lopez", ratio=2, sure=False),
        Alert("wording", "Name", "x", "Post", difference=0.2, name="n"),
    )
    (tmp_path / SETTINGS).write_text("alert = 3\n")
    with pytest.raises(UsageError, match="'alert' should be one table or several"):
        settle(PLAIN, (), tmp_path)


def test_a_run_says_which_fired_first_on_its_front_page_in_json_and_by_its_exit_code(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    store = (
        "import os, pathlib, pandas as pd\nplace = pathlib.Path(os.environ['PARALLAX_RUN'], 'tables', '02_topics')\n"
        "place.mkdir(parents=True)\nrow = {'topic': 'Root & Closure', 'n_articles': 12, 'rate_per_1000': r,\n"
        "       'rate_per_1000_low': r * .9, 'rate_per_1000_high': r * 1.1}\n"
        "pd.DataFrame([row]).to_parquet(place / 'topic_rates.parquet')"
    )
    keep = [sys.executable, "-c", f"import sys; open({str(tmp_path / 'told')!r}, 'w').write(sys.stdin.read())"]
    settings = [
        'notebooks = "../mine"',
        "quiet = true",
        f"on-success = {json.dumps(keep)}",
        "[[alert]]",
        'topic = "Root & Closure"',
        "ratio = 2",
    ]
    (corpus / SETTINGS).write_text("\n".join([*settings, "[[alert]]", 'source = "Post"', "silent = 3"]))

    def run(rate, *more):
        write(tmp_path / "mine" / "02_topics.ipynb", say("There are words.", "finding"), code(f"r = {rate}\n{store}"))
        command = [sys.executable, "-m", "analysis", "run", "corpus", *more]
        done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(HERE)}, capture_output=True, text=True)
        return done, (tmp_path / "reports" / "current").resolve()

    done, folder = run(1.0, "--alerts-exit")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    states = [entry["state"] for entry in json.loads((folder / "alerts.json").read_text())["alerts"]]
    assert states == ["untold", "untold"] and "There is no earlier run" in (folder / "index.html").read_text()
    done, folder = run(3.0, "--alerts-exit")
    assert done.returncode == 11 and done.stdout == "" and done.stderr.count("\n") == 1
    assert done.stderr.startswith(
        "alert: topic “Root & Closure”: “Root & Closure” has 3.00 mentions in 1,000 words; in the last run"
    )
    page = (folder / "index.html").read_text()
    assert page.index("<h1>") < page.index('id="alerts"') < page.index('class="standfirst"') and "Root &amp; Closure" in page
    kept = json.loads((folder / "alerts.json").read_text())
    facts = json.loads((tmp_path / "told").read_text())
    assert kept["alerts"] == json.loads((folder / "run.json").read_text())["alerts"] == facts["alerts"]
    assert [entry["state"] for entry in kept["alerts"]] == ["fired", "untold"] and facts["exit_code"] == 11
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder).returncode == 0
    status = subprocess.run(
        [sys.executable, "-m", "analysis", "status"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        text=True,
    )
    assert status.returncode == 0 and "alert: topic “Root & Closure”: “Root & Closure” has 3.00" in status.stdout
    done, folder = run(3.0)
    assert (done.returncode, done.stderr) == (0, "")
    assert "None of 2 alerts fired" in (folder / "index.html").read_text()
