"""What is kept on a machine stays below a bound: what was used longest ago goes, and nothing else, whatever lies beside it."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import pandas as pd
import pytest
from small_corpora import corpus

from analysis.__main__ import command
from analysis.errors import StorageError, UsageError
from analysis.text.parts import keeping, mapped, versions
from analysis.text.prepare import prepare
from analysis.text.words import detector

HERE = Path(__file__).parents[1]
HOUR, DAY = 3600, 86400
UNPACKED = detector._unpacked
OLDER = "0" * 32  # a version of the code


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def put(path, size=1000, age=0.0):
    """A file of so many bytes, and the folder it lies in, last used so many seconds ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * size)
    for place in (path, path.parent):
        os.utime(place, (time.time() - age,) * 2)
    return path


def whole(kept, letter, **how):
    return put(kept / "whole" / (letter * 32) / mapped.SEAL, **how).parent


def pack(kept, letter, version=None, **how):
    path = put(kept / "parts" / (version or versions.worked_by()) / "words" / f"{letter * 64}.parquet", **how)
    put(path.with_suffix(".keys"), **how)
    return path


def files(kept):
    return sorted(path.relative_to(kept).as_posix() for path in kept.rglob("*") if path.is_file())


def numbers(kept):
    return {row[0]: row[1] for row in keeping.account(kept) if row[1]}


def test_what_was_used_longest_ago_goes_first_of_whatever_kind(kept):
    a, c = whole(kept, "a", size=2_000, age=3 * DAY), whole(kept, "c", size=2_000, age=HOUR)
    b, d = pack(kept, "b", age=4 * DAY), pack(kept, "d", age=2 * DAY)
    assert numbers(kept) == {keeping.WHOLE: 2, keeping.PARTS: 2, "all": 4}
    for most, left in ((8_000, [a, b, c, d]), (6_000, [a, c, d]), (4_000, [c, d]), (2_000, [c]), (0, [])):
        keeping.trim(kept, most)
        assert [path for path in (a, b, c, d) if path.exists()] == left


def test_a_bound_is_kept_and_no_more_goes_than_must(kept):
    ages = {letter: age * DAY for letter, age in zip("abcde", (5, 3, 4, 2, 1), strict=True)}
    for letter, age in ages.items():
        pack(kept, letter, age=age)
    for most, left in ((10_000, "abcde"), (9_999, "bcde"), (8_000, "bcde"), (5_999, "de"), (0, "")):
        keeping.trim(kept, most)
        assert [path.stem[0] for path in sorted(kept.rglob("*.parquet"))] == list(left)
        assert [path.stem[0] for path in sorted(kept.rglob("*.keys"))] == list(left)
    assert not list(kept.glob("parts/*"))


def test_parts_by_other_versions_go_before_what_is_older(kept):
    other, own = pack(kept, "a", OLDER, age=HOUR), pack(kept, "b", age=9 * DAY)
    assert numbers(kept) == {keeping.PARTS: 1, keeping.OTHERS: 1, "all": 2}
    assert keeping.trim(kept, 3_000) == 2_000
    assert own.exists() and not other.exists() and not (kept / "parts" / OLDER).exists()


def test_copies_of_addresses_are_kept_by_their_last_use(kept):
    for letter, age in (("a", 3 * DAY), ("b", DAY)):
        put(kept / "copies" / (letter * 16) / "news" / "deep" / "a.txt", age=9 * DAY)
        for path in (kept / "copies" / (letter * 16) / "news", kept / "copies" / (letter * 16) / "listed.json"):
            put(path, age=age) if path.suffix else os.utime(path, (time.time() - age,) * 2)
    put(kept / "reports" / ("c" * 16) / "runs" / "index.html", age=2 * DAY)
    os.utime(kept / "reports" / ("c" * 16), (time.time() - 2 * DAY,) * 2)
    assert numbers(kept) == {keeping.COPIES: 2, keeping.REPORTS: 1, "all": 3}
    sizes = {item.paths[0].name: item.size for item in keeping._kept(kept)}
    keeping.trim(kept, sum(sizes.values()) - 1)
    assert [path.name for path in kept.glob("*/*")] != [] and not (kept / "copies" / ("a" * 16)).exists()
    keeping.trim(kept, sizes["b" * 16])
    assert [path.name for path in kept.glob("*/*")] == ["b" * 16]


def test_files_with_two_names_are_counted_once(kept):
    first = put(kept / "reports" / ("c" * 16) / "a.parquet", size=5_000)
    alone = keeping.account(kept)[-1][2]
    os.link(first, first.with_name("b.parquet"))
    assert keeping.account(kept)[-1][2] == alone


def test_notes_go_with_the_corpus_they_lead_to(kept):
    place, other = whole(kept, "a", age=2 * DAY), whole(kept, "b", age=DAY)
    for letter, name in (("c", "a" * 32), ("d", "b" * 32), ("e", "../.."), ("f", "")):
        (note := put(kept / "seen" / (letter * 32), age=9 * DAY)).write_text(name)
        os.utime(note, (1, 1))
    keeping.trim(kept, sum(item.size for item in keeping._kept(kept)) - 1)
    assert not place.exists() and other.exists()
    assert [path.name for path in (kept / "seen").iterdir()] == ["d" * 32]


def test_what_was_left_unfinished_goes_after_a_day(kept):
    left = [
        put(kept / "whole" / ".begun-ab_cd12" / "tokens.0.npy", age=2 * DAY).parent,
        put(kept / "seen" / ".ab_cd123.tmp", age=2 * DAY),
        put(kept / "parts" / OLDER / "words" / ".ab_cd123.tmp", age=2 * DAY),
    ]
    begun = put(kept / "whole" / ".begun-now" / "tokens.0.npy").parent
    assert numbers(kept) == {keeping.BEGUN: 4, "all": 4}
    keeping.trim(kept, 10**9)
    assert not any(path.exists() for path in left) and begun.exists()
    keeping.trim(kept, 0)
    assert begun.exists(), "another run is writing there"
    keeping.trim(kept, -1)
    assert not begun.exists()


def test_a_language_model_is_unpacked_once_and_counted(kept, monkeypatch):
    text = "The bridge is closed, and nobody knows for how long it will be."
    monkeypatch.setenv("PARALLAX_CACHE", "off")
    detector._model.cache_clear()
    wanted = detector.classify([text])
    monkeypatch.setenv("PARALLAX_CACHE", str(kept))
    for unpacks in (1, 0):
        detector._model.cache_clear()
        monkeypatch.setattr(detector, "_unpacked", unpacked := Mock(wraps=UNPACKED))
        assert detector.classify([text]) == wanted and unpacked.call_count == unpacks
    assert numbers(kept) == {keeping.MODELS: 1, "all": 1}
    path = next(kept.glob("models/*/moves.0.npy"))
    path.write_bytes(b"0" * path.stat().st_size)
    detector._model.cache_clear()
    assert detector.classify([text]) == wanted and unpacked.call_count == 1, "what is damaged is unpacked again"
    keeping.trim(kept, -1)
    assert detector.classify([text]) == wanted, "it is open"
    detector._model.cache_clear()


def test_what_is_not_ours_is_neither_counted_nor_removed(kept):
    """Somebody may name the folder they work in."""
    theirs = ["reports/current/index.html", "copies/mine.txt", "whole/.snapshot/a", "parts/list.csv", "seen/it", "notes.txt"]
    theirs += [f"parts/{OLDER}/words/mine.parquet", "whole/.git/config", "copies/.begun.txt", f"other/{OLDER}"]
    for name in theirs:
        put(kept / name, age=99 * DAY)
    (kept / "whole" / "empty").mkdir()
    assert numbers(kept) == {}
    keeping.trim(kept, -1)
    assert files(kept) == sorted(theirs) and (kept / "whole" / "empty").is_dir()


def test_what_a_link_leads_to_stays(kept, tmp_path):
    outside = put(tmp_path / "outside" / "a.txt")
    (kept / "whole").mkdir(parents=True)
    (kept / "whole" / OLDER).symlink_to(outside.parent, target_is_directory=True)
    inside = whole(kept, "a")
    (inside / "link").symlink_to(outside.parent, target_is_directory=True)
    keeping.trim(kept, -1)
    assert list((kept / "whole").iterdir()) == [] and outside.exists()


def test_an_open_corpus_stays_readable_and_is_made_again(kept, tmp_path):
    place = corpus(tmp_path / "c", {"a/one": "The bridge is closed, “again”, she said.", "b/two": "The harbour is open."})
    prepared = prepare(place)
    name = prepared.info["kept_as"]
    keeping.trim(kept, -1)
    assert files(kept) == [] and numbers(kept) == {}
    words = prepared.tokens["term"].astype(str).tolist()
    assert "bridge" in [word.lower() for word in words]
    again = prepare(place)
    assert again.info["kept_as"] == name and (kept / "whole" / name).is_dir()
    for table in ("articles", "ledger", "tokens", "quotes"):
        pd.testing.assert_frame_equal(getattr(again, table), getattr(prepared, table))


def test_damaged_things_are_counted_and_removed(kept):
    whole(kept, "a")
    put(kept / "whole" / ("b" * 32))  # a file where a folder is due
    put(kept / "parts" / OLDER / "words" / f"{'c' * 64}.keys")  # without its rows
    (kept / "parts" / OLDER / "words" / f"{'d' * 64}.parquet").mkdir()
    put(kept / "copies")  # a file too
    (kept / "seen" / OLDER).mkdir(parents=True)
    assert numbers(kept) == {keeping.WHOLE: 2, keeping.OTHERS: 2, keeping.NOTES: 1, "all": 5}
    keeping.trim(kept, -1)
    assert files(kept) == ["copies"]


def refuse(monkeypatch, name, wanted):
    """Let a function of `os` refuse what has such a name, as it does for a folder of another account; tests may run as root."""
    true = getattr(os, name)

    def refusing(path, *arguments, **options):
        if wanted in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return true(path, *arguments, **options)

    monkeypatch.setattr(os, name, refusing)


def test_what_cannot_be_looked_at_is_passed_over(kept, monkeypatch):
    whole(kept, "a")
    pack(kept, "b")
    refuse(monkeypatch, "scandir", "/whole")
    assert numbers(kept) == {keeping.PARTS: 1, "all": 1}
    assert keeping.trim(kept, -1) == 2_000


def test_what_cannot_be_removed_is_told_once_all_else_has_gone(kept, monkeypatch):
    stuck, other = whole(kept, "a", age=2 * DAY), whole(kept, "b", age=DAY)
    refuse(monkeypatch, "rename", "a" * 32)
    with pytest.raises(StorageError, match=r"aaa: cannot be removed \(Permission denied\)"):
        keeping.trim(kept, 0)
    assert stuck.exists() and not other.exists()
    (kept / keeping.STAMP).unlink(missing_ok=True)
    monkeypatch.setattr(keeping, "MOST", 0)
    keeping.keep_small(kept)
    assert (kept / keeping.STAMP).exists(), "it was tried, and failed nobody"


def test_what_another_run_removes_meanwhile_is_passed_over(kept, monkeypatch):
    for letter in "abc":
        whole(kept, letter, age=DAY)
        pack(kept, letter, age=DAY)
    remove, seen = keeping._remove, []

    def late(item):
        if not seen:
            seen.append(keeping.trim(kept, -1) if not seen.append(item) else None)
        remove(item)

    monkeypatch.setattr(keeping, "_remove", late)
    keeping.trim(kept, 0)
    assert files(kept) == []


def test_two_processes_may_trim_at_once(kept):
    for letter in "0123456789abcdef":
        whole(kept, letter, age=DAY)
        pack(kept, letter, age=DAY)
    program = f"from pathlib import Path\nfrom analysis.text.parts.keeping import trim\ntrim(Path({str(kept)!r}), 0)"
    running = [subprocess.Popen([sys.executable, "-c", program], cwd=HERE) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    assert files(kept) == []


def test_a_corpus_that_is_kept_makes_room_once_an_hour(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "MOST", 0)
    old, recent = whole(kept, "a", age=DAY), whole(kept, "b", age=HOUR / 2)
    own = prepare(corpus(tmp_path / "c", {"a/one": "The bridge is closed."})).info["kept_as"]
    assert not old.exists()
    assert recent.exists() and (kept / "whole" / own).exists(), "a run may rest on what was used within the hour"
    assert list(kept.glob("parts/*/*/*.parquet"))
    old = whole(kept, "a", age=DAY)
    other = corpus(tmp_path / "d", {"a/one": "The harbour is closed."})
    prepare(other)
    assert old.exists(), "it was looked at within the hour"
    for past in (-2 * HOUR, 2 * HOUR):  # a clock that was set back stops nothing
        whole(kept, "a", age=DAY)
        os.utime(kept / keeping.STAMP, (time.time() + past,) * 2)
        (other / "a" / f"{past}.txt").write_text("More of it.")
        prepare(other)
        assert not old.exists()


def test_a_corpus_that_is_only_opened_looks_at_nothing(kept, tmp_path, monkeypatch):
    place = corpus(tmp_path / "c", {"a/one": "The bridge is closed."})
    prepare(place)
    (kept / keeping.STAMP).unlink()
    prepare(place)
    assert not (kept / keeping.STAMP).exists()


@pytest.mark.parametrize(
    ("text", "n"), [("5GB", 5 * 10**9), ("500mb", 5 * 10**8), (" 1.5 TB ", 15 * 10**11), ("7kB", 7_000), ("0b", 0), ("12B", 12)]
)
def test_sizes_are_read(text, n):
    assert keeping.bound(text, clear=False) == n


@pytest.mark.parametrize("text", ["", "5", "GB", "-5GB", "5 PB", "1,5GB", "1e3MB", "5GiB", "five GB", "9" * 400 + "GB"])
def test_what_is_no_size_is_refused_in_one_line(text, capsys, kept):
    put(kept / "whole" / OLDER / "seal.json")
    with pytest.raises(UsageError, match="Write one such as 5GB"):
        keeping.bound(text, clear=False)
    assert command(["cache", f"--most={text}"]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and "5GB, 1.5GB, 500MB or 800kB" in told.err
    assert (kept / "whole" / OLDER / "seal.json").exists()


def told(capsys, *arguments, code=0):
    assert command(["cache", *arguments]) == code
    return capsys.readouterr()


def test_the_command_shows_trims_and_empties(kept, capsys):
    whole(kept, "a", size=3_000_000, age=DAY)
    pack(kept, "b", age=2 * DAY)
    first, heading, *rows = told(capsys).out.splitlines()
    assert first == str(kept) and heading == "what\tnumber\tsize\tlast used"
    cells = [row.split("\t") for row in rows]
    assert [row[:2] for row in cells] == [
        ["whole corpora", "1"],
        ["parts of articles", "1"],
        ["copies of addresses", "0"],
        ["all", "2"],
    ]
    assert cells[0][2] == "3.0 MB" and cells[1][2] == "2.0 kB" and cells[2][2:] == ["0 B", ""]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", row[3]) for row in cells if row[1] != "0")
    assert cells[3][3] == cells[0][3] > cells[1][3]

    first, _, *rows = told(capsys, "--most", "3.002 MB").out.splitlines()
    assert first == f"{kept}: 0 B removed" and rows[0].startswith("whole corpora\t1")
    first, _, *rows = told(capsys, "--most", "3.001MB").out.splitlines()
    assert first == f"{kept}: 2.0 kB removed" and [row.split("\t")[1] for row in rows] == ["1", "0", "0", "1"]
    assert told(capsys, "--clear").out.splitlines()[-1] == "all\t0\t0 B\t"
    assert files(kept) == []
    assert "at once" in told(capsys, "--clear", "--most", "5GB", code=2).err


def test_the_command_makes_no_folder(kept, capsys):
    assert told(capsys).out.splitlines()[-1] == "all\t0\t0 B\t"
    assert told(capsys, "--clear").err == "" and not kept.exists()


@pytest.mark.parametrize("arguments", [(), ("--clear",), ("--most", "1GB")])
def test_where_nothing_is_kept_the_command_says_so_in_one_line(arguments, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("PARALLAX_CACHE", "off")
    assert told(capsys, *arguments).out == "Nothing is kept: PARALLAX_CACHE is off\n"


def test_the_command_ends_with_the_code_of_storage_where_it_may_not_remove(kept, capsys, monkeypatch):
    whole(kept, "a")
    refuse(monkeypatch, "rename", "a" * 32)
    assert "cannot be removed (Permission denied). Allow writing" in told(capsys, "--clear", code=7).err
