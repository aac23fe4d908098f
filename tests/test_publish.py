"""Pages: whole, self-contained, without code, each made of records; the same bytes again when the clock is stopped."""

import json
import re
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest
from small_notebooks import HEAD, PARAMETERS, code, markdown

from analysis.display.records import MIME, SCHEMA
from analysis.display.records import record as made
from analysis.report.check import verify
from analysis.report.execute.executed import Executed
from analysis.report.publish import record
from analysis.report.publish.history import history
from analysis.report.publish.pages import list_runs, publish
from analysis.report.publish.policy import POLICY, SCRIPT
from analysis.show.tables.spreadsheets import parquet, spreadsheet

CORPUS = {
    "corpus": "tiny", "sha256": "ab" * 32, "settings": {}, "n_inputs": 11, "n_loaded": 10, "n_quarantined": 1, "n_skipped": 0,
    "n_tokens": 1234,
}  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="2"/>'
FIGURE = made(
    "figure", name="words", title="War <leads>", caption="Words & more", alt="A bar", png=None,
    svg={"wide": SVG.format(9), "narrow": SVG.format(3)}, data=None, width=10, height=10, links={}, method=[],
)  # fmt: skip
TABLE = made(
    "table", name="words", caption="Words", folded=False, rows=[["war"]], n_rows=1, evidence=None, method=[],
    columns=[{"name": "term", "heading": "term", "meaning": "a word", "kind": "text"}],
    links={"csv": "tables/01_terms/words.csv", "parquet": "tables/01_terms/words.parquet"},
)  # fmt: skip


def said(*sentences, caveats=()):
    """The record of px.say."""
    return made("statement", sentences=list(sentences), caveats=list(caveats))


def found(name="keywords", **parts):
    """The record of a finding."""
    parts = {
        "question": f"What of {name}?", "headline": "", "sentences": [f"It is {name}."], "caveats": [], "how_sure": "", "base": "",
        "verdict": "descriptive", "strength": 0.1, "compares": False, "hint": "", "figures": [], "tables": [], "numbers": {},
        "made_by": {"call": f"px.{name}(view)", "file": "analysis/findings/about_x.py"},
    } | parts  # fmt: skip
    return made("finding", name=name, **parts)


def shown(*records, tags=(), **data):
    """A cell that displayed records, each with its HTML and its text, as the show room does."""
    outputs = [
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {MIME: ours, "text/html": "<b>NOT READ</b>", "text/plain": "<plain>", **data},
        }
        for ours in records
    ]
    return code("display(SECRET_SOURCE)", *tags) | {"outputs": outputs}


def foreign(html, *tags, **data):
    """A cell that displayed HTML of its own."""
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
    words = pd.DataFrame({"term": ["war"]})
    files = {"tables/01_terms/words.csv": spreadsheet(words), "tables/01_terms/words.parquet": parquet(words)}
    for name, content in (files | {"figures/01_terms/words.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    when = record.clock()
    known = record.record(record.run_id(when, CORPUS, {}), "Tiny & <small>", when, CORPUS, list(notebooks), 3.0)
    publish(folder, list(notebooks), known)
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    verify.verify(folder, [])
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode(errors="replace")
        for path in folder.rglob("*")
        if path.is_file()
    }


PNG = "iVBORw0KGgo="


def words(html):
    """The text of a page, as a reader has it."""
    found = []
    parser = HTMLParser()
    parser.handle_data = found.append
    parser.feed(html)
    return " ".join(" ".join(found).split())


@pytest.fixture
def report(tmp_path):
    terms = executed(
        "01_terms",
        markdown("## Terms at $5 and $6\n\nSee [quanteda](https://quanteda.io), G<sup>2</sup>."),
        shown(said("War is <often> said.", caveats=["Few articles."]), tags=["finding"]),
        shown(TABLE),
        shown(FIGURE, tags=["finding"]),
        printed("\x1b[31m<script>alert(1)</script>\u202e\n"),
        printed("warning at /home/somebody\n", "stderr"),
        foreign("<table onclick=evil()><tr><td>pandas</td></tr></table>"),
        code("1 / 1"),
        shown(found(sentences=["Peace is rare.", "Talks are not."], how_sure="Not very.", base="9 words"), tags=["finding"]),
        markdown("## Terms at $5 and $6\n\n# Another"),
        top_n=7,
        corpus="tiny",
    )
    return built(
        tmp_path, executed("00_corpus", head="# What was read\n\nWhich articles?"), terms, executed("02_bare", head="No title")
    )


def test_a_page_holds_what_its_cells_display_and_no_code(report):
    page = report["01_terms.html"]
    assert '<p class="px-finding">War is &lt;often&gt; said.</p>\n<p class="px-note">Few articles.</p>' in page
    assert '<figure class="px-figure" id="figure-words">' in page and '<figure class="px-table" id="table-words">' in page
    assert '<p class="px-title">War &lt;leads&gt;</p>' in page and "Words &amp; more" in page
    assert '<a href="tables/01_terms/words.csv">CSV</a>' in page and '<th scope="row">war</th>' in page
    assert '<pre class="px-stream">&lt;script&gt;alert(1)&lt;/script&gt;\\u202e</pre>' in page
    assert "pandas</td>" in page and "evil" not in page, "what is foreign goes through foreign.py"
    assert "NOT READ" not in page and "&lt;plain&gt;" not in page, "HTML of ours is made anew of the record"
    assert "SECRET_SOURCE" not in page and "/home/somebody" not in page and "1 / 1" not in page
    assert "G<sup>2</sup>" in words(page) and "<sup>" not in page
    assert "https://quanteda.io" in words(page) and 'href="https' not in page


def test_a_finding_stands_whole_on_its_page(report):
    page = report["01_terms.html"]
    section = page[page.index('<section class="px-answer" id="finding-keywords"') :].partition("</section>")[0]
    assert 'aria-label="What of keywords?"' in section and '<p class="px-finding">Peace is rare.</p>' in section
    assert '<p class="px-further">Talks are not.</p>' in section and "<b>How sure:</b> Not very." in section
    assert "Made by <code>px.keywords(view)</code>, in <code>analysis/findings/about_x.py</code>" in section
    assert '<a href="notebooks/01_terms.ipynb">the notebook that asked</a>' in section and "Base: 9 words." in section


def test_dollars_are_no_mathematics(report):
    assert "It costs $5 and $6." in words(report["01_terms.html"]) and "math" not in report["01_terms.html"].lower()


def test_headings_have_anchors_and_ids_are_unique(report):
    ids = re.findall(r'<h[1-6] id="([^"]+)"', report["01_terms.html"])
    assert ids == ["terms-at-5-and-6", "terms-at-5-and-6-2", "another", "provenance"]
    for name in ("01_terms.html", "02_bare.html", "index.html"):
        every = re.findall(r' id="([^"]+)"', report[name])
        assert report[name].count("<h1>") == 1 and len(every) == len(set(every))


def test_a_heading_may_have_the_words_of_an_id(tmp_path):
    text = "## Finding keywords\n\n## Finding 2\n\n## Figure words\n\n## Table words\n\n## Large figure words"
    cells = (shown(said("So."), tags=["finding"]), shown(found(figures=[FIGURE], tables=[TABLE]), tags=["finding"]))
    report = built(tmp_path, executed("01_terms", markdown(text), *cells))
    assert 'id="finding-keywords-2"' in report["01_terms.html"] and 'id="finding-2-2"' in report["01_terms.html"]
    links = re.findall(r'<h3><a href="([^"]+)"', report["index.html"])
    assert sorted(links) == ["01_terms.html#finding-2-2", "01_terms.html#finding-keywords-2"]
    assert [item["anchor"] for item in json.loads(report["findings.json"])["findings"]] == ["finding-keywords-2"]


def test_a_page_says_what_it_is_and_leads_on(report):
    page = report["01_terms.html"]
    assert '<html lang="en">' in page and "<title>Words · Tiny &amp; &lt;small&gt;</title>" in page
    assert '<meta name="description" content="Which words are used, and how often? It costs $5 and $6.">' in page
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)[1]
    assert unescape(policy) == POLICY
    assert '<a rel="prev" href="00_corpus.html">' in page and '<a rel="next" href="02_bare.html">' in page
    assert page.count('aria-current="page"') == 1


def test_provenance_tells_parameters_and_what_was_set(report):
    text = words(report["01_terms.html"])
    assert (
        "top_n = 7 (set for this run): rows" in text and 'focus = "war" : a word' in text and 'corpus = "tiny" : folder' in text
    )
    assert "ab" * 32 in text and "pandas" in text and "UTC" in text


def test_what_is_tagged_stands_on_the_front_page_with_a_way_to_its_place(report):
    index, page = report["index.html"], report["01_terms.html"]
    links = re.findall(r'<h3><a href="01_terms.html#([^"]+)">', index)
    assert links == ["finding-keywords", "finding-2", "finding-4"], "the surest first, then as the page stands"
    assert all(f'id="{name}"' in page for name in links)
    assert '<p class="px-finding">War is &lt;often&gt; said.</p>' in index and "Peace is rare." in index
    assert index.count('<figure class="px-figure">') == 1 and 'class="px-table"' not in index.partition("<script")[0]
    assert not re.search(r'<figure[^>]* id="', index)


def test_the_front_page_begins_with_what_was_read_and_then_the_findings(tmp_path):
    places = shown(
        FIGURE | {"name": "words"}, TABLE | {"name": "articles", "links": {}}, TABLE | {"name": "quarantine", "links": {}}
    )
    corpus = executed("00_corpus", places, head="# What was read\n\nWhich articles?")
    index = built(tmp_path, corpus, executed("01_terms", shown(said("War leads."), tags=["finding"])))["index.html"]
    assert '<dt>articles</dt><dd><a href="00_corpus.html#table-articles">10</a></dd>' in index
    assert '<dt>input set aside</dt><dd><a href="00_corpus.html#table-quarantine">1</a></dd>' in index
    found_, pages = index.index('id="findings"'), index.index('id="pages"')
    assert index.index('class="facts"') < found_ < index.index("War leads.") < pages < index.index("Which articles?")


def test_a_fact_without_its_place_is_no_link(report):
    assert "<dt>articles</dt><dd>10</dd>" in report["index.html"]


def test_the_front_page_says_what_was_read_and_where_the_data_lie(report):
    index = report["index.html"]
    assert "Ten articles from the folder tiny, 1,234 words in all. One was set aside." in words(index)
    for file in (
        "tables/01_terms/words.csv",
        "tables/01_terms/words.parquet",
        "figures/01_terms/words.svg",
        "notebooks/02_bare.ipynb",
        "findings.json",
    ):
        assert f'href="{file}"' in index
    assert "Which articles?" in words(index) and 'href="00_corpus.html">What was read' in index


def test_the_record_holds_what_is_needed_to_do_it_again(report):
    run = json.loads(report["run.json"])
    assert run["parameters"]["01_terms"] == {"top_n": 7, "corpus": "tiny"} and run["corpus"] == CORPUS
    assert [item["seconds"] for item in run["notebooks"]] == [1.5] * 3 and run["versions"]["papermill"]


def test_a_stopped_clock_gives_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1730073600")
    page = executed("00_corpus", shown(found(figures=[FIGURE], numbers={"b": 1, "a": [0.1]}), FIGURE, tags=["finding"]))
    one, two = (built(tmp_path / name, page) for name in "ab")
    assert one == two and "2024-10-28 00:00:00 UTC" in one["index.html"] and "seconds" not in one["run.json"]
    assert '"a": [' in one["findings.json"]


def test_the_list_of_runs_names_each(tmp_path):
    runs = [
        {"id": "20250101T000000Z-00000000", "title": "A <b>", "when": "then", "corpus": CORPUS},
        {"id": "20240101T000000Z-00000000"},
    ]
    list_runs(tmp_path, history(tmp_path, runs))
    page = (tmp_path / "index.html").read_text()
    assert page.index('runs/20250101T000000Z-00000000/index.html">10 articles</a>') < page.index("runs/20240101T000000Z")
    assert ">A &lt;b&gt;</a>, 10 articles of tiny, then" in page and page.rstrip().endswith("</html>")


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
    ]
    assert page.index("<h1>") < page.index('class="contents"') < page.index('id="first-last"') and '<h3 id="deep">' in page
    assert pages["01_bare.html"].index("<h1>01_bare</h1>") < pages["01_bare.html"].index('class="contents"')
    assert "<!--" not in "".join(page for name, page in pages.items() if name.endswith(".html"))


@pytest.mark.parametrize(("n", "listed"), [(0, False), (2, False), (3, True), (4, True)])
def test_a_page_of_few_sections_lists_none(tmp_path, n, listed):
    text = "\n\n".join(f"## Section {number}" for number in range(n))
    page = built(tmp_path, executed("00_corpus", markdown(text)))["00_corpus.html"]
    assert ('class="contents"' in page) is listed


def test_a_figure_opens_large_and_is_there_once(tmp_path):
    page = built(tmp_path, executed("00_corpus", shown(FIGURE), shown(FIGURE | {"name": "words_2"})))["00_corpus.html"]
    targets = re.findall(r'popovertarget="([^"]+)"', page)
    assert targets == ["large-figure-words", "large-figure-words_2"]
    assert all(page.count(f'<div class="px-large" id="{name}" popover style="--height: 10px">') == 1 for name in targets)
    assert len(re.findall(r' src="data:image/svg', page)) == len(re.findall(r' srcset="data:image/svg', page)) == 2


def test_a_figure_in_dots_is_shown_as_it_is(tmp_path):
    page = built(tmp_path, executed("00_corpus", shown(FIGURE | {"svg": None, "png": PNG})))["00_corpus.html"]
    assert f'<img alt="A bar" src="data:image/png;base64,{PNG}" width="10" height="10">' in page and "popovertarget" not in page


def test_a_page_has_one_script_and_says_how_long_it_took(report):
    for name in ("index.html", "01_terms.html"):
        assert report[name].count("<script>") == 1 and f"<script>{SCRIPT}</script>" in report[name]
    assert "1.5 seconds for this page, 3.0 for the whole run" in words(report["01_terms.html"])
    assert "Time 3.0 seconds" in words(report["index.html"])


# The notebooks as they are published


def test_a_published_notebook_shows_what_it_showed_without_records(report):
    text = report["notebooks/01_terms.ipynb"]
    outputs = [output for cell in json.loads(text)["cells"] for output in cell.get("outputs", [])]
    assert MIME not in text and "NOT READ" in text, "HTML and text are what any Jupyter shows"
    assert [set(output["data"]) for output in outputs if "data" in output] == [{"text/html", "text/plain"}] * 5
    assert [output["text"] for output in outputs if output["output_type"] == "stream"] == [
        "\x1b[31m<script>alert(1)</script>\u202e\n",
        "warning at /home/somebody\n",
    ]
    assert [cell["source"] for cell in json.loads(text)["cells"]].count("display(SECRET_SOURCE)") == 5


def test_publishing_leaves_what_was_executed_as_it_is(tmp_path):
    page = executed("01_terms", shown(FIGURE))
    before = json.dumps(page.notebook)
    built(tmp_path, page)
    assert json.dumps(page.notebook) == before and MIME in before


# Records that are not known


UNKNOWN = {
    "another version": FIGURE | {"schema": SCHEMA + 1},
    "no version": {name: value for name, value in FIGURE.items() if name != "schema"},
    "another kind": made("film", frames=[]),
    "a name of the template": made("scrolled", sentences=[]),
    "a part is missing": {name: value for name, value in FIGURE.items() if name != "svg"},
    "a part of a part is missing": found(figures=[{"kind": "figure", "schema": SCHEMA}]),
    "no kind": {"schema": SCHEMA},
    "no record": "<b>text</b>",
    "a list": [1, 2],
    "nothing": None,
}


@pytest.mark.parametrize("tags", [(), ("finding", "lead")], ids=["", "tagged"])
@pytest.mark.parametrize("unknown", UNKNOWN.values(), ids=UNKNOWN)
def test_a_record_that_is_not_known_is_shown_by_its_text(tmp_path, unknown, tags):
    report = built(tmp_path, executed("01_terms", shown(unknown, tags=tags), shown(said("Known."), tags=["finding"])))
    page = report["01_terms.html"]
    assert "&lt;plain&gt;" in page and "NOT READ" not in page and "Known." in page
    assert json.loads(report["findings.json"])["findings"] == [] and "Known." in report["index.html"]


def test_the_author_is_told_of_a_record_that_is_not_known(tmp_path):
    page = executed("01_terms", shown(made("film")))
    when = record.clock()
    told = publish(tmp_path, [page], record.record("r", "T", when, CORPUS, [page], 3.0))
    assert told == ["01_terms: cell [2]: it displays a record that this version of Parallax does not know; its text is shown"]
