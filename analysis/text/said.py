"""What a corpus says, text by text: the folder of a snapshot and that of the corpus in, an iterator of texts out.

It exists because the last look at a report must tell what an article says from what betrays the machine: an article may quote
`/root` or `press@host` where the account that makes the report is called root or press.
"""

from collections.abc import Iterator
from pathlib import Path

from .parts.mapped import texts_of
from .reading.passed_over import DESCRIBING

# Columns that hold the corpus's own words; () is all columns that are texts. The last two quote what could not be read as it stood,
# and are left where they name the folder of the corpus, which is of the machine.
OWN = {"articles": (), "ledger": ("raw", "text"), "inputs": ("file",), "quarantine": (), "notices": ()}
BATCH = 5_000  # rows read at a time: what is held is some megabytes, whatever the size of the corpus


def said(snapshot: Path, corpus: Path) -> Iterator[str]:
    """All that a corpus says: its lines as they were and as they are, what is known of each article and how that is called, names of
    files, what of them could not be read, describing files.

    snapshot : folder that prepare.save wrote
    corpus   : folder of the corpus

    Returns texts in no order that means anything; each is one line, one value, or one describing file.
    """
    place = str(corpus.resolve())
    for table, wanted in OWN.items():
        for name, column in texts_of(snapshot, table):
            yield name
            for begin in range(0, len(column) if name in wanted or not wanted else 0, BATCH):
                yield from (value for value in column.slice(begin, BATCH).to_pylist() if value and place not in value)
    for name in DESCRIBING:
        if (corpus / name).is_file():
            yield (corpus / name).read_text(encoding="utf-8", errors="replace")
