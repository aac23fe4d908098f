"""Points in time as files of other programs write them in, days out."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BASIC = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{2}:?\d{2})?)?")


def day_of(written: str) -> str:
    """The day in UTC of a point in time as mail, feeds and news agencies write it; the text itself where it is none.

    >>> day_of("Mon, 28 Oct 2024 23:30:00 -0500"), day_of("20241028T233000-0500"), day_of("20241028"), day_of("2024-10")
    ('2024-10-29', '2024-10-29', '2024-10-28', '2024-10')
    """
    try:
        if found := BASIC.fullmatch(written.strip()):
            day = f"{found[1]}-{found[2]}-{found[3]}"
            if found[4] is None or found[7] is None:
                return day
            moment = datetime.fromisoformat(f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{found[7]}")
        else:
            moment = parsedate_to_datetime(written)
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written
