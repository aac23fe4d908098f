"""The program of the process that reads files of other programs: files come in on standard input, items go out on standard output.

Each file is sent as the name of its reader with what is asked of it, and its bytes; each item goes out as JSON, and behind the last one
how it ended. Memory is limited, and the network is never touched. It is started by its file alone, so it loads the folder it lies in
under a name that nothing else has.
"""

import contextlib
import importlib
import importlib.util
import json
import logging
import os
import struct
import sys
from pathlib import Path
from typing import Any

HEAD = struct.Struct(">Q")  # before each part, either way: its length
MEMORY = 3 << 30  # bytes of address space
NAME = "parallax_formats"


def main() -> None:
    """Answer until standard input ends."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whatever a library prints is no answer
    unreadable = _folder().Unreadable

    def answer(kind: str, *fields: Any) -> None:
        data = json.dumps([kind, *fields]).encode()
        answers.write(HEAD.pack(len(data)) + data)
        answers.flush()

    while (header := _part()) is not None and (data := _part()) is not None:
        order = json.loads(header)
        try:
            for item in importlib.import_module(f"{NAME}.{order['reader']}").read(data, order["asked"]):
                answer(type(item).__name__, *item)
            answer("End")
        except unreadable as error:
            answer("Unreadable", error.reason, error.place, error.detail)
        except ModuleNotFoundError as error:
            answer("Missing", error.name)
        except Exception as error:  # whatever a parser raises: the file is to blame, and the next one is another
            answer("Unreadable", "broken", "", f"it cannot be parsed ({type(error).__name__})")


def _folder() -> Any:
    """The folder of this file as a package."""
    here = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(NAME, here / "__init__.py", submodule_search_locations=[str(here)])
    package = sys.modules[NAME] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(package)
    return package


def _part() -> bytes | None:
    head = sys.stdin.buffer.read(HEAD.size)
    return sys.stdin.buffer.read(HEAD.unpack(head)[0]) if len(head) == HEAD.size else None


if __name__ == "__main__":
    main()
