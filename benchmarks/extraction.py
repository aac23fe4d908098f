"""How much of the article of a web page is read, and how much that is none: labelled pages in, a table out.

The pages are not part of the project: name a folder that holds one of the public sets, each as its repository has it.
    scrapinghub/article-extraction-benchmark   ground-truth.json and html/: 181 pages, the text of the article written down by people
    mozilla/readability                        test/test-pages: 130 pages, each with what a reader's view should show (expected.html)
    adbar/trafilatura                          tests/evaldata.json, eval/, cache/: passages that belong to an article, and that do not

Parallax is measured as it reads a page, before and after its general cleaning rules, beside trafilatura called directly. A word counts
as often as it stands there; precision and recall are means over pages, so that a long page weighs as much as a short one. For a set of
whole texts each cleaning rule has its own figures: lines that it removed, and those of them that stand in the labelled text.

    python benchmarks/extraction.py FOLDER
"""

import argparse
import gzip
import json
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from statistics import mean
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

WORD = re.compile(r"\w+")
PATIENCE = 600.0  # seconds for a page: how busy the machine is must not count
SHINGLE = 4  # words in a row, as the benchmark of 181 pages counts them
WAYS = ("trafilatura", "Parallax, as read", "Parallax, cleaned", "without title")


class Page(NamedTuple):
    """A page, and what is known of its article: its whole text, or passages that belong to it and that do not."""

    name: str
    data: bytes
    text: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


class Read(NamedTuple):
    """What each way of reading gives of a page, and the lines of the ledger: action, rule and raw line."""

    texts: dict[str, str]
    lines: list[tuple[str, str, str]]


def main() -> None:
    """Measure the pages of a folder, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", action="store_true", help="print each page's figures, and lines removed that are labelled")
    asked = parser.parse_args()
    pages = list(pages_of(asked.folder))
    if not pages:
        sys.exit(f"{asked.folder}: holds none of the sets that are known")
    found = read(pages)
    print(f"{len(pages):,} pages")
    if pages[0].wanted:
        told_passages(pages, found)
    else:
        told_texts(pages, found, asked.list)
        told_rules(pages, found, asked.list)


def pages_of(folder: Path) -> Iterator[Page]:
    """The pages of a set, whichever it is."""
    if (folder / "ground-truth.json").is_file():
        labels = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
        for name, label in sorted(labels.items()):
            yield Page(name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), label["articleBody"])
    for place in sorted((folder / "test" / "test-pages").glob("*/source.html")):
        yield Page(place.parent.name, place.read_bytes(), plain(place.with_name("expected.html").read_text(encoding="utf-8")))
    if (folder / "tests" / "evaldata.json").is_file():
        labels = json.loads((folder / "tests" / "evaldata.json").read_text(encoding="utf-8"))
        for label in labels.values():
            place = next(
                (path for part in ("eval", "cache") if (path := folder / "tests" / part / label["file"]).is_file()), None
            )
            if place is not None and label["with"]:
                yield Page(label["file"], place.read_bytes(), "", tuple(label["with"]), tuple(label["without"]))


def plain(page: str) -> str:
    """The text of a piece of HTML, blocks apart."""
    page = re.sub(r"(?s)<(script|style|noscript)\b.*?</\1>|<!--.*?-->", " ", page)
    page = re.sub(
        r"(?i)</?(?:p|div|li|h[1-6]|tr|td|th|br|blockquote|figure|figcaption|ul|ol|table|section|pre)\b[^>]*>", "\n", page
    )
    return unescape(re.sub(r"<[^>]+>", "", page))


def read(pages: list[Page]) -> list[Read]:
    """What each way reads of each page."""
    from trafilatura import extract

    from analysis.text.prepare import prepare
    from analysis.text.reading import html as reader

    reader.SECONDS = PATIENCE
    place = Path(tempfile.mkdtemp())
    try:
        for number, page in enumerate(pages):
            (place / f"{number:05d}.html").write_bytes(page.data)
        prepared = prepare(place)
        ledgers = dict(list(prepared.ledger.groupby(prepared.ledger["doc_id"].astype("str"))))
        received = prepared.articles.set_index("doc_id")["text"].to_dict()
    finally:
        shutil.rmtree(place)
    found = []
    for number, page in enumerate(pages):
        name, direct = f"{number:05d}", extract(page.data, include_comments=False) or ""
        texts, lines = {"trafilatura": direct, "Parallax, as read": received.get(name, "")}, []
        if name in ledgers:
            rows = ledgers[name][ledgers[name]["line"] > 0].astype("object").fillna("")
            texts["Parallax, cleaned"] = "\n".join(rows["text"])
            texts["without title"] = "\n".join(rows.loc[rows["part"] != "title", "text"])
            lines = list(rows[["action", "rule", "raw"]].itertuples(index=False, name=None))
        found.append(Read(texts, lines))
    return found


def rates(true: list, found: list) -> tuple[float, float]:
    """Precision and recall of one page, of words or of shingles."""
    true, found = Counter(true), Counter(found)
    both = (true & found).total()
    return both / max(found.total(), 1), both / max(true.total(), 1)


def shingles(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


def told_texts(pages: list[Page], found: list[Read], each: bool) -> None:
    """Precision and recall of whole texts, by words and by shingles."""
    print(f"\n{'':<20}{'words: precision':>18}{'recall':>8}{'shingles: precision':>22}{'recall':>8}")
    by_page: dict[str, list[str]] = {}
    for way in WAYS:
        figures = []
        for page, one in zip(pages, found, strict=True):
            true, words = WORD.findall(page.text), WORD.findall(one.texts.get(way, ""))
            figures.append((*rates(true, words), *rates(shingles(true), shingles(words))))
            by_page.setdefault(page.name, []).append(f"{figures[-1][0]:.3f} {figures[-1][1]:.3f}")
        print("{:<20}{:>18.3f}{:>8.3f}{:>22.3f}{:>8.3f}".format(way, *map(mean, zip(*figures, strict=True))))
    for name, told in by_page.items() if each else ():
        print(f"  {name[:20]:<22}{' | '.join(told)}")


def told_passages(pages: list[Page], found: list[Read]) -> None:
    """The share of passages of articles that are read, and of others that are not."""
    print(f"\n{'':<20}{'passages kept':>16}{'others left out':>18}")
    for way in WAYS:
        spoken = [" ".join(WORD.findall(one.texts.get(way, ""))) for one in found]
        kept = [has(text, passage) for page, text in zip(pages, spoken, strict=True) for passage in page.wanted]
        others = [not has(text, passage) for page, text in zip(pages, spoken, strict=True) for passage in page.unwanted]
        print(f"{way:<20}{mean(kept):>16.3f}{mean(others):>18.3f}")
    print(
        f"{sum(len(page.wanted) for page in pages):,} passages of articles, {sum(len(page.unwanted) for page in pages):,} others"
    )


def has(text: str, passage: str) -> bool:
    words = " ".join(WORD.findall(passage))
    return bool(words) and f" {words} " in f" {text} "


def told_rules(pages: list[Page], found: list[Read], each: bool) -> None:
    """For each rule the lines that it removed, and those that stand in the labelled text; and what is left that does not."""
    removed, wrong, n_lines, left, kept = Counter(), Counter(), 0, 0, 0
    for page, one in zip(pages, found, strict=True):
        labelled, stays = (" ".join(WORD.findall(text)) for text in (page.text, one.texts.get("Parallax, cleaned", "")))
        for action, rule, raw in one.lines:
            words = WORD.findall(raw)
            if not words:
                continue
            n_lines, stands = n_lines + 1, has(labelled, raw)
            if action == "removed":
                lost = stands and not has(stays, raw)  # what was joined to another line, or is said twice, is not
                removed[rule] += 1
                wrong[rule] += lost
                if each and lost:
                    print(f"  {rule}: {raw[:100]}")
            else:
                kept, left = kept + len(words), left + (0 if stands else len(words))
    print(f"\n{'rule':<20}{'lines removed':>16}{'in the article':>18}")
    for rule, n in sorted(removed.items(), key=lambda item: (-item[1], item[0])):
        print(f"{rule:<20}{n:>16,}{wrong[rule]:>18,}")
    print(f"{'all':<20}{removed.total():>16,}{wrong.total():>18,}  of {n_lines:,} lines")
    print(f"words left in lines that stand nowhere in the labelled text: {left:,} of {kept:,} ({left / max(kept, 1):.1%})")


if __name__ == "__main__":
    main()
