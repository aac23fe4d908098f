"""A corpus as it was cleaned, out of Parallax: a folder of articles in in, a folder in a form of other programs out.

What is written goes back in as a corpus with the same counts: no rule removes from it once more. It joins the reading of a corpus with
the writing of spreadsheets, which no room may do; so it stands beside the command line. It is written beside its place and put there
once it is whole.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import StorageError, UsageError, nearest
from ..storage import in_units

if TYPE_CHECKING:
    from ..text.prepare import Prepared

FORMS = ("txt", "jsonl", "csv", "quanteda", "conllu")
CORPUS, LEDGER = "corpus", "ledger.csv"  # what goes back in, and what was taken away

Listing = tuple[list[str], list[tuple[object, ...]]]  # headings, and rows


def export_corpus(folder: Path, to: Path, form: str, tables: Sequence[str], without_rules: Any = ()) -> Listing:
    """Write the cleaned articles of a corpus to `to`/corpus, and beside them the lines that were removed or changed, `to`/ledger.csv.

    form          : "txt": a file an article, and sources.csv. "jsonl": an object a line. "csv": UTF-8 with a mark, for spreadsheets.
                    "quanteda": CSV without a mark whose columns are doc_id, text, and docvars. "conllu": CoNLL-U, which does not go
                    back in
    tables        : names of tables, which a corpus has none of
    without_rules : as for prepare

    Returns headings and rows: what was written, with the number of articles or lines. Raises UsageError for a form that there is not,
    and for a place where something lies; StorageError where it cannot be written; and as prepare does.
    """
    from .. import progress
    from ..text.prepare import prepare

    if form not in FORMS:
        raise UsageError(f"there is no form '{form}' of a corpus", remedy=nearest(form, FORMS, "The forms are"))
    if tables:
        raise UsageError(f"'{tables[0]}' is a table of a run", remedy="Leave it away, or leave --corpus away")
    _refuse(folder, to)
    prepared = prepare(folder, without_rules=without_rules)
    with _beside(to) as stage, progress.told(f"Writing {to.name}", ["articles are written", "the ledger is written"]) as step:
        rows = _written(prepared, folder, stage, form, step)
    return ["file", "holds", "size"], [(str(to / name), holds, size) for name, holds, size in rows]


def _refuse(folder: Path, to: Path) -> None:
    """Raise where something lies that would be overwritten, and where the files would become articles of the corpus itself."""
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError("something lies here already", file=str(to), remedy="Name another folder by --to")
    for above in (to.resolve(), *to.resolve().parents):
        if above == folder.resolve():
            raise UsageError("this lies within the corpus", file=str(to), remedy="Name a folder outside of it by --to")
        if (above / "run.json").is_file() and (above / "SHA256SUMS").is_file():
            raise UsageError("this folder is a run's, which stays as it is", file=str(to), remedy="Name another one by --to")


@contextlib.contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """A folder to write into, which stands at `to` once all is written; nothing stays of one that is not."""
    stage = None
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(dir=to.parent, prefix=f".{to.name}-"))
        yield stage
        stage.chmod(0o755)
        if to.is_dir():
            to.rmdir()  # it is empty, and Windows puts nothing in its place
        stage.replace(to)
        stage = None
    except OSError as error:
        remedy = "Free space there, or allow writing to that folder"
        raise StorageError(f"cannot write ({error.strerror})", file=str(to), remedy=remedy) from error
    finally:
        if stage is not None:
            shutil.rmtree(stage, ignore_errors=True)


def _written(
    prepared: "Prepared", folder: Path, stage: Path, form: str, step: Callable[[str], None]
) -> Iterator[tuple[str, str, str]]:
    from . import as_files, conllu, described
    from .cleaned_articles import Cleaned

    cleaned = Cleaned(prepared)
    place = stage / CORPUS
    place.mkdir()
    n = conllu.write(cleaned, place) if form == "conllu" else as_files.WRITERS[form](cleaned, place)
    if form != "conllu":
        described.write(folder, place, form, cleaned.columns)
    step("the ledger is written")
    n_lines = as_files.write_ledger(cleaned, stage / LEDGER)
    left = len(prepared.articles) - n
    told = f"{n:,} article{'' if n == 1 else 's'}" + (f"; {left:,} of which no line was left are not in it" if left else "")
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    rows = [(CORPUS, told, in_units(size)), (LEDGER, f"{n_lines:,} lines", in_units((stage / LEDGER).stat().st_size))]
    return iter(rows)
