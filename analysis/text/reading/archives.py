"""Archives in, each of their members read as the file that it is; what becomes of them is one account. Nothing is written anywhere.

A member is looked at in memory and never unpacked to the disk, so a name that leads out of the folder leads nowhere; it is refused
all the same, since nobody packs such a name by mistake. Links, devices and locked members are refused one by one. How much comes out of
an archive, with the archives in it, is bounded in all and held against its size.
"""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from ...limits import DEEPEST_ARCHIVE, LARGEST_OF_MANY, LARGEST_TABLE, MOST_MEMBERS, RATIO, RATIO_FROM
from .accounts import Outcome
from .files import BLOCK, Fault, Found, blocks, shown
from .passed_over import skipped
from .zips import open_zip

HEADER = 2_000_000  # bytes that may come before a member's own: its long name, and what else is told of it
JUNK = ("thumbs.db", "desktop.ini")


class Member(NamedTuple):
    """A file in an archive: its name, its bytes or why there are none, and what the archive states of it."""

    name: str
    data: bytes | Fault
    stated: dict[str, str] = {}  # noqa: RUF012 - never written to


class Budget:
    """What may still be unpacked. The state kept is how much was, with what lies deeper; `size` is that of the outermost archive."""

    def __init__(self, size: int):
        self.size, self.total = size, 0

    def take(self, n: int) -> None:
        """Raises Fault `too_large` for more than LARGEST_TABLE bytes in all, or for more than RATIO times the archive's own."""
        self.total += n
        if self.total > LARGEST_TABLE:
            raise Fault("too_large", "", f"its members are more than {LARGEST_TABLE:,} bytes")
        if self.total > RATIO_FROM and self.total > RATIO * self.size:
            raise Fault("too_large", "", f"unpacks to more than {RATIO} times its size")


def unpack(found: Found, digest: str, members: Iterator[Member], read: Callable[[Found], Outcome]) -> Outcome:
    """What became of the members of an archive, each read by `read`. Raises Fault where the archive as a whole cannot be."""
    outcome = Outcome(found.file, "loaded", n_inputs=0, sha256=digest)
    passed: dict[str, int] = {}
    seen: set[str] = set()
    for member in members:
        name = shown(member.name.replace("\\", "/"))
        inner = Found(
            f"{found.file}/{name}", found.path, "", None, {"doc_id": f"{found.file}/{name}", **member.stated}, found.deep + 1
        )
        try:
            if rule := _passed_over(inner._replace(file=name)):
                passed[rule] = passed.get(rule, 0) + 1
                continue
            if isinstance(member.data, Fault):
                raise member.data
            if name in seen:
                raise Fault("archive", "", "a second member of this name")
            seen.add(name)
            outcome.take(name, read(inner._replace(data=member.data)))
        except Fault as fault:
            outcome.n_inputs += 1
            outcome.faults.append((", ".join(filter(None, [name, fault.place])), fault.reason, fault.detail))
    outcome.n_skipped += sum(passed.values())
    outcome.n_inputs += sum(passed.values())
    outcome.notices += [("", "skipped in an archive", f"{n:,} of its members: {rule}") for rule, n in sorted(passed.items())]
    if not outcome.n_inputs:
        raise Fault("empty", "", "the archive holds no file")
    return outcome


def zip_members(file: BinaryIO, budget: Budget) -> Iterator[Member]:
    """The files in a zip archive, in the order of its list."""
    with open_zip(file) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_MEMBERS:
            raise Fault("too_large", "", f"{len(entries):,} members; the most read is {MOST_MEMBERS:,}")
        for entry in entries:
            yield Member(_name(entry), _zipped(archive, entry, budget))


def tar_members(file: BinaryIO, budget: Budget, compressed: bool) -> Iterator[Member]:
    """The files in a tar archive, which is read once from its beginning to its end."""
    stream = _Bounded(blocks(file, compressed), budget)
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            stream.allowed = HEADER
            for number, entry in enumerate(archive, start=1):
                if number > MOST_MEMBERS:
                    raise Fault("too_large", "", f"more than {MOST_MEMBERS:,} members")
                stream.allowed = max(entry.size, 0) + HEADER
                if not entry.isdir():
                    yield Member(entry.name, _tarred(archive, entry))
                archive.members.clear()  # which are kept for random access, and not needed
    except (tarfile.TarError, EOFError, ValueError, OSError) as error:
        raise Fault("archive", "", "it is no tar archive, ends too early, or is damaged") from error


class _Bounded:
    """The bytes of a tar archive, as `tarfile` asks for them. The state kept is how many more may be read before the next member."""

    def __init__(self, pieces: Iterator[bytes], budget: Budget):
        self.pieces, self.budget, self.rest, self.allowed = pieces, budget, b"", HEADER

    def read(self, size: int) -> bytes:
        while len(self.rest) < size and (piece := next(self.pieces, b"")):
            self.rest += piece
        self.allowed -= size
        if self.allowed < 0:
            raise Fault("too_large", "", f"a member is described by more than {HEADER:,} bytes")
        data, self.rest = self.rest[:size], self.rest[size:]
        self.budget.take(len(data))
        return data


def _name(entry: zipfile.ZipInfo) -> str:
    """The name of a member. Programs that write UTF-8 often do not say so; then it stands there in the letters of DOS."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _zipped(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes | Fault:
    """The bytes of a member, or why there are none. Raises Fault where the archive as a whole unpacks to too much."""
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Fault("not_regular", "", "a link, or no file")
    if entry.flag_bits & 1:
        return Fault("encrypted", "", "it is locked with a password")
    pieces, size = [], 0
    try:
        with archive.open(entry) as file:
            while piece := file.read(BLOCK):
                budget.take(len(piece))
                size += len(piece)
                if size > LARGEST_OF_MANY:
                    return Fault("too_large", "", f"more than {LARGEST_OF_MANY:,} bytes, unpacked")
                pieces.append(piece)
    except NotImplementedError:
        return Fault("archive", "", "it is packed in a way that is not read here")
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        return Fault("archive", "", f"it cannot be unpacked ({type(error).__name__})")
    return b"".join(pieces)


def _tarred(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes | Fault:
    if not entry.isreg() or entry.sparse is not None:
        return Fault("not_regular", "", "a link, or no file")
    if entry.size > LARGEST_OF_MANY:
        return Fault("too_large", "", f"{entry.size:,} bytes; the largest read is {LARGEST_OF_MANY:,}")
    return archive.extractfile(entry).read()


def _passed_over(inner: Found) -> str:
    """The rule by which a member is no article; "" for any other. Raises Fault for a name that leads out of the archive, and for an
    archive that lies too deep."""
    parts = inner.file.split("/")
    if inner.file.startswith("/") or ".." in parts or (":" in parts[0] and len(parts[0]) == 2):
        raise Fault("outside_root", "", "a name that leads out of the archive")
    if parts[0] == "__MACOSX" or parts[-1].casefold() in JUNK or any(part.startswith(".") for part in parts[:-1]):
        return "hidden file"
    return skipped(inner)


def refuse_deep(found: Found) -> None:
    """Raise Fault `archive` for an archive that lies in too many others."""
    if found.deep > DEEPEST_ARCHIVE:
        raise Fault("archive", "", "an archive in an archive in an archive")
