"""A whole run of the made-up newsroom: 26 unequal outlets, 2,000 articles; its front page names who differs, and no furniture."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from newsroom import newsroom, write

ROOT = Path(__file__).resolve().parent.parent
FURNITURE = (
    "caption",
    "toggle",
    "enlarge",
    "copyright",
    "newsletter",
    "share this",
    "hide",
    "pinterest",
    "staff writer",
    "read more",
)
LONGEST, LARGEST_PAGE, LARGEST_PICTURE, LARGEST = (
    60,
    2e6,
    300e3,
    30e6,
)  # words of a paragraph; bytes, the last beyond thrice the text

pytestmark = pytest.mark.slow


class Paragraphs(HTMLParser):
    """The paragraphs of a page as text."""

    def __init__(self, page):
        super().__init__()
        self.texts, self._open = [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "p":
            self._open = True
            self.texts.append("")

    def handle_endtag(self, tag):
        self._open = self._open and tag != "p"

    def handle_data(self, data):
        if self._open:
            self.texts[-1] += data


@pytest.fixture(scope="module")
def room():
    return newsroom()


@pytest.fixture(scope="module")
def report(room, tmp_path_factory):
    folder = tmp_path_factory.mktemp("newsroom")
    write(room, folder / "corpus")
    command = [sys.executable, "-m", "analysis", "run", str(folder / "corpus"), "--reports", str(folder / "reports")]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=500
    )
    assert done.returncode == 0, done.stderr
    return folder / "reports" / "current"


@pytest.fixture(scope="module")
def front(report):
    return [" ".join(text.split()) for text in Paragraphs((report / "index.html").read_text(encoding="utf-8")).texts]


def test_the_front_page_names_the_planted_differences(report, room):
    """Each difference is told in the few sentences of the opening, with who makes it."""
    page = (report / "index.html").read_text(encoding="utf-8")
    opening, planted = page[page.index('id="said"') : page.index("</ul>", page.index('id="said"'))], room.planted
    assert opening.count("<li>") <= 5
    assert re.search(f"{planted['crisis']} [^.;]*“crisis”", opening)
    assert re.search(f"{planted['migrants']} [^.;]*“migrants”", opening)
    assert re.search(f"{planted['officials']} [^.;]*officials", opening)


def test_the_front_page_has_no_furniture_and_no_long_paragraph(front):
    page = " ".join(front).casefold()
    assert not [word for word in FURNITURE if word in page]
    assert not [text for text in front if len(text.split()) > LONGEST]


def test_no_finding_names_furniture_in_what_it_says(report):
    findings = json.loads((report / "findings.json").read_text(encoding="utf-8"))["findings"]
    for finding in findings:
        if not finding["page"].startswith("00"):  # page 00 tells of what was removed
            said = " ".join([finding["headline"], *finding["sentences"]]).casefold()
            assert not [word for word in FURNITURE if f"“{word}”" in said], finding["name"]


def test_pages_and_pictures_stay_small(report):
    sizes = {path: path.stat().st_size for path in report.rglob("*") if path.is_file()}
    assert max(size for path, size in sizes.items() if path.suffix == ".html") < LARGEST_PAGE
    assert max(size for path, size in sizes.items() if path.suffix in (".png", ".svg")) < LARGEST_PICTURE
    text = (report.parents[1] / "corpus" / "articles.csv").stat().st_size
    assert sum(sizes.values()) < 3 * text + LARGEST
