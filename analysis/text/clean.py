"""Raw lines in, clean lines out, and the ledger that accounts for every one of them.

Each line of an article's file is kept, changed or removed, by a rule that has a name and a reason, and stands in the ledger once
with what it was and what it became. That kept, changed and removed lines are together all raw lines is checked each time, here,
and not only in the tests.
"""

import re
import unicodedata
from itertools import zip_longest

import pandas as pd

from ..errors import CorpusError
from .rules import Rule, RuleSet, applies

KEPT, CHANGED, REMOVED = "kept", "changed", "removed"
TITLE, HEADING, BODY = "title", "heading", "body"

LINE_END = re.compile(r"\r\n|\n|\r")
INVISIBLE = re.compile(
    r"[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
SPACES = re.compile(r"\s+")
# look-alikes, as other programs and typists leave them; marks that have a direction keep it
MARKS = str.maketrans({"″": '"', "‶": '"', "＂": '"', "‟": "“", "＇": "’", "ʼ": "’", "ꞌ": "’", "`": "'", "´": "’"})
DOUBLED = re.compile(r"''|‘‘|’’|,,(?=\w)|<<(?=\S)|(?<=\S)>>")
DOUBLES = {"''": '"', "‘‘": "“", "’’": "”", ",,": "„", "<<": "«", ">>": "»"}

# A line is running text when it ends like a sentence and has some words, or is longer than any heading.
SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’»›)\]]*$|[”\"»]$")
RUNNING_WORDS, LONG_WORDS = 6, 30
HEADING_WORDS, HEADING_CHARACTERS = 16, 120

COLUMNS = ["doc_id", "line", "raw", "text", "action", "rule", "part"]
CODED = ("blank", "unicode", "invisible", "white_space", "quotation_marks", "repeated_title", "title", "heading")


def clean(articles: pd.DataFrame, rules: list[Rule]) -> pd.DataFrame:
    """Clean every article.

    articles : table `articles`
    rules    : what `rules.read_rules` gives

    Returns table `ledger`: one row per raw line, in the order of articles and lines.
        raw     the line as received, without its line end
        text    the line that is read on; missing where it is removed
        action  kept (text is raw), changed, removed
        rule    ids of the rules that acted, joined by "; " where characters were corrected by several; missing where none did
        part    title, heading or body; missing where the line is removed

    Raises CorpusError if the account of an article does not add up.
    """
    # every line is asked in one pass; the few rules of another file are left out per article
    whole, on = RuleSet(rules), {rule.id for rule in rules}
    rows = []
    for doc_id, file, text, title in articles[["doc_id", "file", "text", "title"]].itertuples(index=False):
        raw = split_lines(text)
        cleaned = _clean_article(raw, file, "" if pd.isna(title) else title, whole, on)
        _account(raw, cleaned, file)
        rows += [(doc_id, number, *row) for number, row in enumerate(cleaned, start=1)]
    ledger = pd.DataFrame(rows, columns=COLUMNS)
    return ledger.astype(
        {"line": "int32", **dict.fromkeys(["doc_id", "action", "rule", "part"], "category"), "raw": "str", "text": "str"}
    )


def split_lines(text: str) -> list[str]:
    r"""The lines of a file: what stands between line ends, and nothing after the last one.

    >>> split_lines("a\r\n\nb\n")
    ['a', '', 'b']
    """
    lines = LINE_END.split(text)
    return lines[:-1] if lines[-1] == "" else lines


def correct(raw: str, on: frozenset[str] | set[str] = frozenset(CODED)) -> tuple[str, list[str]]:
    """Correct the characters of a line.

    Returns the line, and the ids of the rules that changed it, in the order they were applied. `on` names the rules in force.

    >>> correct("He\u00adllo,  \u2033world\u2033")
    ('Hello, "world"', ['invisible', 'white_space', 'quotation_marks'])
    """
    steps = (
        ("unicode", lambda line: unicodedata.normalize("NFC", line)),
        ("invisible", lambda line: INVISIBLE.sub("", line)),
        ("white_space", lambda line: SPACES.sub(" ", line).strip()),
        ("quotation_marks", lambda line: DOUBLED.sub(lambda match: DOUBLES[match[0]], line.translate(MARKS))),
    )
    line, acted = raw, []
    for rule, step in steps:
        after = step(line) if rule in on else line
        if after != line:
            acted.append(rule)
        line = after
    return line, acted


def _clean_article(raw: list[str], file: str, title: str, rules: RuleSet, on: set[str]) -> list[tuple]:
    """The rows of one article's ledger without doc_id and line: raw, text, action, rule, part."""
    corrected = [correct(line, on) for line in raw]
    lines = [line for line, _ in corrected]
    verdicts = _by_pattern(lines, file, rules)
    _by_place(lines, verdicts, title, on)
    rows = []
    for before, (text, acted), (action, rule, part) in zip(raw, corrected, verdicts, strict=True):
        if action == REMOVED:
            rows.append((before, None, REMOVED, rule, None))
        else:
            names = acted + ([rule] if rule else [])
            rows.append((before, text, CHANGED if before != text else KEPT, "; ".join(names) or None, part))
    return rows


def _by_pattern(lines: list[str], file: str, rules: RuleSet) -> list[tuple[str, str | None, str | None]]:
    """For each line what the first rule that matches it says: action, rule, part. Lines without a rule are kept as body."""
    running = [number for number, line in enumerate(lines) if is_running(line)]
    first, last = (running[0], running[-1]) if running else (len(lines), len(lines))
    verdicts: list[tuple[str, str | None, str | None]] = []
    to_end = None
    for number, line in enumerate(lines):
        rule = to_end
        if rule is None and line:
            place = "head" if number < first else "tail" if number > last else "middle"
            rule = next((rule for rule in rules.matches(line) if rule.where in ("any", place) and applies(rule, file)), None)
            to_end = rule if rule is not None and rule.extent == "to_end" else None
        if not line:
            verdicts.append((REMOVED, "blank", None))
        elif rule is None:
            verdicts.append((KEPT, None, BODY))
        elif rule.action == "remove":
            verdicts.append((REMOVED, rule.id, None))
        else:
            verdicts.append((KEPT, rule.id, rule.action))
    return verdicts


def _by_place(lines: list[str], verdicts: list[tuple[str, str | None, str | None]], title: str, on: set[str]) -> None:
    """Find the title, its repetitions and the headings among the lines that no pattern decided; `verdicts` is filled in."""
    kept = [number for number, verdict in enumerate(verdicts) if verdict[0] != REMOVED]
    known = correct(title)[0].casefold()
    found = next((lines[number] for number in kept if verdicts[number][2] == TITLE), None)
    if found is None and "title" in on and kept:
        number = next((number for number in kept if known and lines[number].casefold() == known), kept[0])
        if verdicts[number][1] is None and (lines[number].casefold() == known or is_heading(lines[number], longest=2)):
            verdicts[number] = (KEPT, "title", TITLE)
            found = lines[number]
    seen = False
    for number, following in zip_longest(kept, kept[1:]):
        same = found is not None and lines[number].casefold() == found.casefold()
        if same and seen and "repeated_title" in on:
            verdicts[number] = (REMOVED, "repeated_title", None)
        elif verdicts[number][1] is None and following is not None and "heading" in on and is_heading(lines[number]):
            longer = len(lines[following]) > len(lines[number])
            verdicts[number] = (KEPT, "heading", HEADING) if longer else verdicts[number]
        seen = seen or same


def is_running(line: str) -> bool:
    """Whether a line is running text: a sentence that ends as one, or more words than any heading has.

    >>> is_running("The bridge over the river is closed."), is_running("The bridge is closed"), is_running("3.69 BYN")
    (True, False, False)
    """
    words = len(line.split())
    return words >= LONG_WORDS or (words >= RUNNING_WORDS and SENTENCE_END.search(line) is not None)


def is_heading(line: str, longest: int = 1) -> bool:
    """Whether a line could be a heading: short, with a letter, capital or digit or quotation mark first, no stop at its end.

    longest : how many times the usual length is still short, since titles run longer than headings
    """
    short = len(line.split()) <= HEADING_WORDS * longest and len(line) <= HEADING_CHARACTERS * longest
    begins = line[:1].isupper() or line[:1].isdigit() or line[:1] in "“\"'‘«„"
    return short and begins and any(char.isalpha() for char in line) and SENTENCE_END.search(line) is None


def _account(raw: list[str], rows: list[tuple], file: str) -> None:
    """Raise unless every raw line is in the ledger once: kept as it was, changed with a rule, or removed with a rule."""
    whole = len(raw) == len(rows) and all(
        before == row[0]
        and (
            (row[2] == KEPT and row[1] == before)
            or (row[2] == CHANGED and row[1] != before and bool(row[1]) and bool(row[3]))
            or (row[2] == REMOVED and row[1] is None and bool(row[3]))
        )
        for before, row in zip(raw, rows, strict=False)
    )
    if not whole:
        remedy = "Please report this: it is a fault of Parallax, and nothing was published"
        raise CorpusError("the ledger does not account for every line", file=file, remedy=remedy)
