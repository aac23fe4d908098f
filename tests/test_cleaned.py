"""cleaned/: the cleaned corpus as files of other programs, which go back in with the same counts; and nothing half written."""

import csv
import json
import os

import pandas as pd
import pytest
from corpora import folder

from analysis.__main__ import command
from analysis.cleaned import as_files, cleaned_articles
from analysis.cleaned.out import export_corpus
from analysis.errors import CorpusError, StorageError, UsageError
from analysis.measure.counting.counts import count_terms
from analysis.text.prepare import prepare

BODY = "The council closed the old bridge on Monday, because its pillars had sunk by several centimetres since the spring."
MORE = "Residents on both banks of the river must now take the ferry, which crosses every hour until eight in the evening."
UKRAINIAN = "Міська рада у понеділок закрила старий міст через річку, бо його опори просіли за весну."
ROWS = [
    ("=1+1", "Post", "2024-10", "-5 degrees: bridge closed | Post", "@ann", "north", f"- {BODY}\n=SUM(A1)\n'- {MORE}"),
    ("'=b c%", "+Radio", "", "", "", "", f"<p>{BODY}</p><p>Write &amp;lt;b&amp;gt; for bold, the mayor said.</p><p>{MORE}</p>"),
    ("c/d", "Post", "2024-10-28/2024-11-03", "Ferry, “free” for all", "Ann Miller; Bob Novak", "south", f"{MORE}\nRead more\n{BODY}"),
    ("e", "Post", "2024", "", "", "", "Advertisement\n\n"),
    ("f", "Час", "2024-10-29", "Міст закрито", "", "", UKRAINIAN),
]  # fmt: skip
COLUMNS = ("doc_id", "source", "date", "title", "author", "notes", "text")
TOLD = ["doc_id", "source", "date", "language", "title", "author", "section", "year"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    place = tmp_path_factory.mktemp("corpus")
    with (place / "a.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False) + "\n" for row in ROWS)
    own = "rules:\n  - id: shouted\n    pattern: '^=SUM'\n    action: heading\n    reason: It heads a part.\n"
    return folder(place, {}, cleaning_yml=own, topics_yml="Ferry:\n  - ferr*\n")


@pytest.fixture(scope="module")
def first(corpus):
    return prepare(corpus)


def counts_of(prepared):
    tokens = prepared.tokens.merge(prepared.articles[["doc_id", "source"]], on="doc_id")
    return count_terms(tokens, by=("source", "part")), prepared.articles


def names(place):
    return sorted(path.relative_to(place).as_posix() for path in place.rglob("*"))


@pytest.mark.parametrize("form", sorted(as_files.WRITERS))
def test_what_is_written_goes_back_in_with_the_same_counts(corpus, first, form, tmp_path):
    headings, rows = export_corpus(corpus, tmp_path / "out", form, [])
    assert headings == ["file", "holds", "size"]
    assert rows[0][1] == "4 articles; 1 of which no line was left are not in it"
    again = prepare(tmp_path / "out" / "corpus")
    kept = first.articles[first.articles["doc_id"] != "e"]
    (counts, _), (counts_again, articles_again) = counts_of(first), counts_of(again)
    pd.testing.assert_frame_equal(counts_again, counts, check_dtype=False, check_categorical=False)
    told = articles_again[TOLD].reset_index(drop=True)
    pd.testing.assert_frame_equal(told, kept[TOLD].reset_index(drop=True), check_dtype=False)
    notes = articles_again["notes_given" if form == "txt" else "notes"].fillna("")
    assert notes.tolist() == kept["notes"].fillna("").tolist()
    assert set(again.ledger["action"]) == {"kept"}, "nothing is removed or changed again"
    assert again.quarantine.empty and again.topics.equals(first.topics)


def test_no_cell_of_a_csv_is_a_formula(corpus, tmp_path):
    for form in ("txt", "csv", "quanteda"):
        export_corpus(corpus, tmp_path / form, form, [])
    tables = [*tmp_path.rglob("*.csv")]
    assert len(tables) == 6
    for path in tables:
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@")]
        assert any(cell.startswith("'") for cell in cells)


def test_the_table_for_quanteda_begins_with_doc_id_and_text(corpus, tmp_path):
    export_corpus(corpus, tmp_path / "out", "quanteda", [])
    head = (tmp_path / "out" / "corpus" / "articles.csv").read_bytes().split(b"\n")[0]
    assert head == b"doc_id,text,source,date,language,title,author,notes"


def test_the_ledger_tells_every_line_that_was_removed_or_changed(corpus, first, tmp_path):
    export_corpus(corpus, tmp_path / "out", "jsonl", [])
    with (tmp_path / "out" / "ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    acted = first.ledger[first.ledger["action"] != "kept"]
    assert [(row["line"], row["action"], row["rule"]) for row in told] == [
        (str(line), action, rule) for line, action, rule in zip(acted["line"], acted["action"], acted["rule"], strict=True)
    ]
    read_more = next(row for row in told if row["raw"] == "Read more")
    assert read_more["doc_id"] == "c/d" and read_more["text"] == "" and len(read_more["reason"]) > 10


def test_conllu_has_every_word_that_is_counted_and_the_text_as_it_was(corpus, first, tmp_path):
    export_corpus(corpus, tmp_path / "out", "conllu", [])
    text = (tmp_path / "out" / "corpus" / "articles.conllu").read_text(encoding="utf-8")
    assert not text.split("\n\n")[-1] and text.count("# newdoc id = ") == 4
    terms, ids = [], []
    for block in text.split("\n\n")[:-1]:
        lines = block.split("\n")
        said = next(line for line in lines if line.startswith("# text = ")).removeprefix("# text = ")
        ids.append(next(line for line in lines if line.startswith("# sent_id = ")).removeprefix("# sent_id = "))
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
        assert {len(row) for row in rows} == {10} and [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
        assert "".join(row[1] + ("" if "SpaceAfter=No" in row[9] else " ") for row in rows).rstrip() == said
        terms += [part.removeprefix("Term=") for row in rows for part in row[9].split("|") if part.startswith("Term=")]
    assert terms == first.tokens["term"].tolist() and len(terms) > 100
    assert len(set(ids)) == len(ids) and not any(" " in name for name in ids)
    assert "\tclosed\tclose\t_\t" in text and "\tопори\tопора\t_\t" in text
    assert first.tokens.groupby("doc_id", observed=True)["sentence"].max().sum() == len(ids)


def test_a_large_corpus_is_parted(corpus, first, tmp_path, monkeypatch):
    monkeypatch.setattr(as_files, "PART", 300)
    monkeypatch.setattr(cleaned_articles, "AT_ONCE", 2)
    export_corpus(corpus, tmp_path / "out", "csv", [])
    found = [name for name in names(tmp_path / "out") if "articles" in name]
    assert found[:2] == ["corpus/articles-001.csv", "corpus/articles-002.csv"]
    assert counts_of(prepare(tmp_path / "out" / "corpus"))[0]["n"].sum() == counts_of(first)[0]["n"].sum()


def test_what_lies_there_already_is_left_alone(corpus, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="something lies here already"):
        export_corpus(corpus, tmp_path / "out", "csv", [])
    with pytest.raises(UsageError, match="within the corpus"):
        export_corpus(corpus, corpus / "out", "csv", [])
    assert names(tmp_path / "out") == ["mine.txt"] and "out" not in names(corpus)


def test_what_cannot_be_meant_is_refused(corpus, tmp_path):
    with pytest.raises(UsageError, match="no form 'excel' of a corpus"):
        export_corpus(corpus, tmp_path / "out", "excel", [])
    with pytest.raises(UsageError, match="'terms' is a table of a run"):
        export_corpus(corpus, tmp_path / "out", "csv", ["terms"])


def test_nothing_is_left_of_what_could_not_be_written(corpus, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(as_files, "write_ledger", full)
    with pytest.raises(StorageError, match=r"out: cannot write \(No space left"):
        export_corpus(corpus, tmp_path / "out", "csv", [])
    assert names(tmp_path) == []


@pytest.mark.parametrize("written", ['"read_more"', '["read_more"]'])
def test_rules_that_the_settings_turn_off_do_not_act(tmp_path, capsys, written):
    corpus = folder(tmp_path / "mine", {"post/a.txt": f"{BODY}\nRead more\n{MORE}\n"})
    (corpus / "parallax.toml").write_text(f"[parameters]\nwithout_rules = {written}\n")
    to = tmp_path / "out"
    assert command(["export", "--corpus", str(corpus), "--as", "txt", "--to", str(to)]) == 0
    assert (to / "corpus" / "articles" / "000001-post-a.txt").read_text() == f"{BODY}\nRead more\n{MORE}\n"
    assert capsys.readouterr().out.startswith(f"file\tholds\tsize\n{to / 'corpus'}\t1 article\t")


def test_a_mark_that_nobody_knows_is_refused(tmp_path):
    corpus = folder(tmp_path, {"a.txt": BODY}, corpus_toml='[csv]\nformulas = "market"\n')
    with pytest.raises(CorpusError, match=r"corpus.toml:2: 'formulas' cannot be 'market'. Nearest: 'marked'"):
        prepare(corpus)
