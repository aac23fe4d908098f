"""Folders that lie elsewhere, at an address such as s3://bucket/articles: an address in, a copy on this machine out.

fsspec knows the protocols; what Parallax adds is that a copy is brought up to date and not anew, that it says in one line what is
missing, and that nothing of an address's secrets reaches a page. A corpus is read from its copy, so that all that is said of folders
holds for it: the same tables, the same accounts.
"""

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from .errors import CorpusError, ParallaxError, StorageError, UsageError
from .places import cache
from .storage import write_bytes

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

EXTRAS = {"s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "abfs": "abfs", "abfss": "abfs", "az": "abfs"}  # protocol -> extra
LISTED = "listed.json"  # beside a copy: what the address said of each of its files when it was copied
MARKS = ("ETag", "etag", "md5", "checksum", "LastModified", "last_modified", "mtime", "created", "size")

_copies: list[tempfile.TemporaryDirectory] = []  # of this process, where nothing may be kept; they go when it ends


def is_address(place: object) -> bool:
    """Whether a text is an address and not a folder.

    >>> is_address("s3://news/articles"), is_address("seeds"), is_address("C:/news")
    (True, False, False)
    """
    return isinstance(place, str) and "://" in place


def shown(address: str) -> str:
    """An address as it may be printed: without a name and a password before its host, and without what follows a question mark.

    A folder is shown as it is.

    >>> shown("sftp://me:secret@host/news?key=1"), shown("my/reports")
    ('sftp://host/news', 'my/reports')
    """
    if not is_address(address):
        return address
    protocol, _, rest = address.partition("://")
    host, slash, path = rest.partition("?")[0].partition("/")
    return f"{protocol}://{host.rpartition('@')[2]}{slash}{path}".rstrip("/")


def file_system(address: str) -> tuple["AbstractFileSystem", str]:
    """What reads and writes an address, and the path that it calls it by.

    Raises UsageError for a protocol that there is not, or whose package is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(address)
    except ImportError as error:
        extra = EXTRAS.get(address.partition("://")[0], "remote")
        remedy = f'Install it with: pip install "parallax-workbook[{extra}]"'
        raise UsageError("what reads such addresses is not installed", file=shown(address), remedy=remedy) from error
    except ValueError as error:
        raise UsageError(
            "no such kind of address is known", file=shown(address), remedy="s3://, gs:// and abfs:// are"
        ) from error
    return system, path.rstrip("/")


@contextlib.contextmanager
def reaching(address: str, kind: type[ParallaxError], what: str, remedy: str) -> Iterator[None]:
    """Whatever fails on the way to an address, as one line: each protocol has errors of its own."""
    try:
        yield
    except ParallaxError:
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise kind(f"{what} ({why[:300]})", file=shown(address), remedy=remedy) from error


def brought(address: str) -> Path:
    """A copy of a folder at an address, brought up to date: only what is new there is fetched, and what is gone there goes.

    The copy is kept below the folder of `kept_below`, and is named as the last part of the address, which is the corpus's name.

    Raises CorpusError where the address cannot be read or holds nothing, and as `file_system` does.
    """
    system, path = file_system(address)
    name = PurePosixPath(path).name or "corpus"
    home = kept_below("copies") / hashlib.sha256(address.encode()).hexdigest()[:16]
    folder = home / name
    with reaching(address, CorpusError, "cannot be read", "See that the address is right, and that you may read it"):
        system.invalidate_cache()
        there = {item["name"]: item for item in _files(system, path)}
        if not there:
            raise CorpusError("there is no such folder, or nothing in it", file=shown(address), remedy="Name one with articles")
        listed = {_inside(name, path): _mark(item) for name, item in there.items()}
        before = _listed(home / LISTED)
        wanted = [part for part, mark in listed.items() if before.get(part) != mark or not (folder / part).is_file()]
        (home / LISTED).unlink(missing_ok=True)  # until all is there nothing of the copy is trusted
        for part in wanted:
            _fetch(system, f"{path}/{part}", folder / part)
    for old in sorted(folder.rglob("*"), reverse=True):
        if old.is_file() and old.relative_to(folder).as_posix() not in listed:
            old.unlink()
    write_bytes(home / LISTED, json.dumps(listed).encode())
    return folder


def kept_below(what: str) -> Path:
    """The folder for copies of what lies elsewhere: in that of places.cache, or one of this process alone where nothing is kept.

    Raises StorageError where it cannot be made.
    """
    home = cache()
    if home is None:
        if not _copies:
            _copies.append(tempfile.TemporaryDirectory(prefix="parallax-"))
        return Path(_copies[0].name) / what
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)  # it holds what the corpora say
    except OSError as error:
        remedy = "Name another folder by PARALLAX_CACHE"
        raise StorageError(f"cannot keep a copy ({error.strerror})", file=str(home), remedy=remedy) from error
    return home / what


def _files(system: "AbstractFileSystem", path: str) -> list[dict[str, Any]]:
    """All files below a path, with what the system says of them; none for a path that is not there."""
    try:
        found = system.find(path, detail=True)
    except FileNotFoundError:
        return []
    return [item for item in found.values() if item.get("type", "file") == "file" and item["name"].rstrip("/") != path]


def _inside(name: str, path: str) -> str:
    """The path of a file within a folder; raises CorpusError for one that leads out of it, as a key of an object store may."""
    part = PurePosixPath(name.removeprefix(path).lstrip("/"))
    if not part.parts or ".." in part.parts or part.is_absolute() or "\\" in str(part) or "\0" in str(part):
        raise CorpusError("the name of a file leads out of its folder", file=name, remedy="Rename it")
    return part.as_posix()


def _mark(item: dict[str, Any]) -> list[str]:
    """What tells a changed file from one that stayed: as much as the system says."""
    return [f"{name}={item[name]}" for name in MARKS if item.get(name) is not None]


def _listed(path: Path) -> dict[str, list[str]]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _fetch(system: "AbstractFileSystem", source: str, target: Path) -> None:
    """Copy one file, which stands under its name once it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.part")
    with system.open(source, "rb") as there, partial.open("wb") as here:
        shutil.copyfileobj(there, here, 1 << 20)
    partial.replace(target)
