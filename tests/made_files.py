"""Files of other programs, made in code and of our own words: small, and each as its program would write it."""

import io
import tarfile
import zipfile
from collections.abc import Mapping

P = "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year."
Q = "Shops on the square lose their customers, the owners wrote in a letter to the mayor that was read on Tuesday."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def packed(parts: Mapping[str, str | bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A zip archive of these parts, in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def taken(parts: Mapping[str, str | bytes], mode: str = "w") -> bytes:
    """A tar archive of these parts; with mode "w:gz" it is compressed."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in parts.items():
            data = data.encode() if isinstance(data, str) else data
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def word(body: str, more: Mapping[str, str] | None = None, before: str = "") -> bytes:
    """A Word document with this XML as its body."""
    document = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document, **(more or {})})


def w_p(text: str, properties: str = "") -> str:
    """A paragraph of one run."""
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}<w:r><w:t>{text}</w:t></w:r></w:p>"
