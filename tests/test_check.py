"""What `parallax check` tells, table by table: `check.sections` on a small corpus."""

from datetime import date

import pytest
from test_several import factiva

from analysis.check import MOST, MOST_LOUD, loud, sections
from analysis.text.prepare import prepare


@pytest.fixture
def corpus(tmp_path):
    for n in range(MOST + 5):
        (tmp_path / f"{n:03}.txt").write_text(f"Title {n}\n\nThe bridge number {n} over the river is closed today.\n")
    (tmp_path / "bad.txt").write_bytes(b"\xff")
    (tmp_path / "sources.csv").write_text("file,source,date,language\n000.txt,Post,2024-12-31,en\n*,Radio,2024-10,ru\n")
    (tmp_path / "wording.yml").write_text("Bridge:\n  a: [bridge]\n  b: [old bridge]\n")
    return tmp_path


def test_each_table_is_short_and_says_how_much_more_there_is(corpus):
    found = {section.headings[0]: section.rows for section in sections(prepare(corpus), today=date(2024, 12, 1))}
    assert len(found["file"]) == MOST + 1 and found["file"][-1][0] == f"… and {MOST + 8 - MOST} more"
    assert [row[0] for row in found["file"][:3]] == ["bad.txt", "sources.csv", "wording.yml"]
    assert found["source"] == [("Post", 1), ("Radio", MOST + 4)]
    assert found["language"] == [("ru", MOST + 4), ("en", 1)]
    assert found["dates"] == [("2024-10-01 to 2024-12-31", MOST + 5), ("later than 2024-12-01", 1)]
    assert found["dictionary"] == [("wording.yml", 3, "old bridge", "Bridge: b", "no article has the word “old”")]
    assert found["set aside"][0][:3] == ("bad.txt", "byte 0", "encoding")
    assert found["set aside"][0][4].startswith("Save it as UTF-8")
    assert {row[0] for row in found["rule"]} >= {"title", "blank"}
    for rows in found.values():
        assert len({len(row) for row in rows}) == 1


def test_a_divided_file_has_articles_and_a_table_has_rows(tmp_path):
    (tmp_path / "export.txt").write_text("".join(factiva(n) for n in range(3)), encoding="utf-8")
    (tmp_path / "table.csv").write_text("text,outlet\nOne text.,Post\nTwo texts.,Radio\n,Web\n", encoding="utf-8")
    files = {row[0]: row[2] for row in next(iter(sections(prepare(tmp_path)))).rows}
    assert files == {"export.txt": "3 articles: 3 loaded", "table.csv": "3 rows: 2 loaded, 1 set aside"}


def test_what_changes_every_page_is_said_aloud_and_stands_first(tmp_path):
    rows = [
        f"Text {n} of the paper that is here.,{'morningpost'[:n]}{'morningpost'[n:].upper()},0001-01-01"
        for n in range(MOST_LOUD + 3)
    ]
    (tmp_path / "a.csv").write_text("\n".join(["text,outlet,date", *rows, "Another text.,Radio,03/04/2019"]), encoding="utf-8")
    (tmp_path / "b.csv").write_text("text\nA third text of nobody.\n", encoding="utf-8")
    prepared = prepare(tmp_path)
    lines = loud(prepared)
    assert lines[0].startswith("no source column: b.csv: no column is known to name the outlet, so its rows (1) are all of one")
    assert [line.split(": ")[0] for line in lines[1:-1]] == ["near-equal source"] * (MOST_LOUD + 1)
    assert lines[-2] == "near-equal source: 2 more; parallax check lists them"
    assert lines[-1] == f"{MOST_LOUD + 4} dates are missing: a.csv: '0001-01-01' stands for no date; the date is missing"
    notices = next(section.rows for section in sections(prepared) if section.headings[0] == "notice")
    assert [row[0] for row in notices[:2]] == ["no source column", "near-equal source"]


def test_a_clean_corpus_has_nothing_to_say(tmp_path):
    (tmp_path / "a.csv").write_text("text,outlet,date\nOne text.,Post,2024\nTwo texts.,Radio,2024-10-28\n", encoding="utf-8")
    assert loud(prepare(tmp_path)) == []


def test_a_rule_is_proposed_once_for_all_outlets_that_it_is_for(tmp_path):
    for outlet in ("Larkham Post", "Mail", "Radio", "Vale", "Web"):
        (tmp_path / outlet).mkdir()
        for n, thing in enumerate(["pier", "arch", "plan", "tax", "vote"]):
            text = f"Day {n} at the {thing}\n\nThe {thing} was closed on day {n}, {outlet} has heard.\n\nFinal score: {thing} {n}\n"
            (tmp_path / outlet / f"{n}.txt").write_text(text, encoding="utf-8")
    head = "lines built alike, not removed, of"
    found = {section.headings[0]: section for section in sections(prepare(tmp_path))}[head]
    assert found.headings == [head, "articles", "what they share", "rule for cleaning.yml"]
    ((outlets, n_articles, words, rule),) = found.rows
    assert (outlets, n_articles, words) == ("Larkham Post, Mail, Radio and 2 more", 25, "Final score: …")
    (tmp_path / "cleaning.yml").write_text(f"rules:\n  {rule}\n", encoding="utf-8")
    assert head not in [section.headings[0] for section in sections(prepare(tmp_path))]


def test_a_date_of_sources_that_stands_for_none_is_missing_and_told_of(tmp_path):
    (tmp_path / "a.txt").write_text("One text.", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("file,source,date\na.txt,Post,1970-01-01\n", encoding="utf-8")
    prepared = prepare(tmp_path)
    assert prepared.articles["date"].isna().all()
    assert loud(prepared) == ["1 date is missing: sources.csv: '1970-01-01' stands for no date; the date is missing"]
