"""method_notes.py: every measure says on a page what it is and how to read it, in its docstring's own words, escaped."""

from html.parser import HTMLParser

import pytest

from analysis import measure
from analysis.display.records import record
from analysis.display.render import render
from analysis.measure.comparing import keyness
from analysis.measure.counting import counts
from analysis.measure.language import collocations
from analysis.show.method_notes import method_note, method_records

WITHOUT = {  # names that have no note on how to read them, and why
    "join_articles": "it measures nothing, and its table is not shown",
    "spellings": "it measures nothing: it gives words as they are written",
}


@pytest.mark.parametrize("name", dir(measure))
def test_every_measure_says_what_it_is_and_how_to_read_it(name):
    note = method_note(getattr(measure, name))
    assert note.what and all(text.endswith((".", "?")) for text in note.what)
    assert bool(note.reading) is (name not in WITHOUT)
    assert not note.reading.startswith(("as `", "see `")) and not note.source.startswith(("as `", "see `"))
    # nothing of another section is in it: no argument, no column, no example, no error
    texts = [*note.what, *(text for _, text in note.formulas), note.reading, note.source]
    assert not [text for text in texts if ">>>" in text or "Raises " in text or "  " in text or "Reading it:" in text]


@pytest.mark.parametrize(
    ("name", "formula"),
    [
        ("count_terms", "1,000 × n / running words"),
        ("count_ngrams", "1,000 × n / running words"),
        ("dispersion", "dp = Σ |v − s| / 2"),
        ("collocations", "2 Σ O ln(O / E)"),
        ("keyness", "2 Σ O ln(O / E)"),
        ("keyness", "|Σ (x − r × N)|"),
        ("divergence", "p / 2 × log2(p / m)"),
        ("word_shift", "p / 2 × log2(p / m)"),
        ("diversity", "C(N − n, 42) / C(N, 42)"),
        ("readability", "206.835 − 1.015"),
        ("find_themes", "ln(p(a, b) / (p(a) × p(b)))"),
        ("theme_agreement", "(O − E) / (1 − E)"),
    ],
)
def test_a_measure_gives_its_formula(name, formula):
    assert [text for _, text in method_note(getattr(measure, name)).formulas if formula in text]


def share(n, total):
    """Take a share of `total`.

    It is <b>one</b> part,
    said on two lines.

    n, total : numbers
    rest     : more numbers
               on two lines

    Formula: n / total,
    on two lines.

    Returns, sorted by name:
        share     n × 1 / total, a long
                  explanation
        name      its name; " / " between two
        a, b      both
    Nothing of this.

    Raises SchemaError if total is 0.
    Reading it: 1 is all,
    0 nothing.
    Source: Nobody 1900, p. 1.

    >>> print("Reading it: not this. √")
    Reading it: not this. √
    """


def test_a_docstring_in_parts():
    note = method_note(share)
    assert note.what == ["Take a share of `total`.", "It is <b>one</b> part, said on two lines."]
    assert note.formulas == [("", "n / total, on two lines."), ("share", "n × 1 / total, a long explanation")]
    assert note.reading == "1 is all, 0 nothing." and note.source == "Nobody 1900, p. 1."


def other(n):
    """Take another.

    Returns one row per group, sorted:
        half  n / 2
    Reading it: as `share`. And more.
    """


def third(n):
    """Take a third.

    One row per group, sorted by group:
        third  n / 3
        n      the number
    More that is not said.

    Reading it: as `other`; and so on.
    Source: see `nowhere`.
    """


def test_what_is_said_elsewhere_is_fetched():
    assert method_note(other).reading == "1 is all, 0 nothing. And more." and method_note(other).source == "Nobody 1900, p. 1."
    note = method_note(third)
    assert note.what == ["Take a third.", "One row per group, sorted by group."]
    assert note.reading == "1 is all, 0 nothing. And more. and so on." and note.source == "see `nowhere`."
    assert [name for name, _ in note.formulas] == ["", "share", "half", "third"]
    expected = [("expected", "n_left × n_right / n"), ("t", "(observed − expected) / √observed")]
    assert [entry for entry in method_note(collocations.collocations).formulas if entry[0] in ("expected", "t")] == expected
    assert method_note(keyness.keyness).source


def test_a_function_without_a_docstring_has_nothing_to_say():
    assert method_note(lambda: None) == ([], [], "", "")


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.text = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.seen.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def test_the_record_of_a_note_is_plain_text():
    (note,) = method_records(share)
    assert note == {
        "function": "share",
        "what": ["Take a share of `total`.", "It is <b>one</b> part, said on two lines."],
        "formulas": [["", "n / total, on two lines."], ["share", "n × 1 / total, a long explanation"]],
        "reading": "1 is all, 0 nothing.",
        "source": "Nobody 1900, p. 1.",
    }
    assert [note["function"] for note in method_records((share, other))] == ["share", "other"]
    assert method_records(None) == [] and method_records(iter(())) == []


def test_a_note_is_escaped_and_closed_below_its_table():
    shown = record(
        "table", name="t", caption="C", folded=False, columns=[], rows=[], n_rows=0, links={}, evidence=None,
        method=method_records((share, counts.count_terms)),
    )  # fmt: skip
    html = render(shown)
    found = Tags(html[html.index('<details class="px-method">') : html.index("</figure>")])
    assert found.open == [] and found.seen[:2] == [("details", [("class", "px-method")]), ("summary", [])]
    assert {tag for tag, _ in found.seen} == {"details", "summary", "p", "code", "dl", "dt", "dd", "strong"}
    assert "It is <b>one</b> part, said on two lines." in found.text and found.text.count("Reading it:") == 2
    assert "<p>It is &lt;b&gt;one&lt;/b&gt; part" in html and " Take a share of `total`." in found.text
    assert "px-method" not in render(shown | {"method": []})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain.", "Plain."),
        ("of `a` and `<b>`.", "of <code>a</code> and <code>&lt;b&gt;</code>."),
        ("an odd `one", "an odd <code>one</code>"),
    ],
)
def test_names_of_code_are_set_as_code(text, html):
    notes = [{"function": "f", "what": [], "formulas": [], "reading": text, "source": ""}]
    shown = record(
        "table", name="t", caption="C", folded=False, columns=[], rows=[], n_rows=0, links={}, evidence=None, method=notes
    )
    assert f"<strong>Reading it:</strong> {html}</p>" in render(shown)
