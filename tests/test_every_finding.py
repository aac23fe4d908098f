"""Every finding on corpora at the edge: one article, one source, one word, numbers alone, all articles equal, no spaces between words.

Each has to answer in words that can be printed, or say that it cannot be asked; whatever else happens here is a fault.
"""

import inspect
import re

import pytest
from small_corpora import corpus

import analysis as px
from analysis.display.render import render
from analysis.errors import NotApplicableError

FINDINGS = [
    name for room, names in px.NAMES.items() if room.startswith("findings.") and room != "findings.about_view" for name in names
]
MAYOR = "The mayor said “we will go” on Monday.\n\nIt rained in the Town of Ulm.\n"
TOWN = "River bridge council town vote storm road school market judge. " * 3 + "The judge met the council by the river.\n"
LISTED = {"topics": "Sea: [whale]\n", "wording": "Sea:\n  sea: [whale]\n  ocean: [ocean]\n"}
CORPORA = {
    "one article": ({"a/1": MAYOR}, {}),
    "one source": ({f"a/{n}": TOWN for n in range(4)}, {}),
    "one word each": ({"a/1": "War.\n", "b/1": "Peace.\n"}, {}),
    "all equal": ({f"{outlet}/{n}": MAYOR for outlet in "abc" for n in range(2)}, {}),
    "many and equal": ({f"{outlet}/{n}": MAYOR for outlet in "abc" for n in range(12)}, {}),
    "numbers alone": ({"a/1": "1 2 3 4.\n", "b/1": "5 6 7.\n"}, {}),
    "nothing listed": ({"a/1": TOWN, "b/1": f"It rained. {TOWN}"}, LISTED),
    "no spaces": ({"a/1": "会议在北京举行。他说：“我们同意。”\n", "b/1": "上海的会议结束了。\n"}, {}),
    "two sizes": ({"a/1": TOWN * 20, **{f"b/{n}": "It rained on the town.\n" for n in range(12)}, "c/1": "Rain.\n"}, {}),
}
FAULTS = re.compile(
    r"\bnan\b|\binf\b|\bNaT\b|[-−]0\.0+\b|“”|  |\.\.|\s[,.;]|\b1 (?!to )(articles|words|outlets|times|lines|pairs|months|passages)\b"
)


@pytest.mark.parametrize("by", ["source", "month"])
@pytest.mark.parametrize("name", CORPORA)
def test_every_finding_answers(tmp_path, name, by):
    articles, files = CORPORA[name]
    view = px.open(corpus(tmp_path, articles, **files), by=by)
    answered = 0
    for question in FINDINGS:
        try:
            found = getattr(px, question)(view)
        except NotApplicableError:
            continue
        answered += 1
        texts = [*found.sentences, *found.caveats, found.headline, found.how_sure, found.base, found.hint]
        texts += [text for figure in found.figures for text in (figure.title, figure.caption)]
        texts += [table.caption for table in found.tables]
        assert found.sentences[0], question
        assert not [text for text in texts if FAULTS.search(text)], question
        assert not re.search(r">[-−]0\.0+<|>nan<", render(found.record())), question
        assert all(len(table.frame) or table.evidence is None for table in found.tables), question
    assert answered > 20


HIGH = 10**9  # a threshold that no word reaches
CLAIMS = re.compile(r"(?<!outlet, so there is )nothing to compare|[Nn]o two .* differ|do not differ|use the same|alike")


@pytest.mark.parametrize("name", CORPORA)
def test_nothing_is_claimed_of_words_that_were_not_looked_at(tmp_path, name):
    articles, files = CORPORA[name]
    view = px.open(corpus(tmp_path, articles, **files))
    for question in FINDINGS:
        if "min_n" not in inspect.signature(getattr(px, question)).parameters:
            continue
        found = getattr(px, question)(view, min_n=HIGH)
        said = " ".join([*found.sentences, *found.caveats, found.headline])
        assert not found.headline and not CLAIMS.search(said), question
        assert not [table.name for table in found.tables if table.name in ("dispersion", "keyness", "runs", "collocations")], (
            question
        )
        if found.tables or found.figures or "1,000,000,000" in said:
            assert "1,000,000,000" in said or question == "same_stories", question
