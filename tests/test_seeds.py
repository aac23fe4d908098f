"""The five articles that come with Parallax, against what a reader sees in them.

The line numbers and counts below were read off the files by eye and with grep, not taken from a run. What is counted by the chain is
also counted here a second time, by plain regular expressions over the lines as they stand in the files.
"""

import csv
import re
from pathlib import Path

import pytest

import analysis as px
from analysis.text.reading.dates import parse_date

SEEDS = Path(__file__).parent.parent / "seeds"

FILES = {
    "portal-interview": "000_228e5fedb7f46f66.txt",
    "belta-interview": "001_960114d04471531e.txt",
    "csto-peace-treaty": "002_3262c08b1e7101f1.txt",
    "weekly-digest": "003_ca17e7afe92a6442.txt",
    "istanbul-talks": "004_267f7aecfa23db59.txt",
}
DATES = {
    "portal-interview": "2025-08",
    "belta-interview": "2025-08",
    "csto-peace-treaty": "2025-11",
    "weekly-digest": "2024-10-28/2024-11-03",
    "istanbul-talks": "2024-08",
}
BLANK = {
    "portal-interview": [5],
    "belta-interview": [1, 11, 18, 24, 30, 36, 43, 49, 54, 61, 70, 79, 88],
    "csto-peace-treaty": [],
    "weekly-digest": [4, 6, *range(10, 35, 2), 36, 38, 43, 45, 48, 50],
    "istanbul-talks": [],
}
# lines with something to see in them that are not the article: line, then the rule that should have found it
REMOVED = {
    "portal-interview": {1: "ticker", 2: "ticker", 3: "ticker"},
    "belta-interview": {},
    "csto-peace-treaty": {1: "photo_credit"},
    "weekly-digest": {
        1: "byline",
        2: "date_line",
        3: "digest_rubric",
        7: "digest_indicator",
        8: "repeated_title",
        9: "photo_credit",
        35: "subscribe",
        37: "subscribe",
        39: "digest_newsletter",
        40: "language_switch",
        41: "language_switch",
        42: "subscribe",
        44: "digest_teaser",
        46: "digest_teaser_date",
        47: "read_more",
        49: "subscribe",
        51: "read_more",
    },
    "istanbul-talks": {2: "photo_credit", 7: "read_more"},
}
TITLE = {"portal-interview": 4, "weekly-digest": 5}
HEADINGS = {
    "belta-interview": [3, 20, 28, 32, 39, 45, 51, 59, 68, 73, 77, 83, 86],
    "istanbul-talks": [1],  # a standfirst; the title above it is missing
}
# concept: variant: how often it stands in each article's own lines; an article that is not named has none
WORDING = {
    "Ruler of Belarus: surname": {
        "Lukashenko": {"portal-interview": 11, "belta-interview": 33, "istanbul-talks": 3},
        "Lukashenka": {"csto-peace-treaty": 3, "weekly-digest": 14},
    },
    "Ruler of Belarus: first name": {
        "Alexander": {"portal-interview": 1, "istanbul-talks": 1},
        "Aleksandr": {"belta-interview": 32},
        "Alyaksandr": {"csto-peace-treaty": 1},
    },
    "Ruler of Belarus: what he is called": {
        "president": {"portal-interview": 2, "belta-interview": 26, "istanbul-talks": 2},
        "head of state": {"belta-interview": 18},
        "leader": {"portal-interview": 1, "belta-interview": 9, "istanbul-talks": 1},
        "leadership": {"weekly-digest": 2},
        "regime": {"belta-interview": 2, "weekly-digest": 2},
        "dictator": {"belta-interview": 1, "weekly-digest": 5},
    },
    "Capital of Ukraine": {"Kyiv": {"weekly-digest": 3}, "Kiev": {"belta-interview": 3, "istanbul-talks": 6}},
    "The war": {
        "war": {"belta-interview": 5, "csto-peace-treaty": 1},
        "conflict": {"portal-interview": 5, "belta-interview": 12, "weekly-digest": 3, "istanbul-talks": 2},
        "crisis": {"portal-interview": 2, "belta-interview": 1},
        "situation in Ukraine": {"portal-interview": 2, "belta-interview": 1},
        "special military operation": {"belta-interview": 1},
        "hostilities": {"belta-interview": 2, "weekly-digest": 1},
        "operations": {"belta-interview": 1, "weekly-digest": 1},
        "confrontation": {"belta-interview": 1, "weekly-digest": 1},
        "invasion": {"weekly-digest": 1},
        "offensive": {"weekly-digest": 1},
    },
    "Opponents of the ruler of Belarus": {"self-exiled opposition": {"belta-interview": 10}, "opposition": {}},
}
# the same by plain expressions: word, then what must not stand around it to mean this
PLAIN = {
    ("Ruler of Belarus: surname", "Lukashenko"): r"\bLukashenko\b",
    ("Ruler of Belarus: surname", "Lukashenka"): r"\bLukashenka\b",
    ("Ruler of Belarus: first name", "Aleksandr"): r"\bAleksandr Lukashenk",
    ("Ruler of Belarus: what he is called", "president"): r"(?i)(?<!u\.s\. )(?<!russian )\bpresident\b(?! zelensky)",
    ("Ruler of Belarus: what he is called", "head of state"): r"(?i)\bhead of state\b",
    ("Ruler of Belarus: what he is called", "leader"): r"(?i)(?<!american )\bleader\b",
    ("Ruler of Belarus: what he is called", "regime"): r"(?i)(?<!kiev )\bregime\b",
    ("Ruler of Belarus: what he is called", "dictator"): r"(?i)\bdictator\b",
    ("Capital of Ukraine", "Kyiv"): r"\bKyiv\b",
    ("Capital of Ukraine", "Kiev"): r"\bKiev\b",
    ("The war", "war"): r"(?i)(?<!world )(?<!post-)(?<!wage a )\bwar\b(?! against us)",
    ("The war", "conflict"): r"(?i)\bconflict\b",
    ("Opponents of the ruler of Belarus", "self-exiled opposition"): r"(?i)\bself-exiled opposition\b",
}
# patterns that stand in wording.yml although no article has them, because their absence is a finding
ABSENT = {"donbas", "kharkiv", "volodymyr zelensky*", "opposition"}


@pytest.fixture(scope="module")
def seeds():
    return px.prepare(SEEDS)


@pytest.fixture(scope="module")
def wording(seeds):
    return px.measure.match_dictionary(seeds.tokens, seeds.wording)


def raw_lines(doc_id: str) -> list[str]:
    return (SEEDS / FILES[doc_id]).read_text(encoding="utf-8").split("\n")


def test_five_articles_load_and_none_is_set_aside(seeds):
    assert seeds.articles.set_index("doc_id")["file"].to_dict() == FILES
    assert seeds.quarantine.empty
    assert seeds.inputs["state"].value_counts().to_dict() == {"loaded": 5, "skipped": 5}


def test_facts_of_sources_csv(seeds):
    articles = seeds.articles.set_index("doc_id")
    assert articles["date"].to_dict() == DATES
    for doc_id, date in DATES.items():
        first, last = parse_date(date)
        assert (articles["date_start"][doc_id].date(), articles["date_end"][doc_id].date()) == (first, last)
    assert articles["source"].is_unique
    assert articles["source"].str.len().max() <= 20  # a figure has to write it beside a bar
    assert articles["language"].eq("en").all()
    assert articles["url"].isna().all()
    assert articles["title"].notna().to_dict() == {doc_id: doc_id in TITLE for doc_id in FILES}


def test_each_fact_says_whether_the_text_states_it():
    with (SEEDS / "sources.csv").open(encoding="utf-8", newline="") as file:
        notes = {row["doc_id"]: row["note"] for row in csv.DictReader(file)}
    assert all(note.startswith("Stated: ") for note in notes.values())
    # the digest alone prints its own date
    assert {doc_id for doc_id, note in notes.items() if " Inferred: " in note} == set(FILES) - {"weekly-digest"}


def test_the_outlet_is_named_in_the_text_where_the_note_says_so():
    assert "BelTA has already reported" in "\n".join(raw_lines("belta-interview"))
    assert "October 28 – November 3, 2024" in raw_lines("weekly-digest")


@pytest.mark.parametrize("doc_id", FILES)
def test_ledger_holds_every_line_of_the_file(doc_id, seeds):
    ledger = seeds.ledger[seeds.ledger["doc_id"] == doc_id]
    assert ledger["raw"].tolist() == raw_lines(doc_id)[: len(ledger)]
    assert "".join(raw_lines(doc_id)[len(ledger) :]) == ""
    assert ledger["line"].tolist() == list(range(1, len(ledger) + 1))


@pytest.mark.parametrize("doc_id", FILES)
def test_exactly_the_lines_that_are_not_the_article_are_removed(doc_id, seeds):
    ledger = seeds.ledger[seeds.ledger["doc_id"] == doc_id]
    removed = ledger[ledger["action"] == "removed"].set_index("line")["rule"].to_dict()
    assert removed == {**dict.fromkeys(BLANK[doc_id], "blank"), **REMOVED[doc_id]}


@pytest.mark.parametrize("doc_id", FILES)
def test_titles_and_headings_are_marked_and_all_else_is_running_text(doc_id, seeds):
    ledger = seeds.ledger[(seeds.ledger["doc_id"] == doc_id) & (seeds.ledger["action"] != "removed")]
    marked = ledger[ledger["part"] != "body"].set_index("line")["part"].to_dict()
    expected = {TITLE[doc_id]: "title"} if doc_id in TITLE else {}
    assert marked == {**expected, **dict.fromkeys(HEADINGS.get(doc_id, []), "heading")}
    running = ledger[ledger["part"] == "body"]["text"]
    assert running.str.contains(r"[.!?:…][\"”]?$").all(), "a paragraph ends like a sentence"


def test_account_of_the_ledger_adds_up(seeds):
    account = px.measure.ledger_summary(seeds.ledger).set_index("doc_id")
    parts = account[["n_kept", "n_changed", "n_blank", "n_removed"]].sum(axis="columns")
    assert account["n_raw"].equals(parts)
    assert account["n_removed"].to_dict() == {doc_id: len(lines) for doc_id, lines in REMOVED.items()}
    assert account["n_blank"].to_dict() == {doc_id: len(lines) for doc_id, lines in BLANK.items()}


def test_every_rule_of_the_corpus_acts_on_one_line_and_says_why(seeds):
    effects = px.measure.rule_effects(seeds.ledger, seeds.rules)
    own = effects[effects["origin"] == "corpus"]
    assert own["n_lines"].tolist() == [1] * 6
    assert own["reason"].str.len().min() > 40


@pytest.mark.parametrize("concept", WORDING)
def test_wording_that_can_be_counted_by_eye(concept, seeds, wording):
    table = px.measure.count_wording(seeds.tokens, wording, seeds.wording, "doc_id")
    rows = table[table["concept"] == concept]
    found: dict = {variant: {} for variant in rows["variant"]}
    for row in rows[rows["n"] > 0].itertuples():
        found[row.variant][row.doc_id] = row.n
    assert found == WORDING[concept]


@pytest.mark.parametrize("key", PLAIN, ids=" - ".join)
def test_wording_agrees_with_a_plain_search_of_the_files(key):
    concept, variant = key
    found = {}
    for doc_id in FILES:
        lines = [line for number, line in enumerate(raw_lines(doc_id), start=1) if number not in REMOVED[doc_id]]
        n = sum(len(re.findall(PLAIN[key], line)) for line in lines)
        if n:
            found[doc_id] = n
    assert found == WORDING[concept][variant]


def test_an_absent_concept_is_a_gap_and_not_a_nought(seeds, wording):
    table = px.measure.count_wording(seeds.tokens, wording, seeds.wording, "doc_id").set_index(["doc_id", "concept", "variant"])
    capital = table.xs("Capital of Ukraine", level="concept")
    assert capital["state"].to_dict() == {
        ("belta-interview", "Kyiv"): "not used",
        ("belta-interview", "Kiev"): "used",
        ("csto-peace-treaty", "Kyiv"): "concept absent",
        ("csto-peace-treaty", "Kiev"): "concept absent",
        ("istanbul-talks", "Kyiv"): "not used",
        ("istanbul-talks", "Kiev"): "used",
        ("portal-interview", "Kyiv"): "concept absent",
        ("portal-interview", "Kiev"): "concept absent",
        ("weekly-digest", "Kyiv"): "used",
        ("weekly-digest", "Kiev"): "not used",
    }
    assert capital["share"].isna().to_dict() == (capital["state"] == "concept absent").to_dict()


def test_first_line_of_evidence_is_the_first(seeds, wording):
    table = px.measure.count_wording(seeds.tokens, wording, seeds.wording, "doc_id").set_index(["doc_id", "variant"])
    assert table.loc[("weekly-digest", "Kyiv"), "first_line"] == 11
    assert table.loc[("belta-interview", "Kiev"), "first_line"] == 53
    assert table.loc[("weekly-digest", "dictator"), "first_line"] == 11


def test_every_pattern_has_a_match_or_a_reason(seeds, wording):
    topics = px.measure.match_dictionary(seeds.tokens, seeds.topics)
    assert px.measure.never_matched(topics, seeds.topics).empty
    assert set(px.measure.never_matched(wording, seeds.wording)["pattern"]) == ABSENT


def test_the_paragraphs_that_no_topic_covers_are_on_none(seeds):
    topics = px.measure.match_dictionary(seeds.tokens, seeds.topics)
    uncovered = px.measure.uncovered(seeds.tokens, seeds.ledger, topics)
    # how the interview came about; "these are different people"; that talking is not forbidden; an opinion of one's own
    assert set(zip(uncovered["doc_id"], uncovered["line"], strict=True)) == {
        ("belta-interview", 2),
        ("portal-interview", 17),
        ("belta-interview", 85),
        ("belta-interview", 89),
    }


def test_nested_keys_of_a_topic_are_its_labels(seeds):
    topics = px.measure.match_dictionary(seeds.tokens, seeds.topics)
    leaders = topics[topics["group"] == "Other leaders"]
    zelensky = leaders[leaders["label"] == "Zelensky"]["doc_id"].astype(str).value_counts().to_dict()
    # each mention of him has his name once, so they can be counted in the files
    in_files = {doc_id: "\n".join(raw_lines(doc_id)).count("Zelensky") for doc_id in FILES}
    assert zelensky == {doc_id: n for doc_id, n in in_files.items() if n}
    assert set(leaders["label"]) == {"Putin", "Trump", "Zelensky"}


def test_words_that_tell_where_a_topic_is(seeds):
    topics = px.measure.match_dictionary(seeds.tokens, seeds.topics)
    table = px.measure.count_topics(seeds.tokens, topics, "doc_id").set_index(["topic", "doc_id"])["n"]
    # only BelTA's report speaks of prisoners and the opposition
    assert table["Political prisoners and opposition"].drop("belta-interview").eq(0).all()
    # sanctions: 12 mentions in BelTA, 2 in the digest, and rare earth metals in the portal's last line
    assert table["Sanctions and economy"].drop("belta-interview").to_dict() == {
        "csto-peace-treaty": 0,
        "istanbul-talks": 0,
        "portal-interview": 1,
        "weekly-digest": 2,
    }
    # "released on Sunday" is said of an interview, and "agreements … the German army" of the past
    places = {(row.doc_id, row.line, row.group) for row in topics.itertuples()}
    assert ("istanbul-talks", 4, "Political prisoners and opposition") not in places
