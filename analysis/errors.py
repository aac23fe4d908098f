"""What can go wrong, one class per exit code.

Every failure that Parallax foresees is one of these. `str()` of it is one line: where, what, and what to do about it; the command
line prints that line and ends with `exit_code`. Nothing here imports anything of ours, so that every room can raise them.
"""

import errno
import unicodedata
from collections.abc import Iterable

OFFERED = 6  # names in a remedy; nobody reads forty
DISK_IS_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO)
COMPARED = 10_000  # names that one is held against; with all of a million sources a refusal would take minutes


def visible(text: str) -> str:
    r"""Show control and format characters as escapes, so that text from outside cannot steer a terminal or hide in a page.

    >>> visible("a\x1b[31mb\u202ec")
    'a\\x1b[31mb\\u202ec'
    """
    if text.isprintable():  # it holds none of these
        return text
    hidden = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return "".join(
        char.encode("unicode_escape").decode("ascii") if unicodedata.category(char) in hidden else char for char in text
    )


def nearest(name: object, known: Iterable[str], heading: str = "There are") -> str:
    """The remedy where a name is not known: the one that is nearest, or else some of those there are, under `heading`.

    known : the names there are, those to be offered first in front

    Capital letters do not count, and a name that begins another is near to it, as the code of a language may begin its name.

    >>> nearest("Sorce", ["source", "month"]), nearest("english", ["be", "en"]), nearest("x", ["title", "body"], "The parts are")
    ("Nearest: 'source'", "Nearest: 'en'", "The parts are: 'title', 'body'")
    >>> nearest("x", "abcdefgh")
    "There are: 'a', 'b', 'c', 'd', 'e', 'f' and 2 more"
    """
    import difflib  # here, because hardly ever is anything refused

    known = list(dict.fromkeys(map(str, known)))
    if not known:
        return "There is none"
    folded = {item.casefold(): item for item in reversed(known[:COMPARED])}
    asked = str(name).casefold()
    close = difflib.get_close_matches(asked, folded, n=1) or [
        item for item in folded if min(len(item), len(asked)) > 1 and (asked.startswith(item) or item.startswith(asked))
    ]
    offered = [folded[close[0]]] if close else known[:OFFERED]
    texts = ", ".join(f"'{item if len(item) <= 60 else item[:59] + '…'}'" for item in offered)
    more = f" and {len(known) - OFFERED:,} more" if not close and len(known) > OFFERED else ""
    return f"{'Nearest' if close else heading}: {texts}{more}"


class ParallaxError(Exception):
    """A foreseen failure.

    message : what is wrong, without a full stop
    file    : the file it was found in, as the user would name it
    line    : its line in that file, counted from 1
    remedy  : what to do, as an imperative
    told    : lines that the command line prints above this one, where many things are wrong
    about   : the setting that cannot be meant, for whoever knows where it was written: `title`, `parameters.top`
    kept    : the page of a notebook as far as it came, below the reports folder; "" for none
    """

    exit_code = 1
    kept = ""

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        remedy: str | None = None,
        told: tuple[str, ...] = (),
        about: str = "",
    ):
        self.message, self.file, self.line, self.remedy, self.told, self.about = message, file, line, remedy, told, about
        super().__init__(message)

    def __str__(self) -> str:
        place = "" if self.file is None else f"{self.file}:" + (f"{self.line}:" if self.line else "") + " "
        remedy = f". {self.remedy}" if self.remedy else ""
        return visible(f"{place}{self.message}{remedy}".replace("\n", " "))

    def _render_traceback_(self) -> list[str]:
        """What IPython and JupyterLab show below a cell: one line, since where in our code it arose helps nobody."""
        return [f"{type(self).__name__}: {self}"]


class UsageError(ParallaxError):
    """A parameter, an option or a configuration that cannot be meant."""

    exit_code = 2


class SchemaError(UsageError):
    """A table that lacks a column, has the wrong type, or has no row where a measure needs one."""


class NotApplicableError(ParallaxError):
    """A notebook whose question this corpus cannot be asked; a run leaves it out and says so, and goes on."""

    exit_code = 2


class CorpusError(ParallaxError):
    """A corpus folder that cannot be read as it stands."""

    exit_code = 3


class CellError(ParallaxError):
    """A notebook that failed in a cell, did not run to its end, or made a page that must not be published."""

    exit_code = 4


class KernelDiedError(ParallaxError):
    """A kernel that went away before its notebook was done."""

    exit_code = 5


class WorkerLostError(ParallaxError):
    """A process or a machine that worked for a run, or the scheduler of a cluster, that went away."""

    exit_code = 5


class TimeLimitError(ParallaxError):
    """A notebook that took longer than it was allowed to."""

    exit_code = 6


class StorageError(ParallaxError):
    """A folder that cannot be written, or a disk that is full."""

    exit_code = 7


class LockedError(ParallaxError):
    """Another run holds the reports folder."""

    exit_code = 75


def as_failure(error: BaseException) -> ParallaxError:
    """Any failure as one of ours.

    >>> as_failure(KeyError("x")).message, as_failure(OSError(errno.ENOSPC, "no space")).exit_code
    ("unforeseen KeyError: 'x'", 7)
    """
    if isinstance(error, ParallaxError):
        return error
    if hasattr(error, "format_message"):  # the option parser's, whose class depends on typer's version
        return UsageError(str(error.format_message()).rstrip("."), remedy="See: parallax --help")
    if isinstance(error, OSError) and error.errno in DISK_IS_FULL:
        return StorageError(f"cannot write ({error.strerror})", file=error.filename, remedy="Free space there")
    return ParallaxError(
        f"unforeseen {type(error).__name__}: {error}", remedy="Run it again with --debug, and report what it shows"
    )
