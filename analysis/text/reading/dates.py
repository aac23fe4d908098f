"""Dates as people know them: a day, a month, a year, or a span. Text in, first and last day out.

An article is often dated only by its month, and a digest by its week. Both ends are kept, so that nothing downstream takes
"2024" for the first of January.
"""

import calendar
import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from .written_dates import written_date

ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?: ?(?:Z|z|UTC|GMT|[+-]\d{2}:?\d{2}))?")
EARLIEST = 1400  # the first printed news; programs write 0001 where they know nothing
DAY = timedelta(days=1)
FORTHCOMING = timedelta(days=366)  # as far as what begins today can reach: a year, or the rest of one
EPOCH = "1970-01-01"  # and the first day of Unix time
# the midnight of the first day of other calendars and clocks: SQL Server, Windows, spreadsheets, DOS. A paper of such a day has no hour
FIRST_MIDNIGHT = re.compile(
    r"(?:1753-01-01|1601-01-01|1899-12-3[01]|1900-01-0[01]|1904-01-01|1980-01-01)[T ]00:00(?::00(?:[.,]0+)?)?.*"
)
ZERO = re.compile(r"0{1,4}([-/.]0{1,4}){2}(?:[T ]0?0:00.*)?")  # what MySQL has for nothing
TO_COME = "is a day to come"


def parse_date(text: str) -> tuple[date, date]:
    """Read an ISO 8601 date of any precision, or two of them joined by a slash.

    Returns the first and the last day meant. Raises ValueError with the reason; nothing is guessed.

    >>> parse_date("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> parse_date("2024-10-28/2024-11-03")
    (datetime.date(2024, 10, 28), datetime.date(2024, 11, 3))
    >>> parse_date("31.12.2024")
    Traceback (most recent call last):
    ...
    ValueError: '31.12.2024' is not a date of the form 2024, 2024-10, 2024-10-28 or 2024-10-28/2024-11-03
    """
    ends = text.split("/")
    if len(ends) > 2:
        raise ValueError(f"'{text}' has more than two dates")
    first, last = _span(ends[0], text), _span(ends[-1], text)
    if first[0] > last[1]:
        raise ValueError(f"'{text}' ends before it begins")
    return first[0], last[1]


class NoDate(ValueError):
    """A day that stands for no day: the first of a calendar or of a clock, or one to come."""


def read_date(text: str, date_format: str | None = None, today: date | None = None) -> str:
    """A date as ISO 8601: as it stands where it is one of `parse_date`, the day in UTC where it is a point in time.

    date_format : the form of dates that are not ISO 8601, in the codes of strptime; where it is given there is no other
    today       : the day that no article is later than by more than one, for the time zones; the machine's, if left out

    A time without a zone keeps its day, and dates in words are read as `written_date` does. Raises ValueError with the reason, and
    NoDate for what fills an empty cell: 0001-01-01, 0000-00-00, the first day of Unix time or midnight of that of another clock, the
    year 9999, days to come. Nothing is guessed.

    >>> read_date("2024-10-28T23:30:00-05:00"), read_date("28.10.2024", "%d.%m.%Y"), read_date("2024-10")
    ('2024-10-29', '2024-10-28', '2024-10')
    >>> read_date("1970-01-01T00:00:00")
    Traceback (most recent call last):
    ...
    analysis.text.reading.dates.NoDate: '1970-01-01T00:00:00' stands for no date
    """
    text = text.strip()
    none = NoDate(f"'{text}' stands for no date")
    if ZERO.fullmatch(text) or FIRST_MIDNIGHT.fullmatch(text):
        raise none
    found = _read(text, date_format)
    first, last = _days(found)
    if first.year < EARLIEST or found == EPOCH:
        raise none
    today = today or date.today()
    if first > today + DAY or last > today + FORTHCOMING:
        raise NoDate(f"'{text}' {TO_COME}")
    return found


@lru_cache(maxsize=20_000)  # a table of a million rows has a few thousand days
def _days(text: str) -> tuple[date, date]:
    return parse_date(text)


def _read(text: str, date_format: str | None) -> str:
    if date_format is not None:
        try:
            return _day(datetime.strptime(text, date_format), text)
        except ValueError:
            if ISO.match(text) is None:
                raise ValueError(f"'{text}' is not a date of the form {date_format}") from None
    if INSTANT.fullmatch(text):
        plain = text.upper().replace(",", ".").replace(" +", "+").replace(" -", "-")
        if plain[-1].isalpha():
            plain = f"{plain.rstrip(' UTCGMZ')}Z"
        try:
            return _day(datetime.fromisoformat(plain), text)
        except ValueError as error:
            raise ValueError(f"'{text}' is not a point in time") from error
    if date_format is None and ISO.fullmatch(text) is None and (written := written_date(text)) is not None:
        return written
    _days(text)
    return text


def _day(moment: datetime, text: str) -> str:
    try:
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date().isoformat()
    except OverflowError as error:
        raise ValueError(f"'{text}' is not a day of the calendar") from error


def _span(part: str, whole: str) -> tuple[date, date]:
    match = ISO.fullmatch(part.strip())
    if match is None:
        raise ValueError(f"'{whole}' is not a date of the form 2024, 2024-10, 2024-10-28 or 2024-10-28/2024-11-03")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        if day is not None:
            return date(year, month, day), date(year, month, day)
        first, last = (month, month) if month is not None else (1, 12)
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise ValueError(f"'{whole}' is not a day of the calendar") from error
