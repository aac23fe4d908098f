"""Pages in a real browser: at each width, light and dark, with and without script; what is hostile stays text.

The shared run of the five articles serves all tests. They hold for any page: what a notebook shows may change, what it may do does not.
"""

import base64
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from browser import axe, chromium, visit
from seeds_run import TITLE, report_of_seeds

from analysis.report.publish.policy import SCRIPT

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow

PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)>{{7*7}}</td></table>"
NAME = PAYLOAD.replace("/", "\\").replace(
    "*", "x"
)  # a file's name holds no slash; with a star it would be a glob in sources.csv


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def run(folder, *arguments):
    command = [sys.executable, "-m", "analysis", "run", *map(str, arguments), "--reports", "reports"]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return sorted((folder / "reports" / "current").resolve().glob("*.html"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    return sorted(report_of_seeds(tmp_path_factory).glob("*.html"))


def each(page, paths):
    """Open one page after the other."""
    for path in paths:
        page.goto(path.as_uri())
        yield path.name


# Every page, as people open it


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_a_page_fits_and_asks_for_nothing(browser, pages, width, scheme, script):
    with visit(browser, width, scheme, script) as page:
        for name in each(page, pages):
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name} scrolls sideways"
            assert (page.locator(".px-sort").count() > 0) is (script and page.locator(".px-scroll").count() > 0), name
            paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            assert (paper == "rgb(255, 255, 255)") is (scheme == "light")
        assert page.seen == []


# Contrast takes most of axe's time, and is the same at each width.
CONTRAST = {"runOnly": ["color-contrast"]}
ALL_BUT_CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}
# All that is folded is opened; of the rows of a table, which are all alike, some are looked at, and the evidence of the first.
UNFOLDED = """() => {
  for (const one of document.querySelectorAll('details')) one.open = !one.closest('tbody:not(:first-of-type)');
  for (const table of document.querySelectorAll('.px-scroll table'))
    for (const row of [...table.rows].slice(5)) row.style.display = 'none';
}"""


@pytest.mark.parametrize(
    ("width", "scheme", "rules"), [(1280, "light", {}), (1280, "dark", CONTRAST), (390, "light", ALL_BUT_CONTRAST)]
)
def test_axe_reports_nothing(browser, pages, width, scheme, rules):
    with visit(browser, width, scheme) as page:
        for name in each(page, pages):
            page.evaluate(UNFOLDED)
            assert list(axe(page, **rules)) == [], name


def test_axe_would_report_something(browser):
    with visit(browser) as page:
        page.set_content(
            "<html lang=en><title>t</title><main><h1>t</h1><p style='color:#ccc'>pale</p><img src='data:,'></main>"
        )
        assert {line.partition(":")[0] for line in axe(page)} == {"color-contrast", "image-alt"}


def test_sections_lead_to_their_place(browser, pages):
    with visit(browser, script=False) as page:
        for name in each(page, pages):
            links = page.locator("nav.contents a")
            for link in links.all():
                link.click()
                target = page.evaluate(
                    "document.getElementById(decodeURIComponent(location.hash.slice(1))).getBoundingClientRect().top"
                )
                assert 0 <= target < 900, name
                page.evaluate("scrollTo(0, 0)")
            headings = [heading.inner_text().removesuffix("#") for heading in page.locator("main h2").all()]
            assert [link.inner_text() for link in links.all()] == (headings if links.count() else []), name


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_figure_opens_large_by_keyboard_and_closes(browser, pages, script):
    with visit(browser, 1600, script=script) as page:
        for name in each(page, pages):
            for button in page.locator(".px-open").all()[:2]:
                picture = button.locator("xpath=..").locator("img")
                before = picture.bounding_box()
                button.focus()
                page.keyboard.press("Enter")
                assert page.locator(":popover-open").count() == 1, name
                now = picture.bounding_box()
                assert now["width"] > before["width"] and now["height"] >= before["height"], name
                page.keyboard.press("Escape")
                assert page.locator(":popover-open").count() == 0 and picture.bounding_box()["width"] == before["width"], name
                assert button.evaluate("(one) => one === document.activeElement")
        assert page.seen == []


CUT = """() => [...document.querySelectorAll('.px-scroll, .px-wide, img')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.getAttribute('aria-label') || one.alt)"""


def test_a_page_is_printed_whole(browser, pages):
    with visit(browser, 680) as page:  # what A4 leaves between its margins
        page.emulate_media(media="print")
        for name in each(page, pages):
            page.evaluate("document.querySelectorAll('.px-fold').forEach((one) => { one.open = true })")
            assert page.evaluate(CUT) == [], name
            assert page.evaluate(
                "[...document.querySelectorAll('.px-filter, .px-open, nav')].every((one) => !one.checkVisibility())"
            )
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
            assert 1 <= sheets <= 40, name


OVERLAPS = """() => [...document.querySelectorAll('figure')].flatMap((figure) => {
  const paper = figure.querySelector('svg').getBoundingClientRect();
  const boxes = [...figure.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const cut = boxes.filter(([, box]) => box.left < paper.left - 1 || box.right > paper.right + 1
    || box.top < paper.top - 1 || box.bottom > paper.bottom + 1).map(([text]) => `${figure.id}: “${text}” is cut`);
  const over = boxes.flatMap(([one, a], place) => boxes.slice(place + 1).filter(([, b]) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3)
    .map(([other]) => `${figure.id}: “${one}” and “${other}”`));
  return [...cut, ...over];
})"""


def drawn(pages):
    """Every picture of the pages once: its name, and the SVG. Those of the front page, which have no id, stand on the others too."""
    found = {}
    for path in pages:
        for figure in re.findall(r'<figure class="px-figure" id=.*?</figure>', path.read_text(encoding="utf-8"), re.DOTALL):
            name = re.search(r'id="([^"]+)"', figure)[1]
            for code in re.findall(r"svg\+xml;base64,([^\"]+)", figure):
                found.setdefault(code, f"{path.stem} {name}")
    return [(name, base64.b64decode(code).decode()) for code, name in found.items()]


def test_letters_in_figures_do_not_run_into_each_other(browser, pages):
    pictures = drawn(pages)
    assert len(pictures) > 10
    with visit(browser, 1000) as page:
        page.set_content("".join(f'<figure id="{name}">{svg}</figure>' for name, svg in pictures))
        assert page.evaluate(OVERLAPS) == []


# The script, on a table whose order can be told by hand

NUMBERS = ["1,234", "−0.46", "12.3 %", "< 0.001", "–", "0.001", "7"]
FALLING = ["1,234", "12.3 %", "7", "0.001", "< 0.001", "−0.46", "–"]
RISING = ["−0.46", "< 0.001", "0.001", "7", "12.3 %", "1,234", "–"]


def table(rows, bodies):
    head = '<thead><tr><th scope="col"><abbr title="t">term</abbr></th><th scope="col" class="num">n</th></tr></thead>'
    html = [f'<tr><th scope="row">{term}</th><td class="num"{more}>{n}</td></tr>' for term, n, more in rows]
    html = [
        f'{row}<tr class="px-evidence"><td colspan="2">of {term}</td></tr>' for row, (term, *_) in zip(html, rows, strict=True)
    ]
    body = "".join(f"<tbody>{row}</tbody>" for row in html) if bodies else f"<tbody>{''.join(html)}</tbody>"
    return f'<figure class="px-table"><div class="px-scroll"><table>{head}{body}</table></div></figure>'


def enhanced(page, html):
    page.set_content(f"<!DOCTYPE html><html><body>{html}</body></html>")
    page.evaluate(SCRIPT)
    page.evaluate(SCRIPT)


def column(page, number):
    cells = page.locator(f"tr:not(.px-evidence) > :nth-child({number}):is(td, th[scope=row])")
    return [cell.inner_text() for cell in cells.all() if cell.is_visible()]


@pytest.mark.parametrize("bodies", [False, True], ids=["one body", "a body a row"])
def test_a_heading_sorts_by_mouse_and_keyboard(browser, bodies):
    with visit(browser) as page:
        enhanced(page, table([(f"t{n}", text, "") for n, text in enumerate(NUMBERS)], bodies))
        button, head = page.locator(".px-sort").nth(1), page.locator("th").nth(1)
        assert page.locator(".px-sort").count() == 2 and page.locator(".px-filter").count() == 0
        button.click()
        assert column(page, 2) == FALLING and head.get_attribute("aria-sort") == "descending"
        page.keyboard.press("Enter")
        assert column(page, 2) == RISING and head.get_attribute("aria-sort") == "ascending"
        lines = [row.inner_text().split()[0] for row in page.locator("tr:not(.px-evidence) th[scope=row]").all()]
        assert [row.inner_text() for row in page.locator(".px-evidence").all()] == [f"of {term}" for term in lines]
        page.keyboard.press("Space")
        assert column(page, 2) == NUMBERS and head.get_attribute("aria-sort") is None
        page.locator(".px-sort").first.click()
        assert column(page, 1) == sorted(column(page, 1)) and page.locator("th[aria-sort]").count() == 1


def test_the_exact_value_decides_and_equal_ones_stay(browser):
    rows = [
        ("a", "0.1", ' data-v="0.1"'),
        ("b", "0.1", ' data-v="0.12"'),
        ("c", "0.1", ' data-v="1e-7"'),
        ("d", "0.1", ' data-v="0.1"'),
    ]
    with visit(browser) as page:
        enhanced(page, table(rows, True))
        page.locator(".px-sort").nth(1).click()
        assert column(page, 1) == ["b", "a", "d", "c"]
        page.locator(".px-sort").nth(1).click()
        assert column(page, 1) == ["c", "a", "d", "b"]


@pytest.mark.parametrize("bodies", [False, True], ids=["one body", "a body a row"])
def test_a_long_table_is_filtered(browser, bodies):
    rows = [(f"{'Kyiv' if n % 3 else 'Minsk'} {n}", n, "") for n in range(12)]
    with visit(browser) as page:
        enhanced(page, table(rows, bodies))
        assert page.locator(".px-filter").count() == 1 and page.locator("[role=status]").inner_text() == ""
        page.keyboard.press("Tab")
        page.keyboard.type("MINSK")
        assert column(page, 1) == ["Minsk 0", "Minsk 3", "Minsk 6", "Minsk 9"]
        assert page.locator("[role=status]").inner_text() == "4 of 12 rows"
        assert page.locator(".px-evidence:visible").count() == 4
        page.keyboard.type(" 9")
        assert column(page, 1) == ["Minsk 9"]
        page.locator(".px-sort").nth(1).click()
        assert column(page, 1) == ["Minsk 9"]
        page.locator("input").press("Escape")
        assert len(column(page, 1)) == 12 and page.locator("[role=status]").inner_text() == ""
        assert page.locator("input").input_value() == ""
        page.locator("input").fill("<b>")
        assert page.locator("[role=status]").inner_text() == "0 of 12 rows"
        page.emulate_media(media="print")
        assert page.seen == []


def test_what_is_no_plain_table_is_left_alone(browser):
    head = "<thead><tr><th>a</th><th>b</th></tr></thead>"
    empty = f'<figure class="px-table"><div class="px-scroll"><table>{head}<tbody>{{}}</tbody></table></div></figure>'
    with visit(browser) as page:
        enhanced(
            page, empty.format('<tr><td colspan="2">no row</td></tr>') + empty.format("") + "<table><tr><td>1</td></tr></table>"
        )
        assert page.locator("button, input").count() == 0 and page.seen == []


SORTED = """() => [...document.querySelectorAll('.px-table, .px-data')].flatMap((figure) => {
  const rows = () => [...figure.querySelectorAll('tr:not(.px-evidence)')].slice(1);
  const below = (row) => row.nextElementSibling?.matches('.px-evidence') ? row.nextElementSibling.textContent : '';
  const pairs = () => rows().map((row) => row.textContent + below(row));
  const before = pairs();
  return [...figure.querySelectorAll('.px-sort')].flatMap((button, column) => {
    button.click();
    const values = rows().map((row) => row.cells[column].dataset.v).filter((value) => value !== undefined).map(Number);
    const falls = values.every((value, place) => !place || value <= values[place - 1]);
    const same = pairs().sort().join() === [...before].sort().join();
    button.click(); button.click();
    const back = pairs().join() === before.join();
    return falls && same && back ? [] : [`${figure.closest('figure').id}, column ${column}`];
  });
})"""


def test_every_table_of_the_pages_sorts_and_keeps_its_evidence(browser, pages):
    with visit(browser) as page:
        n = 0
        for name in each(page, pages):
            assert page.evaluate(SORTED) == [], name
            n += page.locator(".px-sort").count()
        assert n > 50 and page.seen == []


# Hostile text


def hostile_corpus(corpus):
    """Four articles of two sources, with the payload in every field that a corpus has."""
    corpus.mkdir()
    rows = []
    for number in range(4):
        file, side = f"{number}{NAME}.txt", number % 2
        said = f"The war in Ukraine goes on, “{PAYLOAD}” said the president {PAYLOAD}. Peace {('plans', 'talks')[side]} failed."
        (corpus / file).write_text(f"{PAYLOAD}\n{said}\n" * 3, encoding="utf-8")
        rows.append(
            [file, f"{number}{PAYLOAD}", f"{side}{PAYLOAD}", PAYLOAD, f"{PAYLOAD}{number}", f"https://x.org/{PAYLOAD}", PAYLOAD]
        )
    with (corpus / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["file", "doc_id", "source", "outlet_type", "title", "url", "region"], *rows])
    label = json.dumps(PAYLOAD)  # which is YAML, too
    (corpus / "topics.yml").write_text(f"{label}: [war, peace]\nTalks: [talks]\n", encoding="utf-8")
    (corpus / "wording.yml").write_text(f"{label}:\n  {label}: [war]\n  plain: [peace]\n", encoding="utf-8")
    return corpus


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    note = f"{PAYLOAD}\n\n![{PAYLOAD}](https://x.org/a.png) [a](javascript:alert(4)) <b>{PAYLOAD}</b>\n\n# {PAYLOAD}\n"
    (folder / "note.md").write_text(note, encoding="utf-8")
    words = ["--title", PAYLOAD, "--note", "note.md", "-p", "focus", f"{PAYLOAD},peace"]
    return run(folder, hostile_corpus(folder / "corpus"), *words)


@pytest.mark.parametrize("policy", [True, False], ids=["policy", "policy passed over"])
def test_hostile_text_stays_text_everywhere(browser, hostile, policy):
    with visit(browser, bypass_csp=not policy) as page:
        for name in each(page, hostile):
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
            assert "<script>alert(1)</script>" in page.evaluate("document.body.innerText"), name
            assert (
                page.evaluate("document.scripts.length") == 1
                and page.evaluate("document.querySelectorAll('svg, [onerror], [onload]').length") == 0
            )
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        pictures = drawn(hostile)
        for number, (_, svg) in enumerate(pictures):
            place = hostile[0].parent / f"{number}.svg"
            place.write_text(svg, encoding="utf-8")
            page.goto(place.as_uri())
            assert page.evaluate("document.querySelectorAll('script, foreignObject, image').length") == 0
        assert pictures and page.seen == []


def test_hostile_pages_are_as_accessible_as_others(browser, hostile):
    with visit(browser, 390) as page:
        for name in each(page, hostile):
            assert list(axe(page, **ALL_BUT_CONTRAST)) == [], name


def test_a_page_opens_from_another_folder(browser, pages, tmp_path):
    alone = shutil.copy(pages[-1], tmp_path / "attachment.html")
    with visit(browser, 390) as page:
        page.goto(Path(alone).as_uri())
        assert page.locator("h1").inner_text() == TITLE and page.seen == []
        assert "For everyone who asks." in page.locator(".note").inner_text()
