"""earlier.py and predecessor.py: which run a new one is compared with, and that it is there whole or not at all."""

import hashlib
import json
import os

import pandas as pd
import pytest
from small_notebooks import PARAMETERS, code, say, write

from analysis.earlier import NOW, VARIABLE, earlier_run, this_run
from analysis.errors import StorageError, UsageError
from analysis.report.publish import predecessor, record

TERMS = pd.DataFrame({"term": ["war", "aid"], "n": [3, 1]})


def published(reports, name, corpus="news", pages=("01_terms",), left_out=(), **more):
    """A run as it lies in a reports folder, `current` leading to it."""
    run = reports / "runs" / name
    (run / "tables" / "01_terms").mkdir(parents=True)
    TERMS.to_parquet(run / "tables" / "01_terms" / "terms.parquet")
    known = {"id": name, "when": "then", "corpus": {"corpus": corpus}, "notebooks": [{"name": page} for page in pages]}
    (run / "run.json").write_text(json.dumps(known | {"left_out": dict.fromkeys(left_out, "why")} | more))
    (run / "findings.json").write_text(
        json.dumps({"findings": [{"notebook": "01_terms", "name": "lines", "sentences": ["So."]}]})
    )
    (run / "index.html").write_text("page")
    paths = sorted(path for path in run.rglob("*") if path.is_file())
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(run).as_posix()}" for path in paths)
    (run / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    (reports / "current").unlink(missing_ok=True)
    (reports / "current").symlink_to(f"runs/{name}", target_is_directory=True)
    return run


def ids(day):
    return f"202501{day:02}T120000Z-0123abcd"


def test_the_last_run_of_the_same_corpus_is_taken(tmp_path):
    assert predecessor.last_good(tmp_path, "news") is None
    first, other = published(tmp_path, ids(1)), published(tmp_path, ids(2), corpus="sport")
    assert predecessor.last_good(tmp_path, "news") == first and predecessor.last_good(tmp_path, "sport") == other
    assert predecessor.last_good(tmp_path, "weather") is None
    late = published(tmp_path, ids(9))
    assert predecessor.last_good(tmp_path, "news") == late
    back = published(tmp_path, ids(3))
    assert predecessor.last_good(tmp_path, "news") == back, "the clock was set back, and `current` leads to the last one"


def test_a_run_of_all_pages_goes_before_a_newer_one_of_one_page(tmp_path):
    whole = published(tmp_path, ids(1), pages=["01_terms"], left_out=["02_topics"])
    alone = published(tmp_path, ids(2), pages=["02_topics"])
    assert predecessor.last_good(tmp_path, "news", ["01_terms", "02_topics"]) == whole
    assert predecessor.last_good(tmp_path, "news", ["02_topics"]) == alone
    assert predecessor.last_good(tmp_path, "news", ["03_sources"]) == alone, "none has it, so the newest"
    (alone / "run.json").write_text("{")
    assert predecessor.last_good(tmp_path, "news", ["02_topics"]) == whole


def test_what_is_put_beside_is_read_as_it_was_published(tmp_path, monkeypatch):
    run = published(tmp_path / "reports", ids(1))
    folder = predecessor.put_beside(tmp_path / "stage" / "earlier", run, {"versions": {"parallax": "9"}})
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == ["findings.json", NOW, "run.json", "tables/01_terms/terms.parquet"], "what nobody compares stays there"
    assert (predecessor.NOW, predecessor.FOLDER) == (NOW, "earlier")
    monkeypatch.setenv(VARIABLE, str(folder))
    found = earlier_run()
    assert (found.run, found.when, repr(found)) == (ids(1), "then", f"Earlier({ids(1)})")
    assert found.table("01_terms", "terms").equals(TERMS) and found.table("01_terms", "other") is None
    assert found.finding("01_terms", "lines")["sentences"] == ["So."] and found.finding("01_terms", "other") is None
    assert this_run() == {"versions": {"parallax": "9"}}
    (folder / "run.json").write_text("changed")
    assert json.loads((run / "run.json").read_text())["id"] == ids(1), "the records are copies"


def test_without_links_tables_are_copied(tmp_path, monkeypatch):
    run = published(tmp_path / "reports", ids(1))

    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    folder = predecessor.put_beside(tmp_path / "stage" / "earlier", run, {})
    assert not (folder / "tables/01_terms/terms.parquet").samefile(run / "tables/01_terms/terms.parquet")
    assert earlier_run(folder).table("01_terms", "terms").equals(TERMS)


@pytest.mark.parametrize("name", ["tables/01_terms/terms.parquet", "run.json", "findings.json", "SHA256SUMS"])
@pytest.mark.parametrize("fault", ["changed", "gone"])
def test_a_damaged_run_is_compared_with_nothing(tmp_path, monkeypatch, name, fault):
    run = published(tmp_path / "reports", ids(1))
    if fault == "gone":
        (run / name).unlink()
    else:
        (run / name).write_bytes(b"{}")
    folder = predecessor.put_beside(tmp_path / "stage" / "earlier", run, {"code": {}})
    monkeypatch.setenv(VARIABLE, str(folder))
    assert earlier_run() is None and this_run() == {"code": {}}
    assert [path.name for path in folder.iterdir()] == [NOW]


def test_where_there_is_nothing_to_compare_with(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert earlier_run() is None and this_run() == {}
    monkeypatch.setenv(VARIABLE, str(predecessor.put_beside(tmp_path / "stage" / "earlier", None, {"code": {}})))
    assert earlier_run() is None and this_run() == {"code": {}}
    with pytest.raises(UsageError, match=r"no run lies here\. Name the folder of a run"):
        earlier_run(tmp_path)


def test_a_table_that_cannot_be_read_is_named(tmp_path):
    run = published(tmp_path, ids(1))
    (run / "tables/01_terms/terms.parquet").write_bytes(b"PAR1")
    (run / "findings.json").write_text("[")
    with pytest.raises(StorageError, match=r"^terms\.parquet: a file of the earlier run cannot be read"):
        earlier_run(run).table("01_terms", "terms")
    with pytest.raises(StorageError, match=r"^findings\.json: "):
        earlier_run(run).finding("01_terms", "lines")


def test_a_run_is_made_with_its_parameters_versions_and_the_code_of_its_notebooks(tmp_path):
    path = write(tmp_path / "01_terms.ipynb", say("So."))
    made = record.made_with([(path, {"top_n": 5})])
    assert made["parameters"] == {"01_terms": {"top_n": 5}} and made["versions"] == record.versions()
    ran = json.loads(path.read_text())
    ran["cells"][-1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "So."}]
    path.write_text(json.dumps(ran))
    assert record.made_with([(path, {})])["code"] == made["code"], "a notebook that was only run is the same"
    write(path, say("So."), parameters=PARAMETERS.replace("20", "30"))
    assert record.made_with([(path, {})])["code"] != made["code"]
    write(path, code("1"))
    assert record.made_with([(path, {})])["code"] != made["code"]
