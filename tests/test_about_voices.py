"""about_voices.py and about_verbs.py: what they say of articles that can be counted by hand, and of those that quote nobody."""

import json
from pathlib import Path

import pytest
from corpora import HOSTILE, view_of

from analysis.display.render import render
from analysis.findings.about_verbs import reporting_verbs
from analysis.findings.about_voices import speakers, voices
from analysis.view import open as open_view

TESTS = Path(__file__).parent
QUOTING = "The town met on Monday. “We close the bridge at once,” said Ann Lee. Rain fell on the river.\n"
SILENT = "The town met on Monday. It allegedly closed the bridge, allegedly at once. Allegedly it rained all day long.\n"
FINDINGS = (voices, speakers, reporting_verbs)


def sentences(finding):
    return [sentence for sentence in finding.sentences if sentence]


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    return view_of(tmp_path_factory.mktemp("two"), {"Post/a.txt": QUOTING, "Radio/b.txt": SILENT})


@pytest.fixture(scope="module")
def seeds():
    return open_view("seeds")


def test_who_puts_how_much_in_quotation_marks(two):
    found = voices(two)
    # Post has 6 of 19 words in quotation marks, Radio none of 19
    assert sentences(found) == [
        "Post puts 32 % of its words in quotation marks; Radio has none there.",
        "Of all words, 16 % stand in quotation marks, none report somebody without them, and 84 % do neither.",
    ]
    assert found.headline == found.sentences[0] and found.compares and found.verdict == "descriptive"
    assert found.strength == 0.3, "a share of so few words weighs little"
    (table,) = found.tables
    assert table.name == "voices" and table.frame[["source", "n_outside", "n_reported", "n_quoted"]].values.tolist() == [
        ["Post", 13, 0, 6],
        ["Radio", 19, 0, 0],
    ]


def test_shares_that_are_much_the_same_are_no_news(tmp_path):
    found = voices(view_of(tmp_path, {"Post/a.txt": QUOTING, "Radio/b.txt": QUOTING}))
    assert found.sentences[0] == "The outlets put much the same share of their words in quotation marks: 32 %."
    assert found.headline == "" and found.strength == 0


def test_of_many_groups_the_ends_are_drawn(tmp_path):
    articles = {f"outlet{n:02}/a.txt": QUOTING + "More words. " * n for n in range(26)}
    found = voices(view_of(tmp_path, articles), drawn=4)
    assert set(found.figures[0].chart.data["source"]) == {"outlet00", "outlet01", "outlet24", "outlet25"}
    assert "Shown: 4 of 26, the highest and the lowest." in found.figures[0].caption
    assert found.sentences[0] == "outlet00 puts 32 % of its words in quotation marks, outlet25 9 %."


def test_who_is_quoted(seeds):
    found = speakers(seeds)
    assert sentences(found) == [
        "Lukashenko is quoted and reported most: 92 % of the words quoted or reported, in all 5 outlets; Putin, Zelensky "
        "and 2 more follow.",
        "Unnamed news site quotes or reports nobody but Lukashenko; Russian outlet also quotes or reports Putin, Zelensky and 1 more.",
        "For 2 % of these words no speaker was found.",
    ]
    assert found.headline == found.sentences[1] and found.strength == pytest.approx(0.497, abs=0.001)
    assert [table.name for table in found.tables] == ["speakers", "quotes"]
    assert len(found.tables[1].frame) == len(seeds.quotes) and found.tables[0].evidence is not None


def test_those_who_quote_others_are_told_apart(tmp_path):
    said = "“We close the bridge at once and for all,” said {}. " * 6
    view = view_of(tmp_path, {"Post/a.txt": said.format(*["Ann Lee"] * 6), "Radio/b.txt": said.format(*["Tom Reed"] * 6)})
    found = speakers(view)
    assert (
        found.sentences[1] == found.headline == "Post quotes and reports Ann Lee most; Radio quotes and reports Tom Reed most."
    )


def test_few_words_in_quotation_marks_make_no_headline(two):
    found = speakers(two)
    assert sentences(found) == ["Ann Lee is quoted and reported most: all of the words quoted or reported, in 1 of 2 outlets."]
    assert found.headline == "" and not found.compares


def test_verbs_and_words_of_doubt(seeds, two):
    found = reporting_verbs(seeds)
    assert sentences(found) == [
        "Of 144 verbs that introduce what somebody says, with quotation marks or without, 69 % take no side (“say”), 28 % treat what "
        "is said as true (“note”) and 3 % cast doubt on it (“claim”).",
        "Verbs that treat what is said as true are most frequent in Analysts’ digest (41 %: “emphasize”, “acknowledge” and “clarify”), "
        "least in BelTA (24 %).",
        "Analysts’ digest writes “alleged”, “allegedly” and “supposedly” 8.9 times in 1,000 words outside quotation marks, Belarusian "
        "portal and Unnamed news site never.",
    ]
    assert found.headline == found.sentences[2]
    assert {table.name for table in found.tables} == {"verbs", "hedges"}
    assert all(table.evidence is not None for table in found.tables)
    found = reporting_verbs(two)
    assert found.sentences[0] == "One verb introduces what somebody says: “say”."
    assert found.sentences[1].startswith(
        "Radio writes “allegedly” 158 times in 1,000 words outside quotation marks, Post never"
    )
    assert found.strength == 0.3, "three words of doubt weigh little"


def test_a_view_of_quoted_words_has_nothing_outside_of_them():
    found = reporting_verbs(open_view("seeds", voice="quoted"))
    assert len(sentences(found)) == 1 and [table.name for table in found.tables] == ["verbs"]
    for voice in ("quoted", "reported", "outside"):
        one_voice = "Words of one voice alone were counted, so their shares are not told."
        assert voices(open_view("seeds", voice=voice)).sentences == (one_voice,)
    assert sentences(speakers(open_view("seeds", voice="outside"))) == [
        "No article quotes anybody, nor reports what somebody said."
    ]
    assert speakers(open_view("seeds", voice="quoted")).tables[0].frame["n_reports"].sum() == 0


def test_what_is_reported_without_any_quotation_is_told(tmp_path):
    told = "Ann Lee said that the bridge was old. It rained.\n"
    found = voices(view_of(tmp_path, {"Post/a.txt": told, "Radio/b.txt": "The bridge is old and it rained all day.\n"}))
    assert sentences(found) == [
        "Of all words, none stand in quotation marks, 21 % report somebody without them, and 79 % do neither."
    ]
    assert found.figures[0].title == "Reported: 21 % of the words, none in quotation marks" and not found.headline


def test_a_language_without_a_list_says_so(tmp_path):
    text = "Az öreg híd hétfőn óta zárva van, mert repedéseket találtak. „Nem kockáztatunk semmit ezen a hídon”, mondta Nagy.\n"
    view = view_of(tmp_path, {"a.txt": text}, sources_csv="file,source,language\na.txt,Lap,hu\n")
    assert "no list of reporting verbs" in speakers(view).sentences[0]
    assert "no list of reporting verbs" in reporting_verbs(view).caveats[0]


def test_a_group_without_a_name_is_told_of(tmp_path):
    listed = "file,source,date\na.txt,Post,2024-05\nb.txt,Post,\n"
    view = view_of(tmp_path, {"a.txt": QUOTING, "b.txt": SILENT}, by="month", sources_csv=listed)
    assert voices(view).sentences[0] == "2024-05 puts 32 % of its words in quotation marks; not given has none there."
    assert reporting_verbs(view).sentences[1].startswith("Not given writes “allegedly”")


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.__name__)
def test_nobody_quoted_is_one_sentence(tmp_path, finding):
    found = finding(view_of(tmp_path, {"Post/a.txt": "The bridge is closed.\n", "Radio/b.txt": "The ferry runs.\n"}))
    assert len(sentences(found)) == 1 and not found.figures and not found.tables and not found.headline


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.__name__)
@pytest.mark.parametrize("place", ["tiny", "shared/market", "languages"])
def test_any_corpus_gives_a_record(finding, place):
    record = json.loads(json.dumps(finding(open_view(TESTS / place)).record()))
    assert record["sentences"] and "own words" not in " ".join([*record["sentences"], *record["caveats"], record["headline"]])
    assert all(table["rows"] for table in record["tables"])


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.__name__)
def test_hostile_text_stays_text(tmp_path, finding):
    text = f"“We {HOSTILE} close it at once,” said Ann {HOSTILE} Lee. It allegedly rained {HOSTILE} there.\n"
    listed = f'file,source,title,language\na.txt,"{HOSTILE}","{HOSTILE}",en\nb.txt,Post,,en\n'
    html = render(finding(view_of(tmp_path, {"a.txt": text, "b.txt": SILENT}, sources_csv=listed)).record())
    assert "<img src=x" not in html and "&lt;img src=x" in html
