"""What a corpus says, text by text: the folder of a snapshot and that of the corpus in, an iterator of texts out.

It exists because the last look at a report must tell what an article says from what betrays the machine: an article may quote
`/root` or `press@host` where the account that makes the report is called root or press.
"""

from collections.abc import Iterator
from pathlib import Path

from .reading.read import DESCRIBING

# Columns that hold the corpus's own words. Others (why a file was set aside, what was noticed) may tell of the machine.
OWN = {"ledger": ("raw", "text"), "inputs": ("file",)}
BATCH = 5_000  # rows read at a time: what is held is some megabytes, whatever the size of the corpus


def said(snapshot: Path, corpus: Path) -> Iterator[str]:
    """All that a corpus says: its lines as they were and as they are, what is known of each article, names of files, describing files.

    snapshot : folder that prepare.save wrote
    corpus   : folder of the corpus

    Returns texts in no order that means anything; each is one line, one value, or one describing file.
    """
    import pyarrow.parquet

    for name in ("articles", *OWN):
        table = pyarrow.parquet.ParquetFile(snapshot / f"{name}.parquet")
        wanted = OWN.get(name) or [field.name for field in table.schema_arrow if _is_text(field.type)]
        for batch in table.iter_batches(batch_size=BATCH, columns=list(wanted)):
            for column in batch.columns:
                yield from (value for value in column.to_pylist() if value)
    for name in DESCRIBING:
        if (corpus / name).is_file():
            yield (corpus / name).read_text(encoding="utf-8", errors="replace")


def _is_text(kind: object) -> bool:
    import pyarrow.types

    kind = kind.value_type if pyarrow.types.is_dictionary(kind) else kind
    return pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)
