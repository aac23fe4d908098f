"""The settings of a run: what a person typed and the corpus's parallax.toml in, what holds and where each is from out.

An option that was typed beats the file, and the file what Parallax does by itself. It exists so that a schedule is one short command,
and what it does stands with the articles that it is done to, where it can be read, explained and kept under version control.
"""

import json
import math
import os
import shlex
import stat
from collections.abc import Collection
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from .errors import UsageError, nearest
from .limits import LARGEST_DESCRIBING
from .options import Asked
from .places import SETTINGS
from .remote import is_address
from .toml_file import Places, read_toml
from .typed import corpus_folder, named_rules, unlike
from .watched import Alert, read_alert

TYPED_ALONE = ("corpus", "parameter")  # which notebooks are run on what is said by the command, and a parameter has a table
COMMANDS = ("on_failure", "on_success")
RUNS_CODE = ("notebooks", *COMMANDS)  # settings that have Parallax run what they name
PARAMETERS, ALERT, FRESH = "parameters", "alert", "fresh"  # the last is an option of `parallax status`
DEFAULT, TYPED = "default", "option"


class Kind(NamedTuple):
    """What a setting may be: a type, or a list of texts; from `least` to `most` where it is a number."""

    type: type
    least: float | None
    most: float | None


class Settled(NamedTuple):
    """What holds for a run.

    asked   : the options, those of the file among them
    values  : the notebooks' parameters, by name, as text
    origins : setting -> "option", "default", or the file and the line it stands on; a parameter `top` is called `parameters.top`
    lines   : setting -> its line, of those that the file sets
    file    : the file, as it may be named; "" where there is none
    alerts  : what it names to be watched
    fresh   : the oldest that a report may be, for `parallax status`; "" where it does not say
    """

    asked: Asked
    values: dict[str, str]
    origins: dict[str, str]
    lines: dict[str, int | None]
    file: str
    alerts: tuple[Alert, ...] = ()
    fresh: str = ""


def settle(asked: Asked, flags: Collection[str], folder: Path, file: Path | None = None) -> Settled:
    """Join what was typed with what the corpus's settings say.

    flags  : the names of the options that were typed, which no file changes
    folder : the corpus's, in which parallax.toml may lie
    file   : what was named in its place

    Raises UsageError, with the line, for what is not TOML, an unknown key, a value of the wrong type or out of its range, and for a
    setting that runs code in a file that others than this account may have written.
    """
    from .report.execute.parameters import read_values

    path = folder / SETTINGS if file is None else file
    read = _File(path) if file is not None or os.path.lexists(path) else None
    there = read.options() if read else {}
    in_file = read.parameters() if read else {}
    if read:
        read.check_trust(own=file is None, copied=is_address(asked.corpus))
    held = {name: value for name, value in there.items() if name not in flags}
    origins = {name: TYPED if name in flags else DEFAULT for name in Asked._fields if name not in (*TYPED_ALONE, PARAMETERS)}
    origins |= {name: read.place(name) for name in held}
    typed = (read_values(asked.parameters) if asked.parameters else {}) | unlike(asked.parameter)
    origins |= {f"{PARAMETERS}.{name}": read.place(f"{PARAMETERS}.{name}") for name in in_file}
    origins |= {f"{PARAMETERS}.{name}": TYPED for name in typed}
    fresh = read.fresh() if read else ""
    origins |= {FRESH: read.place(FRESH)} if fresh else {}
    lines = {name: read.line(name) for name in origins if read and origins[name] not in (TYPED, DEFAULT)}
    watched = read.alerts() if read else ()
    return Settled(asked._replace(**held), in_file | typed, origins, lines, str(path) if read else "", watched, fresh)


def held(context: Any, corpus: str | None, file: Path | None) -> dict[str, Any]:
    """The options of a command that runs nothing, by their names: what was typed beats what the settings of a corpus say.

    context : the command as typer read it
    corpus  : a corpus's folder; file: settings, if not its own; neither has to be named

    Raises as settle, and UsageError for a corpus at an address, which is not fetched to be asked this.
    """
    if corpus is not None and file is None and is_address(corpus):
        remedy = "Name a file by --settings, or the folder by --reports"
        raise UsageError("the settings of a corpus at an address are not looked up", remedy=remedy)
    path = file or (corpus_folder(corpus) / SETTINGS if corpus is not None else None)
    if path is None or (file is None and not os.path.lexists(path)):
        return context.params
    read = _File(path)
    there = read.options() | ({FRESH: read.fresh()} if FRESH in read.given else {})
    typed = {name for name in there if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"}
    return context.params | {name: value for name, value in there.items() if name in context.params and name not in typed}


def without_rules(corpus: str, file: Path | None) -> list[str]:
    """The cleaning rules that the settings of a corpus turn off in its runs. Raises as held."""
    path = file or corpus_folder(corpus) / SETTINGS
    given = _File(path).given.get(PARAMETERS, {}) if file or os.path.lexists(path) else {}
    return named_rules(given.get("without_rules", []) if isinstance(given, dict) else [])


def rows(settled: Settled) -> list[tuple[str, str, str]]:
    """What holds, for people: each setting by the name of its option, its value, and where it is from."""
    named = (
        settled.asked._asdict()
        | {FRESH: settled.fresh}
        | {f"{PARAMETERS}.{name}": value for name, value in settled.values.items()}
    )
    found = [(_key(name) if name in Asked._fields else name, named[name], origin) for name, origin in settled.origins.items()]
    found += [(ALERT, alert.label, settled.file) for alert in settled.alerts]
    return [(name, _shown(value), origin) for name, value, origin in found]


def _shown(value: object) -> str:
    if value is None or value == []:
        return ""
    return (
        {True: "true", False: "false"}[value]
        if isinstance(value, bool)
        else ", ".join(value)
        if isinstance(value, list)
        else str(value)
    )


def _key(name: str) -> str:
    """The name of a setting in the file, and of its option behind two hyphens."""
    return name.replace("_", "-")


def kinds() -> dict[str, Kind]:
    """What each setting may be, by its name in Asked: as the option of its name says."""
    found = {}
    for name, hint in get_type_hints(Asked, include_extras=True).items():
        inner, option = hint.__origin__, hint.__metadata__[0]
        base = list if get_origin(inner) is list else next(one for one in get_args(inner) or (inner,) if one is not type(None))
        found[name] = Kind(base, getattr(option, "min", None), getattr(option, "max", None))
    return {name: kind for name, kind in found.items() if name not in (*TYPED_ALONE, PARAMETERS)}


class _File:
    """A file of settings that was read: its tables, and the line of each setting."""

    def __init__(self, path: Path):
        self.path = path
        self.given, self.at = read_toml(path, LARGEST_DESCRIBING, UsageError, str(path))
        self.lines = _lines(self.at)

    def line(self, name: str) -> int | None:
        """The line of a setting; of a parameter that shares a line with others, the line of them all."""
        return self.lines.get(name, self.lines.get(name.partition(".")[0]))

    def place(self, name: str) -> str:
        return f"{self.path}:{self.line(name)}" if self.line(name) else str(self.path)

    def refusal(self, name: str, message: str, remedy: str) -> UsageError:
        return UsageError(message, file=str(self.path), line=self.line(name), remedy=remedy)

    def options(self) -> dict[str, Any]:
        """Its settings by their names in Asked, each of the type that the option has; relative paths lead from the file."""
        known = {_key(name): (name, kind) for name, kind in kinds().items()}
        found = {}
        for key, value in self.given.items():
            if key in (PARAMETERS, ALERT, FRESH):
                continue
            if key not in known:
                raise self.refusal(
                    key.replace("-", "_"),
                    f"does not know the setting '{key}'",
                    nearest(key, [*known, PARAMETERS, ALERT, FRESH]),
                )
            name, kind = known[key]
            found[name] = self._value(name, value, kind)
        return found

    def _value(self, name: str, value: object, kind: Kind) -> Any:
        if kind.type is list:
            several = [value] if isinstance(value, str) else value
            if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
                raise self._wrong(name, "a text, or a list of texts", 'Write ["a", "b"]')
            return several
        if name in COMMANDS and isinstance(value, list) and all(isinstance(one, str) for one in value):
            return shlex.join(value)
        if kind.type in (int, float):
            return self._number(name, value, kind)
        if kind.type is bool:
            if not isinstance(value, bool):
                raise self._wrong(name, "true or false", f"Write {_key(name)} = true")
            return value
        if not isinstance(value, str):
            what = "a text, or a list of texts" if name in COMMANDS else "a text"
            raise self._wrong(name, what, "Put it in quotes")
        if name == "reports" and not is_address(value):
            return os.path.normpath(self.path.parent / value)
        return Path(os.path.normpath(self.path.parent / value)) if kind.type is Path else value

    def _number(self, name: str, value: object, kind: Kind) -> int | float:
        right = isinstance(value, int if kind.type is int else (int, float)) and not isinstance(value, bool)
        what = "a whole number" if kind.type is int else "a number"
        bounds = "" if kind.least is None else f" from {kind.least:,} {'on' if kind.most is None else f'to {kind.most:,}'}"
        if not right:
            raise self._wrong(name, what, f"Give {what}{bounds}")
        low, high = -math.inf if kind.least is None else kind.least, math.inf if kind.most is None else kind.most
        if not math.isfinite(value) or not low <= value <= high:
            raise self.refusal(name, f"'{_key(name)}' cannot be {str(value)[:40]}", f"Give {what}{bounds}")
        return kind.type(value)

    def _wrong(self, name: str, what: str, remedy: str) -> UsageError:
        return self.refusal(name, f"'{_key(name)}' should be {what}", remedy)

    def parameters(self) -> dict[str, str]:
        """The notebooks' parameters that it sets, as the text that --parameter would have."""
        given = self.given.get(PARAMETERS, {})
        if not isinstance(given, dict):
            raise self._wrong(PARAMETERS, "a table", f"Write [{PARAMETERS}], and below it: name = value")
        found = {}
        for name, value in given.items():
            items = [_text(one) for one in (value if isinstance(value, list) else [value])]
            if None in items:
                message = f"parameter '{name}' should be a text, a number, true or false, a day, or a list of these"
                raise self.refusal(f"{PARAMETERS}.{name}", message, "Put it in quotes")
            found[name] = json.dumps(items, ensure_ascii=False) if isinstance(value, list) else items[0]
        return found

    def fresh(self) -> str:
        """The oldest that a report may be, as `parallax status` reads it; "" where it does not say."""
        from .report.publish.standing import span

        if FRESH not in self.given:
            return ""
        if not isinstance(value := self.given[FRESH], str):
            raise self._wrong(FRESH, "a text", 'Write fresh = "2d"')
        try:
            span(value)
        except UsageError as error:
            raise self.refusal(FRESH, error.message, error.remedy or "") from None
        return value

    def alerts(self) -> tuple[Alert, ...]:
        """What it names to be watched, in its order."""
        given = self.given.get(ALERT, [])
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            raise self._wrong(ALERT, "one table or several", f"Write [[{ALERT}]], and below it what to watch")
        return tuple(read_alert(table, partial(self._refused_alert, number)) for number, table in enumerate(given, start=1))

    def _refused_alert(self, number: int, key: str, message: str, remedy: str) -> UsageError:
        line = self.at.get((ALERT, number, key), self.at.get((ALERT, number, "")))
        return UsageError(message, file=str(self.path), line=line, remedy=remedy)

    def check_trust(self, *, own: bool, copied: bool) -> None:
        """Refuse what runs code in a corpus's own file that another account may have written, or that came from elsewhere."""
        for name in RUNS_CODE:
            if own and _key(name) in self.given:
                if copied:
                    remedy = "Give it as an option, or in a file of this machine that --settings names"
                    raise self.refusal(name, f"'{_key(name)}' runs code, and this file came from an address", remedy)
                about = self.path.stat()
                strange = hasattr(os, "getuid") and about.st_uid not in (os.getuid(), 0)
                if strange or (os.name == "posix" and about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
                    remedy = f"Let it be yours, and for you alone to write: chmod go-w {self.path}"
                    raise self.refusal(name, f"'{_key(name)}' runs code, and other accounts may write this file", remedy)


def _text(value: object) -> str | None:
    """A value as somebody would type it; None for one that nobody could."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, (str, int, float)) else None


def _lines(at: Places) -> dict[str, int]:
    """The line of each setting, by its name in Asked; of a parameter by `parameters.name`."""
    found = {}
    for (table, _, key), line in at.items():
        name = f"{table}.{key}" if table == PARAMETERS and key else (table or key).replace("-", "_")
        found.setdefault(name, line)
    return found
