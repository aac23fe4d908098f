"""PDF in, one article out: its text layer in the order of reading, a line of print a line, and a form feed between pages.

A page that has no text is a picture; it is counted, and a file of these alone is told of as such. The form feed stands on a line of its
own, so that the cleaning can tell the heads and feet of pages.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from . import Article, Item, Note, Unreadable
from .columns_of_print import Piece, lines_of_page

MOST_PAGES = 3_000
MOST_PIECES = 20_000  # of a page
MOST_LETTERS = 6_000_000  # of a file; an article of more is refused by whoever asked
PASSWORD = 4  # FPDF_ERR_PASSWORD of PDFium's fpdfview.h


class Box(NamedTuple):
    """Where a piece stands on the page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


def read(data: bytes, asked: dict[str, Any]) -> Iterator[Item]:
    """The article of a PDF."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD:
            raise Unreadable("encrypted", "", "a PDF that is locked with a password") from error
        raise Unreadable("broken", "", "it cannot be read as PDF: it ends too early, or is damaged") from error
    if len(document) > MOST_PAGES:
        raise Unreadable("too_large", "", f"{len(document):,} pages; the most read is {MOST_PAGES:,}")
    pages, blank, size = [], [], 0
    for number in range(len(document)):
        try:
            page = document[number]
            lines = lines_of_page(_pieces(page.get_textpage()))
            page.close()
        except pypdfium2.PdfiumError as error:
            raise Unreadable("broken", f"page {number + 1}", "this page is damaged") from error
        size += sum(map(len, lines))
        if size > MOST_LETTERS:
            raise Unreadable("too_large", f"page {number + 1}", f"more than {MOST_LETTERS:,} characters up to here")
        pages.append(lines)
        blank += [] if any(lines) else [number + 1]
    if len(blank) == len(pages):
        raise Unreadable("scan", "", f"{len(pages):,} pages of pictures, without a text layer")
    yield Article("", "\n\f\n".join("\n".join(lines) for lines in pages), {})
    if blank:
        named = ", ".join(map(str, blank[:5])) + (f" and {len(blank) - 5:,} more" if len(blank) > 5 else "")
        yield Note("", "pages without text", f"of {len(pages):,} pages these have no text layer: {named}")


def _pieces(page: Any) -> list[Piece]:
    """The pieces of print on a page, as its program set them: parts of a line in one type."""
    n = page.count_rects()
    if n > MOST_PIECES:
        raise Unreadable("too_large", "", f"a page of more than {MOST_PIECES:,} pieces of text")
    pieces = []
    for at in range(n):
        box = Box(*page.get_rect(at))
        text = " ".join(page.get_text_bounded(*box).replace("\x02", "-").replace("\ufffe", "-").split())
        if text:
            pieces.append(Piece(box.left, box.bottom, box.right, box.top, text))
    return pieces
