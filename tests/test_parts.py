"""Work in parts gives what work on a whole corpus gives, whatever the parts are and whatever is kept, and works nothing twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from small_corpora import corpus
from whole import tables_of

from analysis.errors import CorpusError
from analysis.places import seeds
from analysis.text.parts import by_parts, mapped, steps, wholes
from analysis.text.prepare import load, prepare, save
from analysis.text.reuse.shared_passages import find_shared

TESTS = Path(__file__).parent
EARLIER = 1_600_000_000  # a time at which files were changed that are not new


def made_up(folder):
    """A corpus in which the corpus decides much: furniture, ends of titles, broken words, lent languages, namesakes."""
    texts, rows = {}, []
    names = ["Maria Lopez", "John Lopez", "Lopez"]
    for number in range(14):
        name = f"post/{number:02}"
        who = names[number % 3]
        texts[name] = (
            f"The council met again on day {number}\n\n"
            f"Mayor {who} said the bridge would stay closed for {number + 2} weeks. “We need a co-operative plan,” she said.\n"
            f"{'Share this story with your friends' if number % 2 else f'Drivers waited number {number} at the river'}\n"
            f"Image source, Agency {number}\nWrite to desk{number}@post.example today about what you saw there.\n"
            f"N. Person contributed to this Post report from Vale {number}.\n"
        )
        rows.append({"file": f"{name}.txt", "source": "Post", "title": f"Bridge number {number} is closed - The Post"})
    texts["post/short"] = "Ferry open."
    rows.append({"file": "post/short.txt", "source": "Post"})
    texts["broken/one"] = (
        "The committee on the bridge that had been closed for so many of the weeks co-\n"
        "operated with the mayor and with all of those who had come to the town hall to\n"
        "hear what was to be done about the river and about the harbour and the anti-\n"
        "pollution plan that nobody in the town had ever read from its beginning to its\n"
        "end.\n"
    )
    texts["broken/two"] = (
        "A cooperated effort, and an antipollution plan; the anti-pollution plan of the town was co-operated twice."
    )
    texts["radio/a"] = texts["radio/b"] = (
        "The bridge is closed, drivers said, and Anna Lopez said “no” to that. See www.post.example/page1."
    )
    texts["radio/c"] = "Bridge closed."
    texts["radio/d"] = "“… …”"
    texts["radio/e"] = "Ìîñò ÷åðåç ðåêó çàêðûëè â ïîíåäåëüíèê. The harbour is open, and ships come and go all day."
    texts["radio/f"] = "桥关闭了。市长说，没有人受伤。The bridge is closed."
    texts["radio/g"] = (
        "<p>Мост праз раку зачынілі ў панядзелак.</p><p>Мэр сказаў, што ніхто не пацярпеў, а рамонт працягнецца да вясны.</p>"
    )
    rows += [{"file": f"{name}.txt"} for name in texts if not name.startswith("post")]
    people = "_people:\n  Maria Lopez:\n    names: [maria lopez, lopez]\n    titles: [mayor]\n_verbs:\n  neutral: [waited]\n"
    return corpus(
        folder,
        texts,
        rows,
        wording=people,
        cleaning="rules:\n  - id: of_radio\n    pattern: '^Bridge closed'\n    files: 'radio/c*'\n    reason: a test\n",
    )


def settle(folder):
    """Let the files of a corpus be as old as files mostly are."""
    for path in folder.rglob("*"):
        os.utime(path, (EARLIER, EARLIER))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return made_up(tmp_path_factory.mktemp("made") / "up")


@pytest.fixture(scope="module")
def wanted(folder):
    return tables_of(folder)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def worked(monkeypatch):
    """What is worked from now on: a pair of step and number of articles for each part."""
    found = []
    for name in ("sketched", "lined", "looked_at", "worded", "noted", "quoted"):
        monkeypatch.setattr(by_parts, name, counting(getattr(steps, name), found))
    return found


def counting(function, found):
    def counted(articles, *arguments):
        found.append((function.__name__, len(articles)))
        return function(articles, *arguments)

    return counted


def part_of(monkeypatch, size):
    monkeypatch.setattr(by_parts, "PART", size)


def same(prepared, wanted):
    for name, table in wanted.items():
        pd.testing.assert_frame_equal(getattr(prepared, name), table, obj=name)
        for column in table.columns[table.dtypes == "category"]:
            assert getattr(prepared, name)[column].cat.categories.equals(table[column].cat.categories)


def packs_of(kept):
    return sorted(kept.glob("parts/*/*/*.parquet"))


def without_wholes(kept):
    for name in ("whole", "seen"):
        shutil.rmtree(kept / name, ignore_errors=True)


@pytest.mark.parametrize("size", [1, by_parts.PART])
@pytest.mark.parametrize("place", [seeds(), TESTS / "tiny", TESTS / "shared", TESTS / "languages"], ids=lambda path: path.name)
def test_parts_of_any_size_give_the_tables_of_the_whole(place, size, monkeypatch):
    part_of(monkeypatch, size)
    same(prepare(place), tables_of(place))


@pytest.mark.parametrize("size", [1, 1_000, by_parts.PART])
def test_what_the_corpus_decides_is_decided_by_the_whole_of_it(folder, wanted, size, monkeypatch):
    part_of(monkeypatch, size)
    same(prepare(folder), wanted)


def test_the_made_up_corpus_has_what_only_a_corpus_decides(wanted):
    rules = set(wanted["ledger"]["rule"].dropna())
    assert {"recurring", "template", "site_name; stated_title", "of_radio"} <= rules and any(
        "broken_lines" in rule for rule in rules
    )
    assert "source" in set(wanted["articles"]["language_origin"])
    assert {"addresses", "letters read wrongly?"} <= set(wanted["notices"]["notice"])
    assert {"Maria Lopez", "John Lopez"} <= set(wanted["quotes"]["speaker"].dropna())


@pytest.mark.parametrize(
    ("settings", "size"),
    [({"possessive": "keep"}, by_parts.PART), ({"without_rules": ("title", "broken_lines", "recurring")}, 3_000)],
    ids=["possessive", "rules"],
)
def test_settings_hold_in_parts_too(folder, settings, size, monkeypatch):
    part_of(monkeypatch, size)
    same(prepare(folder, **settings), tables_of(folder, settings.get("possessive", "split"), settings.get("without_rules", ())))


def test_what_is_kept_is_not_worked_again(folder, wanted, kept, worked):
    first = prepare(folder)
    assert worked and first.info["kept_as"]
    worked.clear()
    without_wholes(kept)
    again = prepare(folder)
    assert worked == []
    same(first, wanted)
    same(again, wanted)


def test_an_article_that_comes_costs_what_it_costs(folder, kept, worked, tmp_path):
    copy = tmp_path / "up"
    shutil.copytree(folder, copy)
    prepare(copy)
    worked.clear()
    (copy / "radio" / "h.txt").write_text(
        "The town has a new harbour master, and she is glad of it, she told reporters on Monday."
    )
    with (copy / "sources.csv").open("a") as file:
        file.write("radio,radio/h.txt,\n")
    prepared = prepare(copy)
    assert {step: n for step, n in worked if step != "lined"} == {
        "sketched": 1,
        "looked_at": 1,
        "worded": 1,
        "noted": 1,
        "quoted": 1,
    }
    same(prepared, tables_of(copy))


def test_a_change_reaches_those_whom_the_corpus_decides_about(folder, kept, tmp_path):
    """Half of the articles with a line that recurs go: it recurs no longer, and all others with it are worked again."""
    copy = tmp_path / "up"
    shutil.copytree(folder, copy)
    prepare(copy)
    for number in range(1, 14, 2):
        path = copy / "post" / f"{number:02}.txt"
        path.write_text(
            path.read_text().replace("Share this story", f"Share story {number}") if number > 3 else path.read_text()
        )
    (copy / "radio" / "a.txt").write_text(
        "The bridge is closed, and Peter Lopez said “no” to that, and went home to his dinner."
    )
    same(prepare(copy), tables_of(copy))


@pytest.mark.parametrize("change", ["topics", "date", "name", "word"])
def test_what_articles_have_in_common_is_looked_for_once(folder, kept, tmp_path, change, monkeypatch):
    """Topics that are described otherwise change no passage; another date, name or word may."""
    copy = tmp_path / "up"
    shutil.copytree(folder, copy)
    prepare(copy)
    if change == "topics":
        (copy / "topics.yml").write_text("bridge: [bridge]\n")
    elif change == "date":
        listed = (copy / "sources.csv").read_text()
        head, *rows = listed.splitlines()
        (copy / "sources.csv").write_text("\n".join([f"{head},date", *(f"{row},2024-01-02" for row in rows)]) + "\n")
    elif change == "name":
        (copy / "radio" / "b.txt").rename(copy / "radio" / "z.txt")
        (copy / "sources.csv").write_text((copy / "sources.csv").read_text().replace("radio/b.txt", "radio/z.txt"))
    else:
        (copy / "radio" / "b.txt").write_text((copy / "radio" / "a.txt").read_text().replace("bridge", "harbour"))
    looked = []
    monkeypatch.setattr("analysis.text.sharing.find_shared", counting_calls(find_shared, looked))
    prepared = prepare(copy)
    assert len(looked) == (change != "topics")
    same(prepared, tables_of(copy))
    assert len(prepared.shared) or change == "word"


def counting_calls(function, found):
    def counted(*arguments):
        found.append(function.__name__)
        return function(*arguments)

    return counted


def test_what_the_same_article_is_called_matters_to_no_part(folder, kept, worked, tmp_path):
    prepare(folder)
    worked.clear()
    copy = tmp_path / "elsewhere"
    shutil.copytree(folder, copy)
    (copy / "broken" / "two.txt").rename(copy / "broken" / "three.txt")
    listed = (copy / "sources.csv").read_text()
    (copy / "sources.csv").write_text(listed.replace("broken/two", "broken/three"))
    prepared = prepare(copy)
    assert worked == []
    same(prepared, tables_of(copy))


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "ending"),
    [(flip, ".parquet"), (cut, ".parquet"), (Path.unlink, ".parquet"), (flip, ".keys"), (empty, ".keys")],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_damaged_part_is_worked_again(folder, wanted, kept, worked, harm, ending, monkeypatch):
    part_of(monkeypatch, 3_000)
    prepare(folder)
    n = len(worked)
    worked.clear()
    without_wholes(kept)
    before = packs_of(kept)
    for path in before[::2]:
        harm(path.with_suffix(ending))
    same(prepare(folder), wanted)
    assert 0 < len(worked) <= n
    worked.clear()
    without_wholes(kept)
    same(prepare(folder), wanted)
    assert worked == []


@pytest.mark.parametrize("harm", [flip, cut, empty, Path.unlink], ids=lambda harm: harm.__name__)
def test_whole_tables_that_are_damaged_are_made_again(folder, wanted, kept, harm):
    settle(folder)
    prepare(folder)
    for path in sorted(next((kept / "whole").iterdir()).iterdir())[::3]:
        harm(path)
    same(prepare(folder), wanted)


def test_a_corpus_that_did_not_change_is_opened_and_not_read(folder, wanted, kept, monkeypatch):
    prepare(folder)
    monkeypatch.setattr(wholes, "MOMENT", -(10**18))  # no file is new
    prepare(folder)
    monkeypatch.setattr("analysis.text.prepare.read_corpus", lambda folder: pytest.fail("the folder was read again"))
    same(prepare(folder), wanted)


@pytest.mark.parametrize("change", ["longer", "as long", "renamed", "added", "describing"])
def test_a_corpus_that_changed_is_not_taken_for_what_it_was(kept, tmp_path, change, monkeypatch):
    monkeypatch.setattr(wholes, "MOMENT", -(10**18))
    place = corpus(tmp_path / "c", {"a/one": "The bridge is closed.", "a/two": "The harbour is open."})
    prepare(place)
    before = (place / "a" / "one.txt").stat()
    if change == "longer":
        (place / "a" / "one.txt").write_text("The bridge is closed again.")
    elif change == "as long":
        (place / "a" / "one.txt").write_text("The bridge is CLOSED.")
        os.utime(place / "a" / "one.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    elif change == "renamed":
        (place / "a" / "one.txt").rename(place / "a" / "three.txt")
    elif change == "added":
        (place / "a" / "four.txt").write_text("More of it.")
    else:
        (place / "topics.yml").write_text("bridge: [bridge]\n")
    prepared = prepare(place)
    same(prepared, tables_of(place))
    assert len(prepared.topics) == (change == "describing")


def test_times_of_files_that_have_just_changed_are_not_trusted(kept, tmp_path):
    place = corpus(tmp_path / "c", {"a/one": "The bridge is closed."})
    assert not wholes.glance(place, {}).is_steady
    assert prepare(place).info["kept_as"] and not (kept / "seen").exists()


def test_what_was_set_aside_for_a_moment_is_read_again(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(wholes, "MOMENT", -(10**18))
    store, quiet = wholes.store(), pd.DataFrame({"detail": ["read as cp1252"]})
    store.remember(wholes.Glance("k", True), "n", pd.DataFrame({"reason": ["empty", "io_error"]}), quiet)
    assert store.recall(wholes.Glance("k", True)) == ""
    store.remember(wholes.Glance("k", True), "n", pd.DataFrame({"reason": ["empty"]}), quiet)
    assert store.recall(wholes.Glance("k", True)) == "n"


def test_a_corpus_that_has_a_day_to_come_is_read_again_since_the_day_comes(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(wholes, "MOMENT", -(10**18))
    place = corpus(tmp_path / "c", {"a/one": "The bridge is closed."})
    (place / "sources.csv").write_text("file,source,date\n*,Post,2999-01-01\n")
    assert prepare(place).articles["date"].isna().all() and not (kept / "seen").exists()
    (place / "sources.csv").write_text("file,source,date\n*,Post,2019-01-01\n")
    assert prepare(place).articles["date"].notna().all() and len(list((kept / "seen").iterdir())) == 1


def test_nothing_is_kept_where_nothing_is_to_be(tmp_path, monkeypatch, folder):
    monkeypatch.setenv("PARALLAX_CACHE", "off")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "kept_as" not in prepare(folder).info and list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_keeps_nothing_and_stops_nobody(tmp_path, monkeypatch, folder, wanted):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "file" / "below"))
    same(prepare(folder), wanted)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "kept"))
    for name in ("parts", "whole", "seen"):
        (tmp_path / "kept").mkdir(exist_ok=True)
        (tmp_path / "kept" / name).write_text("in the way")
    same(prepare(folder), wanted)


def test_two_processes_may_share_what_is_kept(folder, wanted, kept):
    program = f"from analysis.text.prepare import prepare; prepare({str(folder)!r})"
    running = [subprocess.Popen([sys.executable, "-c", program], cwd=TESTS.parent) for _ in range(2)]
    assert [process.wait() for process in running] == [0, 0]
    same(prepare(folder), wanted)
    assert not list(kept.rglob(".*")), "nothing begun is left"


def test_other_code_takes_nothing_of_what_is_kept(folder, kept, worked, monkeypatch):
    name = prepare(folder).info["kept_as"]
    worked.clear()
    for module in ("by_parts", "wholes"):
        monkeypatch.setattr(f"analysis.text.parts.{module}.worked_by", lambda: "0" * 32)
    monkeypatch.setattr("analysis.text.prepare.worked_by", lambda: "0" * 32)
    assert prepare(folder).info["kept_as"] != name and worked


def test_a_pack_is_named_by_its_bytes_and_is_no_pickle(folder, kept):
    prepare(folder)
    assert {path.parent.name for path in packs_of(kept)} == {"sketch", "lines", "facts", "words", "notes", "quotes"}
    assert {path.suffix for path in kept.rglob("*") if path.is_file()} <= {".parquet", ".keys", ".arrow", ".npy", ".json", ""}
    assert kept.stat().st_mode & 0o77 == 0, "what corpora say is for nobody else"


def test_a_snapshot_of_a_kept_corpus_is_the_same_files(folder, wanted, kept, tmp_path):
    prepared = prepare(folder)
    save(prepared, tmp_path / "snapshot")
    place = kept / "whole" / prepared.info["kept_as"]
    for path in (tmp_path / "snapshot").iterdir():
        assert path.samefile(place / path.name)
    shutil.rmtree(kept)
    same(load(tmp_path / "snapshot"), wanted)


def test_tables_are_mapped_and_a_change_of_them_stays_here(kept, folder, tmp_path):
    prepared = prepare(folder)
    save(prepared, tmp_path / "snapshot")
    one, other = load(tmp_path / "snapshot"), load(tmp_path / "snapshot")
    begin = one.tokens["start"].to_numpy()
    while getattr(begin, "base", None) is not None and not isinstance(begin, np.memmap):
        begin = begin.base
    assert not isinstance(begin, np.ndarray) or isinstance(begin, np.memmap)
    one.tokens.loc[:, "start"] = 7
    assert one.tokens["start"].eq(7).all()
    pd.testing.assert_frame_equal(load(tmp_path / "snapshot").tokens, other.tokens)
    assert not other.tokens["start"].eq(7).all()


FRAME = pd.DataFrame(
    {
        "text": pd.array(["a", None, "c"], dtype="str"),
        "n": np.array([1, 2, 3], dtype=np.int32),
        "flag": [True, False, True],
        "share": [0.5, np.nan, 1.0],
        "day": np.array(["2024-01-01", "NaT", "2024-01-03"], dtype="datetime64[ms]"),
        "cue": pd.array([1, None, 3], dtype="Int32"),
        "kind": pd.Categorical(["x", None, "y"], categories=["y", "x", "z"]),
    }
)


@pytest.mark.parametrize("frame", [FRAME, FRAME.iloc[:0], FRAME[["text"]], FRAME.iloc[1:2].reset_index(drop=True)])
def test_any_table_is_opened_as_it_was_written(frame, tmp_path):
    mapped.write_tables(tmp_path, {"table": frame}, {"n": 1})
    tables, info = mapped.read_tables(tmp_path, check=True)
    pd.testing.assert_frame_equal(tables["table"], frame)
    assert info == {"n": 1}


def test_tables_that_are_not_there_are_an_error(tmp_path):
    with pytest.raises(CorpusError, match="cannot be opened"):
        load(tmp_path)
