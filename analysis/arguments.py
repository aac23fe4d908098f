"""What a caller may write for an argument: the ways that come to mind first are understood, or refused in one line.

Arguments of public functions come in; they go out in the one form that our code works with: a tuple of texts, a table, a whole number.
It exists so that a bare text is one word everywhere and never its letters, and an unknown column is answered in the same words.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Set
from numbers import Integral, Real
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from .errors import SchemaError, UsageError, nearest

Function = TypeVar("Function", bound=Callable)
OWN = ("outside", "reported")  # what was one voice before reported speech was told apart


def words(value: str | Iterable[str], what: str = "a list of words") -> tuple[str, ...]:
    """Read a text, or several, as a tuple; a bare text is one word. A set has no order, and comes a-z.

    what : how the error names what was asked for

    Raises UsageError for what is no text and no list of texts.

    >>> words("peace"), words(["war", "peace"]), words({"b", "a"}), words(())
    (('peace',), ('war', 'peace'), ('a', 'b'), ())
    """
    if isinstance(value, str):
        return (value,)
    remedy = f"Give {what}: a text, or a list of texts"
    if isinstance(value, (bytes, Mapping, pd.DataFrame)) or not isinstance(value, Iterable):
        raise UsageError(f"{_kind(value)} is not {what}", remedy=remedy)
    several = tuple(value)
    for one in several:
        if not isinstance(one, str):
            raise UsageError(f"{_kind(one)} is no text", remedy=remedy)
    return tuple(sorted(several)) if isinstance(value, Set) else several


def names(value: object) -> list[str]:
    """Read names in order as a chart writes them: one or several, of any kind.

    >>> names("war"), names([2024, "x"])
    (['war'], ['2024', 'x'])
    """
    single = isinstance(value, (str, bytes)) or not isinstance(value, Iterable)
    return [str(one) for one in ([value] if single else value)]


def require_columns(frame: pd.DataFrame, columns: Iterable[str], what: str = "the table") -> None:
    """Hold a table against the columns that are needed; raises SchemaError with the name that is nearest to the one it lacks.

    >>> require_columns(pd.DataFrame({"doc_id": [], "source": []}), ["sorce"], "the table 'tokens'")
    Traceback (most recent call last):
    ...
    analysis.errors.SchemaError: the table 'tokens' has no column 'sorce'. Nearest: 'source'
    """
    for name in columns:
        if name not in frame.columns:
            known = [str(column) for column in frame.columns]
            raise SchemaError(f"{what} has no column '{name}'", remedy=nearest(name, known, "It has"))


def require_choice(value: str, choices: Iterable[str], what: str) -> None:
    """Hold a setting against its choices; raises UsageError with the nearest.

    >>> require_choice("quote", ("all", "outside", "quoted"), "voice")
    Traceback (most recent call last):
    ...
    analysis.errors.UsageError: voice cannot be 'quote'. Nearest: 'quoted'
    """
    choices = list(choices)
    if value not in choices:
        raise UsageError(f"{what} cannot be '{value}'", remedy=nearest(value, choices))


def voices_meant(voice: str) -> tuple[str, ...]:
    """The voices of words that a choice of `voice` keeps. "own", which notebooks of before use, is all that is not quoted.

    >>> voices_meant("own"), voices_meant("quoted")
    (('outside', 'reported'), ('quoted',))
    """
    return OWN if voice == "own" else (voice,)


def require_whole(value: int | None, what: str = "top", least: int = 1, none: bool = False) -> None:
    """Hold a number against what it counts; raises UsageError for one below `least`, and for what is not whole.

    none : whether None is allowed, for all

    >>> require_whole(-1)
    Traceback (most recent call last):
    ...
    analysis.errors.UsageError: top cannot be -1. Give a whole number from 1 on
    """
    if none and value is None:
        return
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        more = ", or None for all" if none else ""
        raise UsageError(f"{what} cannot be {_kind(value)}", remedy=f"Give a whole number from {least} on{more}")


class Range(NamedTuple):
    """What a number may be: from `least` to `most`, both included; whole, or any finite number."""

    least: float
    most: float
    whole: bool = True

    def told(self, exceeded: bool) -> str:
        """The range in words; an end that nobody comes near is told where it was `exceeded` alone."""
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.least:,} {'on' if self.most == MANY and not exceeded else f'to {self.most:,}'}"


# The numbers that public functions take, by their names, which mean the same everywhere. Beyond these ends nothing can be meant: no
# table has more rows, a figure of more rows cannot be read, and a chance is no certainty.
MANY = 1_000_000_000
RANGES = {
    "top": Range(1, MANY),
    "min_n": Range(1, MANY),
    "kept": Range(1, MANY),
    "drawn": Range(1, 1_000),
    "n_concepts": Range(1, 1_000),
    "window": Range(1, 1_000),
    "width": Range(0, 10_000),
    "length": Range(1, 5),
    "number": Range(0, 100),
    "draws": Range(1, 1_000_000),
    "seed": Range(0, 2**32 - 1),
    "seeds": Range(1, 1_000),
    "k": Range(2, 100),
    "min_paragraphs": Range(1, MANY),
    "most_paragraphs": Range(20, MANY),
    "most_words": Range(1, MANY),
    "most_groups": Range(1, MANY),
    "most_items": Range(1, MANY),
    "most_rows": Range(1, MANY),
    "checked": Range(0, MANY),
    "prior": Range(1e-9, MANY, whole=False),
    "level": Range(0.01, 0.9999, whole=False),
    "min_share": Range(0, 1, whole=False),
}


def require_range(value: object, name: str, allowed: Range) -> None:
    """Hold a number against its range; raises UsageError for one outside of it, and for what is no such number.

    >>> require_range(2.5, "top", RANGES["top"])
    Traceback (most recent call last):
    ...
    analysis.errors.UsageError: top cannot be 2.5. Give a whole number from 1 on
    """
    number = isinstance(value, Integral if allowed.whole else Real) and not isinstance(value, (bool, np.bool_))
    if not number or not allowed.least <= value <= allowed.most:  # nan is in no range
        raise UsageError(
            f"{name} cannot be {_kind(value)}", remedy=f"Give {allowed.told(bool(number and value > allowed.most))}"
        )


def require_ranges(function: Callable, given: Mapping[str, object]) -> None:
    """Hold each number that a function is given against its range, by name; None may be where the function says so."""
    parameters = inspect.signature(function).parameters
    for name, value in given.items():
        if name in RANGES and not (value is None and "None" in str(parameters[name].annotation)):
            require_range(value, name, RANGES[name])


def in_range(function: Function) -> Function:
    """Make a function one that refuses, before it begins, a number outside of the range that its name has."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def checked(*arguments: object, **settings: object) -> object:
        require_ranges(function, signature.bind(*arguments, **settings).arguments)
        return function(*arguments, **settings)

    return checked


def as_table(table: pd.DataFrame | pd.Series | Mapping[str, Iterable]) -> pd.DataFrame:
    """Take a Series for the table it stands for, and a dict of lists too; a table is given back as it is.

    A Series of counts by term becomes the columns `term` and `n`: an index or values without a name, and values that pandas named
    "count", get these names where they count; else "name" and "value". An index that only numbers the rows is left out.

    Raises UsageError for anything else, and for lists that are not of one length.

    >>> as_table(pd.Series([2, 1], index=["war", "aid"])).to_dict("list"), as_table(pd.Series(["war"], name="term")).to_dict("list")
    ({'term': ['war', 'aid'], 'n': [2, 1]}, {'term': ['war']})
    """
    if isinstance(table, pd.DataFrame):
        return table
    if isinstance(table, pd.Series):
        return _table_of(table)
    if isinstance(table, Mapping):
        try:
            return pd.DataFrame(table)
        except ValueError as error:
            raise UsageError("these lists make no table", remedy="Give a list for each column, all of one length") from error
    raise UsageError(f"{_kind(table)} is no table", remedy="Give a DataFrame, a Series, or a dict with a list for each column")


def table_with(table: pd.DataFrame | pd.Series | Mapping[str, Iterable], *columns: str | None) -> pd.DataFrame:
    """Take a table, or what stands for one, that has these columns; None is a column that was not asked for.

    Raises as `as_table` and `require_columns`.

    >>> table_with({"term": ["war"], "n": [2]}, "term", None).columns.tolist()
    ['term', 'n']
    """
    frame = as_table(table)
    require_columns(frame, [name for name in columns if name is not None])
    return frame


def _table_of(series: pd.Series) -> pd.DataFrame:
    counted = pd.api.types.is_integer_dtype(series.dtype)
    unnamed = series.name is None or (counted and series.name == "count")
    series = series.rename("n" if counted else "value") if unnamed else series
    if isinstance(series.index, pd.RangeIndex) and series.index.name is None:
        return series.to_frame().reset_index(drop=True)
    if series.index.nlevels == 1 and series.index.name is None:
        series = series.rename_axis("term" if counted else "name")
    return series.reset_index()


def _kind(value: object) -> str:
    """A value as an error can show it: numbers and texts as they are, all else by its kind."""
    return repr(value) if isinstance(value, (int, float, str, type(None))) else f"a {type(value).__name__}"
