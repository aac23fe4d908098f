"""Opening a zip archive, once its list of members is known to be no larger than memory allows. An open file in, the archive out."""

import re
import struct
import zipfile
from typing import BinaryIO

from ...limits import LARGEST_LIST
from .files import Fault

TAIL = 70_000  # bytes at the end that hold the records on the list: a comment has 65,535 at most
PLAIN, LONG = re.compile(rb"PK\x05\x06.{8}(.{4})", re.DOTALL), re.compile(rb"PK\x06\x06.{36}(.{8})", re.DOTALL)


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """The archive that an open file is.

    Raises Fault: `archive` where it is none, or ends too early; `too_large` where its list of members is.
    """
    end = file.seek(0, 2)
    file.seek(max(0, end - TAIL))
    tail = file.read()
    sizes = [struct.unpack("<I", size)[0] for size in PLAIN.findall(tail)] + [
        struct.unpack("<Q", size)[0] for size in LONG.findall(tail)
    ]
    if any(LARGEST_LIST < size < end for size in sizes):
        raise Fault("too_large", "", f"its list of members takes more than {LARGEST_LIST:,} bytes")
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Fault("archive", "", "it ends too early, or is damaged: its list of members cannot be found") from error
