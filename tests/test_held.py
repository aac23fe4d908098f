"""What is made of a large corpus on its way into tables: held in files, the tables are the same, and nothing is left behind."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from analysis.errors import StorageError
from analysis.places import seeds
from analysis.text import prepare as module
from analysis.text.parts import by_parts, mapped
from analysis.text.parts.held import Held, give_back, room
from analysis.text.prepare import load, prepare, save
from analysis.text.quotes import quoted_words
from analysis.text.reuse import shingles, similar
from analysis.text.words import capitals

TINY = Path(__file__).parent / "tiny"


def alike(prepared, other):
    assert {name: value for name, value in prepared.info.items() if name != "kept_as"} == other.info
    for name in prepared._fields[:-1]:
        pd.testing.assert_frame_equal(getattr(prepared, name), getattr(other, name), check_exact=True)


@pytest.fixture
def large(monkeypatch):
    """Tiny corpora taken for large ones, in several parts, which this process works."""
    monkeypatch.setattr(module, "MUCH", 1)
    monkeypatch.setattr(module, "cores", lambda: 1)
    monkeypatch.setattr(by_parts, "PART", 500)


@pytest.mark.parametrize("is_kept", [True, False])
def test_the_tables_are_the_same(large, is_kept, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MUCH", 1 << 40)
    plain = prepare(TINY)
    monkeypatch.setattr(module, "MUCH", 1)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "kept") if is_kept else "off")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    alike(prepare(TINY), plain)
    save(made := prepare(TINY), tmp_path / "saved")
    alike(load(tmp_path / "saved"), plain)
    assert made.info.get("kept_as", "") == (made.info["kept_as"] if is_kept else "")
    assert not [*tmp_path.rglob(".begun-*"), *tmp_path.rglob("tmp*")]


def test_what_is_kept_has_no_file_that_belongs_to_no_table(large, tmp_path, monkeypatch):
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path))
    name = prepare(TINY).info["kept_as"]
    folder = tmp_path / "whole" / name
    tables, _ = mapped.read_tables(folder, check=True)
    assert tables["tokens"]["term"].array.codes.base is not None
    copied = tmp_path / "copied"
    mapped.link_tables(folder, copied)
    assert {path.name for path in folder.iterdir()} == {path.name for path in copied.iterdir()}


def test_a_full_disk_holds_all_in_memory(large, tmp_path, monkeypatch):
    def refuse(*_):
        raise StorageError("full")

    plain = prepare(TINY)
    monkeypatch.setattr(mapped, "_write_column", refuse)
    alike(prepare(TINY), plain)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path))
    alike(prepare(TINY), plain)


def test_nowhere_to_write_holds_all_in_memory(large, tmp_path, monkeypatch):
    plain = prepare(TINY)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with room(None, is_needed=True) as held:
        assert held.columns is None
    alike(prepare(TINY), plain)


@pytest.mark.parametrize(
    "values",
    [
        np.arange(5),
        np.array([True, False]),
        pd.Categorical(["a", None, "b"]),
        pd.array(["a", None], dtype="str"),
        pd.array([1, None], dtype="Int32"),
        np.zeros(0),
    ],
)
def test_a_column_comes_back_as_it_was_and_is_known_again(values, tmp_path):
    with room(tmp_path, is_needed=True) as held:
        found = held.column(values)
        pd.testing.assert_series_equal(pd.Series(found), pd.Series(values))
        if len(values):
            assert held.columns.holds(pd.Series(found, copy=False))
        assert not held.columns.holds(pd.Series(values))
    pd.testing.assert_series_equal(pd.Series(found), pd.Series(values))  # its file is gone, and what is mapped stays
    assert not list(tmp_path.iterdir())


def test_rows_come_back_as_they_were(tmp_path):
    table = pa.table({"n": [1, 2], "word": pa.array(["a", None]).dictionary_encode()})
    with room(tmp_path, is_needed=True) as held:
        found, none = held.rows(table), held.rows(table.slice(0, 0))
        assert found.equals(table) and none.equals(table.slice(0, 0))
        shutil.rmtree(tmp_path)
        assert held.rows(table).equals(table)
    assert Held().rows(table) is table
    give_back()


def test_columns_of_a_table_are_held_and_known_again_where_they_lie(tmp_path):
    frame = pd.DataFrame({"flag": [True, False], "n": [1, 2], "name": pd.Categorical(["a", "b"])})
    with room(tmp_path, is_needed=True) as held:
        found = held.columns_of(frame, "flag", "name")
        pd.testing.assert_frame_equal(found, frame)
        assert [held.columns.holds(found[name]) for name in found] == [True, False, True]
        assert not held.places(found)
        pd.testing.assert_frame_equal(
            mapped.read_columns(held.columns.folder, held.places(found[["flag", "name"]])), frame[["flag", "name"]]
        )
    assert not Held().places(frame)


def test_stretches_of_any_size_give_the_same_tables(monkeypatch):
    plain = prepare(seeds())
    assert {"quoted", "reported"} <= set(plain.tokens["voice"]) and len(set(plain.tokens["as_name"])) == 3 and len(plain.shared)
    for module_of, name in (
        (quoted_words, "BLOCK"),
        (capitals, "BLOCK"),
        (shingles, "AT_ONCE"),
        (similar, "BLOCK"),
        (similar, "AT_ONCE"),
    ):
        monkeypatch.setattr(module_of, name, 40)
    alike(prepare(seeds()), plain)
