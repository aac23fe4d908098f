"""What a column is to a reader: its heading with the unit, an explanation, and how its numbers are written."""

from typing import NamedTuple


class Column(NamedTuple):
    """How a column is shown: its heading with the unit, what it means, and how its numbers are written."""

    heading: str
    meaning: str
    form: str = "text"  # text, count, rate (2 decimals), number (3 decimals), share (%), probability


def interval(name: str, heading: str, what: str, form: str = "rate") -> dict[str, Column]:
    """The two bounds of a column's interval."""
    meaning = "bound of the {}: interval (of 95 %, unless said otherwise) with the article as the unit"
    return {
        f"{name}_low": Column(f"{heading}, from", f"lower {meaning.format(what)}", form),
        f"{name}_high": Column(f"{heading}, to", f"upper {meaning.format(what)}", form),
    }
