"""about_corpus.py and about_dates.py: the account of what was read, held against a corpus that can be counted by hand."""

import json
from pathlib import Path

import pytest
from corpora import HOSTILE, view_of

from analysis.display.render import render
from analysis.findings.about_corpus import what_was_left_out, what_was_read, what_was_removed
from analysis.findings.about_dates import dates
from analysis.report.publish.record import facts
from analysis.view import open as open_view

TESTS = Path(__file__).parent
FINDINGS = (what_was_read, dates, what_was_removed, what_was_left_out)
TEXT = "The old bridge over the river opened on Tuesday, and many people came.\n"


def sentences(finding):
    return [sentence for sentence in finding.sentences if sentence]


@pytest.fixture(scope="module")
def seeds():
    return open_view("seeds")


def named(finding):
    return {table.name: table for table in finding.tables}


def test_how_much_was_read(seeds):
    found = what_was_read(seeds)
    assert sentences(found) == [
        "The corpus has 5 articles from 5 outlets, 7,070 words in all; BelTA alone has 65 % of them.",
        "All are in English.",
    ]
    tables = named(found)
    assert set(tables) == {"articles", "facts", "language"} and [figure.name for figure in found.figures] == ["words"]
    assert tables["articles"].frame["n_tokens"].sum() == 7070 and not found.headline


def test_nobody_leads_where_all_have_as_many_words():
    found = what_was_read(open_view(TESTS / "tiny"))
    assert found.sentences[0] == "The corpus has 10 articles from 3 outlets, 300 words in all." and found.figures[0].title == ""


def test_all_languages_are_told_of_whatever_the_view_narrows():
    found = what_was_read(open_view(TESTS / "languages", language="uk"))
    assert "Belarusian (1 article), Russian (1 article) and Ukrainian (1 article)" in found.sentences[1]
    assert "For 3 articles the language was detected from the text." in found.sentences[1]
    assert len(named(found)["articles"].frame) == 3
    assert what_was_read(open_view(TESTS / "languages", language="be")).sentences[2] == (
        "For Belarusian, Parallax has none of these: lemmas and stems."
    )


def test_days_apart_are_a_difference_and_no_count(seeds, tmp_path):
    found = dates(seeds)
    assert sentences(found) == [
        "The articles were published between 1 August 2024 and 30 November 2025, at most 486 days apart.",
        "The earliest is from Russian outlet, the latest from Unnamed news site.",
    ]
    listed = "file,source,date\na.txt,Post,2024-05-01\nb.txt,Radio,2024-05-02\nc.txt,Web,\n"
    articles = {"a.txt": TEXT, "b.txt": TEXT + "More.\n", "c.txt": TEXT + "Nothing.\n"}
    found = dates(view_of(tmp_path, articles, sources_csv=listed))
    assert sentences(found) == [
        "The articles were published between 1 May 2024 and 2 May 2024, at most 1 day apart.",
        "The earliest is from Post, the latest from Radio.",
        "1 article has no date.",
    ]
    assert found.numbers["days_apart"] == 1 and found.numbers["n_undated"] == 1


def test_dates_that_are_none_are_counted(tmp_path):
    listed = "file,source,date\na.txt,Post,2024-05-01\nb.txt,Radio,9999-12-31\nc.txt,Web,0000-00-00\n"
    articles = {"a.txt": TEXT, "b.txt": TEXT + "More.\n", "c.txt": TEXT + "Nothing.\n"}
    view = view_of(tmp_path, articles, sources_csv=listed)
    found = dates(view)
    assert sentences(found) == [
        "The articles were published on 1 May 2024.",
        "2 articles have no date.",
        "2 dates that are stated count as missing, as the first: '9999-12-31' is a day to come.",
    ]
    assert (view.info["first_day"], view.info["last_day"], view.info["n_undated"]) == ("2024-05-01", "2024-05-01", 2)
    told = {fact["label"]: fact["number"] for fact in facts(view.info)}
    assert told["dates, at the widest"] == "2024-05-01" and told["articles without a date"] == "2"


def test_one_day_alone(tmp_path):
    listed = "file,source,date\na.txt,Post,2024-05-01\nb.txt,Radio,2024-05-01\n"
    found = dates(view_of(tmp_path, {"a.txt": TEXT, "b.txt": TEXT + "More.\n"}, sources_csv=listed))
    assert sentences(found) == ["The articles were published on 1 May 2024."] and not any(found.caveats)


def test_no_date_is_one_sentence_and_a_hint(tmp_path):
    found = dates(view_of(tmp_path, {"Post/a.txt": TEXT}))
    assert sentences(found) == ["No article has a date."] and "sources.csv" in found.hint and not found.figures


def test_the_account_of_the_lines(seeds):
    found = what_was_removed(seeds)
    assert sentences(found) == [
        "Of 195 lines received, 137 were read, 35 were blank and 23 were removed by a named rule.",
        "“Lukashenka Advocates for Negotiations with Ukraine but Is…” lost most: 13 % of its characters.",
    ]
    tables = named(found)
    assert list(tables) == ["removed", "account", "rules", "all_rules"], "no line recurs, and none was corrected"
    assert len(tables["removed"].frame) == 23 and not tables["removed"].folded
    assert found.caveats == ("No rule takes more than a tenth of the corpus, or more than half of an article.",)


def test_the_account_has_titles_in_full(tmp_path):
    long = "A Title of Many More Words Than a Figure Has Room for beside Its Bars"
    listed = f"file,source,title\na.txt,Post,{long}\nb.txt,Post,\n"
    view = view_of(tmp_path, {"a.txt": "One text of it.\n", "b.txt": "Two texts of it.\n"}, sources_csv=listed)
    account = next(table for table in what_was_removed(view).tables if table.name == "account").frame
    assert account.set_index("doc_id")["title"].dropna().to_dict() == {"a": long} and list(account.columns)[:2] == [
        "doc_id",
        "title",
    ]


def test_lines_that_come_again_and_rules_that_take_much(tmp_path):
    rules = "rules:\n  - id: closed\n    action: remove\n    pattern: 'The bridge.*'\n    reason: A test.\n"
    articles = {
        f"Post/{n}.txt": f"All about the ferry number {n} is told here.\nThe bridge is closed to everybody.\n" for n in range(3)
    }
    found = what_was_removed(view_of(tmp_path / "plain", articles))
    assert (
        found.sentences[2] == "1 line recurs in three or more articles of one outlet; none was removed as a part of the page."
    )
    assert named(found)["recurring"].frame["n_articles"].tolist() == [3]
    found = what_was_removed(view_of(tmp_path / "ruled", articles, cleaning_yml=rules))
    assert found.caveats[0].startswith("Look at what was removed: the rule closed takes more than 10 %")
    assert found.sentences[0] == "Of 6 lines received, 3 were read, none was blank and 3 were removed by a named rule."


def test_lines_built_alike_have_a_rule_or_an_example(tmp_path):
    things = ["pier", "arch", "plan", "tax", "vote", "queue"]
    articles = {
        f"Radio/{n}.txt": f"Day {n} at the {thing}\n\nThe {thing} was closed on day {n}, the mayor said.\n\n"
        f"Final score: Larkham United {n}, Vale {n}\n\nEnlarge this picture show caption {thing} {n}\n"
        for n, thing in enumerate(things)
    }
    found = what_was_removed(view_of(tmp_path, articles))
    assert found.sentences[-1] == (
        "1 kind of line recurs in the articles of an outlet and was not removed; a table below has a rule for it."
    )
    proposed, removed = (named(found)[name] for name in ("proposed_rules", "removed_templates"))
    assert proposed.folded and removed.folded and proposed.head.columns[-1] == "proposed_rule"
    assert proposed.head[["source", "shared_words", "n_articles", "example"]].values.tolist() == [
        ["Radio", "Final score: Larkham United …", 6, "Final score: Larkham United 0, Vale 0"]
    ]
    assert removed.head["example"].tolist() == ["Enlarge this picture show caption pier 0"] and len(removed.head.columns) == 5
    (tmp_path / "cleaning.yml").write_text(f"rules:\n  {proposed.frame['proposed_rule'].iloc[0]}\n", encoding="utf-8")
    again = what_was_removed(open_view(tmp_path))
    assert "proposed_rules" not in named(again) and not any("built alike" in text for text in sentences(again))


def test_the_table_that_the_front_page_leads_to_is_always_there(tmp_path):
    found = what_was_removed(view_of(tmp_path, {"Post/a.txt": TEXT}))
    assert named(found)["removed"].caption == "Only blank lines were removed." and "changed" not in named(found)


def test_files_that_were_left_out(seeds, tmp_path):
    found = what_was_left_out(seeds)
    assert sentences(found) == [
        "No article was left out: all 5 that were found could be read.",
        "5 further files were skipped, since they describe the corpus or are hidden.",
    ]
    assert list(named(found)) == ["inputs"], "an empty list of what was quarantined is not shown"
    (tmp_path / "Post").mkdir()
    (tmp_path / "Post" / "odd.txt").write_bytes(b"caf\xe9")
    (tmp_path / "Post" / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    found = what_was_left_out(view_of(tmp_path, {"Post/a.txt": TEXT}))
    assert found.sentences[0] == "2 articles of 3 could not be read and were set aside: binary (1) and encoding (1)."
    assert list(named(found)) == ["quarantine", "inputs"] and found.numbers["n_quarantined"] == 2


def test_articles_found_twice_and_guesses_are_told_of(tmp_path):
    rows = "text,outlet\n" + f'"{TEXT.strip()}",Post\n' * 2
    found = what_was_left_out(view_of(tmp_path, {"table.csv": rows}))
    assert any("had been read already" in text for text in found.sentences) or "notices" in named(found)
    assert "Notes on what was read: " in found.sentences[-1]


@pytest.mark.parametrize("finding", FINDINGS, ids=lambda finding: finding.__name__)
@pytest.mark.parametrize("place", ["tiny", "shared/market", "languages"])
def test_any_corpus_gives_a_record(finding, place):
    record = json.loads(json.dumps(finding(open_view(TESTS / place)).record()))
    assert record["sentences"] and not record["headline"] and not record["compares"]


def test_two_articles_of_one_title_have_a_bar_each(tmp_path):
    listed = "file,source,title\na.txt,Post,Same\nb.txt,Radio,Same\n"
    found = what_was_removed(view_of(tmp_path, {"a.txt": TEXT, "b.txt": TEXT + "More.\n"}, sources_csv=listed))
    assert set(found.figures[0].chart.data["article"]) == {"“Same” (a)", "“Same” (b)"}


def test_hostile_text_stays_text(tmp_path):
    listed = f'file,source,title,date\na.txt,"{HOSTILE}","{HOSTILE}",2024-05-01\n'
    view = view_of(tmp_path, {"a.txt": f"{HOSTILE} {TEXT}Read more\n"}, sources_csv=listed)
    for finding in FINDINGS:
        assert "<img src=x" not in render(finding(view).record())
