"""packing.py and report/pack: a run as one file. No link leads to nothing, no id stands twice, and an archive is the same each time.

The shared run of the five articles is packed once. What would go wrong unseen: a link that works in the folder alone.
"""

import itertools
import re
import shutil
import subprocess
import zipfile
from functools import cache
from html.parser import HTMLParser

import pytest
from browser import axe, chromium, visit
from seeds_run import TITLE, report_of_seeds

from analysis.errors import CellError, StorageError, UsageError
from analysis.packing import pack
from analysis.report.check.page_faults import page_faults
from analysis.report.pack import on_paper
from analysis.report.pack.one_page import part
from analysis.report.publish.policy import SCRIPT

MOST = 8_000_000  # bytes; what mail still takes
PAGE = "03_sources"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    return report_of_seeds(tmp_path_factory)


@pytest.fixture(scope="module")
def packed(run, tmp_path_factory):
    """The whole report and one page of it, each as one page."""
    place = tmp_path_factory.mktemp("packed")
    said = pack([str(run)], "reports", place / "all.html", None)
    assert said.startswith(f"{place / 'all.html'}: all pages in one file, ")
    assert ": one page in one file, " in pack([str(run)], "reports", place / "one.html", None, PAGE)
    return [place / "all.html", place / "one.html"]


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data

    def n(self, name):
        return sum(tag == name for tag, _ in self.tags)

    def of(self, *names):
        return [(tag, values[name]) for tag, values in self.tags for name in names if name in values]


@cache
def read(path):
    return Tags(path.read_text(encoding="utf-8"))


REFERS = ("aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "for", "headers")


def test_every_link_and_every_reference_is_answered_in_the_file(packed):
    for path in packed:
        page = read(path)
        ids = [value for _, value in page.of("id")]
        assert len(ids) == len(set(ids)) > 20
        assert {value for _, value in page.of("href")} <= {f"#{name}" for name in ids}
        assert {name for _, value in page.of(*REFERS) for name in value.split()} <= set(ids)
        assert all(value.startswith("data:image/") for _, value in page.of("src", "srcset"))
        assert len(page.of("popovertarget")) == len(re.findall('class="px-open"', path.read_text(encoding="utf-8"))) > 0
        assert list(page_faults(path.read_bytes(), set())) == [] and path.stat().st_size < MOST


def test_nothing_of_a_page_is_lost(run, packed):
    pages, whole = [read(path) for path in run.glob("*.html")], read(packed[0])
    for name in ("table", "mark", "figure", "summary", "picture"):
        lists = 3 * (name == "summary")  # of the files beside the front page
        assert sum(page.n(name) for page in pages) - lists == whole.n(name) > 0, name
    assert "beside this page" not in whole.words and "in the folder of the report" in whole.words


def test_headings_follow_one_another(run, packed):
    for path in packed:
        page = read(path)
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        assert ("html", "en") in page.of("lang") and TITLE in page.words
    assert [value for _, value in read(packed[0]).of("href")][1:9] == [f"#{path.stem}" for path in sorted(run.glob("0*.html"))][
        :8
    ]


def test_links_between_pages_lead_to_parts_and_others_are_named():
    page = (
        '<main id="content"><h1>A &amp; B</h1><nav class="contents" aria-labelledby="contents"><p id="contents">On it</p></nav>'
        '<p><a href="b.html#y"><b>x</b></a> <a href="t/c%20d.csv">y</a> <a href="run.json">run.json</a></p>'
        '<p class="px-more">T beside this page: <a href="t.csv">CSV</a>.</p><p>said: beside this page</p>'
        '<nav class="turn"><a href="b.html">B</a></nav></main><footer class="site"><h2 id="p">P</h2></footer>'
    )
    made = part(page, "a", {"a.html": "a", "b.html": "b"})
    assert made.title == "A &amp; B"
    assert '<p id="a--contents">In “A &amp; B”</p>' in made.html
    assert '<p><a href="#b--y"><b>x</b></a> y (<code>t/c d.csv</code>) run.json</p>' in made.html
    assert '<p class="px-more">T in the folder of the report: <code>t.csv</code>.</p><p>said: beside this page</p>' in made.html
    assert made.html.endswith('<footer class="site"><h3 id="a--p">P</h3></footer>') and "turn" not in made.html


def test_the_archive_is_the_folder_and_the_same_each_time(run, tmp_path):
    for name in ("a.zip", "b.zip"):
        assert pack([str(run)], "reports", tmp_path / name, None).split(": ")[1].startswith("the whole report, ")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None and archive.namelist()[0] == f"{run.name}/index.html"
        assert all(about.external_attr == 0o100644 << 16 and ".." not in about.filename for about in archive.infolist())
        archive.extractall(tmp_path / "out")
    names = {path.relative_to(run).as_posix() for path in run.rglob("*") if path.is_file()}
    assert {
        path.relative_to(tmp_path / "out" / run.name).as_posix() for path in (tmp_path / "out").rglob("*.*") if path.is_file()
    } | {"SHA256SUMS"} == names
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out" / run.name, capture_output=True
    )
    assert done.returncode == 0, done.stdout


def test_what_cannot_be_meant_is_refused(run, tmp_path):
    there = tmp_path / "there.html"
    there.write_text("mine", encoding="utf-8")
    for arguments, words in [
        ((there, None), "is there already"),
        ((tmp_path / "x.html", "epub"), "there is no form 'epub'"),
        ((tmp_path / "x.zip", "pdf"), "named as zip"),
        ((tmp_path / "x.zip", None, PAGE), "an archive holds the whole report"),
        ((tmp_path / "x.html", None, "03_source"), "Nearest: '03_sources'"),
        ((run / "x.html", None), "which stays as it is"),
    ]:
        with pytest.raises(UsageError, match=words):
            pack([str(run)], "reports", *arguments)
    with pytest.raises(UsageError, match="no run lies here"):
        pack([], str(tmp_path), None, None)
    with pytest.raises(UsageError, match=r"/reports: there is no run 'yesterday'\. parallax list"):
        pack(["yesterday"], str(run.parents[1]), None, None)
    assert there.read_text(encoding="utf-8") == "mine" and [path.name for path in tmp_path.iterdir()] == ["there.html"]


@pytest.fixture
def other(run, tmp_path):
    """A run that may be changed."""
    return shutil.copytree(run, tmp_path / run.name)


def test_a_run_that_was_changed_is_not_sent(other, tmp_path):
    page = other / "index.html"
    page.write_text(page.read_text(encoding="utf-8") + " ", encoding="utf-8")
    for name in ("x.html", "x.zip"):
        with pytest.raises(StorageError, match=r"index\.html was changed"):
            pack([str(other)], "reports", tmp_path / name, None)
    assert not list(tmp_path.glob("x.*"))


def sealed(run, name, old, new):
    """Change a page of a run, and its checksums as if it had been published so."""
    from analysis.report.check.verify import write_sums

    page = run / name
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    write_sums(run)


def test_what_no_page_may_hold_is_not_sent(other, tmp_path, monkeypatch):
    sealed(other, "02_topics.html", "</main>", '<img alt="x" src="https://x.org/a.png"></main>')
    with pytest.raises(UsageError, match=r"02_topics\.html: this page takes src of <img> from elsewhere.*--as zip"):
        pack([str(other)], "reports", tmp_path / "x.html", None)
    sealed(other, "02_topics.html", '<img alt="x" src="https://x.org/a.png"></main>', "<p>s3cret-of-ours</p></main>")
    monkeypatch.setenv("SOME_TOKEN", "s3cret-of-ours")
    with pytest.raises(CellError, match="says a secret"):
        pack([str(other)], "reports", tmp_path / "x.html", None)
    assert not list(tmp_path.glob("x.*"))


def test_a_page_says_what_to_do_where_it_came_alone(run, packed):
    for path in run.glob("*.html"):
        assert f"ask for the whole: <code>parallax pack {run.name}</code> makes one file of it" in path.read_text(
            encoding="utf-8"
        )
    assert all("Sent alone" not in read(path).words for path in packed)


def test_without_a_browser_one_line_says_what_is_missing(run, tmp_path, monkeypatch):
    monkeypatch.setattr(on_paper, "PROGRAMS", ())
    with pytest.raises(UsageError, match="printed by Chromium or Chrome, and there is none on this machine") as caught:
        pack([str(run)], "reports", tmp_path / "x.pdf", None, PAGE)
    assert "\n" not in str(caught.value) and not (tmp_path / "x.pdf").exists()


def program(tmp_path, monkeypatch, lines):
    place = tmp_path / "browser"
    place.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    place.chmod(0o755)
    monkeypatch.setattr(on_paper, "PROGRAMS", (str(place),))


def test_a_browser_that_does_not_print_is_told_of(tmp_path, monkeypatch):
    program(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(StorageError, match="has made no PDF"):
        on_paper.print_page(b"<p>")
    program(tmp_path, monkeypatch, "sleep 60")
    monkeypatch.setattr(on_paper, "LONGEST", 0.2)
    with pytest.raises(on_paper.TimeLimitError, match="did not print it within"):
        on_paper.print_page(b"<p>")


# In a browser, as it is opened from a mail


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme", "script"), [(390, "dark", True), (390, "light", False), (1280, "light", True)])
def test_it_fits_and_asks_for_nothing(browser, packed, width, scheme, script):
    with visit(browser, width, scheme, script) as page:
        for path in packed:
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            assert (page.locator(".px-sort").count() > 0) is script and page.locator("h1").count() == 1
            paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
            for link in page.locator("header.site nav a").all():
                link.click()
                place = "document.getElementById(location.hash.slice(1)).getBoundingClientRect().top"
                assert -1 <= page.evaluate(place) < 900
        assert page.seen == []


SOME_ROWS = """() => {
  for (const one of document.querySelectorAll('details')) one.open = !one.closest('tbody');
  for (const table of document.querySelectorAll('.px-scroll table'))
    for (const row of [...table.rows].slice(4)) row.style.display = 'none';
}"""


# What being one of several parts may break; all else is looked at in a part that is alone, and on the pages.
OF_PARTS = [
    "heading-order",
    "landmark-unique",
    "landmark-one-main",
    "page-has-heading-one",
    "landmark-no-duplicate-main",
    "region",
]


@pytest.mark.slow
@pytest.mark.parametrize(("number", "rules"), [(0, {"runOnly": OF_PARTS}), (1, {})], ids=["all", "one"])
def test_axe_reports_nothing(browser, packed, number, rules):
    with visit(browser) as page:
        page.goto(packed[number].as_uri())
        page.evaluate(SOME_ROWS)
        assert list(axe(page, **rules)) == []


@pytest.mark.slow
def test_it_is_printed(browser, packed, run, tmp_path):
    with visit(browser, 680) as page:
        page.emulate_media(media="print")
        page.goto(packed[1].as_uri())
        assert page.evaluate("[...document.querySelectorAll('nav, .px-open')].every((one) => !one.checkVisibility())")
        assert page.evaluate(
            "[...document.querySelectorAll('.part')].every((one) => getComputedStyle(one).breakBefore === 'page')"
        )
    assert "one page in one file, " in pack([str(run)], "reports", tmp_path / "x.pdf", None, PAGE)
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-") and SCRIPT not in (tmp_path / "x.pdf").read_text("latin-1")
