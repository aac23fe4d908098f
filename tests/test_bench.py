"""benchmarks/: costs are added up over processes; ratios, aims and tables say what was measured. No speed is tested."""

import ast
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "benchmarks"))

import bench as program  # noqa: E402
import peers  # noqa: E402
import results  # noqa: E402
import sections  # noqa: E402
from cost import Cost  # noqa: E402

MACHINE = {
    "day": "2026-01-02", "cores": 2, "memory_gb": 8.0, "load": 0.5, "system": "Linux x86_64", "python": "3.12.1",
    "packages": {"numpy": "2.4"},
}  # fmt: skip
# burns a second of work, in a child that outlives its parent, with 300 MB held
ORPHAN = """
import os, time
if os.fork() == 0:
    held = bytearray(300_000_000)
    while time.process_time() < 1: pass
    os._exit(0)
"""


def side(processor, clock=1.0, **more):
    return {"clock": clock, "processor": processor, "largest_mb": 10.0, "tree_mb": 20.0, **more}


def entry(*rounds):
    return {"machine": MACHINE, "rounds": list(rounds)}


def cost(*arguments, patience=60.0):
    """What cost_of says, asked in a process that has no other children."""
    given = f"{[sys.executable, *arguments]!r}, folder=Path(), settings={{}}, patience={patience}"
    asked = f"from cost import *; print(tuple(cost_of({given})))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT / "benchmarks", stdout=subprocess.PIPE, text=True, check=True)
    return Cost(*ast.literal_eval(done.stdout))


def test_work_and_memory_of_children_count():
    found = cost("-c", ORPHAN)
    assert found.failed == "" and 0.9 < found.processor < 4 and found.tree_mb >= found.largest_mb > 290


def test_files_that_are_mapped_count_apart(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 200_000_000)
    held = "import mmap, time; held = bytearray(100_000_000); file = open({!r}); at = mmap.mmap(file.fileno(), 0, prot=1)"
    found = cost("-c", f"{held.format(str(tmp_path / 'file'))}; print(sum(at[::4096])); time.sleep(1)")
    assert 290 < found.tree_mb < 500 and 95 < found.own_mb < 250


def test_a_program_that_fails_says_why_and_what_it_wrote_is_kept():
    found = cost("-c", "print('a'); raise SystemExit('no such thing')")
    assert found.failed == "exit 1: no such thing" and found.output == "a\n"


def test_a_program_that_takes_too_long_is_ended_with_its_children():
    begun = time.perf_counter()
    found = cost("-c", "import subprocess; subprocess.run(['sleep', '60'])", patience=0.5)
    assert found.failed.startswith("longer than") and time.perf_counter() - begun < 20


def test_ratios_are_taken_within_a_round_and_without_what_failed():
    rounds = [
        {"parallax": side(1.0), "polars": side(4.0), "DuckDB": side(2.0)},
        {"parallax": side(3.0), "polars": side(4.0), "DuckDB": side(8.0)},
        {"parallax": side(9.0), "polars": {**side(1.0), "failed": "exit 1"}, "DuckDB": side(10.0)},
    ]
    assert results.ratios(rounds, "parallax", "fastest peer", "processor") == [0.5, 0.75, 0.9]
    assert results.ratios(rounds, "parallax", "polars", "processor") == [0.25, 0.75]
    found = {"counting": {"100000": entry(*rounds)}}
    assert results.values(found, "counting", 100_000, "polars", "processor") == [4.0, 4.0]
    told = next(line for line in results.aims_table(found) if "fastest peer" in line)
    assert "≤ 0.33 | 0.75 (0.50–0.90) | missed by 125 %" in told


def test_growth_is_the_exponent_between_the_two_largest_sizes():
    runs = {str(size): entry({"run": side(work)}) for size, work in ((1_000, 50.0), (10_000, 90.0), (100_000, 900.0))}
    assert results.growth({"runs": runs}).middle == pytest.approx(1.0)
    assert results.growth({"runs": {"1000": runs["1000"], "10000": runs["10000"]}}) is None


def test_every_aim_is_told_measured_or_not():
    assert all("| not measured |" in line for line in results.aims_table({})[2:])
    rounds = [{"1": side(10.0, clock=8.5), "2": side(10.0, clock=5.0)}, {"1": side(1.0, clock=9.5), "2": side(1.0, clock=5.0)}]
    run = side(90.0, clock=45.0, folder_mb=350.0, corpus_mb=100.0)
    found = {
        "workers": {"10000": entry(*rounds)},
        "runs": {"1000": entry({"run": run})},
        "seeds": {"5": entry({"first": side(13.0)})},
    }
    page = results.written(found)
    assert "| two workers: how many times as fast as one | ≥ 1.70 | 1.80 (1.70–1.90) | met |" in page
    assert "| run on 1,000 articles, seconds | ≤ 30.0 | 45.0 | missed by 50 % |" in page
    assert "| what a run writes beyond 50 MB, in times the text | ≤ 3.0 | 3.0 | met |" in page
    assert "| the seeds: half of the CPU seconds before | ≤ 12.5 | 13.0 | missed by 4 % |" in page
    assert "- 2 cores, 8.0 GB, Linux x86_64, Python 3.12.1; numpy 2.4" in page


def test_what_failed_is_named_in_the_table():
    found = {"runs": {"10": entry({"run": {**side(1.0), "failed": "exit 6: out of | time"}})}}
    assert "| 10 | run (failed: exit 6: out of / time) |" in results.written(found)


def test_a_section_without_its_option_says_so():
    assert "no option `--workers`" in results.written({"workers": {"10000": entry({})}})


def test_a_size_measured_again_takes_the_place_of_the_old_figures_alone(tmp_path, monkeypatch):
    place = tmp_path / "results.json", tmp_path / "RESULTS.md"
    monkeypatch.setattr(program, "machine", lambda: MACHINE)
    monkeypatch.setattr(program, "stored", lambda: stored)
    keep = program.keep
    monkeypatch.setattr(program, "keep", lambda found: keep(found, *place))
    stored = {"counting": {"10": entry({"parallax": side(1.0)}), "20": entry({"parallax": side(2.0)})}}
    one = sections.Section(lambda bench, size: {"parallax": side(7.0)}, (20,))
    monkeypatch.setattr(program, "SECTIONS", {"counting": one})
    program.measure(["counting"], [], 2, sections.Bench(tmp_path, tmp_path, 1.0, lambda line: None))
    kept = json.loads(place[0].read_text(encoding="utf-8"))
    assert results.values(kept, "counting", 10, "parallax", "processor") == [1.0]
    assert results.values(kept, "counting", 20, "parallax", "processor") == [7.0, 7.0]
    assert "| 20 | parallax |" in place[1].read_text(encoding="utf-8")


def test_one_article_in_a_hundred_is_changed(tmp_path):
    rows = "".join(f"a{number},s,one two\n" for number in range(250))
    (tmp_path / "a.csv").write_text(f"doc_id,source,text\n{rows}", encoding="utf-8")
    assert sections.change(tmp_path) == 3
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines[1:]) if "corrected" in line] == [0, 100, 200] and len(lines) == 251


def test_a_file_of_two_names_has_its_size_once(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1_000_000)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert sections.size_mb(tmp_path) == 1.0


def test_tables_of_two_reports_are_held_against_each_other_by_their_bytes(tmp_path):
    for name, tables in (("one", {"a": b"1", "b": b"2", "c/d": b"3"}), ("other", {"a": b"1", "b": b"0", "e": b"3"})):
        for table, data in tables.items():
            at = tmp_path / name / "runs" / "x" / "tables" / table
            at.parent.mkdir(parents=True, exist_ok=True)
            at.write_bytes(data)
        (tmp_path / name / "current").symlink_to("runs/x")
    assert sections.alike(tmp_path / "one", tmp_path / "other") == (4, 1)
    found = {"cluster": {"10": entry({"alone": side(1.0), "on a cluster": side(2.0, tables=4, equal=1)})}}
    assert "| tables of a run on a cluster that have the same bytes, % | ≥ 100 | 25 | missed by 75 % |" in results.written(
        found
    )


def test_a_cluster_is_started_and_ended_around_a_command():
    command = [sys.executable, "benchmarks/on_cluster.py", "1", "run", "--help"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        said, _ = process.communicate(timeout=120)
    assert process.returncode == 0 and "--cluster ADDRESS" in said
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_contestants_that_need_no_further_package_count_the_same_words(tmp_path):
    rows = "a1,X,War talks,the war goes on\na2,Y,Aid,the aid comes and the war goes\n"
    (tmp_path / "a.csv").write_text(f"doc_id,source,title,text\n{rows}", encoding="utf-8")
    told = [peers.CONTESTANTS[who](tmp_path) for who in ("parallax", "CountVectorizer", "NLTK")]
    assert [one["words"] for one in told] == [14, 14, 14] and len({one["rows"] for one in told}) == 1
    assert [one["g2"] for one in told] == pytest.approx([told[0]["g2"]] * 3)
