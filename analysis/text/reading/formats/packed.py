"""The parts of a file that is a zip archive inside, as office documents and books are, and their XML. Bytes in, elements out.

A part is unpacked within a bound. XML is parsed without entities of its own, which could stand for any amount of text or for a file of
this machine, and without the network.
"""

import io
import zipfile
import zlib
from typing import Any

from . import Unreadable

LARGEST_PART = 100_000_000  # bytes, unpacked; the text of a novel takes 2,000,000


def unpacked(data: bytes) -> zipfile.ZipFile:
    """The archive that a file is. Raises Unreadable where it is none, or is cut short."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise Unreadable("broken", "", "it ends too early, or is damaged: its list of parts cannot be found") from error


def part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a part, None where there is none of this name. Raises Unreadable: encrypted, too_large, broken."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.flag_bits & 1:
        raise Unreadable("encrypted", name, "it is locked with a password")
    try:
        with archive.open(info) as file:
            data = file.read(LARGEST_PART + 1)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError) as error:
        raise Unreadable("broken", name, "this part of it is damaged") from error
    if len(data) > LARGEST_PART:
        raise Unreadable("too_large", name, f"unpacks to more than {LARGEST_PART:,} bytes")
    return data


def parsed(data: bytes, name: str = "") -> Any:
    """The root element of an XML document. Raises Unreadable: xml."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        tree = etree.parse(io.BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        line, _ = error.position
        raise Unreadable("xml", ", ".join(filter(None, [name, f"line {line}"])), f"not valid XML: {error.msg}"[:200]) from error
    dtd = tree.docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise Unreadable("xml", name, "it defines entities of its own, which are not read")
    return tree.getroot()


def local(node: Any) -> str:
    """The name of an element without its namespace; "" for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
