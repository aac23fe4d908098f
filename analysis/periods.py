"""Calendar periods: the day, week, month or year within which a date lies. First and last day in; periods and their names out.

A date can be a span: a month, a digest's week, a bare year. It lies in a period only if all of it does, so that a bare year is in no
month, and least of all in January. The names sort as the periods follow each other.
"""

import numpy as np

from .errors import UsageError, nearest

PERIODS = {"day": "D", "week": "W", "month": "M", "year": "Y"}  # and NumPy's units of time
# NumPy's weeks begin on Thursday; those of ISO 8601 on the Monday before, and they belong to the year that their Thursday lies in
MONDAY_TO_THURSDAY = np.timedelta64(3, "D")


def period_at(days: np.ndarray, period: str) -> np.ndarray:
    """The period in which each day lies, as datetime64 in the period's unit; NaT where the day is missing.

    period : day, week (ISO 8601, Monday to Sunday), month or year; raises UsageError for another

    The periods can be counted on: those from `a` to `b` are np.arange(a, b + 1).
    """
    if period not in PERIODS:
        raise UsageError(f"period cannot be '{period}'", remedy=nearest(period, PERIODS))
    days = np.asarray(days).astype("datetime64[D]")
    return (days + MONDAY_TO_THURSDAY if period == "week" else days).astype(f"datetime64[{PERIODS[period]}]")


def period_within(starts: np.ndarray, ends: np.ndarray, period: str) -> np.ndarray:
    """The period in which each span of days lies as a whole, as `period_at` gives it; NaT where it reaches further, or is missing.

    >>> starts, ends = np.array(["2024-10-28", "2024-01-01"], "M8[D]"), np.array(["2024-11-03", "2024-12-31"], "M8[D]")
    >>> [period_names(period_within(starts, ends, period), period).tolist() for period in ("week", "month", "year")]
    [['2024-W44', ''], ['', ''], ['2024', '2024']]
    """
    first, last = period_at(starts, period), period_at(ends, period)
    return np.where(first == last, first, np.datetime64("NaT"))


def period_names(periods: np.ndarray, period: str) -> np.ndarray:
    """Name periods in the forms of ISO 8601: 2024-10-28, 2024-W44, 2024-10, 2024. A missing one is an empty text.

    >>> period_names(period_at(np.array(["2024-12-30", "NaT"], "M8[D]"), "week"), "week").tolist()
    ['2025-W01', '']
    """
    different, places = np.unique(periods, return_inverse=True)
    names = np.datetime_as_string(different)
    if period == "week":
        thursdays = different.astype("datetime64[D]")
        years = thursdays.astype("datetime64[Y]")
        numbers = (thursdays - years.astype("datetime64[D]")).astype(np.int64) // 7 + 1
        pairs = zip(np.datetime_as_string(years), numbers, strict=True)
        names = np.array([f"{year}-W{number:02d}" for year, number in pairs], dtype="str")
    return np.where(np.isnat(different), "", names)[places]
