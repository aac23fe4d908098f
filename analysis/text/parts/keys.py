"""By what a step of an article is known again: what it rests on in, a key out.

A key is a hash of all that decides the outcome: the article, the settings, the version of the code, and what its corpus decides of it,
and of nothing else, so that an article that a corpus has already costs nothing when others come.
"""

import hashlib
from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from ..cleaning.rules import Rule, applies
from .packs import KEY


def key_of(*what: object) -> bytes:
    """A key of texts, bytes, and whatever says by its repr what it is; None and "" are two things.

    >>> key_of("ab", "c") == key_of("a", "bc"), key_of(None) == key_of("")
    (False, False)
    """
    found = hashlib.blake2b(digest_size=KEY)
    for thing in what:
        data = thing if isinstance(thing, bytes) else thing.encode() if isinstance(thing, str) else repr(thing).encode()
        found.update(f"{type(thing).__name__} {len(data)} ".encode() + data)
    return found.digest()


def key_of_frame(frame: pd.DataFrame) -> bytes:
    """A key of a table with all its columns."""
    found = hashlib.blake2b(digest_size=KEY)
    with pa.ipc.new_stream(_Hashing(found), (table := pa.Table.from_pandas(frame)).schema) as stream:
        stream.write_table(table)
    return found.digest()


def key_of_rules(rules: Iterable[Rule]) -> bytes:
    """A key of what cleaning rules do, wherever they are written down."""
    return key_of(*(rule._replace(reason="", line=0, examples=()) for rule in rules))


def rules_for(rules: Iterable[Rule], files: Iterable[str]) -> list[tuple[str, ...]]:
    """For each file which of the rules that look at some files alone look at it."""
    some, known = [rule for rule in rules if rule.files != "*"], {}
    return [
        known[file] if file in known else known.setdefault(file, tuple(rule.id for rule in some if applies(rule, file)))
        for file in files
    ]


class _Hashing:
    """A file that keeps nothing but the hash of what is written."""

    closed = False

    def __init__(self, found: "hashlib._Hash"):
        self._found = found

    def write(self, data: bytes) -> int:
        self._found.update(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""
