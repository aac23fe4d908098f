"""Dates of every precision, and what must not be read as one."""

# ruff: noqa: E501 - a case is one line

from datetime import date

import pytest

from analysis.text.reading.dates import NoDate, parse_date, read_date
from analysis.text.reading.written_dates import MONTHS, written_date

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


WRITTEN = [
    *((text, "2019-11-20") for text in (
        "November 20, 2019", "20 November 2019", "20. November 2019", "20th of November, 2019", "Wed, Nov. 20, 2019", "20 ноября 2019", "20 ноября 2019 г., 10:30", "20 листопада 2019",
        "20 листопада 2019 року", "20 лістапада 2019 г.", "20 novembre 2019", "le 20 nov. 2019", "20 de noviembre de 2019", "20 listopada 2019 r.", "20. listopadu 2019", "20 ноември 2019 г.",
        "Mittwoch, 20. November 2019, 14:30 Uhr", "November 20, 2019 at 10:30 p.m. ET", "20-Nov-2019", "2019 November 20", "20/11/2019", "11/20/2019", "20.11.2019 10:30", "2019/11/20", "20191120",
        "Wed, 20 Nov 2019 08:00:00 +0200", "20 Nov 2019 08:00 GMT", "Wed, 20 Nov 2019 08:00:00 -0000", "2019-11-20 08:00:00 UTC", "  20\u00a0November  2019 ",
    )),
    ("Wed, 20 Nov 2019 23:30:00 -0500", "2019-11-21"), ("November 2019", "2019-11"), ("ноябрь 2019", "2019-11"), ("03/03/2019", "2019-03-03"), ("1er mai 2019", "2019-05-01"),
]  # fmt: skip
UNREAD = [
    "03/04/2019", "3.4.2019", "04-03-2019", "20 November", "20 Nov 19", "31 November 2019", "May 32, 2019", "yesterday", "Thursday", "20 November 2019 – 22 November 2019",
    "Sep 2019, Oct 2019", "20 Foo 2019", "11/20", "13/13/2019", "20 липня 2019 и 2020", "2019-1-2", "1574236800", "19/11/20", "3 days ago",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_dates_with_one_meaning_are_dates(text, expected):
    assert read_date(text) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_dates_with_two_meanings_or_none_are_not_guessed(text):
    with pytest.raises(ValueError, match=r"not a|two meanings|more than two"):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "0001-01-01T00:00:00Z",
        "1970-01-01",
        "1970-01-01T00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "9999",
        "9999-12-31",
        "2024-12-03",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "00.00.0000",
        "1900-01-01T00:00:00",
        "1899-12-30 00:00:00",
        "1753-01-01T00:00:00.000",
        "1601-01-01T00:00:00Z",
        "2024-10-28/9999-12-31",
        "2024-11/2099",
        "December 31, 9999",
    ],
)
def test_days_that_stand_for_none_or_are_to_come_are_no_dates(text):
    with pytest.raises(NoDate):
        read_date(text, today=date(2024, 12, 1))


@pytest.mark.parametrize(
    "text",
    [
        "1970-01-02",
        "1970",
        "1650-05-23",
        "2024-12-02",
        "2024",
        "2024-12",
        "2024-12-01/2024-12-31",
        "1900-01-01",
        "1904-01-01",
        "2024-12-02/2025-11",
        "2000-01-01",
    ],
)
def test_days_near_to_those_are_dates(text):
    assert read_date(text, today=date(2024, 12, 1)) == text


@pytest.mark.parametrize("text", ["31/12/9999", "01/01/0001", "01/01/1970", "00/00/0000"])
def test_days_that_stand_for_none_do_so_in_a_declared_form_too(text):
    with pytest.raises(NoDate):
        read_date(text, "%d/%m/%Y")


def test_midnight_is_an_hour_like_others_on_any_other_day():
    assert read_date("1900-01-03T00:00:00") == "1900-01-03" and read_date("1900-01-01T06:00:00") == "1900-01-01"


def test_a_declared_form_leaves_no_other():
    assert read_date("03/04/2019", "%d/%m/%Y") == "2019-04-03"
    with pytest.raises(ValueError, match="of the form"):
        read_date("20 November 2019", "%d/%m/%Y")


@pytest.mark.parametrize("row", MONTHS)
def test_each_language_has_twelve_months_that_are_read_as_themselves(row):
    months = [names.split("|")[0] for names in row.split()]
    assert [written_date(f"3 {name} 2019") for name in months] == [f"2019-{number:02}-03" for number in range(1, 13)]
