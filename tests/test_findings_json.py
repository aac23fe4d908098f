"""findings.json: as docs/findings.md says, field by field, and as exact as the tables."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from small_notebooks import code, markdown, write

ROOT = Path(__file__).resolve().parent.parent
DOC = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
KINDS = {
    "string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array of objects": list,
    "array of strings": list, "array of arrays": list,
}  # fmt: skip
PARAMETERS = 'corpus: str = "seeds"  # folder'
CELLS = [
    code("import parallax_workbook as px\n\nview = px.open(corpus)\npx.basis(view)"),
    markdown("## Which words?"),
    code("px.frequent_terms(view, top=300)", "finding"),
    code("px.frequent_terms(view, top=5)", "finding"),
    code("px.terms_by_group(view)", "finding"),
    code("px.lines(view, terms='zebra')"),
    code("px.say('War & peace.', 'Few.')\npx.show_table({'term': ['<b>'], 'n': [1]}, 'terms', 'Mine.')", "finding"),
]


def fields(heading):
    """Field -> kind, as the doc has them below a heading."""
    part = DOC.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([\w ]+) \| .+ \|$", part, re.MULTILINE))


def check(item, heading):
    """That an object has the fields that the doc names, and no others, each of its kind."""
    told = fields(heading)
    assert told and set(item) == set(told), heading
    for name, kind in told.items():
        assert isinstance(item[name], KINDS[kind]), (heading, name)
        assert kind == "boolean" or not isinstance(item[name], bool), (heading, name)
        inner = {"array of strings": str, "array of objects": dict, "array of arrays": list}.get(kind)
        assert inner is None or all(isinstance(one, inner) for one in item[name]), (heading, name)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A run of one small notebook over the ten small articles."""
    folder = tmp_path_factory.mktemp("run")
    write(folder / "notebooks" / "01_words.ipynb", *CELLS, parameters=PARAMETERS)
    corpus = str(ROOT / "tests" / "tiny")
    command = [sys.executable, "-m", "analysis", "run", corpus, "--notebooks", "notebooks", "--reports", "reports"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return (folder / "reports" / "current").resolve()


@pytest.fixture(scope="module")
def data(run):
    def refuse(constant):
        raise AssertionError(f"{constant} is no JSON")

    return json.loads((run / "findings.json").read_text(encoding="utf-8"), parse_constant=refuse)


def test_it_has_the_fields_that_the_doc_names(data):
    check(data, "The file")
    assert [item["name"] for item in data["findings"]] == ["frequent_terms", "frequent_terms_2", "terms_by_group", "lines"]
    for item in data["findings"]:
        check(item, "A finding")
        assert set(item["made_by"]) == {"call", "file"} and (ROOT / item["made_by"]["file"]).is_file()
        for figure in item["figures"]:
            check(figure, "A figure")
        for table in item["tables"]:
            check(table, "A table")
            check(item["numbers"][table["name"]], "The numbers of a table")
    assert sum(len(item["figures"]) for item in data["findings"]) == 3


def test_its_numbers_are_those_of_the_tables(run, data):
    tables = [(item, table) for item in data["findings"] for table in item["tables"]]
    assert len(tables) == 5
    for item, table in tables:
        numbers = item["numbers"][table["name"]]
        frame = pd.read_parquet(run / table["links"]["parquet"])
        assert numbers["n_rows"] == table["n_rows"] == len(frame) and numbers["columns"] == table["columns"]
        assert 0 < len(numbers["rows"]) <= 200
        exact = frame[numbers["columns"]].head(len(numbers["rows"])).astype("object")
        rows = [[None if pd.isna(value) else value for value in row] for row in exact.itertuples(index=False, name=None)]
        assert rows == numbers["rows"]


def test_it_leads_to_files_and_places_that_are_there(run, data):
    for item in data["findings"]:
        page = (run / item["page"]).read_text(encoding="utf-8")
        assert f'id="{item["anchor"]}"' in page and (run / "notebooks" / f"{item['notebook']}.ipynb").is_file()
        for kind, parts in (("figure", item["figures"]), ("table", item["tables"])):
            for part in parts:
                assert f'id="{kind}-{part["name"]}"' in page
                assert all((run / link).is_file() for link in part["links"].values())


def test_what_nothing_supports_has_one_sentence(data):
    lines = data["findings"][-1]
    assert (
        lines["sentences"] == ["“zebra” stands in no line."]
        and lines["figures"] == lines["tables"] == []
        and lines["numbers"] == {}
    )


def test_what_is_shown_beside_findings_gets_its_page_as_before(run):
    page, index = ((run / name).read_text(encoding="utf-8") for name in ("01_words.html", "index.html"))
    assert '<p class="px-finding">War &amp; peace.</p>' in page and '<p class="px-note">Few.</p>' in page
    assert 'id="table-terms_3"' in page and (run / "tables/01_words/terms_3.csv").is_file(), (
        "terms and terms_2 are the answers'"
    )
    assert '<th scope="row">&lt;b&gt;</th>' in page and "War &amp; peace." in index


def test_keys_are_in_order_and_texts_are_readable(run):
    text = (run / "findings.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False, sort_keys=True) + "\n" and "“zebra”" in text


def test_the_example_of_the_doc_is_such_a_file():
    example = json.loads(DOC[re.search(r"^    \{$", DOC, re.MULTILINE).start() :])
    assert len(re.findall(r"^    \S| {5,}\S", DOC, re.MULTILINE)) <= 15
    check(example, "The file")
    for item in example["findings"]:
        check(item, "A finding")
        check(item["numbers"]["terms"], "The numbers of a table")


def test_the_doc_names_the_version():
    from analysis.display.records import SCHEMA

    assert f"version of this form; {SCHEMA} |" in DOC
