"""By what a corpus is prepared: our own code and lists, and the libraries that decide. Nothing comes in, one hash goes out.

What was worked by other code is not taken for what this code would make of it; a hash of the sources tells better than a number of a
version, which stays the same while somebody changes a rule.
"""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ... import __version__
from ..reading.known_formats import FORMATS
from ..words.segmenters import SEGMENTERS

PACKAGE = Path(__file__).resolve().parents[2]
FORM = 1  # of what is written; another number leaves all that was written before alone
LIBRARIES = (
    "ftfy", "google-re2", "htmldate", "lxml", "nltk", "numpy", "pandas", "py3langid", "pyarrow", "pyyaml", "regex", "rensa", "scipy",
    "trafilatura",
)  # fmt: skip


@cache
def worked_by() -> str:
    """One hash of our code and lists of words, of Python, whose tables of characters decide too, and of the libraries."""
    found = hashlib.blake2b(f"{FORM} {__version__} {sys.version}".encode(), digest_size=16)
    split_by = (name for segmenter in SEGMENTERS.values() for name in segmenter.packages)
    read_by = (name for form in FORMATS.values() for name in form.packages)
    for name in (*LIBRARIES, *dict.fromkeys((*split_by, *read_by))):
        found.update(f" {name} {_version(name)}".encode())
    for path in _sources():
        found.update(f"\n{path.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def _sources() -> Iterable[Path]:
    """The room text with its lists, and the modules below the rooms."""
    inside = (path for path in (PACKAGE / "text").rglob("*") if path.suffix in (".py", ".yml"))
    return sorted([*inside, *PACKAGE.glob("*.py")])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
