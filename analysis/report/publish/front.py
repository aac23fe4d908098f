"""The front page, made of findings: what is said first, the cards below it, and all of it as data.

Comes in: the findings of all pages, as records, each with its place. Goes out: what the template shows, and findings.json for programs.
It exists so that a reader of one minute meets what the articles bear out best, and nothing twice.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from ...display.records import SCHEMA, Record

VERDICTS = ("descriptive", "indicative", "testable")  # from least to most that so many articles can bear
FEWEST_SAID, MOST_SAID = 3, 5  # sentences that open the page, where there are so many
MOST_OF_A_PAGE = 2  # of them
LONGEST = 60  # words of a paragraph on the front page
QUOTED = re.compile("“(.+?)”")
ALIKE = 10  # first words in common that make two sentences one
PICTURES = ("svg", "png", "data", "method")  # parts of a record that findings.json leaves to the files beside it


class Place(NamedTuple):
    """A finding, as a record, and where it stands: its page, and its anchor there. `lead` puts its card first."""

    record: Record
    page: dict[str, Any]
    anchor: str
    lead: bool = False

    @property
    def link(self) -> str:
        """The address of the finding, from the front page."""
        return f"{self.page['file']}#{self.anchor}"


def in_order(places: Iterable[Place]) -> list[Place]:
    """The findings by how sure and how large they are; of equals as the pages stand.

    Those tagged `lead` come first, then those that say how groups differ, which is what a report is read for.

    >>> found = [("testable", 0.1, True, "w"), ("testable", 0.2, True, "x"), ("descriptive", 1, True, "y"), ("testable", 1, False, "z")]
    >>> places = [Place({"verdict": v, "strength": s, "compares": c}, {}, anchor) for v, s, c, anchor in found]
    >>> [place.anchor for place in in_order(places)]
    ['x', 'w', 'y', 'z']
    """
    return sorted(
        places,
        key=lambda place: (
            not place.lead,
            not place.record["compares"],
            -VERDICTS.index(place.record["verdict"]) if place.record["verdict"] in VERDICTS else 1,
            -place.record["strength"],
        ),
    )


def front(places: list[Place], left_out: dict[str, str]) -> dict[str, Any]:
    """What the front page shows.

    places   : the findings of all pages, in their order
    left_out : pages that this corpus cannot be asked, with the reason

    Returns said (sentences with the link to each), sure (how sure they all are, where that is one sentence), cards, caveats (which
    stand under more than one card, lifted from there), hints. Each sentence stands once, where it is met first.
    """
    ranked = in_order(places)
    opening = {
        place.record["headline"]: place for place in reversed(ranked) if place.record["compares"] and place.record["headline"]
    }
    said = _from_several_pages([place for place in ranked if opening.get(place.record["headline"]) is place])
    sure = {cut_at(place.record["how_sure"]) for place in said} - {""}
    common = sure if len(sure) == 1 else set()
    told = {place.record["headline"] for place in said}
    cards = []
    for place in ranked:
        if place.record["headline"] or place.record.get("tagged"):
            cards.append(_card(place, told))
            told.update(place.record["sentences"])
    cards = [card for card in cards if card["sentences"] or card["figure"]]
    caveats = _lifted(cards, common)
    return {
        "said": [
            {"sentence": cut_at(place.record["headline"]), "link": place.link, "page": place.page["title"]} for place in said
        ],
        "compared": any(place.record["compares"] for place in places),
        "sure": next(iter(common), ""),
        "cards": cards,
        "caveats": caveats,
        "hints": list(dict.fromkeys(cut_at(place.record["hint"]) for place in places if place.record["hint"])),
        "left_out": left_out,
    }


def _from_several_pages(ranked: list[Place]) -> list[Place]:
    """The first few findings, of each page at most MOST_OF_A_PAGE, so that the opening tells of more than one side of the story.

    A report of one page or two is filled up to FEWEST_SAID all the same.
    """
    said: list[Place] = []
    for place in ranked:
        if any(_names_no_more(place, other) for other in said):
            continue
        if sum(other.page is place.page for other in said) < MOST_OF_A_PAGE and len(said) < MOST_SAID:
            said.append(place)
    more = [place for place in ranked if place not in said][: max(FEWEST_SAID - len(said), 0)]
    return [place for place in ranked if place in said or place in more]


def _names_no_more(place: Place, other: Place) -> bool:
    """Whether a headline names no word in quotation marks that the other one, of the same page, does not name."""
    named, known = (set(QUOTED.findall(one.record["headline"])) for one in (place, other))
    return place.page is other.page and bool(named) and named <= known


def _card(place: Place, told: set[str]) -> dict[str, Any]:
    """A card: what the page has not said already, and the first figure."""
    item = place.record
    sentences = [sentence for sentence in dict.fromkeys(item["sentences"]) if not _is_told(sentence, told)]
    return {
        "link": place.link,
        "question": item["question"],
        "page": place.page["title"],
        "name": item["name"],
        "sentences": short(sentences),
        "how_sure": cut_at(item["how_sure"]),
        "verdict": item["verdict"],
        "caveats": [cut_at(caveat) for caveat in item["caveats"]],
        "figure": item["figures"][0] | {"caption": cut_at(item["figures"][0]["caption"])} if item["figures"] else None,
        "lead": place.lead,
    }


def _is_told(sentence: str, told: set[str]) -> bool:
    """Whether the page has said this: word for word, or as a headline that begins like it and goes on in short."""
    return sentence in told or any(sentence.split()[:ALIKE] == other.split()[:ALIKE] for other in told)


def short(sentences: list[str], longest: int = LONGEST) -> list[str]:
    """The first sentences that a reader takes in at a glance: one at least, cut where it alone is too long.

    >>> short(["a b c", "d e"], 4), short(["a b c d e"], 3), short([])
    (['a b c'], ['a b c …'], [])
    """
    kept: list[str] = []
    for sentence in sentences:
        if sum(len(text.split()) for text in [*kept, sentence]) > longest:
            break
        kept.append(sentence)
    return kept or [cut_at(sentence, longest) for sentence in sentences[:1]]


def cut_at(text: str, longest: int = LONGEST) -> str:
    """A paragraph as it is, or its first words and an ellipsis.

    >>> cut_at("a  b c", 3), cut_at("a  b c", 2)
    ('a  b c', 'a b …')
    """
    words = text.split()
    return text if len(words) <= longest else " ".join(words[:longest]) + " …"


def _lifted(cards: list[dict[str, Any]], common: set[str]) -> list[str]:
    """Caveats that stand word for word under more than one card, and how sure more than one is: to be said once above them all.

    common : how sure those are that open the page, which is said there
    """
    counts = Counter(text for card in cards for text in {*card["caveats"], card["how_sure"]} - {"", *common})
    repeated = {text for text, n in counts.items() if n > 1}
    for card in cards:
        card["caveats"] = [caveat for caveat in dict.fromkeys(card["caveats"]) if caveat not in repeated | common]
        card["how_sure"] = "" if card["how_sure"] in repeated | common else card["how_sure"]
    return sorted(repeated)


def findings_json(places: list[Place], run: dict[str, Any]) -> dict[str, Any]:
    """All findings of a run for programs; docs/findings.md says what each part is.

    run : the run's record
    """
    return {
        "schema": SCHEMA,
        "run": run["id"],
        "title": run["title"],
        "corpus": run["corpus"],
        "findings": [_as_data(place) for place in places if place.record["name"]],
    }


def _as_data(place: Place) -> dict[str, Any]:
    item = {name: value for name, value in place.record.items() if name not in ("kind", "schema", "tagged")}
    for parts in ("figures", "tables"):
        item[parts] = [_lean(part) for part in item[parts]]
    return {"page": place.page["file"], "anchor": place.anchor, "notebook": place.page["name"], **item}


def _lean(part: Record) -> Record:
    """A figure or a table without what lies beside it in files, or stands in the finding's numbers."""
    left = (*PICTURES, "kind", "schema", "rows", "evidence", "width", "height", "folded")
    kept = {name: value for name, value in part.items() if name not in left}
    if "columns" in kept:
        kept["columns"] = [column["name"] for column in kept["columns"]]
    return kept
