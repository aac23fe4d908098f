"""How often: what a person typed after --every in, the minutes meant out, as cron and as systemd write them.

`15m`, `6h`, `day` and the like are turned into an expression of cron's, and that into sets of numbers, so that all kinds of schedulers
are given the same minutes, and an hour 25 is refused before it lies in a crontab.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from ..errors import UsageError, nearest

WORDS = {
    "hour": "17 * * * *",
    "day": "17 5 * * *",
    "week": "17 5 * * 1",
    "month": "17 5 1 * *",
}  # off the hours at which all else begins
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = {"minute": (0, 59), "hour": (0, 23), "day of the month": (1, 31), "month": (1, 12), "day of the week": (0, 7)}
YEARS = 28 * 1461 // 4  # days after which each date has been on each day of the week
REMEDY = "Write 15m, 6h, hour, day, week, month, or five fields as cron has them: '30 6 * * 1-5'"


class Every(NamedTuple):
    """The minutes at which a run begins.

    text                                   : five fields as cron has them
    minutes, hours, days, months, weekdays : the numbers that each field allows; Sunday is 0
    any_day, any_weekday                   : whether that field begins with *; where neither does, one of the two decides
    """

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool
    any_weekday: bool

    def allows(self, day: date) -> bool:
        """Whether a run begins on this day."""
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        either = not self.any_day and not self.any_weekday
        return day.month in self.months and (in_month or in_week if either else in_month and in_week)

    def longest_wait(self) -> int:
        """Days from one day with a run to the next, at the most.

        >>> every("day").longest_wait(), every("30 6 * * 1-5").longest_wait(), every("month").longest_wait()
        (1, 3, 31)
        """
        hits = [number for number, day in enumerate(_days()) if self.allows(day)]
        return max((after - before for before, after in pairwise(hits)), default=YEARS)

    def calendars(self) -> list[str]:
        """The same minutes as OnCalendar= of systemd has them; two lines where cron takes one of two kinds of day.

        >>> every("*/30 6 * * 1-5").calendars()
        ['Mon,Tue,Wed,Thu,Fri *-*-* 06:00,30:00']
        >>> every("0 0 1 * 1").calendars()
        ['*-*-01 00:00:00', 'Mon *-*-* 00:00:00']
        """
        clock = f"{_listed(self.hours, 24)}:{_listed(self.minutes, 60)}:00"
        names = ",".join(DAYS[day].title() for day in sorted(self.weekdays, key=lambda day: day or 7))
        week = f"{names} " if len(self.weekdays) < 7 else ""
        month, days = _listed(self.months, 12), _listed(self.days, 31)
        if self.any_day or self.any_weekday:
            return [f"{week}*-{month}-{days} {clock}"]
        return [f"*-{month}-{days} {clock}", f"{week}*-{month}-* {clock}"]


def every(text: str) -> Every:
    """What --every means.

    Raises UsageError for what is none of its forms, a number out of its field, and a day that never comes.

    >>> every("6h").text, every("15m").text, every("1d").text, every("30 6 * * mon-fri").text
    ('17 */6 * * *', '*/15 * * * *', '17 5 * * *', '30 6 * * mon-fri')
    """
    words = text.lower().split()
    if len(words) == 1:
        words = _expression(words[0]).split()
    if len(words) != len(FIELDS):
        raise UsageError(f"--every cannot be '{text}'", remedy=REMEDY)
    found = [_numbers(word, name, text) for word, name in zip(words, FIELDS, strict=True)]
    weekdays = frozenset(day % 7 for day in found[4])
    meant = Every(" ".join(words), *found[:4], weekdays, words[2].startswith("*"), words[4].startswith("*"))
    if not any(map(meant.allows, _days())):
        raise UsageError(f"--every '{text}' names a day that never comes", remedy=REMEDY)
    return meant


def _expression(word: str) -> str:
    """`6h` as cron writes it: only what divides an hour or a day, since cron begins anew with each."""
    if word in WORDS:
        return WORDS[word]
    number, unit = re.fullmatch(r"(\d{1,3})([mhdw])", word).groups() if re.fullmatch(r"\d{1,3}[mhdw]", word) else ("0", "")
    n = int(number)
    if unit in "dw" and n == 1:
        return WORDS["day" if unit == "d" else "week"]
    whole = {"m": 60, "h": 24}.get(unit, 0)
    if not n or not whole or whole % n or whole == n == 60:
        offered = {"m": "1, 2, 3, 4, 5, 6, 10, 12, 15, 20 or 30 minutes", "h": "1, 2, 3, 4, 6, 8, 12 or 24 hours"}.get(unit)
        raise UsageError(f"--every cannot be '{word}'", remedy=f"Give {offered}, which divide evenly" if offered else REMEDY)
    if unit == "m":
        return f"*/{n} * * * *" if n > 1 else "* * * * *"
    return {1: WORDS["hour"], 24: WORDS["day"]}.get(n, f"17 */{n} * * *")


def _numbers(word: str, name: str, text: str) -> frozenset[int]:
    """The numbers that a field allows."""
    low, high = FIELDS[name]
    known = {"month": dict(zip(MONTHS, range(1, 13), strict=True)), "day of the week": dict(zip(DAYS, range(7), strict=False))}
    names, found = known.get(name, {}), set()
    for part in word.split(","):
        item = re.fullmatch(r"(?:\*|(\w+)(?:-(\w+))?)(?:/(\d+))?", part)
        if not item:
            raise UsageError(f"--every '{text}': the {name} cannot be '{part}'", remedy=REMEDY)
        first, last, step = item.groups()
        ends = [_number(end, names, name, text) for end in (first, last) if end]
        start, end = (low, high if name != "day of the week" else 6) if not ends else (ends[0], ends[-1])
        if start > end or step == "0" or (step and len(ends) == 1):  # 5/15 means two things to two schedulers
            raise UsageError(
                f"--every '{text}': the {name} cannot be '{part}'", remedy=f"Write a range from low to high, {low} to {high}"
            )
        found.update(range(start, end + 1, int(step or 1)))
    return frozenset(found)


def _number(word: str, names: dict[str, int], name: str, text: str) -> int:
    low, high = FIELDS[name]
    number = names[word] if word in names else int(word) if word.isascii() and word.isdecimal() else -1
    if not low <= number <= high:
        remedy = nearest(word, names) if names and not word.isdecimal() else f"Give {low} to {high}"
        raise UsageError(f"--every '{text}': the {name} cannot be '{word}'", remedy=remedy)
    return number


def _listed(numbers: frozenset[int], all_of_them: int) -> str:
    return "*" if len(numbers) == all_of_them else ",".join(f"{number:02d}" for number in sorted(numbers))


def _days() -> Iterator[date]:
    return (date(2024, 1, 1) + timedelta(number) for number in range(YEARS))
