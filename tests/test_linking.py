"""linking.py: what two runs have in common is on the disk once; no run needs another, and nothing that was changed is taken over."""

import os
import shutil
from pathlib import Path

import pytest

from analysis.report.check.verify import write_sums
from analysis.report.publish import linking, shelf

IDS = [f"2025010{day}T000000Z-0123abcd" for day in range(1, 9)]
TABLES = {
    "tables/01_terms/words.parquet": b"PAR1 words",
    "tables/01_terms/words.csv": b"words",
    "figures/01_terms/f.svg": b"<svg/>",
}

pytestmark = pytest.mark.skipif(os.name != "posix", reason="nothing is linked there")


def staged(reports, files, page="page"):
    """A run as it is before it is published, with its checksums."""
    stage = shelf.new_stage(reports, "1")
    for name, content in (files | {"index.html": page.encode(), "run.json": b"{}"}).items():
        (stage / "run" / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / "run" / name).write_bytes(content)
    write_sums(stage / "run")
    return stage


def published(reports, run_id, files=TABLES):
    """The folder of a run, and what of it was linked."""
    with shelf.locked(reports):
        stage = staged(reports, files, run_id)
        linking.seal(stage / "run")
        linked = linking.link_unchanged(stage / "run", reports)
        return shelf.publish(reports, stage, run_id), linked


def is_whole(run, files):
    left = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}
    sums = (run / "SHA256SUMS").read_text()
    write_sums(run)
    assert left == {*files, "index.html", "run.json", "SHA256SUMS"} and sums == (run / "SHA256SUMS").read_text()
    return all((run / name).read_bytes() == content for name, content in files.items())


def test_what_did_not_change_is_linked_and_what_did_is_not(tmp_path):
    first, linked = published(tmp_path, IDS[0])
    assert linked == []
    later = TABLES | {"tables/01_terms/words.csv": b"wards", "tables/01_terms/new.csv": b"new"}
    second, linked = published(tmp_path, IDS[1], later)
    assert linked == ["figures/01_terms/f.svg", "tables/01_terms/words.parquet"]
    same = {
        name: (first / name).exists() and (first / name).samefile(second / name) for name in [*later, "index.html", "run.json"]
    }
    assert {name for name, is_one in same.items() if is_one} == set(linked)
    assert is_whole(first, TABLES) and is_whole(second, later)


def test_no_run_needs_another(tmp_path):
    runs = [published(tmp_path, run_id)[0] for run_id in IDS[:3]]
    assert (runs[0] / "figures/01_terms/f.svg").stat().st_nlink == 3
    shutil.rmtree(runs[1])
    shutil.rmtree(runs[0])
    assert is_whole(runs[2], TABLES) and (runs[2] / "figures/01_terms/f.svg").stat().st_nlink == 1
    assert published(tmp_path, IDS[3])[1] == sorted(TABLES)


def test_what_may_be_shared_may_not_be_written_to(tmp_path):
    run, _ = published(tmp_path, IDS[0])
    modes = {name: (run / name).stat().st_mode & 0o777 for name in [*TABLES, "index.html", "run.json"]}
    assert {modes[name] for name in TABLES} == {0o444} and modes["index.html"] & 0o200


def exchanged(path, content):
    """What an editor does that saves: a new file under the old name."""
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("content", [b"wordy", b"other words", b""])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_file_that_was_changed_since_is_not_taken_over(tmp_path, content, sealed):
    first, _ = published(tmp_path, IDS[0])
    old = first / "tables/01_terms/words.csv"
    exchanged(old, content)
    old.chmod(0o444 if sealed else 0o644)
    second, linked = published(tmp_path, IDS[1])
    assert "tables/01_terms/words.csv" not in linked and is_whole(second, TABLES)
    assert old.read_bytes() == content


def test_a_file_that_may_be_written_to_is_not_shared(tmp_path):
    first, _ = published(tmp_path, IDS[0])
    (first / "tables/01_terms/words.csv").chmod(0o644)
    second, linked = published(tmp_path, IDS[1])
    assert linked == ["figures/01_terms/f.svg", "tables/01_terms/words.parquet"]
    (first / "tables/01_terms/words.csv").write_bytes(b"edited")
    assert is_whole(second, TABLES)


def test_a_symbolic_link_or_a_folder_in_its_place_is_not_followed(tmp_path):
    first, _ = published(tmp_path, IDS[0])
    (tmp_path / "elsewhere.csv").write_bytes(b"words")
    (first / "tables/01_terms/words.csv").unlink()
    (first / "tables/01_terms/words.csv").symlink_to(tmp_path / "elsewhere.csv")
    (first / "figures/01_terms/f.svg").unlink()
    (first / "figures/01_terms/f.svg").mkdir()
    second, linked = published(tmp_path, IDS[1])
    assert linked == ["tables/01_terms/words.parquet"] and is_whole(second, TABLES)
    assert not (second / "tables/01_terms/words.csv").is_symlink() and (tmp_path / "elsewhere.csv").stat().st_nlink == 1


@pytest.mark.parametrize("sums", [None, b"\xff\xfe", b"no checksums\n", b"ab  ../../elsewhere.csv\n"])
def test_an_old_run_whose_checksums_say_nothing_is_passed_over(tmp_path, sums):
    first, _ = published(tmp_path, IDS[0])
    (first / "SHA256SUMS").unlink()
    if sums is not None:
        (first / "SHA256SUMS").write_bytes(sums)
    second, linked = published(tmp_path, IDS[1])
    assert linked == [] and is_whole(second, TABLES)


def test_checksums_lead_to_no_file_outside_of_tables_and_figures(tmp_path):
    first, _ = published(tmp_path, IDS[0])
    digest = next(line for line in (first / "SHA256SUMS").read_text().splitlines() if line.endswith("words.csv")).split()[0]
    outside = tmp_path / "outside.csv"
    outside.write_bytes(TABLES["tables/01_terms/words.csv"])
    outside.chmod(0o444)
    for name in ("tables/../../../outside.csv", "index.html", str(outside)):
        (first / "SHA256SUMS").write_text(f"{digest}  {name}\n")
        assert published(tmp_path, IDS[1])[1] == [] and outside.stat().st_nlink == 1
        shutil.rmtree(tmp_path / "runs" / IDS[1])


@pytest.mark.parametrize(
    "failure", [OSError(95, "no links here"), PermissionError(1, "not yours"), NotImplementedError("on this system")]
)
def test_without_links_a_run_has_its_own_files(tmp_path, monkeypatch, failure):
    published(tmp_path, IDS[0])

    def link(*_, **__):
        raise failure

    monkeypatch.setattr(linking.os, "link", link)
    second, linked = published(tmp_path, IDS[1])
    assert linked == [] and is_whole(second, TABLES)
    assert all((second / name).stat().st_nlink == 1 for name in TABLES)


def test_a_run_of_one_page_between_does_not_part_them(tmp_path):
    published(tmp_path, IDS[0])
    published(tmp_path, IDS[1], {"tables/02_topics/t.csv": b"t"})
    _, linked = published(tmp_path, IDS[2])
    assert linked == sorted(TABLES)
    for run_id in IDS[3 : 3 + linking.LOOKED_BACK]:
        published(tmp_path, run_id, {"tables/02_topics/t.csv": b"t"})
    assert published(tmp_path, "20250201T000000Z-0123abcd")[1] == [], "it looks back some runs, and no further"


def test_a_file_under_another_name_is_the_same_file(tmp_path):
    first, _ = published(tmp_path, IDS[0])
    second, linked = published(tmp_path, IDS[1], {"tables/01_terms/renamed.csv": b"words"})
    assert linked == ["tables/01_terms/renamed.csv"]
    assert (second / linked[0]).samefile(first / "tables/01_terms/words.csv")
    assert [path.name for path in Path(second / "tables/01_terms").iterdir()] == ["renamed.csv"], "no other name is left behind"
