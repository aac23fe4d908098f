"""Files of other programs in, the items that their readers find out, by a process that can be stopped."""

import json
from collections.abc import Iterator
from typing import Any

from ...limits import LARGEST_TABLE
from . import formats
from .files import Fault
from .formats import serve
from .known_formats import Format
from .parser_process import ParserProcess

FILES = 200  # after which the process is started afresh


class Documents(ParserProcess):
    """The process that reads documents; started by the first one, and closed by `close`."""

    def __init__(self) -> None:
        super().__init__(serve, FILES)

    def items(self, form: Format, data: bytes, **asked: Any) -> Iterator[formats.Item]:
        """What the reader of a format finds in the bytes of a file, item by item.

        Raises Fault, at the end or before: `timeout`, `broken` where the parser broke down, `not_installed`, `too_large`, and what the
        reader says of the file.
        """
        whole = False
        try:
            with self.within(form.seconds) as late:
                self.send(json.dumps({"reader": form.reader, "asked": asked}).encode(), data)
                size = 0
                while (answer := self.receive()) is not None:
                    size += len(answer)
                    kind, *fields = json.loads(answer)
                    whole = kind in ("End", "Unreadable", "Missing")
                    if kind == "End":
                        return
                    if whole:
                        raise _fault(kind, fields, form)
                    if size > LARGEST_TABLE:
                        raise Fault("too_large", "", f"what it holds takes more than {LARGEST_TABLE:,} bytes")
                    yield getattr(formats, kind)(*fields)
                if late.is_set():
                    raise Fault("timeout", "", f"it was not read within {form.seconds:g} seconds")
                raise Fault("broken", "", "it cannot be parsed: it broke the parser, or took more memory than a file may")
        except OSError as error:
            raise Fault("broken", "", f"no process to parse it could be started ({error.strerror})") from error
        finally:
            if not whole:
                self.close()


def _fault(kind: str, fields: list[str], form: Format) -> Fault:
    if kind == "Unreadable":
        return Fault(*fields)
    missing = fields[0] if not form.extra else f"{fields[0]}, of the extra '{form.extra}'"
    command = f"pip install 'parallax-workbook[{form.extra}]'" if form.extra else f"pip install {fields[0]}"
    return Fault("not_installed", "", f"reading it needs {missing}, which is not installed: {command}")
