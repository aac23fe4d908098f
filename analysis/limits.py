"""The most that one input may take, and reading no more than that. Names and numbers in one place, a bounded read out.

Beyond a limit an input is set aside with a reason, or a file that describes the corpus is refused in one line; the README lists the
limits, and `make hostile` holds files made to exhaust memory or time against them. They are far beyond what newspapers print.
"""

import os
import stat
from pathlib import Path

from .errors import ParallaxError, UsageError

# an article, and what its text is made of
LARGEST = 20_000_000  # bytes of a file of one article, or of a row of JSONL: web pages have pictures in them
LONGEST_TEXT = 5_000_000  # characters; a book has 1,000,000, and the Bible fewer than this
LONGEST_WORD = 1_000_000  # characters between two spaces, which Chinese has not
MOST_MARKS = 1_000  # combining marks on one letter; Vietnamese has two, and to sort n of them takes n * n steps

# a table
LARGEST_TABLE = 2_000_000_000  # bytes, after decompression
RATIO, RATIO_FROM = 200, 10_000_000  # text packs to a tenth; zeros to a thousandth
LONGEST_ROW = 64_000_000  # characters; a cell beyond LARGEST is one bad row, and this is no table
LONGEST_CELL = 2_000_000  # characters of a cell that is not the text; some tables keep the page beside its text
MOST_LINES = 20_000  # lines of one row: more is a quotation mark that was never closed
MOST_COLUMNS = 2_000  # spreadsheets have 16,384 at most, and nobody fills them
MOST_ROWS = 2_000_000  # each is a mapping of cells, until it is an article
MOST_FAULTS = 200_000  # rows that cannot be read; a file with more is no table of articles
MOST_CELLS = 100_000_000  # of a corpus's own columns, filled or not
LARGEST_GROUP = 1_000_000_000  # bytes of one row group of Parquet, uncompressed

# a file that holds many others, or many articles
LARGEST_OF_MANY = 200_000_000  # bytes of a document, a workbook or a JSON file, which are held in memory as a whole
MOST_MEMBERS = 100_000  # of an archive
LARGEST_LIST = 20_000_000  # bytes of an archive's list of its members; each becomes an object
DEEPEST_ARCHIVE = 1  # archives within an archive, one in another

# what describes a corpus or a run
LARGEST_SOURCES = 100_000_000  # bytes of sources.csv
MOST_SOURCES = 1_000_000  # rows of it
MOST_GLOBS = 2_000  # rows of it with a pattern: each file is held against each
LONGEST_PATTERN = 1_000  # characters of a pattern of a dictionary
LONGEST_RULE = 10_000  # characters of the pattern of a cleaning rule
LARGEST_DESCRIBING = 1_000_000  # bytes of corpus.toml, topics.yml, wording.yml, cleaning.yml, of a note and of parameters


def read_small(path: Path, most: int, refusal: type[ParallaxError] = UsageError, name: str | None = None) -> bytes:
    """All bytes of a file that a person wrote; never more than `most`, and never of what has no end.

    refusal, name : the error to raise, and the file's name in it

    Raises `refusal` where the file is larger, or is none: a pipe and a device may never end. Raises OSError as `open` does.
    """
    shown = name or str(path)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise refusal("is no regular file", file=shown, remedy="Save it as a file, and name that")
        data = file.read(most + 1)
    if len(data) > most:
        raise refusal(f"has more than {most:,} bytes", file=shown, remedy="Shorten it")
    return data
