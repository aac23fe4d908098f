"""What to do about an input that could not be loaded, by its reason. The account of a corpus in, lines for a person out."""

from collections import Counter
from collections.abc import Iterable

from .corpus_file import NAME as CORPUS_FILE
from .sources import NAME
from .stray import NO_TEXT

REMEDIES = {
    "archive": "Unpack it, and put its files into the folder",
    "binary": "Save it as plain text in UTF-8, or take it out of the folder",
    "broken": "Open it in the program it is from, save it again, or save its text as .txt in UTF-8",
    "changed": "Run again when nothing writes to it",
    "csv_row": "Put cells that hold a delimiter in quotation marks",
    "csv_structure": f"Correct its quotation marks and headings, or give delimiter and quotechar under [csv] of {CORPUS_FILE}",
    "empty": "Fill it, or take it out of the folder",
    "encrypted": "Open it with its password, and save it without one",
    "encoding": f"Save it as UTF-8, or give its encoding in {NAME}",
    "gzip": "Pack it again",
    "hash_mismatch": f"Correct hash and size in {NAME}, or bring back the file that was meant",
    "html": "Save its article as a text file (.txt)",
    "html_timeout": "Save its article as a text file (.txt)",
    "io_error": "Allow reading it, or take it out of the folder",
    "json": "Correct it: in .jsonl one JSON object per line, in .json a list of objects",
    NO_TEXT: f'Name the column in {CORPUS_FILE}: [columns] text = "…"; or take it out of the folder',
    "not_listed": f'Add a row to {NAME}, or set unlisted = "include" in {CORPUS_FILE}',
    "not_installed": "Install that, and run again",
    "not_regular": "Put a copy of the file in its place",
    "outside_root": "Put a copy of the file in its place",
    "parquet": "Write it again, with texts in a column of texts",
    "timeout": "Save its text as .txt in UTF-8",
    "scan": "Have its letters recognised by a program for that, and save it with its text",
    "too_large": "Divide it",
    "unknown_format": "Save it as text (.txt) in UTF-8, or take it out of the folder",
    "wrong_name": "Give it the ending of what it holds",
    "wrong_type": "Write the text as a text",
    "xml": "Save it as text (.txt) in UTF-8, or take it out of the folder",
}
MOST = 20  # lines; nobody reads more on a terminal


def lines(quarantine: Iterable[tuple[str, str, str, str]], rest: str = "") -> list[str]:
    """One line for each file of which something could not be loaded: file, place, reason, detail, remedy; MOST of them.

    quarantine : (file, place, reason, detail) of each input
    rest       : where the others are told of, for the line that counts them

    >>> lines([("a.txt", "", "empty", "no visible character in 0 bytes")])
    ['a.txt: empty: no visible character in 0 bytes. Fill it, or take it out of the folder']
    """
    files: dict[str, list[tuple[str, str, str]]] = {}
    for file, place, reason, detail in quarantine:
        files.setdefault(file, []).append((place, reason, detail))
    told = []
    for file, faults in list(files.items())[:MOST]:
        (place, reason, detail), more = faults[0], len(faults) - 1
        others = f" (and {more:,} more of this file)" if more else ""
        told.append(f"{', '.join(filter(None, (file, place)))}: {reason}: {detail.rstrip('.')}{others}. {REMEDIES[reason]}")
    left = Counter(faults[0][1] for faults in list(files.values())[MOST:])
    if left:
        kinds = ", ".join(f"{n:,} {reason}" for reason, n in left.most_common())
        told.append(f"and {left.total():,} more files ({kinds}){f'; {rest}' if rest else ''}")
    return told
