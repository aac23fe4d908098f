"""What is seen in an open notebook and in no report: errors of one line, style and script, progress, short reprs. In a real kernel."""

import json
import re

import pytest
from kernel import open_notebook

from analysis import progress
from analysis.errors import CorpusError, ParallaxError
from analysis.show import live
from analysis.show.display import UNTOUCHED


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lab")
    with open_notebook(folder) as opened:
        opened.run("import analysis as px")
        yield opened


# Errors


def test_an_error_of_ours_is_one_line_that_says_what_to_do(notebook):
    ((kind, content),) = notebook.run('px.prepare("nowhere")')
    assert kind == "error" and content["ename"] == "CorpusError"
    assert content["evalue"] == "nowhere: there is no such folder. Name the folder that holds the articles"
    assert content["traceback"] == [f"CorpusError: {content['evalue']}"]


def test_every_other_error_keeps_its_traceback(notebook):
    ((_, content),) = notebook.run("def half():\n    return 1 / 0\nhalf()")
    assert content["ename"] == "ZeroDivisionError" and len(content["traceback"]) > 2
    assert "return" in "".join(content["traceback"])


def test_the_line_has_class_place_message_and_remedy_and_nothing_that_steers_a_terminal():
    error = CorpusError("no \x1b[31mcomma\nhere", file="corpus/sources.csv", line=3, remedy="Put one there")
    assert error._render_traceback_() == ["CorpusError: corpus/sources.csv:3: no \\x1b[31mcomma here. Put one there"]
    assert all(kind._render_traceback_ is ParallaxError._render_traceback_ for kind in ParallaxError.__subclasses__())


# Style and script


def test_each_run_of_a_cell_brings_its_looks_once(notebook):
    three = 'for n in range(3):\n    px.note(f"Note {n}.")'
    for _ in range(2):  # a cell that is run again has its output taken away, and the style in it
        html = notebook.html(three)
        assert html.count("<style>") == html.count("<script>") == 1
        notes = [UNTOUCHED.format(f'<p class="px-note">Note {n}.</p>\n') for n in range(3)]
        assert html.startswith(f"{notes[0]}<style>") and html.endswith(f"{notes[1]}{notes[2]}")
    assert "<style>" not in notebook.html('print("nothing of ours")')


def test_a_run_brings_none(tmp_path):
    with open_notebook(tmp_path, PARALLAX_RUN=str(tmp_path), PARALLAX_NOTEBOOK="x") as running:
        assert running.html('import analysis as px\npx.note("A note.")') == UNTOUCHED.format('<p class="px-note">A note.</p>\n')


def test_style_and_script_end_where_they_should_and_hold_the_pages_script():
    html = live.style_and_script()
    style, script = re.fullmatch(r"<style>(.*)</style><script>(.*)</script>", html, re.DOTALL).groups()
    assert "<" not in style and "</script" not in script and "<!--" not in script
    assert live.TABLES.read_text(encoding="utf-8") in script and "TABLES" not in script.split("*/")[0]
    assert not re.search(r"url\(|@import|https?:", html), "it asks for something from elsewhere"


# Progress


def told(outputs):
    return [content["data"]["text/plain"] for kind, content in outputs if kind in ("display_data", "update_display_data")]


SLOW = """
import time
from analysis import progress
progress.QUIET, progress.EVERY = {quiet}, 0.1
with progress.told("Reading news", ("files are read", "words are split")) as step:
    step("files are read")
    time.sleep(0.35)
    step("words are split")
    time.sleep(0.35)
print("done")
"""


def test_a_long_step_is_told_below_its_cell_in_one_line(notebook):
    outputs = notebook.run(SLOW.format(quiet=0.1))
    lines = told(outputs)
    assert [kind for kind, _ in outputs].count("display_data") == 1, "one line, kept up to date"
    assert lines[0] == "Reading news: 1 of 2, files are read, 0 s"
    assert "Reading news: 2 of 2, words are split" in " ".join(lines) and lines[-1] == "Reading news took 1 s."
    assert outputs[-1] == ("stream", {"name": "stdout", "text": "done\n"})


def test_what_is_done_in_a_moment_is_not_told(notebook):
    assert told(notebook.run(SLOW.format(quiet=5))) == []


def test_nothing_is_told_within_a_run(tmp_path):
    with open_notebook(tmp_path, PARALLAX_RUN=str(tmp_path)) as running:
        assert running.run(SLOW.format(quiet=0.1)) == [("stream", {"name": "stdout", "text": "done\n"})]


def test_a_terminal_gets_one_line_that_is_wiped_and_a_file_none(monkeypatch, capsys):
    monkeypatch.delenv("PARALLAX_RUN", raising=False)
    monkeypatch.setattr(progress, "QUIET", 0.05)
    monkeypatch.setattr(progress, "EVERY", 0.05)

    def work():
        with progress.told("Reading ne\x1bws", ("a", "b")) as step:
            step("b")
            progress.time.sleep(0.2)

    work()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    work()
    written = capsys.readouterr().err
    assert written.startswith("\r\x1b[KReading ne\\x1bws: 2 of 2, b, 0 s") and written.endswith("\r\x1b[K")


def test_the_work_ends_and_its_error_is_raised_whoever_watches(monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    before = progress.threading.active_count()
    with pytest.raises(ZeroDivisionError), progress.told("x", ("a",)):
        raise ZeroDivisionError
    assert progress.threading.active_count() == before


def test_prepare_tells_of_each_of_its_steps():
    from analysis.text.prepare import STEPS, prepare

    heard = []
    prepare("seeds", progress=heard.append)
    assert tuple(heard) == STEPS


# The field to type into


def test_without_a_field_the_answer_to_the_first_text_is_shown(capsys, monkeypatch):
    import analysis as px

    px.ask(lambda text: px.note(f"Asked for {text}."), "peace")
    assert capsys.readouterr().out == "Asked for peace.\n"


def test_a_field_asks_again_and_an_error_of_ours_is_a_line_that_is_escaped(notebook):
    pytest.importorskip("ipywidgets")
    source = (
        "import ipywidgets\nfrom analysis.errors import UsageError\ndef answer(text):\n    if '<' in text:\n"
        "        raise UsageError(f'{text} is no word')\n    px.note(f'Asked for {text}.')\npx.ask(answer, 'peace')"
    )
    outputs = notebook.run(source)
    views = [content for _, content in outputs if "application/vnd.jupyter.widget-view+json" in content.get("data", {})]
    assert len(views) == 1 and not [content for kind, content in outputs if kind == "error"]
    found = "[item for item in ipywidgets.Widget._active_widgets.values() if isinstance(item, ipywidgets.{kind})][-1]"
    notebook.run(f"field = {found.format(kind='Text')}")
    assert "Asked for war." in notebook.html("field.value = 'war'")
    assert "&lt;b&gt; is no word" in notebook.html("field.value = '<b>'")


def test_the_field_is_not_needed(notebook):
    hide = "import importlib.util as u; real = u.find_spec\n"
    hide += "u.find_spec = lambda name, *a: None if name == 'ipywidgets' else real(name, *a)"
    outputs = notebook.run(f"{hide}\npx.ask(lambda text: px.note(f'Asked for {{text}}.'), 'peace')\nu.find_spec = real")
    assert "Asked for peace." in json.dumps(outputs) and "widget-view" not in json.dumps(outputs)
