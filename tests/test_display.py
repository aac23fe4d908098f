"""display.py: what leaves a notebook goes out as data, HTML and text; within a run it is stored, and nothing is overwritten."""

import json

import pandas as pd
import pyarrow as pa
import pytest
from displays import catch, html_of, record_of, run_in

from analysis.display.records import MIME, is_known
from analysis.display.render import render
from analysis.errors import UsageError
from analysis.findings.about_view import Note
from analysis.findings.finding import Finding
from analysis.show.charts.bars import signed_bars
from analysis.show.charts.figures import show_figure
from analysis.show.display import UNTOUCHED, claim, displays, functions_of, note, say, store
from analysis.show.tables.table import show_table

FRAME = pd.DataFrame({"name": ["a", "b"], "value": [1.0, -1.0]})
CHART = signed_bars(FRAME, "name", "value", "bits", "more here", "more there")
SHOWN = {
    "note": lambda: note("One.", "", "Two."),
    "statement": lambda: say("So.", "But.", ""),
    "table": lambda: show_table(FRAME, "t", "Caption"),
    "figure": lambda: show_figure(CHART, "f", "Caption", "Title"),
}
TEXTS = {
    "note": "One.\nTwo.",
    "statement": "So.\nBut.",
    "table": "Caption\nname  value\n   a    1.0\n   b   -1.0",
    "figure": f"Title\nCaption\n[Title. {CHART.alt}]",
}


@pytest.fixture
def caught(monkeypatch):
    return catch(monkeypatch)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_display_is_data_html_and_text(caught, kind):
    SHOWN[kind]()
    (bundle,) = caught
    assert list(bundle) == [MIME, "text/html", "text/plain"]
    assert record_of(bundle)["kind"] == kind and is_known(json.loads(json.dumps(record_of(bundle))))
    assert html_of(bundle) == UNTOUCHED.format(render(record_of(bundle))) and bundle["text/plain"] == TEXTS[kind]


@pytest.mark.parametrize("kind", SHOWN)
def test_on_a_terminal_the_text_is_printed(capsys, kind):
    SHOWN[kind]()
    assert capsys.readouterr().out == f"{TEXTS[kind]}\n"


def test_a_note_of_nothing_is_no_display(caught):
    note()
    note("", "")
    assert caught == []


def test_an_empty_sentence_is_left_out(caught):
    SHOWN["note"]()
    SHOWN["statement"]()
    assert record_of(caught[0])["sentences"] == ["One.", "Two."] and record_of(caught[1])["caveats"] == ["But."]


# Within a run


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_run_keeps_what_was_shown_and_leads_to_it(caught, tmp_path, monkeypatch):
    run_in(monkeypatch, tmp_path)
    SHOWN["table"]()
    SHOWN["figure"]()
    assert files(tmp_path) == [
        "figures/01_terms/f.csv", "figures/01_terms/f.png", "figures/01_terms/f.svg",
        "tables/01_terms/t.csv", "tables/01_terms/t.parquet",
    ]  # fmt: skip
    links = [link for bundle in caught for link in record_of(bundle)["links"].values()]
    assert sorted(links) == files(tmp_path) and all(f'href="{link}"' in "".join(map(html_of, caught)) for link in links)


@pytest.mark.parametrize("missing", ["PARALLAX_RUN", "PARALLAX_NOTEBOOK"])
def test_outside_of_a_run_nothing_is_made(caught, tmp_path, monkeypatch, missing):
    run_in(monkeypatch, tmp_path)
    monkeypatch.delenv(missing)
    for _ in range(2):
        SHOWN["table"]()
        SHOWN["figure"]()
    assert files(tmp_path) == [] and [record_of(bundle)["name"] for bundle in caught] == ["t", "f", "t", "f"]
    assert all(record_of(bundle)["links"] == {} for bundle in caught)
    assert store("tables", "t", {"csv": lambda: pytest.fail("made for nobody")}) == ("t", {})


@pytest.mark.parametrize("kind", ["table", "figure"])
def test_a_second_display_of_a_name_gets_a_number_and_overwrites_nothing(caught, tmp_path, monkeypatch, kind):
    run_in(monkeypatch, tmp_path)
    for _ in range(3):
        SHOWN[kind]()
    one = {"table": "t", "figure": "f"}[kind]
    names = [record_of(bundle)["name"] for bundle in caught]
    assert names == [one, f"{one}_2", f"{one}_3"]
    for bundle, name in zip(caught, names, strict=True):
        assert f'id="{kind}-{name}"' in html_of(bundle)
        assert {link.rpartition("/")[2].partition(".")[0] for link in record_of(bundle)["links"].values()} == {name}
    assert len(files(tmp_path)) == 3 * len(record_of(caught[0])["links"])


def test_names_are_told_apart_by_kind_notebook_and_run(tmp_path, monkeypatch):
    claimed = []
    for run, notebook, kind, name in [
        ("a", "01", "tables", "t"), ("a", "01", "figures", "t"), ("a", "02", "tables", "t"), ("b", "01", "tables", "t"),
        ("a", "01", "tables", "t"), ("a", "01", "tables", "t_2"), ("a", "01", "tables", "t"),
    ]:  # fmt: skip
        run_in(monkeypatch, tmp_path / run, notebook)
        claimed.append(claim(kind, name))
    assert claimed == ["t", "t", "t", "t", "t_2", "t_2_2", "t_3"]


def test_the_second_is_stored_as_it_is(tmp_path, monkeypatch, caught):
    run_in(monkeypatch, tmp_path)
    show_table({"n": [1]}, "t")
    show_table({"n": [2]}, "t")
    assert [pd.read_parquet(tmp_path / f"tables/01_terms/{name}.parquet")["n"].item() for name in ("t", "t_2")] == [1, 2]


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "1a", "_a", "a-b", "a.b", "é", "a" * 61, "a\n", None, 3])
@pytest.mark.parametrize("in_run", [False, True])
def test_a_name_is_a_plain_name(tmp_path, monkeypatch, name, in_run):
    if in_run:
        run_in(monkeypatch, tmp_path)
    with pytest.raises(UsageError, match="cannot name a table or a figure") as caught:
        store("tables", name, {"csv": lambda: b""})
    assert "\n" not in str(caught.value) and files(tmp_path) == []


@pytest.mark.parametrize("name", ["a", "a1_b", "a" * 60])
def test_a_plain_name_is_kept(name):
    assert claim("tables", name) == name


@pytest.mark.parametrize(("method", "functions"), [(None, []), (len, [len]), ((len, max), [len, max]), (iter([len]), [len])])
def test_one_measure_several_or_none(method, functions):
    assert functions_of(method) == functions


@pytest.mark.parametrize("raised", [NotImplementedError("no figure"), pa.ArrowNotImplementedError("no figure")])
def test_what_is_raised_while_a_finding_is_displayed_is_never_taken_for_no_display(raised):
    class Shown:
        @displays
        def _ipython_display_(self):
            raise raised

    with pytest.raises(RuntimeError, match=f"^{type(raised).__name__}: no figure$") as caught:
        Shown()._ipython_display_()
    assert not isinstance(caught.value, NotImplementedError)


@pytest.mark.parametrize("kind", [Finding, Note])
def test_findings_and_notes_fail_the_cell_that_cannot_show_them(monkeypatch, kind):
    def fails(*arguments):
        raise NotImplementedError("no figure")

    monkeypatch.setattr("analysis.findings.finding.display", fails)
    monkeypatch.setattr("analysis.findings.about_view.display", fails)
    with pytest.raises(RuntimeError, match="no figure"):
        kind(("A sentence.",))._ipython_display_()
