"""Pages: whole, self-contained, without code; findings on the front page; the same bytes again when the clock is stopped."""

import json
import re
from html.parser import HTMLParser

import pytest
from small_notebooks import HEAD, PARAMETERS, code, markdown

from analysis.report.check import verify
from analysis.report.execute.executed import Executed
from analysis.report.publish import record
from analysis.report.publish.pages import list_runs, publish
from analysis.report.publish.policy import POLICY, SCRIPT

CORPUS = {
    "corpus": "tiny", "sha256": "ab" * 32, "settings": {}, "n_inputs": 11, "n_loaded": 10, "n_quarantined": 1, "n_skipped": 0,
    "n_tokens": 1234,
}  # fmt: skip
IMAGE = '<img alt="A bar" src="data:image/png;base64,iVBORw0KGgo=" width="10" height="10">'
FIGURE = f'<figure class="px-figure" id="figure-words">{IMAGE}<figcaption>Words &amp; more</figcaption></figure>'
TABLE = (
    '<figure class="px-table" id="table-words"><figcaption>Words</figcaption><div class="px-scroll"><table><tr><td>a</td></tr></table>'
    '</div><p class="px-more"><a href="tables/01_terms/words.csv">CSV</a></p></figure>'
)


def shown(html, *tags, **data):
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html, "text/plain": "<plain>", **data}}
    return code("display(SECRET_SOURCE)", *tags) | {"outputs": [output]}


def printed(text, name="stdout"):
    return code("print(1)") | {"outputs": [{"output_type": "stream", "name": name, "text": text}]}


def executed(name, *cells, head=HEAD, **parameters):
    cells = (markdown(head), code(PARAMETERS, "parameters"), *cells)
    counted = [
        cell | {"id": f"cell-{n}", **({"execution_count": n} if cell["cell_type"] == "code" else {})}
        for n, cell in enumerate(cells)
    ]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return Executed(name, {"cells": counted, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}, parameters, 1.5, "")


def built(folder, *notebooks):
    for name in ("tables/01_terms/words.csv", "tables/01_terms/words.parquet", "figures/01_terms/words.svg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>' if name.endswith("svg") else "x")
    when = record.clock()
    known = record.record(record.run_id(when, CORPUS, {}), "Tiny & <small>", when, CORPUS, list(notebooks), 3.0)
    publish(folder, list(notebooks), known)
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    verify.verify(folder, [])
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in folder.rglob("*") if path.is_file()}


def words(html):
    """The text of a page, as a reader has it."""
    found = []
    parser = HTMLParser()
    parser.handle_data = found.append
    parser.feed(html)
    return " ".join(" ".join(found).split())


@pytest.fixture
def report(tmp_path):
    finding = shown('<p class="px-finding">War is &lt;often&gt; said, see <a href="#table-words">here</a>.</p>', "finding")
    terms = executed(
        "01_terms",
        markdown("## Terms at $5 and $6\n\nSee [quanteda](https://quanteda.io), G<sup>2</sup>."),
        finding,
        shown(TABLE),
        shown(FIGURE, "finding"),
        printed("\x1b[31m<script>alert(1)</script>\u202e\n"),
        printed("warning at /home/somebody\n", "stderr"),
        shown("<table onclick=evil()><tr><td>pandas</td></tr></table>"),
        code("1 / 1"),
        markdown("## Terms at $5 and $6\n\n# Another"),
        top_n=7,
        corpus="tiny",
    )
    return built(
        tmp_path, executed("00_corpus", head="# What was read\n\nWhich articles?"), terms, executed("02_bare", head="No title")
    )


def test_a_page_holds_what_the_show_room_displays_and_nothing_else(report):
    page = report["01_terms.html"]
    assert FIGURE in page and TABLE in page
    assert '<pre class="px-stream">&lt;script&gt;alert(1)&lt;/script&gt;\\u202e</pre>' in page
    assert "pandas</td>" in page and "onclick" not in page and "&lt;plain&gt;" not in page
    assert "SECRET_SOURCE" not in page and "/home/somebody" not in page and "1 / 1" not in page
    assert (
        "G<sup>2</sup>" in words(page)
        and "<sup>" not in page
        and "https://quanteda.io" in words(page)
        and 'href="https' not in page
    )


def test_dollars_are_no_mathematics(report):
    assert "It costs $5 and $6." in words(report["01_terms.html"]) and "math" not in report["01_terms.html"].lower()


def test_headings_have_anchors_and_ids_are_unique(report):
    ids = re.findall(r'<h[1-6] id="([^"]+)"', report["01_terms.html"])
    assert ids == ["terms-at-5-and-6", "terms-at-5-and-6-2", "another", "provenance"]
    assert (
        report["01_terms.html"].count("<h1>") == report["02_bare.html"].count("<h1>") == report["index.html"].count("<h1>") == 1
    )


def test_a_page_says_what_it_is_and_leads_on(report):
    page = report["01_terms.html"]
    assert '<html lang="en">' in page and "<title>Words · Tiny &amp; &lt;small&gt;</title>" in page
    assert '<meta name="description" content="Which words are used, and how often? It costs $5 and $6.">' in page
    assert f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">' in page
    assert '<a rel="prev" href="00_corpus.html">' in page and '<a rel="next" href="02_bare.html">' in page
    assert page.count('aria-current="page"') == 1


def test_provenance_tells_parameters_and_what_was_set(report):
    text = words(report["01_terms.html"])
    assert (
        "top_n = 7 (set for this run): rows" in text and 'focus = "war" : a word' in text and 'corpus = "tiny" : folder' in text
    )
    assert "ab" * 32 in text and "pandas" in text and "UTC" in text


def test_findings_stand_on_the_front_page_in_order_with_a_way_to_their_place(report):
    index = report["index.html"]
    assert 'War is &lt;often&gt; said, see <a href="01_terms.html#table-words">here</a>.' in index
    assert '<figure class="px-figure" id="01_terms-figure-words">' in index
    assert index.index("01_terms.html#finding-1") < index.index('px-finding">War') < index.index("01_terms-figure-words")
    assert 'id="finding-1"' in report["01_terms.html"] and 'id="finding-2"' in report["01_terms.html"]
    assert 'table-words"><figcaption' not in index


def test_the_front_page_begins_with_what_was_read_and_then_the_findings(report):
    index = report["index.html"]
    assert '<dt>articles</dt><dd><a href="00_corpus.html#table-articles">10</a></dd>' in index
    assert '<dt>input set aside</dt><dd><a href="00_corpus.html#table-quarantine">1</a></dd>' in index
    found, pages = index.index('id="findings"'), index.index('id="pages"')
    assert found < index.index("War is &lt;often&gt; said") < pages < index.index("Which articles?")
    assert 'id="01_terms-finding-1"' in index


def test_the_leading_finding_comes_first_and_its_figure_is_the_small_one(tmp_path):
    drawn = f'<picture><source media="(max-width: 600px)" srcset="data:image/png;base64,c21hbGw=">{IMAGE}</picture>'
    beside = ' <span class=px-more>The figure beside this page.</span><details class="px-data"><table></table></details>'
    figure = FIGURE.replace(IMAGE, drawn).replace(
        "</figcaption>", f'{beside}<details class="px-method">M</details></figcaption>'
    )
    first = executed("01_terms", shown('<p class="px-finding">First.</p>', "finding"))
    lead = executed("05_wording", shown('<p class="px-finding">Lead.</p>' + figure, "finding", "lead"))
    index = built(tmp_path, first, lead)["index.html"]
    assert index.index("Lead.") < index.index("First.")
    assert '<img alt="A bar" src="data:image/png;base64,c21hbGw=" width="350">' in index and "<picture>" not in index
    assert "<figcaption>Words &amp; more</figcaption>" in index


def test_a_caveat_of_several_findings_is_said_once_on_the_front_page_and_above_them(tmp_path):
    note, other = '<p class="px-note">Few articles.</p>', '<p class="px-note">Only here.</p>'
    cells = [shown(f'<p class="px-finding">Finding {n}.</p>{note}', "finding") for n in range(3)]
    last = shown(f'<p class="px-finding">F</p>{other}', "finding")
    pages = built(tmp_path, executed("00_corpus", *cells), executed("01_terms", *cells, last))
    index = pages["index.html"]
    assert index.count(note) == 1 and index.index(note) < index.index('id="00_corpus-finding-1"') < index.index(other)
    assert pages["01_terms.html"].count(note) == 3 and index.count('<p class="px-finding">') == 7


def test_the_front_page_says_what_was_read_and_where_the_data_lie(report):
    index = report["index.html"]
    assert "Ten articles from the folder tiny, 1,234 running words in all. One could not be loaded." in words(index)
    for file in (
        "tables/01_terms/words.csv",
        "tables/01_terms/words.parquet",
        "figures/01_terms/words.svg",
        "notebooks/02_bare.ipynb",
    ):
        assert f'href="{file}"' in index
    assert "Which articles?" in words(index) and 'href="00_corpus.html">What was read' in index


def test_the_record_holds_what_is_needed_to_do_it_again(report):
    run = json.loads(report["run.json"])
    assert run["parameters"]["01_terms"] == {"top_n": 7, "corpus": "tiny"} and run["corpus"] == CORPUS
    assert [item["seconds"] for item in run["notebooks"]] == [1.5] * 3 and run["versions"]["papermill"]


def test_a_stopped_clock_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730073600")
    one, two = (built(tmp_path / name, executed("00_corpus", shown(FIGURE, "finding"))) for name in "ab")
    assert one == two and "2024-10-28 00:00:00 UTC" in one["index.html"] and "seconds" not in one["run.json"]


def test_the_list_of_runs_names_each(tmp_path):
    runs = [
        {"id": "20250101T000000Z-00000000", "title": "A <b>", "when": "then", "corpus": CORPUS},
        {"id": "20240101T000000Z-00000000"},
    ]
    list_runs(tmp_path, runs)
    page = (tmp_path / "index.html").read_text()
    assert page.index('runs/20250101T000000Z-00000000/index.html">A &lt;b&gt;</a>') < page.index("runs/20240101T000000Z")
    assert "tiny, 10 articles" in page and page.rstrip().endswith("</html>")


def test_sections_are_listed_below_the_title_in_order(tmp_path):
    text = "## First & *last*\n\n##### Deep\n\n## <b>Second</b>\n\n## First & *last*"
    pages = built(tmp_path, executed("00_corpus", markdown(text)), executed("01_bare", markdown(text), head="No title"))
    page = pages["00_corpus.html"]
    contents = page[page.index('id="contents"') :].partition("</nav>")[0]
    listed = re.findall(r'<li><a href="#([^"]+)">(.*?)</a></li>', contents)
    assert listed == [
        ("first-last", "First &amp; last"),
        ("b-second-b", "&lt;b&gt;Second&lt;/b&gt;"),
        ("first-last-2", "First &amp; last"),
        ("provenance", "Where this comes from"),
    ]
    assert page.index("<h1>") < page.index('class="contents"') < page.index('id="first-last"') and '<h3 id="deep">' in page
    assert pages["01_bare.html"].index("<h1>01_bare</h1>") < pages["01_bare.html"].index('class="contents"')
    assert "<!--" not in "".join(page for name, page in pages.items() if name.endswith(".html"))


def test_a_page_of_few_sections_lists_none(report):
    assert 'class="contents"' not in report["00_corpus.html"] and 'class="contents"' in report["01_terms.html"]


def test_a_figure_opens_large_and_is_there_once(tmp_path):
    drawn = FIGURE.replace(
        IMAGE, f'<picture><source media="(max-width: 600px)" srcset="data:image/png;base64,c21h">{IMAGE}</picture>'
    )
    page = built(tmp_path, executed("00_corpus", shown(drawn), shown(drawn)))["00_corpus.html"]
    targets = re.findall(r'popovertarget="([^"]+)"', page)
    assert targets == ["large-figure-words", "large-figure-words-2"]
    assert all(page.count(f'<div class="px-large" id="{name}" popover style="--height: 10px">') == 1 for name in targets)
    assert page.count("iVBORw0KGgo=") == 2


def test_a_page_has_one_script_and_says_how_long_it_took(report):
    for name in ("index.html", "01_terms.html"):
        assert report[name].count("<script>") == 1 and f"<script>{SCRIPT}</script>" in report[name]
    assert "1.5 seconds for this page, 3.0 for the whole run" in words(report["01_terms.html"])
    assert "Time 3.0 seconds" in words(report["index.html"])
