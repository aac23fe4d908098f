"""docs/make_site.py: each document is a page, each link leads somewhere, each name is on the map, and no other server is asked."""

import json
import re
import runpy
from html.parser import HTMLParser
from pathlib import Path

import pytest

import analysis as px

ROOT = Path(__file__).resolve().parent.parent
SITE = runpy.run_path(str(ROOT / "docs" / "make_site.py"))
FINDING = {
    "question": "Who <b>?",
    "sentences": ["A & B."],
    "anchor": "finding-who",
    "notebook": "01_terms",
    "made_by": {"call": "px.who(view)"},
    "figures": [{"alt": 'A "1"', "caption": "<script>", "links": {"svg": "figures/01_terms/who.svg"}}],
}


class Page(HTMLParser):
    """What a page is linked to, what it loads, and the anchors it has."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loaded, self.ids, self.tags = [], [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.add(tag)
        self.links += [found["href"]] if tag == "a" else []
        self.loaded += [found[name] for name in ("src", "srcset") if name in found]
        self.ids += [found["id"]] if "id" in found else []


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The folder of a site with the figure of one finding, and its pages by name."""
    report, folder = tmp_path_factory.mktemp("report"), tmp_path_factory.mktemp("site")
    (report / "figures" / "01_terms").mkdir(parents=True)
    (report / "figures" / "01_terms" / "who.svg").write_text("<svg/>", encoding="utf-8")
    (report / "findings.json").write_text(json.dumps({"title": "T", "findings": [FINDING]}), encoding="utf-8")
    written = SITE["write"](folder, report)
    return folder, {path.name: Page(path.read_text(encoding="utf-8")) for path in written}


def test_every_document_is_a_page_that_is_linked_from_all(site):
    _, pages = site
    assert set(SITE["documents"]().values()) | {"api.html", "gallery.html"} == set(pages) and len(pages) > 12
    assert {"contributing.html", "changelog.html", "security.html", "voices.html"} <= set(pages)
    assert [name for name, page in pages.items() if not set(pages) <= set(page.links)] == []


def test_no_link_is_dead_and_nothing_is_loaded_from_elsewhere(site):
    folder, pages = site
    dead = []
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), name
        for link in page.links:
            place, _, anchor = link.partition("#")
            if not re.match(r"https?:", link):
                there = (folder / place).is_file() if place else True
                dead += [] if there and (not anchor or anchor in pages[place or name].ids) else [f"{name}: {link}"]
        dead += [f"{name}: {place}" for place in page.loaded if ":" in place or not (folder / place).is_file()]
        assert not page.tags & {"script", "link", "iframe"}, name
    assert dead == []
    assert "report.png" in pages["index.html"].loaded


def test_every_name_is_on_the_map_with_what_it_does(site):
    folder, pages = site
    names = {f"px.{name}" for names in px.NAMES.values() for name in names}
    names |= {f"px.measure.{name}" for names in px.measure.NAMES.values() for name in names}
    assert names <= set(pages["api.html"].ids) and len(names) > 80
    assert "<dd></dd>" not in (folder / "api.html").read_text(encoding="utf-8")


def test_what_a_report_says_is_text(site):
    folder, _ = site
    shown = (folder / "gallery.html").read_text(encoding="utf-8")
    assert "Who &lt;b&gt;?" in shown and "A &amp; B." in shown and "&lt;script&gt;" in shown and "px.who(view)" in shown


def test_without_a_report_there_is_no_gallery_and_another_folder_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="holds something else"):
        SITE["write"](tmp_path / "mine", tmp_path)
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert "gallery.html" not in {path.name for path in SITE["write"](tmp_path / "site", tmp_path)}
