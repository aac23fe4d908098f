"""The files that describe a corpus, begun for a folder of articles. A folder in; sources.csv and its companions out.

What can be seen is filled in (files, folders as sources, first lines as titles), the rest is explained where it is to be written.
"""

import csv
import io
from pathlib import Path

from ...errors import CorpusError, UsageError, visible
from ...places import SETTINGS
from ...storage import write_bytes
from . import corpus_file
from .corpus_file import CorpusFile
from .decode import decode
from .files import Fault, Found, list_files, steady, whole
from .known_formats import FORMATS, TABLES, ending_of
from .listed import source_of
from .passed_over import skipped
from .published_by import HOST, SOURCE_FROM, STATED, folders_say
from .reader import Reader
from .roles import USUAL, assign
from .sources import NAME

COLUMNS = ("file", "doc_id", "source", "outlet_type", "date", "language", "title", "url", "note")
MOST_ROWS = 1000  # files that get a row each; beyond, each folder gets a glob
UNNAMED = "Unnamed outlet"
BY_FOLDER = "Source: the folder's name"
NOT_WRITTEN = (
    "not written: articles may state outlets of their own, which a row would hide"
    f" (more than {MOST_ROWS:,} files, or several outlets in one)"
)
LONGEST_TITLE = 240  # characters

TOPICS = """\
# What the articles speak of: topic, then patterns. Take the # away from what is to count.
#
# A pattern is one or more words that follow one another in a sentence. * stands for any letters or none and ? for one letter, within a
# word; capital letters do not matter. Of patterns of one topic that fit the same words the longest counts. Topics may have keys below.
#
# Closure:
#   - clos*              # close, closed, closing, closure
#   - shut down
# People:
#   Mayor: [mayor, head of the town]
"""
WORDING = """\
# Which word an outlet chooses: concept, then variant, then the spellings that count as that variant. Patterns are as in topics.yml.
# The variant _other takes away what only looks like the concept, and counts nowhere.
#
# Name of the bridge:
#   Mill Bridge: [mill bridge]
#   Old Bridge: [old bridge]
#   _other: [old bridge street]
"""
CLEANING = """\
# Lines that are not the article. Parallax has general rules (parallax check shows what they did); rules of your own stand here.
#
# turn_off names general rules that do harm here. A rule has an id, a pattern (RE2, looked for in each line) and a reason, which the
# report shows; and, if needed: where (any, head, tail), extent (line, to_end), files (a glob), action (remove, title, heading).
#
# turn_off: [ticker]
# rules:
#   - id: weather_box
#     pattern: '^Weather: .*$'
#     where: head
#     reason: The page shows the weather above each article.
turn_off: []
rules: []
"""
CORPUS = """\
# How the tables of this folder are read: Parallax's name = the column's name in the table. What is not named here is found by the
# usual names, and reported. An empty text ("") says that there is no such column.
#
# unlisted = "include"        # files without a row in sources.csv: quarantine (if not given), include, error
# date_format = "%d.%m.%Y"    # of dates that are not 2024-10-28
# csv = {delimiter = ";", quotechar = "'"}   # of CSV files, where they are not found out
"""
SETTINGS_BEGUN = """\
# How runs on these articles are made, so that a schedule need only say: parallax run FOLDER. Take the # away from what is to hold.
#
# What stands here is what an option of parallax run says by the same name (parallax run --help), and an option beats this file.
# Relative paths lead from here. parallax run FOLDER --print-settings shows what holds, and where it is from.
#
# reports = "../reports"        # where the reports go: a folder outside of this one, or an address
# title = "The bridge in the press"
# note = "../note.md"           # your own words for the front page, in Markdown
# only = ["01_terms", "05_wording"]
# quiet = true                  # speak of failures alone
# if-changed = true             # make no report that says what the current one says
# each-language = true          # a report in each language that has articles enough
# keep = 30                     # remove all but the newest runs
# keep-days = 90                # remove runs that are older
# fresh = "2d"                  # from when on parallax status says that the report is old
# jobs = 2                      # notebooks at once
# workers = 2                   # processes that read the articles
# time-limit = 600              # seconds that a notebook may take
# max-quarantine = 0.05         # largest share of articles that may fail to load
# on-failure = "mail -s 'Parallax failed' news@example.org"    # run where a run fails, without a shell; it gets the facts as JSON
# on-success = ["python3", "../tell.py"]    # run where a report was published; it gets the findings too
# alerts-exit = true            # exit code 11 where an alert fired
#
# [parameters]                  # of the notebooks, as by -p NAME VALUE
# focus = ["bridge", "clos*"]
# top = 30
#
# [[alert]]                     # what to be told of: here a topic that is spoken of twice as much as in the last run, or half as much
# topic = "Closure"
# ratio = 2
# [[alert]]                     # and each outlet without an article of the last week, by the dates that articles state
# silent = 7
"""


def begin(folder: Path) -> list[tuple[str, str]]:
    """Write the describing files of a folder, which is made if it is not there.

    Returns (file, what was filled in) for each file written. corpus.toml is written only where tables of articles lie in the folder.

    Raises UsageError, before anything is written, where one of the files is there already.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError("is not a folder", file=str(folder), remedy="Name a folder, new or of articles")
    found = [item for item in list_files(folder) if not skipped(item) and not item.kind] if folder.is_dir() else []
    found = [item for item in found if ending_of(item.file) is not None]
    tables = [item for item in found if FORMATS[ending_of(item.file)].how in TABLES]
    wanted = {"topics.yml": (TOPICS, "examples, commented out"), "wording.yml": (WORDING, "examples, commented out")}
    wanted["cleaning.yml"] = (CLEANING, "no rule yet, with an example")
    wanted[SETTINGS] = (SETTINGS_BEGUN, "nothing yet, each setting explained")
    if tables:
        wanted[corpus_file.NAME] = (_mapping(folder, tables), "the columns as they were guessed")
    names = [NAME, *wanted]
    there = [name for name in names if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        raise UsageError("is there already, and is not overwritten", file=str(folder / there[0]), remedy="Nothing was written")
    rows = _rows(folder, found)
    written = {NAME: (_csv(rows), _told(rows, found)), **wanted} if rows else wanted
    for name, (text, _) in written.items():
        write_bytes(folder / name, text.encode())
    return [*([] if rows else [(NAME, NOT_WRITTEN)]), *((name, what) for name, (_, what) in written.items())]


def _rows(folder: Path, found: list[Found]) -> list[dict[str, str]]:
    """Rows of sources.csv: one per file, or one per folder where there are too many; one for all that will come where there is none.

    None at all where articles say whose they are and a row would hide it: too many pages for a row each, or several outlets in a file.
    """
    if not found:
        return [{"file": "*", "source": UNNAMED, "note": "Written before there was an article: name the outlets"}]
    named = [item for item in found if "\\x" not in item.file and not any(mark in item.file for mark in "*?[")]
    if len(found) <= MOST_ROWS and len(named) == len(found):
        reader = Reader(folder, CorpusFile())
        try:
            rows = [_row(folder, item, reader) for item in found]
            return [] if None in rows else rows
        finally:
            reader.close()
    if any(FORMATS[ending_of(item.file)].how == "html" and not folders_say(source_of(item.file)) for item in found):
        return []
    folders = sorted({item.file.rpartition("/")[0] for item in found})
    nested = [
        above
        for above in folders
        if any(other != above and other.startswith(f"{above}/" if above else "") for other in folders)
    ]
    if nested:  # one glob would reach into the folder below
        return [{"file": "*", "source": folder.resolve().name, "note": "Many files: divide this row by outlet"}]
    return [
        {"file": f"{above}/*" if above else "*", "source": above or folder.resolve().name, "note": BY_FOLDER}
        for above in folders
    ]


def _row(folder: Path, item: Found, reader: Reader) -> dict[str, str] | None:
    """The row of a file; None where its articles are of several outlets that they state themselves, which a row would hide."""
    row = {"file": item.file, "source": source_of(item.file) or folder.resolve().name, "note": BY_FOLDER}
    kind = FORMATS[ending_of(item.file)].how
    stated = {} if kind in TABLES else _stated(item, reader)
    if kind == "text" and "source" not in (stated or {}):
        title = _title(folder, item)
        return row | ({"title": title, "note": f"{BY_FOLDER}; title: the first line"} if title else {})
    return None if stated is None else row | stated


def _stated(item: Found, reader: Reader) -> dict[str, str] | None:
    """What a file says of its one article, or the outlet of all that it holds; nothing where it cannot be read. None for several
    outlets that are guesses, which a row of sources.csv would come before; what the heads of an export state comes before the row."""
    try:
        outcome = reader.read(item, None)
    except (Fault, CorpusError):
        return {}
    outlets = {(entry["source"], entry.get(SOURCE_FROM, "")) for entry in outcome.articles}
    if len(outlets) > 1 and any(how for _, how in outlets):
        return None
    if len(outlets) != 1:
        return {}
    (outlet, how), alone, entry = *outlets, outcome.n_inputs == 1, outcome.articles[0]
    known = {
        name: value
        for name in (("title", "date", "language", "url") if alone else ())
        if (value := entry.get(name, "")) and visible(value) == value
    }
    own = bool(how) or (alone and outlet != reader.defaults(item)["source"])
    ways = {STATED: "Source: as the page states it", HOST: "Source: the host of its address"}
    source = ways.get(how, "Source: as the file states it") if own else BY_FOLDER
    note = "; ".join([source, *([f"{', '.join(known)}: as the page states"] if known else [])])
    return {**known, **({"source": outlet} if own else {}), "note": note}


def _title(folder: Path, item: Found) -> str:
    """The first line of a text, if it can be a title."""
    try:
        data, _ = steady(folder.resolve(), item.path, whole)
        lines = [line.strip() for line in decode(data).text.splitlines() if line.strip()]
    except Fault:
        return ""
    first = lines[0]
    begins = first[0].isupper() or first[0].isdigit() or first[0] in "“\"'‘«„"
    usable = len(lines) > 1 and begins and len(first) <= LONGEST_TITLE and first[-1] not in ".,;:…" and visible(first) == first
    return first if usable else ""


def _csv(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _told(rows: list[dict[str, str]], found: list[Found]) -> str:
    if not found:
        return f"one row for all files, as '{UNNAMED}': there is no article yet"
    titles, outlets = (
        sum("title" in row for row in rows),
        {row["source"] for row in rows if not row["note"].startswith(BY_FOLDER)},
    )
    guessed = f", {len(outlets)} outlets as pages state them or by their addresses: a guess, look at them" if outlets else ""
    fill = "fill in dates and languages (2024, 2024-10 or 2024-10-28; en)"
    return f"{len(rows)} rows for {len(found)} files, {titles} titles{guessed}; {fill}"


def _mapping(folder: Path, tables: list[Found]) -> str:
    """corpus.toml with the columns of the first table that can be read; the usual names are given where none can."""
    reader = Reader(folder, CorpusFile())
    for item in tables:
        try:
            columns = reader.columns(item)
            roles = assign(columns, CorpusFile()).column
        except (Fault, CorpusError):
            continue
        lines = [f'{role} = "{_toml(name)}"' for role, name in roles.items()]
        if "source" not in roles and "url" in roles and not folders_say(source_of(item.file)):
            lines.append(f'source = "{_toml(roles["url"])}"    # no column names the outlet: the host of the address is it')
        others = [name for name in columns if name not in roles.values()]
        note = f"# as in {visible(item.file)}" + (f"; your own: {visible(', '.join(others))}" if others else "")
        return "\n".join([CORPUS, "[columns]", note, *lines, ""])
    usual = [f'# {role} = "…"    # usual names: {", ".join(names)}' for role, names in USUAL.items()]
    return "\n".join([CORPUS, "[columns]", *usual, ""])


def _toml(text: str) -> str:
    return "".join(f"\\u{ord(char):04x}" if char in '"\\' or ord(char) < 32 or ord(char) == 127 else char for char in text)
