"""A file of settings in TOML: its bytes in, its tables and the lines that its keys stand on out, or a refusal that names the line.

It exists because tomllib tells the place of what it cannot read, and of nothing else, while every error here is to name its line.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from .errors import ParallaxError
from .limits import read_small

Places = dict[tuple[str, int, str], int]  # (table, which one of several of that name, key; "" for its heading) -> line
HEADING = re.compile(r"\s*\[\[?\s*[\"']?([^\]\"']+?)[\"']?\s*\]")
KEY = re.compile(r"\s*[\"']?([\w.-]+)[\"']?\s*=")


def read_toml(path: Path, most: int, refusal: type[ParallaxError], name: str) -> tuple[dict[str, Any], Places]:
    """The tables of a file, and where its keys stand.

    most          : bytes that it may have
    refusal, name : the error to raise, and the file's name in it

    Raises `refusal` where it is larger, not UTF-8, or not TOML.
    """
    try:
        text = read_small(path, most, refusal, name).decode("utf-8-sig")
        return tomllib.loads(text), places(text)
    except OSError as error:
        raise refusal(
            f"cannot be read ({error.strerror})", file=name, remedy="Name a file that this account may read"
        ) from error
    except UnicodeDecodeError as error:
        raise refusal(f"is not UTF-8 at byte {error.start}", file=name, remedy="Save it as UTF-8") from error
    except (ValueError, RecursionError) as error:  # also a number of more digits than Python reads
        place = re.search(r"at line (\d+)", str(error))
        at_end = len(text.splitlines()) if "at end of document" in str(error) else None
        line = int(place[1]) if place else at_end
        raise refusal(f"is not valid TOML: {error}", file=name, line=line, remedy="Correct this line") from error


def places(text: str) -> Places:
    """Where the keys of a TOML file stand, and the headings of its tables; what stands within a line is not looked for.

    >>> places("a = 1\\n[[b]]\\nc = 2\\n[[b]]\\nc = 3")
    {('', 1, 'a'): 1, ('b', 1, ''): 2, ('b', 1, 'c'): 3, ('b', 2, ''): 4, ('b', 2, 'c'): 5}
    """
    found: Places = {}
    table, numbers = "", Counter([""])
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := HEADING.match(line):
            table = heading[1]
            numbers[table] += 1
            found[table, numbers[table], ""] = number
        elif key := KEY.match(line):
            found.setdefault((table, numbers[table], key[1]), number)
    return found
