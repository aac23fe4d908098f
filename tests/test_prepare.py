"""From folder to tables: what is kept, what is said of it, and one reading for all notebooks of a run."""

import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import analysis as px
from analysis import schema
from analysis.errors import CorpusError, UsageError
from analysis.places import seeds
from analysis.text import prepare as module
from analysis.text.parts.mapped import read_tables, write_tables
from analysis.text.prepare import load, prepare, save

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="module")
def tiny():
    return prepare(TINY)


def test_every_table_is_what_the_schema_says(tiny):
    for name in ("articles", "inputs", "quarantine", "rules", "ledger", "tokens", "quotes", "shared", "duplicates"):
        schema.check(getattr(tiny, name), name)
    for name in ("topics", "wording"):
        schema.check(getattr(tiny, name), "dictionary", rows=True)


def test_what_is_said_of_a_corpus_is_in_its_tables(tiny):
    states = tiny.inputs["state"].value_counts()
    assert tiny.info["n_loaded"] == len(tiny.articles) == states["loaded"]
    assert (
        tiny.info["n_inputs"] == states.sum() == sum(tiny.info[f"n_{state}"] for state in ("loaded", "quarantined", "skipped"))
    )
    assert tiny.info["n_tokens"] == len(tiny.tokens) and tiny.info["n_lines"] == len(tiny.ledger)
    removed = tiny.ledger[tiny.ledger["action"].eq("removed") & tiny.ledger["rule"].ne("blank")]
    assert tiny.info["n_removed"] == len(removed) and tiny.info["n_sources"] == tiny.articles["source"].nunique()
    days = tiny.articles["date_start"].min(), tiny.articles["date_end"].max()
    assert [tiny.info["first_day"], tiny.info["last_day"]] == [f"{day:%Y-%m-%d}" for day in days]
    assert tiny.info["n_undated"] == 0
    assert repr(tiny).startswith("Prepared(tiny: 10 loaded")


def test_what_is_saved_is_what_is_loaded(tiny, tmp_path):
    save(tiny, tmp_path)
    again = load(tmp_path)
    assert again.info == tiny.info
    for name in tiny._fields[:-1]:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(tiny, name))


def test_texts_that_are_opened_are_no_copy(tmp_path):
    write_tables(tmp_path, {"articles": pd.DataFrame({"text": ["x" * 1000] * 1000}, dtype="str")}, {})
    before = pa.total_allocated_bytes()
    tables, _ = read_tables(tmp_path)
    assert len(tables["articles"]) == 1000
    assert pa.total_allocated_bytes() - before < 100_000


def test_the_hash_follows_the_articles_and_what_describes_them(tiny, tmp_path):
    copy = tmp_path / "tiny"
    shutil.copytree(TINY, copy)
    assert prepare(copy).info["sha256"] == tiny.info["sha256"]
    (copy / "topics.yml").write_text((copy / "topics.yml").read_text() + "\nMore:\n  - more\n")
    assert prepare(copy).info["sha256"] != tiny.info["sha256"]


def test_within_a_run_the_snapshot_is_read_and_not_the_folder(tiny, tmp_path, monkeypatch):
    save(tiny, tmp_path / "snapshot")
    monkeypatch.setenv("PARALLAX_SNAPSHOT", str(tmp_path / "snapshot"))
    monkeypatch.setattr(module, "_prepare", lambda folder, settings: pytest.fail("the folder was read again"))
    assert len(prepare("tiny").tokens) == len(tiny.tokens)


def test_other_settings_read_the_runs_corpus_again(tiny, tmp_path, monkeypatch):
    save(tiny, tmp_path / "snapshot")
    monkeypatch.setenv("PARALLAX_SNAPSHOT", str(tmp_path / "snapshot"))
    monkeypatch.setenv("PARALLAX_CORPUS", str(TINY))
    assert prepare("tiny", possessive="keep").info["settings"] == {"possessive": "keep", "without_rules": []}


def test_rules_that_are_turned_off_do_not_act_and_stand_in_the_settings(tiny, tmp_path, monkeypatch):
    turned_off = prepare(TINY, without_rules=("title", "heading", "title"))
    assert turned_off.info["settings"]["without_rules"] == ["heading", "title"]
    assert set(turned_off.ledger["part"].dropna()) == {"body"} and set(tiny.ledger["part"].dropna()) > {"body"}
    assert not {"heading", "title"} & set(turned_off.rules["rule"])
    save(turned_off, tmp_path / "snapshot")
    monkeypatch.setenv("PARALLAX_SNAPSHOT", str(tmp_path / "snapshot"))
    monkeypatch.setattr(module, "_prepare", lambda folder, settings: pytest.fail("the folder was read again"))
    assert prepare("tiny", without_rules=["title", "heading"]).info == turned_off.info
    with pytest.raises(UsageError, match="Nearest: 'title'"):
        monkeypatch.undo()
        prepare(TINY, without_rules=["titel"])


def test_every_article_has_a_language_or_says_that_it_is_unknown(tmp_path):
    long = "Мост праз раку зачынілі ў панядзелак. Мэр сказаў, што ніхто не пацярпеў, а рамонт працягнецца да вясны."
    for name, text in {"a": long, "b": "Мост."}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    articles = prepare(tmp_path).articles
    assert articles["language_origin"].tolist() == ["detected", "unknown"]
    assert articles["language"].fillna("").tolist() == ["be", ""]


def test_a_language_that_is_no_code_has_no_lists_and_is_read_all_the_same(tmp_path):
    (tmp_path / "a.txt").write_text("The mayor said it was closed.", encoding="utf-8")
    (tmp_path / "sources.csv").write_text("file,source,language\na.txt,Post,English\n", encoding="utf-8")
    assert prepare(tmp_path).articles["language"].tolist() == ["English"]


def test_a_corpus_is_found_here_beside_or_in_the_package(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "mine").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    assert module.find("mine").resolve() == tmp_path / "mine"
    assert module.find("seeds") == seeds()
    with pytest.raises(CorpusError, match="no such folder"):
        px.prepare("elsewhere")


def test_a_job_of_jupyter_scheduler_is_told_how_to_name_the_corpus(tmp_path, monkeypatch):
    place = tmp_path / "scheduler_staging_area" / "0f3a"
    place.mkdir(parents=True)
    monkeypatch.chdir(place)
    monkeypatch.delenv("PARALLAX_CORPUS", raising=False)
    with pytest.raises(CorpusError, match="parameter corpus = '/its/whole/path'"):
        module.find("mine")
