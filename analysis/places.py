"""Where the notebooks and the default corpus lie, and where is kept what was worked.

In a clone they are the folders a reader sees at its top, so that a notebook changed there is the one that runs. A wheel
carries copies inside the package, so that an installed `parallax` works from any folder. Only an installed package has such
copies, hence their presence tells the two apart; a folder `notebooks` that happens to lie beside an installed package is never
taken for ours.
"""

import contextlib
import os
from pathlib import Path

from .errors import UsageError

PACKAGE = Path(__file__).resolve().parent
SETTINGS = "parallax.toml"  # in a corpus's folder: how runs on it are made


def notebooks() -> Path:
    """The folder of the numbered notebooks.

    Raises UsageError if this installation has none.

    >>> notebooks().name
    'notebooks'
    """
    return _folder("notebooks")


def seeds() -> Path:
    """The folder of the default corpus: the five articles, and the files that describe them.

    Raises UsageError if this installation has none.

    >>> (seeds() / "sources.csv").is_file()
    True
    """
    return _folder("seeds")


def cache() -> Path | None:
    """The folder in which what was worked is kept on this machine: the one that PARALLAX_CACHE names, or the system's for such things.

    None where that is `off`, and where nobody has a home. It need not be there yet.
    """
    given = os.environ.get("PARALLAX_CACHE", "")
    if given == "off":
        return None
    with contextlib.suppress(RuntimeError):  # nobody has a home here
        return Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "parallax-workbook"
    return None


def _folder(name: str, package: Path = PACKAGE) -> Path:
    carried = package / "_data"
    home = carried if carried.is_dir() else package.parent
    folder = home / name
    if not folder.is_dir():
        raise UsageError(f"this installation of Parallax lacks its {name}", file=str(folder), remedy="Install it again")
    return folder
