"""Corpora and reports at addresses: S3 on this machine, by moto's server, and what goes wrong on the way there."""

import json
import os
import subprocess
import sys
from pathlib import Path

import fsspec
import pytest
from small_notebooks import code, say, write

from analysis.errors import CorpusError, StorageError, UsageError
from analysis.remote import brought, is_address, shown
from analysis.report.publish import away
from analysis.text.prepare import prepare

HERE = Path(__file__).parents[1]
ARTICLES = {
    "a.txt": "A title\n\nThe war goes on. Peace is far.\n",
    "deep/b.txt": "Another title\n\nPeace, they say, is near.\n",
}


@pytest.fixture(scope="module")
def store():
    """The variables by which every process finds an S3 that runs in this one."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    at = {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "canary-of-s3"}
    yield at | {"AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "*", "no_proxy": "*"}
    server.stop()


@pytest.fixture
def bucket(store, monkeypatch, tmp_path, request):
    """A new bucket with a corpus of two articles; gives its address."""
    for name, value in store.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "cache"))
    fsspec.filesystem("s3").clear_instance_cache()
    files, name = fsspec.filesystem("s3"), f"bucket-{abs(hash(request.node.name))}"
    files.mkdir(name)
    for path, text in ARTICLES.items():
        files.pipe_file(f"{name}/news/{path}", text.encode())
    return f"s3://{name}"


def parallax(place, *arguments):
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    return subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, timeout=120)


def test_a_corpus_at_an_address_reads_as_the_folder_does(bucket, tmp_path):
    for path, text in ARTICLES.items():
        (tmp_path / "news" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "news" / path).write_text(text)
    there, here = prepare(f"{bucket}/news"), prepare(tmp_path / "news")
    assert there.info["corpus"] == "news" and there.info["sha256"] == here.info["sha256"]
    assert there.tokens.equals(here.tokens) and there.ledger.equals(here.ledger)


def test_a_copy_is_brought_up_to_date_and_not_anew(bucket, monkeypatch):
    from analysis import remote

    fetched, fetch = [], remote._fetch

    def counted(system, source, target):
        fetched.append(target.name)
        fetch(system, source, target)

    monkeypatch.setattr(remote, "_fetch", counted)
    folder = brought(f"{bucket}/news")
    assert sorted(fetched) == ["a.txt", "b.txt"]
    fetched.clear()
    assert brought(f"{bucket}/news") == folder and fetched == []
    files = fsspec.filesystem("s3")
    files.pipe_file(f"{bucket}/news/a.txt", b"A title\n\nThe war is over.\n")
    files.pipe_file(f"{bucket}/news/c.txt", b"New\n\nA new one.\n")
    files.rm(f"{bucket}/news/deep/b.txt")
    brought(f"{bucket}/news")
    assert sorted(fetched) == ["a.txt", "c.txt"]
    assert sorted(path.name for path in folder.rglob("*.txt")) == ["a.txt", "c.txt"]
    assert (folder / "a.txt").read_text() == "A title\n\nThe war is over.\n"


def test_a_copy_that_was_broken_off_is_not_trusted(bucket, monkeypatch):
    from analysis import remote

    folder, fetch = brought(f"{bucket}/news"), remote._fetch
    fsspec.filesystem("s3").pipe_file(f"{bucket}/news/a.txt", b"changed, in another length")

    def fail(*arguments):
        raise OSError("the line is cut")

    monkeypatch.setattr(remote, "_fetch", fail)
    with pytest.raises(CorpusError, match="the line is cut"):
        brought(f"{bucket}/news")
    monkeypatch.setattr(remote, "_fetch", fetch)
    assert (brought(f"{bucket}/news") / "a.txt").read_text() == "changed, in another length" and folder.is_dir()


def test_a_run_from_an_address_to_an_address(bucket, tmp_path):
    read = "from analysis.text.prepare import prepare\nprint(sorted(prepare(corpus).articles['doc_id']))"
    write(tmp_path / "notebooks" / "00_corpus.ipynb", say("There are words.", "finding"), code(read))
    done = parallax(tmp_path, "run", f"{bucket}/news", "--reports", f"{bucket}/reports", "--notebooks", "notebooks")
    assert done.returncode == 0, done.stderr
    files, page = fsspec.filesystem("s3"), done.stdout.strip()
    current = json.loads(files.cat_file(f"{bucket}/reports/current.json"))
    assert page == f"{bucket}/reports/{current['page']}" and page.endswith(f"runs/{current['run']}/index.html")
    assert b"There are words." in files.cat_file(page)
    assert f"../runs/{current['run']}/index.html".encode() in files.cat_file(f"{bucket}/reports/current/index.html")
    assert current["run"].encode() in files.cat_file(f"{bucket}/reports/index.html")
    everything = b"".join(files.cat_file(name) for name in files.find(f"{bucket}/reports"))
    assert b"canary-of-s3" not in everything and str(tmp_path).encode() not in everything
    listed = parallax(tmp_path, "list", "--reports", f"{bucket}/reports")
    assert listed.stdout.splitlines()[1].startswith(current["run"] + "\t"), listed.stderr
    tables = parallax(tmp_path, "export", "--reports", f"{bucket}/reports")
    assert tables.returncode == 0 and tables.stdout.startswith("table\t"), tables.stderr


def test_the_next_run_is_compared_with_what_lies_at_the_address(bucket, tmp_path):
    show = "from parallax_workbook.earlier import earlier_run\nimport pandas as pd, parallax_workbook as px\n"
    show += "before = earlier_run()\nprint('compared with', before and (before.run, len(before.table('10_own', 'one'))))\n"
    write(
        tmp_path / "notebooks" / "10_own.ipynb",
        say("It is.", "finding"),
        code(f"{show}px.show_table(pd.DataFrame({{'n': [1, 2]}}), name='one')"),
    )
    pages, runs = [], []
    for _ in range(2):
        done = parallax(tmp_path, "run", f"{bucket}/news", "--reports", f"{bucket}/reports", "--notebooks", "notebooks")
        assert done.returncode == 0, done.stderr
        pages.append(fsspec.filesystem("s3").cat_file(done.stdout.strip().replace("index.html", "10_own.html")).decode())
        runs.append(done.stdout.split("/")[-2])
    assert "compared with None" in pages[0] and f"compared with (&#39;{runs[0]}&#39;, 2)" in pages[1]
    fsspec.filesystem("s3").rm(f"{bucket}/reports/runs/{runs[0]}/tables/10_own/one.parquet")
    away.mirror_records(f"{bucket}/reports", tmp_path / "there")
    with pytest.raises(StorageError, match="cannot be read"):
        away.bring(f"{bucket}/reports", tmp_path / "there" / "runs" / runs[0])


def test_a_failure_on_the_way_leads_nobody_to_a_half_report(bucket, tmp_path, monkeypatch):
    run = tmp_path / "20260101T000000Z-00000000"
    run.mkdir()
    for name in ("index.html", "SHA256SUMS", "z.txt"):
        (run / name).write_text(name)
    (run / "run.json").write_text("{}")
    first = away.published(run, f"{bucket}/reports")
    files = fsspec.filesystem("s3")
    before = files.cat_file(f"{bucket}/reports/current.json")
    put = files.pipe_file

    def cut(path, *more, **named):
        if path.endswith("z.txt"):
            raise OSError("the line is cut")
        return put(path, *more, **named)

    monkeypatch.setattr(files, "pipe_file", cut)
    with pytest.raises(StorageError, match="cannot be written"):
        away.published(run, f"{bucket}/reports")
    assert first.endswith("20260101T000000Z-00000000/index.html")
    files.invalidate_cache()
    assert files.cat_file(f"{bucket}/reports/current.json") == before
    assert [name.rpartition("/")[2] for name in files.ls(f"{bucket}/reports/runs")] == [run.name]


def test_a_second_run_of_one_name_gets_a_number(bucket, tmp_path):
    run = tmp_path / "20260101T000000Z-00000000"
    run.mkdir()
    (run / "SHA256SUMS").write_text("")
    (run / "run.json").write_text("{}")
    pages = [away.published(run, f"{bucket}/reports") for _ in range(2)]
    assert [page.split("/")[-2] for page in pages] == [run.name, f"{run.name}-2"]
    assert [known["id"] for known in away.past_runs(f"{bucket}/reports")] == [f"{run.name}-2", run.name]


def test_what_cannot_be_reached_is_one_line(bucket):
    with pytest.raises(CorpusError, match="no such folder, or nothing in it"):
        brought(f"{bucket}/nothing")
    with pytest.raises(CorpusError, match=r"cannot be read|no such folder"):
        brought("s3://no-such-bucket-here/news")
    with pytest.raises(UsageError, match="no such kind of address"):
        brought("gopher-of-old://host/news")
    with pytest.raises(UsageError, match=r"pip install .parallax-workbook\[abfs\]"):
        brought("abfs://container/news")
    with pytest.raises(UsageError, match="no run lies here"):
        away.fetched([], f"{bucket}/reports")


def test_copies_are_readable_by_their_owner_alone(bucket, tmp_path):
    brought(f"{bucket}/news")
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_a_name_that_leads_out_of_the_folder_is_refused(bucket):
    from analysis.remote import _inside

    assert _inside("bucket/news/deep/b.txt", "bucket/news") == "deep/b.txt"
    for name in ("bucket/news/../x.txt", "bucket/news/a\\b", "bucket/news"):
        with pytest.raises(CorpusError, match="leads out"):
            _inside(name, "bucket/news")


def test_addresses_are_told_without_their_secrets():
    assert is_address("s3://news/articles") and not is_address("C:/news") and not is_address(Path("s3:/news"))
    assert shown("https://me:secret@host/news?token=1") == "https://host/news"


def test_where_nothing_is_kept_a_copy_goes_with_the_process(bucket, tmp_path, monkeypatch):
    code = f"from analysis.remote import brought; print(brought('{bucket}/news'))"
    surroundings = os.environ | {"PARALLAX_CACHE": "off", "PYTHONPATH": str(HERE)}
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("/news") and not Path(done.stdout.strip()).exists()
