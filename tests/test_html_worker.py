"""html_worker.py: what of a page is its article. Pages written by hand: tables of facts stay, layout and links do not."""

import contextlib
import os
import signal

import pytest

from analysis.text.reading.files import Fault
from analysis.text.reading.html import Pages
from analysis.text.reading.html_worker import extract
from analysis.text.reading.page_rest import in_one

P = "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year."
MORE = "The council agreed to the plan after a long debate, and nobody knows who will pay for the repair of the arch."
LAST = "Shops on the square lose their customers, the owners wrote in a letter to the mayor that was read on Tuesday."
PARTS = (
    "<ul><li>The first point is that the arch cracked in May.</li><li>The second point is that money is lacking.</li></ul>"
    "<h2>Next steps</h2>"
)
QUOTE = "<blockquote>We shall cross that bridge when we come to it, and not a day before.</blockquote>"
INNER = f"<h1>Bridge closed</h1><p>{P}</p>{PARTS}<p>{MORE}</p>{QUOTE}<p>{LAST}</p><ol><li>Close the road.</li></ol>"
WHOLE = [
    "Bridge closed", P, "- The first point is that the arch cracked in May.", "- The second point is that money is lacking.",
    "Next steps", MORE, "We shall cross that bridge when we come to it, and not a day before.", LAST, "- Close the road.",
]  # fmt: skip
MENU = "<ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport pages</a></li></ul>"
STANDINGS = (
    "<table><tr><th>Team</th><th>Points</th></tr><tr><td><a href='/l'>Larkham United</a></td><td>31</td></tr>"
    "<tr><td><a href='/v'>Vale Rovers</a></td><td>28</td></tr></table>"
)
RESULTS = (
    "<table><caption>Votes</caption><thead><tr><td>Yes</td><td>No</td></tr></thead>"
    "<tbody><tr><td>12</td><td>9</td></tr></tbody></table>"
)
LINKS = (
    "<table><tr><td><a href='/a'>Home page</a></td><td><a href='/b'>All sport news</a></td></tr>"
    "<tr><td><a href='/c'>Weather report</a></td><td><a href='/d'>Contact us</a></td></tr></table>"
)


def page(body):
    return f'<html lang="en"><head><title>Bridge closed</title></head><body>{body}</body></html>'


def lines(body):
    return extract(page(body).encode())["text"].split("\n")


def text_of(*pieces):
    return f"<h1>Bridge closed</h1><p>{P}</p>" + "".join(pieces) + f"<p>{MORE}</p><p>{LAST}</p>"


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{INNER}</article>",
        f"<main>{INNER}</main>",
        INNER,
        f"<div>{INNER}</div>",
        f"<div><div>{INNER}</div></div>",
        f"<center><font>{INNER}</font></center>",
        f"<nav>{MENU}</nav>{INNER}<footer><p>Contact us</p>{MENU}</footer>",
        f"<div class='menu'>{MENU}</div>{INNER}<div class='footer'>{MENU}</div>",
        f"{MENU}{INNER}{MENU}",
        f"<div>{MENU}</div><div>{INNER}</div><div>{MENU}</div>",
    ],
)
def test_headings_lists_and_quotations_stay_with_and_without_an_element_for_the_article(body):
    assert lines(body) == WHOLE


@pytest.mark.parametrize(
    "around", ["{}", "<article>{}</article>", "<main>{}</main>", "<div>{}</div>", "<div class='story-body'>{}</div>"]
)
def test_a_table_of_facts_stays_a_row_a_line(around):
    found = lines(around.format(text_of(STANDINGS)))
    assert found == ["Bridge closed", P, "Team | Points", "Larkham United | 31", "Vale Rovers | 28", MORE, LAST]


def test_a_table_of_facts_with_a_long_description_in_each_row_stays():
    rows = "".join(f"<tr><td>Bridge {name}</td><td>19{name}0</td><td>{P} {MORE}</td></tr>" for name in "12345")
    page = f"<body><article><p>{P}</p><table><tr><th>Bridge</th><th>Built</th><th>What became of it</th></tr>{rows}</table></article>"
    lines = extract(page.encode())["text"].splitlines()
    assert lines[1:3] == ["Bridge | Built | What became of it", f"Bridge 1 | 1910 | {P} {MORE}"] and len(lines) == 7


def test_a_table_with_a_head_and_a_caption():
    found = lines(f"<article>{text_of(RESULTS)}</article>")
    assert "12 | 9" in found and "Yes | No" in found and not any("--" in line for line in found)


def test_a_bar_in_a_sentence_stays():
    bar = "| So the poster began, and nobody in the town could tell what it was meant to say. |"
    assert any("So the poster began" in line for line in lines(f"<article>{text_of(f'<p>{bar}</p>')}</article>"))


@pytest.mark.parametrize(
    "body",
    [
        f"<table><tr><td>{MENU}</td><td>{text_of()}</td></tr></table>",
        f"<table><tr><td><a href='/'>Home</a> <a href='/s'>Sport</a></td></tr><tr><td>{text_of()}</td></tr></table>",
        f"<table><tr><td><table><tr><td>{text_of()}</td></tr></table></td><td><a href='/x'>Most read</a></td></tr></table>",
        f"<table role='presentation'><tr><td>{text_of()}</td></tr></table>",
        f"<table><tbody><tr><td width='20%'>{MENU}</td><td><div>{text_of()}</div></td></tr></tbody></table>",
    ],
)
def test_a_table_that_is_layout_is_read_as_blocks(body):
    found = lines(body)
    assert [line for line in found if line in (P, MORE, LAST)] == [P, MORE, LAST]
    assert not any(" | " in line or "Most read" in line or "Sport pages" in line for line in found)


def test_a_table_of_facts_within_layout_stays():
    found = lines(f"<table><tr><td>{MENU}</td><td>{text_of(STANDINGS)}</td></tr></table>")
    assert "Larkham United | 31" in found and P in found


@pytest.mark.parametrize(
    "body",
    [
        f"{LINKS}<article>{text_of()}</article>{LINKS}",
        f"<article>{LINKS}{text_of()}{LINKS}</article>",
        f"<article>{text_of(LINKS)}</article>",
        f"{LINKS}{text_of()}{LINKS}",
        f"<div>{LINKS}</div><div>{text_of(LINKS)}</div>",
    ],
)
def test_a_table_of_links_stays_out(body):
    assert lines(body) == ["Bridge closed", P, MORE, LAST]


@pytest.mark.parametrize(
    "behind",
    [
        "<div class='comments'><h3>Comments</h3><p>I went over that bridge each day for thirty years, and it never moved.</p></div>",
        f"<h3>Most read</h3>{MENU}",
        "<aside><h3>About us</h3><p>The Courier has been printed in this town for a hundred years by the same family.</p></aside>",
        "<footer><p>All that you read here belongs to the Courier, and may not be copied without its leave.</p></footer>",
    ],
)
def test_what_stands_behind_the_article_stays_out_where_no_element_holds_it(behind):
    found = lines(INNER + behind)
    assert found[: len(WHOLE)] == WHOLE
    assert not any("Comments" in line or "thirty years" in line or "Sport pages" in line for line in found)
    assert not any("hundred years" in line or "may not be copied" in line for line in found)


TERMS = "<dl><dt>Weight limit</dt><dd>Three tonnes for every lorry that crosses.</dd></dl>"
CAPTION = "<figure><img src='a.jpg'><figcaption>The closed bridge seen from the tower.</figcaption></figure>"


@pytest.mark.parametrize("around", ["{}", "<article>{}</article>", "<main>{}</main>"])
def test_a_list_of_terms_stays(around):
    found = extract(f"<html><body>{around.format(f'<p>{P}</p>{TERMS}<p>{MORE}</p><p>{LAST}</p>')}</body></html>".encode())
    assert found["text"].splitlines() == [P, "- Weight limit", "- Three tonnes for every lorry that crosses.", MORE, LAST]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Bridge closed</h1>{P}<br><br>{MORE}<br><br>{LAST}",
        f"<div><h1>Bridge closed</h1>{P}<br><br>{MORE}<br><br>{LAST}</div>",
        f"<h1>Bridge closed</h1><div>{P}</div><div>{MORE}</div><div>{LAST}</div>",
        f"<div><h1>Bridge closed</h1><div>{P}</div><div>{MORE}</div><div>{LAST}</div></div>",
    ],
)
def test_paragraphs_of_other_elements_stay_apart(body):
    found = extract(f"<html><body>{body}</body></html>".encode())
    assert found["text"].splitlines() == ["Bridge closed", P, MORE, LAST] and "left" not in found


NUMBERED = [f"{P} So it stands in paragraph {number}." for number in "abcdefgh"]


def blocks(*kinds, between="<aside>Buy a bridge</aside>"):
    """A page whose article stands in blocks of three paragraphs, each with its class."""
    parts = [NUMBERED[3 * at : 3 * at + 3] for at in range(len(kinds))]
    inside = between.join(
        f"<div><div class='{kind}'>{''.join(f'<p>{words}</p>' for words in part)}</div></div>"
        for kind, part in zip(kinds, parts, strict=True)
    )
    return f"<html><body><div class='all'>{inside}</div></body></html>".encode()


def test_an_article_in_several_blocks_of_one_kind_is_read_to_its_end():
    text = extract(blocks("body", "body", "body"))["text"]
    assert text.splitlines() == NUMBERED


def test_blocks_of_another_kind_and_articles_with_their_own_heading_are_not_joined():
    from lxml import html

    for page in (
        blocks("body", "comment"),
        blocks("body", "body").replace(b"<p>", b"<h1>Another article</h1><p>"),
        blocks("body", "body").replace(b"<div><div", b"<footer><div").replace(b"</div></div>", b"</div></footer>"),
    ):
        tree = html.document_fromstring(page)
        assert not in_one(tree, "\n".join(NUMBERED[:3]))


@pytest.mark.parametrize("kind", ["twitter-tweet", "instagram-media"])
def test_what_is_quoted_from_elsewhere_stays(kind):
    post = "<p>We cross that bridge when we come to it.</p>— The Mayor (@mayor) 18 November 2019"
    page = f"<body><article><p>{P}</p><div class='embed'><blockquote class='{kind}'>{post}</blockquote></div><p>{MORE}</p></article>"
    lines = extract(page.encode())["text"].splitlines()
    assert lines[0] == P and lines[-1] == MORE
    assert " ".join(lines[1:-1]) == "We cross that bridge when we come to it. — The Mayor (@mayor) 18 November 2019"


def test_what_was_left_out_is_counted_and_a_menu_is_not():
    body = (
        f"<nav><p>{P}</p></nav>{MENU}<p>{P}</p>{CAPTION}<p>{MORE}</p><p>{LAST}</p><footer><p>All rights are ours.</p></footer>"
    )
    assert extract(f"<html><body>{body}</body></html>".encode())["left"] == "1 of the captions"


def test_a_page_is_read_although_its_worker_was_ended_beneath_it():
    with contextlib.closing(Pages()) as pages:
        pages.article(page(INNER))
        os.kill(pages.process.pid, signal.SIGTERM)
        pages.process.wait()
        assert P in pages.article(page(INNER))["text"]


def test_a_page_that_ends_every_worker_is_told_of(monkeypatch):
    asked = []
    with contextlib.closing(Pages()) as pages:
        monkeypatch.setattr(pages, "receive", lambda: asked.append(1))
        with pytest.raises(Fault, match="html"):
            pages.article(page(INNER))
    assert len(asked) == 2
