"""Dates as papers and feeds write them: “November 20, 2019”, “20 ноября 2019 г.”, RFC 2822, 20.11.2019. Text in, ISO 8601 out.

What has one meaning is read. 03/04/2019 has two, and is not: an article on the wrong day is worse than one without a day.
"""

# ruff: noqa: E501, SIM905 - a language is one row

import re
from collections import defaultdict
from datetime import UTC, date
from email.utils import parsedate_to_datetime

# Twelve months a row, each in the forms that stand in dates, full and short. Croatian is not among them: its listopad is October,
# and the Czech and Polish one November.
MONTHS = (
    "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sep|sept october|oct november|nov december|dec",
    "januar|jänner|jan februar|feb|feber märz|mrz|mär april|apr mai juni|jun juli|jul august|aug september|sep|sept oktober|okt november|nov dezember|dez",
    "janvier|janv février|févr|fév mars avril|avr mai juin juillet|juil août|aout septembre|sept octobre|oct novembre|nov décembre|déc",
    "enero|ene febrero|feb marzo|mar abril|abr mayo|may junio|jun julio|jul agosto|ago septiembre|setiembre|sept|sep octubre|oct noviembre|nov diciembre|dic",
    "gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|set|sett ottobre|ott novembre|nov dicembre|dic",
    "janeiro|jan fevereiro|fev março|mar abril|abr maio|mai junho|jun julho|jul agosto|ago setembro|set outubro|out novembro|nov dezembro|dez",
    "januari|jan februari|feb maart|mrt april|apr mei juni|jun juli|jul augustus|aug september|sep|sept oktober|okt november|nov december|dec",
    "januari|jan februari|feb mars|mar april|apr maj juni|jun juli|jul augusti|aug september|sep|sept oktober|okt november|nov december|dec",
    "januar|jan februar|feb marts|mar april|apr maj juni|jun juli|jul august|aug september|sep|sept oktober|okt november|nov december|dec",
    "januar|jan februar|feb mars|mar april|apr mai juni|jun juli|jul august|aug september|sep|sept oktober|okt november|nov desember|des",
    "stycznia|styczeń lutego|luty marca|marzec kwietnia|kwiecień maja|maj czerwca|czerwiec lipca|lipiec sierpnia|sierpień września|wrzesień października|październik listopada|listopad grudnia|grudzień",
    "ledna|leden února|únor března|březen dubna|duben května|květen června|červen července|červenec srpna|srpen září října|říjen listopadu|listopad prosince|prosinec",
    "января|январь|янв февраля|февраль|фев|февр марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен|сент октября|октябрь|окт ноября|ноябрь|ноя|нояб декабря|декабрь|дек",
    "січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|квіт травня|травень|трав червня|червень|черв липня|липень|лип серпня|серпень|серп вересня|вересень|вер жовтня|жовтень|жовт листопада|листопад грудня|грудень|груд",
    "студзеня|студзень лютага|люты сакавіка|сакавік красавіка|красавік мая|май чэрвеня|чэрвень ліпеня|ліпень жніўня|жнівень верасня|верасень кастрычніка|кастрычнік лістапада|лістапад снежня|снежань",
    "януари|яну февруари|февр март април|апр май юни юли август|авг септември|септ октомври|окт ноември|ноем декември|дек",
)
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "mo di mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "segunda terça quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek neděle понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс "
    "понеділок вівторок середа п'ятниця субота неділя нд панядзелак аўторак чацвер пятніца нядзеля понеделник сряда четвъртък петък събота".split()
)
FILLERS = frozenset("of the de del den le el am dnia roku r г года год гг р року рік года г г. в. on".split())
TIME = re.compile(
    r",?\s*(?:at|um|om|kl\.?|godz\.?|à|a las|alle|às|в|о|об|у|[t|])?\s*\d{1,2}(?::|h)\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?|uhr|h)?"
    r"\s*(?:\(?[a-z]{1,4}\)?)?\s*$"
)
NUMBER = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e|º|°|го|-го)?|(\d{4})")
NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})([./])(\d{1,2})\2(\d{1,2})|((?:19|20)\d{2})(\d{2})(\d{2})")
RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}|GMT|UTC?|Z|[ECMP][SD]T)(?:\s+\(.*\))?"
)


def _names() -> dict[str, int]:
    """Month by name, those that name two months in two languages left out."""
    meant: dict[str, set[int]] = defaultdict(set)
    for row in MONTHS:
        for number, names in enumerate(row.split(), start=1):
            for name in names.split("|"):
                meant[name].add(number)
    return {name: next(iter(numbers)) for name, numbers in meant.items() if len(numbers) == 1}


MONTH = _names()


def written_date(text: str) -> str | None:
    """A date in words or in figures as ISO 8601; None for what is none.

    The day is the one that is written, but for RFC 2822, whose offset makes it the day in UTC. Raises ValueError for a date with two
    meanings, and for a day that is in no calendar.

    >>> written_date("Wed, November 20, 2019"), written_date("20. November 2019"), written_date("20 листопада 2019 року")
    ('2019-11-20', '2019-11-20', '2019-11-20')
    >>> written_date("ноябрь 2019"), written_date("Wed, 20 Nov 2019 23:30:00 -0500"), written_date("20 November")
    ('2019-11', '2019-11-21', None)
    >>> written_date("03/04/2019")
    Traceback (most recent call last):
    ...
    ValueError: '03/04/2019' has two meanings: 2019-04-03 and 2019-03-04
    """
    text = " ".join(text.split())
    if RFC_2822.fullmatch(text):
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo is None else moment.astimezone(UTC)).date().isoformat()
    plain = TIME.sub("", text.casefold()).strip(" ,")
    if match := NUMERIC.fullmatch(plain):
        return _in_figures(int(match[1]), int(match[3]), int(match[4]), text)
    if match := YEAR_FIRST.fullmatch(plain):
        year, month, day = (match[1], match[3], match[4]) if match[1] else match.group(5, 6, 7)
        return _day(int(year), int(month), int(day), text)
    return _in_words(plain, text)


def _in_figures(one: int, two: int, year: int, text: str) -> str:
    """Two numbers and a year: the day is the one that can be no month."""
    if one <= 12 and two <= 12 and one != two:
        raise ValueError(f"'{text}' has two meanings: {_day(year, two, one, text)} and {_day(year, one, two, text)}")
    return _day(year, two, one, text) if one > 12 else _day(year, one, two, text)


def _in_words(plain: str, text: str) -> str | None:
    """One month by name, one year of four figures, and at most one day, in any order; week days and words like “of” aside."""
    months, days, years = [], [], []
    for token in re.sub(r"[,/()–-]", " ", plain.replace("’", "'")).split():
        word = token.strip(".")
        if word in MONTH:
            months.append(MONTH[word])
        elif match := NUMBER.fullmatch(word):
            (days if match[1] else years).append(int(match[1] or match[2]))
        elif word and word not in WEEKDAYS and word not in FILLERS:
            return None
    if len(months) != 1 or len(years) != 1 or len(days) > 1:
        return None
    return _day(years[0], months[0], days[0], text) if days else f"{years[0]:04}-{months[0]:02}"


def _day(year: int, month: int, day: int, text: str) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise ValueError(f"'{text}' is not a day of the calendar") from error
