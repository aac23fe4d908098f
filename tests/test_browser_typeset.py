"""No text of a corpus is typeset or linked in JupyterLab: dollars, addresses and marks of Markdown stay as they are."""

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from browser import chromium
from small_corpora import corpus
from small_notebooks import code
from test_browser_lab import Visit

HERE = Path(__file__).parents[1]
MARKS = [
    "$5 and $6", "$x^2$", "$$y_1$$", r"\(a+b\)", r"\[c+d\]", r"\begin{equation}e\end{equation}",
    "https://example.org/a_b", "ann@example.org",
    "@mention", "*star*", "_under_", "`code`", "[link](https://example.org)", "# Not a heading", "<b>bold</b>", "~~gone~~",
]  # fmt: skip
TEXT = "The toll on the bridge is {} for all, said the mayor of the town on Monday, and the bridge stays closed.\n\n"
SOURCES = ["Cash $1 and $2", "Post $a_b$ *x*"]
CELLS = [
    "import parallax_workbook as px\nview = px.open('news')",
    "px.what_was_read(view)",
    "px.frequent_terms(view)",
    "px.lines(view, 'toll')",
    "px.terms_by_group(view)",
    "px.say(view.ledger['text'].dropna().iloc[0], *view.ledger['text'].dropna().head(20))",
    # what cleaning changes is in the lines as they were received
    "px.show_table(view.ledger.drop_duplicates('raw')[['doc_id', 'raw']], 'raw', view.ledger['raw'].iloc[0])",
]
SHOWN = ".jp-OutputArea-output"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a notebook that shows a corpus of such marks."""
    with chromium() as browser:
        place = tmp_path_factory.mktemp("typeset")
        articles = {
            f"{source}/a{n} $1 $2": "".join(TEXT.format(mark) for mark in MARKS) for n, source in enumerate(SOURCES * 2)
        }
        folder = corpus(place / "news", articles)
        surroundings = os.environ | {"PYTHONPATH": str(HERE), "HOME": str(place), "BROWSER": "true"}
        command = [sys.executable, "-m", "analysis", "lab", str(folder)]
        with subprocess.Popen(
            command, cwd=place, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                whole = re.compile(r"(http://127\.0\.0\.1:\d+)/lab/tree/explore\.ipynb\?token=(\w+)")
                address, token = next(found.groups() for line in process.stderr if (found := whole.search(line)))
                threading.Thread(target=process.stderr.read, daemon=True).start()  # a full pipe would stop the server
                path = next((place / "parallax-lab").glob("00_*.ipynb"))
                notebook = json.loads(path.read_text()) | {"cells": [code(source) for source in CELLS], "nbformat_minor": 4}
                path.with_name("marks.ipynb").write_text(json.dumps(notebook))
                visit = Visit(browser.new_page(viewport={"width": 1400, "height": 4000}), (address, token))
                visit.open("marks")
                visit.page.wait_for_timeout(3000)  # an editor that has only just begun passes a command over
                visit.run_all()
                yield visit
            finally:
                process.kill()


def test_all_cells_ran_and_nothing_is_typeset_or_linked(lab):
    page = lab.page
    assert page.locator(".jp-OutputArea-output[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    page.wait_for_timeout(3000)  # for a typesetter that comes late
    assert page.locator(f"{SHOWN} mjx-container, {SHOWN} .MathJax, {SHOWN} math").count() == 0
    leading = page.locator(f"{SHOWN} a").evaluate_all("links => links.map(link => link.getAttribute('href') || '')")
    assert not [link for link in leading if not link.startswith("#")]


@pytest.mark.parametrize("mark", MARKS)
def test_each_mark_is_shown_as_it_was_written(lab, mark):
    assert mark in " ".join(lab.page.locator(SHOWN).all_text_contents())


@pytest.mark.parametrize("source", SOURCES)
def test_names_of_outlets_and_files_are_shown_as_they_are(lab, source):
    assert source in " ".join(lab.page.locator(SHOWN).all_text_contents())
