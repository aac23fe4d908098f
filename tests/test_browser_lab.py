"""JupyterLab in a real browser: a notebook is opened, a parameter changed, all cells run; what went wrong is one line.

The steps of a visit follow each other in one browser, as an analyst's do, since each start costs seconds.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser import chromium

HERE = Path(__file__).parents[1]
WRONG = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'  # an error, or what a library warns of


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`parallax lab` on a corpus that only its own kernels find by its name: the address and the token."""
    place, elsewhere = tmp_path_factory.mktemp("lab"), tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(HERE / "seeds", elsewhere / "news")
    surroundings = os.environ | {"PYTHONPATH": str(HERE), "HOME": str(place), "BROWSER": "true"}
    command = [sys.executable, "-m", "analysis", "lab", str(elsewhere / "news")]
    with subprocess.Popen(
        command, cwd=place, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            whole = re.compile(r"(http://127\.0\.0\.1:\d+)/lab/tree/explore\.ipynb\?token=(\w+)")
            yield next(found.groups() for line in process.stderr if (found := whole.search(line)))
        finally:
            process.kill()


class Visit:
    """A page of JupyterLab with one notebook open, and what it did that it should not: dialogs, requests, messages."""

    def __init__(self, page, server):
        self.page, (self.address, self.token), self.seen = page, server, []
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.seen.append(f"error: {error}"))
        page.on("request", lambda request: self._request(request.url))

    def _dialog(self, dialog):
        if dialog.type != "beforeunload":  # JupyterLab's own, where a notebook was not saved
            self.seen.append(f"dialog: {dialog.message}")
        dialog.accept()

    def _request(self, url):
        own = (self.address, self.address.replace("http", "ws", 1), "data:", "blob:")
        if not url.startswith(own):
            self.seen.append(f"request: {url}")

    def open(self, name):
        self.page.goto(f"{self.address}/lab/tree/{name}.ipynb?token={self.token}&reset")
        self._idle()

    def _idle(self):
        """Wait until a kernel is there and has nothing to do: the indicator above a notebook calls it idle before it was started."""
        bar = "() => / \\| Idle/.test(document.querySelector('#jp-main-statusbar')?.textContent)"
        self.page.wait_for_function(bar, timeout=150_000)

    def set(self, parameter, literal):
        line = self.page.locator(".cm-line", has_text=re.compile(rf"^{parameter}: "))
        kind = line.text_content().split(":")[1].split("=")[0].strip()
        line.scroll_into_view_if_needed()
        line.click()
        self.page.keyboard.press("End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.insert_text(f"{parameter}: {kind} = {literal}  # changed by hand")

    def run_all(self):
        """Run all cells, and wait until the last of them was answered or one of them failed."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """(wrong) => {
                const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((item) => item.textContent.trim());
                return document.querySelector(wrong) || prompts.every((text) => /^\\[\\d+\\]:$/.test(text));
            }""",
            arg=WRONG,
            timeout=150_000,
        )
        self._idle()


@pytest.fixture(scope="module")
def visit(request):
    with chromium() as browser:  # first, since without it there is nothing to serve
        server = request.getfixturevalue("server")
        yield Visit(browser.new_page(viewport={"width": 1400, "height": 1000}), server)


def test_a_parameter_is_changed_and_the_notebook_runs_to_its_end(visit):
    visit.open("03_sources")
    visit.set("a", '"BelTA"')
    visit.run_all()
    page = visit.page
    assert page.locator(WRONG).all_text_contents() == []
    figures = page.locator(".px-figure img")
    assert figures.count() >= 4
    assert figures.evaluate_all(
        "items => items.every(item => item.complete && item.naturalWidth > 300 && item.alt.length > 20)"
    )
    captions = page.locator(".px-figure figcaption, .px-table figcaption, .px-table summary").all_text_contents()
    assert any("BelTA (A) against the others" in text or re.search(r"BelTA\b.*\bthe others", text) for text in captions), (
        captions
    )
    assert "changed by hand" in page.locator(".jp-Notebook").text_content()
    assert visit.seen == []


def test_figures_follow_the_theme_of_the_editor_and_not_of_the_system(visit):
    page = visit.page
    scheme = "() => getComputedStyle(document.querySelector('.px-figure img') ?? document.body).colorScheme"
    for theme, expected in (("JupyterLab Dark", "dark"), ("JupyterLab Light", "light")):
        page.get_by_role("menuitem", name="Settings", exact=True).click()
        page.get_by_text("Theme", exact=True).hover()
        page.get_by_text(theme, exact=True).click()
        page.wait_for_function(f"({scheme})() === '{expected}'", timeout=10_000)


def test_an_error_of_ours_is_one_line_below_its_cell(visit):
    visit.set("corpus", '"nowhere"')
    visit.run_all()
    shown = visit.page.locator(WRONG)
    shown.first.wait_for()
    assert shown.all_text_contents() == [
        "CorpusError: nowhere: there is no such folder. Name the folder that holds the articles"
    ]


def test_the_notebook_to_explore_in_has_a_field_to_type_into(visit):
    visit.open("explore")
    visit.run_all()
    page = visit.page
    assert page.locator(WRONG).all_text_contents() == []
    field = page.locator(".widget-text input")
    for text, expected in (("sanction*", "“sanction*”"), ("<img src=x onerror=alert(1)>", "“<img src=x onerror=alert(1)>”")):
        field.fill(text)
        field.press("Enter")
        page.locator(".widget-output figcaption", has_text=expected).wait_for()
    assert page.locator(".widget-output img").count() == 0
    field.fill(" ")
    field.press("Enter")
    page.locator(".widget-output .px-note", has_text="no word").wait_for()
    assert visit.seen == []


def test_tables_have_their_style_and_sort(visit):
    page = visit.page
    table = page.locator("#table-terms")
    table.scroll_into_view_if_needed()
    assert table.locator(".px-scroll").evaluate("item => getComputedStyle(item).borderTopWidth") == "2px"
    column = table.locator("th.num", has_text="per 1,000 words")
    before = _numbers(column)
    column.locator(".px-sort").click()
    assert column.get_attribute("aria-sort") == "descending" and _numbers(column) == sorted(before, reverse=True)
    column.locator(".px-sort").click()
    assert column.get_attribute("aria-sort") == "ascending" and _numbers(column) == sorted(before)
    assert len(set(before)) > 1, "nothing could be sorted here"


def _numbers(column):
    texts = column.evaluate(
        "head => [...head.closest('table').tBodies].flatMap(body => [...body.rows])"
        ".filter(row => !row.classList.contains('px-evidence')).map(row => row.cells[head.cellIndex].textContent)"
    )
    return [float(text.replace(",", "").replace("−", "-").strip("<% ")) for text in texts]
