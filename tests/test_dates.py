"""Dates of every precision, and what must not be read as one."""

from datetime import date

import pytest

from analysis.text.reading.dates import parse_date

READ = [
    ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
    ("2024-10-28", date(2024, 10, 28), date(2024, 10, 28)),
    ("2024-10-28/2024-11-03", date(2024, 10, 28), date(2024, 11, 3)),
    ("2024-10/2025", date(2024, 10, 1), date(2025, 12, 31)),
]
REFUSED = [
    "31.12.2024",
    "12/2024",
    "2024-13",
    "2024-02-30",
    "0000",
    "2024-1-2",
    "2024-11-03/2024-10-28",
    "1/2/3",
    "",
    "1724155200000",
]


@pytest.mark.parametrize(("text", "first", "last"), READ)
def test_dates_are_read_with_their_precision(text, first, last):
    assert parse_date(text) == (first, last)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_iso_date_is_refused_and_never_guessed(text):
    with pytest.raises(ValueError, match=r"not a|more than|before"):
        parse_date(text)
