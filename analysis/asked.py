"""What is asked for by the notebooks' parameters, held against what can be: values in, one line for the first that cannot be meant.

A parameter that Parallax's own notebooks declare means the same in anybody's, so it is known here by its name, where its value has the
type that it has there. Choices and numbers are looked at before anything is read; what the corpus decides, such as which groups there
are, once it is read. It exists because a kernel takes seconds to find the same out, and says it in the words of a cell. It knows of
articles and of measures, which no room may do alone; so it stands beside the command line, and only that imports it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import NotApplicableError, UsageError, nearest

if TYPE_CHECKING:
    from .text.prepare import Prepared

Values = Mapping[str, Mapping[str, Any]]  # notebook -> parameter -> value

# What the rooms take; written down so that a refusal need not import them, and held against them by a test.
CHOICES = {
    "parts": ("title", "heading", "body"),
    "voice": ("all", "outside", "reported", "quoted"),
    "shared": ("all", "without", "only"),
    "form": ("surface", "lemma", "stem"),
    "period": ("day", "week", "month", "year"),
    "stop_list": ("function words", "none"),
}
SEVERAL = ("parts", "concepts")  # parameters that are lists
RANGES: dict[str, tuple[int, int]] = {
    "top": (1, 100_000_000),  # notebooks ask for up to four times as many
    "min_n": (1, 1_000_000_000),
    "drawn": (1, 1_000),
    "window": (1, 1_000),
    "ngram": (1, 5),
    "themes": (0, 100),
    "paragraphs": (1, 10),
    "kept": (1, 1_000_000_000),
    "n_concepts": (1, 1_000),
}
PATTERNS = {"focus": list, "term": str}
DATES = ("since", "until")
RULES = "without_rules"  # which the reading of the corpus follows
# Columns of table `articles` that make groups, in the order in which they are offered, beside those of the corpus's own.
GROUPING = ("source", "outlet_type", "author", "section", "month", "week", "year", "language", "date")


def check_values(given: Values, corpus: Path) -> None:
    """Refuse what can be seen to be wrong before the articles are read: choices, numbers, patterns, dates, ids of cleaning rules.

    given  : the values that were set, each in the type that its notebook declares
    corpus : the folder, of which cleaning.yml alone is read, and only where rules are named

    Raises UsageError, and CorpusError for a cleaning.yml that cannot be read as it stands.

    >>> check_values({"01_terms": {"top": 0}}, Path("seeds"))
    Traceback (most recent call last):
    ...
    analysis.errors.UsageError: parameter 'top': 0 is out of range. Give 1 to 100,000,000
    """
    for values in given.values():
        for name, value in values.items():
            if name in CHOICES:
                _check_choice(name, value)
            elif name in RANGES:
                _check_range(name, value)
            elif name in PATTERNS and isinstance(value, PATTERNS[name]):
                _check_patterns(name, value)
            elif name in DATES and isinstance(value, str):
                _check_date(name, value)
            elif name == RULES and isinstance(value, list):
                _check_rules(corpus, value)


def rests_on_corpus(given: Values) -> bool:
    """Whether only the corpus can tell if what was set can be meant."""
    return any(
        name in _DECIDED and isinstance(value, _kind(name)) for values in given.values() for name, value in values.items()
    )


def check_against(prepared: "Prepared", meant: Values) -> None:
    """Refuse what this corpus does not have: a column, a language, a group, a concept.

    meant : for each notebook with such a parameter set, the value of each of its parameters, set or by default

    Raises UsageError that names the nearest there is, and NotApplicableError and UsageError as `select` does.
    """
    for values in meant.values():
        for name, check in _DECIDED.items():
            value = values.get(name)
            if value and isinstance(value, _kind(name)):
                check(prepared, name, values)


def _kind(name: str) -> type:
    return list if name in SEVERAL else str


def _refusal(name: str, what: str, remedy: str | None = None) -> UsageError:
    return UsageError(f"parameter '{name}': {what}", remedy=remedy, about=f"parameters.{name}")


def _shown(value: str) -> str:
    """A value in a message: what somebody typed may be long."""
    return f"'{value if len(value) <= 80 else value[:77] + '...'}'"


def _check_choice(name: str, value: Any) -> None:
    if not isinstance(value, _kind(name)):
        return
    if not value:
        raise _refusal(name, "it is empty", nearest("", CHOICES[name]))
    for item in value if name in SEVERAL else [value]:
        if item not in CHOICES[name] and not (name == "voice" and item == "own"):
            raise _refusal(name, f"it cannot be {_shown(item)}", nearest(item, CHOICES[name]))


def _check_range(name: str, value: Any) -> None:
    least, most = RANGES[name]
    if type(value) is not int or (least <= value <= most and (name, value) != ("themes", 1)):
        return
    remedy = f"Give 0, or 2 to {most}" if name == "themes" else f"Give {least} to {most:,}"
    raise _refusal(name, f"{value} is out of range", remedy)


def _check_patterns(name: str, value: str | list[str]) -> None:
    """A pattern without a letter or digit is none, as in topics.yml; an empty term takes the most frequent one."""
    for pattern in value if isinstance(value, list) else filter(None, [value]):
        if not any(map(str.isalnum, pattern)):
            raise _refusal(name, f"{_shown(pattern)} has no letter or digit", "Write a word, or a word with * or ?")


def _check_date(name: str, value: str) -> None:
    from .text.reading.dates import parse_date

    try:
        if value:
            parse_date(value)
    except ValueError as error:
        raise _refusal(name, str(error)) from error


def _check_rules(corpus: Path, names: list[str]) -> None:
    from .text.cleaning.rules import read_rules

    try:
        read_rules(corpus, names)
    except UsageError as error:
        error.message, error.about = f"parameter '{RULES}': {error.message}", f"parameters.{RULES}"
        raise


def _check_column(prepared: "Prepared", name: str, values: Mapping[str, Any], more: tuple[str, ...] = ()) -> None:
    """A column of the corpus that some article fills; `more` are offered with those that there are."""
    from .schema import TABLES

    articles, column = prepared.articles, values[name]
    own = [item for item in articles.columns if item not in TABLES["articles"] and item not in TABLES["tokens"]]
    filled = [item for item in (*GROUPING[:2], *own, *GROUPING[2:]) if articles[item].notna().any()]
    offered = list(dict.fromkeys([*more, *filled]))
    if column not in articles.columns:
        raise _refusal(name, f"no column {_shown(column)} in this corpus", nearest(column, offered))
    if column not in filled:
        what = "no article has a value in" if column in (*GROUPING, *own) else "no groups can be made by"
        raise _refusal(name, f"{what} the column {_shown(column)}", nearest(column, offered))


def _check_within(prepared: "Prepared", name: str, values: Mapping[str, Any]) -> None:
    """The column of stories: one that the corpus fills, or "story", which is looked for; and one that two groups have in common."""
    from .measure.counting.counts import join_articles
    from .measure.counting.in_common import told_in_common
    from .measure.counting.selection import select
    from .text.reuse.stories import STORY, stories_by

    column, by = values[name], values.get("by")
    if column == by:
        raise _refusal(name, f"groups made by the column {_shown(column)} cannot be compared within it", "Name another column")
    if column != STORY:
        _check_column(prepared, name, values, (STORY,))
    if not isinstance(by, str) or by not in prepared.articles.columns:
        return
    narrowed = {key: values[key] for key in ("language", "parts", "shared", "voice") if key in values}
    chosen = select(prepared.tokens, prepared.articles, by, **narrowed)
    stories = stories_by(column, chosen.articles, prepared.tokens, prepared.ledger).of_articles
    try:
        told_in_common(join_articles(chosen.tokens, stories, column), by, column)
    except NotApplicableError as error:
        groups = "outlets" if by == "source" else f"values of '{by}'"
        remedy = f"Name the events in a column '{STORY}' of sources.csv, or leave it empty"
        message, about = f"parameter '{name}': no {column} is told by two {groups}", f"parameters.{name}"
        raise NotApplicableError(message, remedy=remedy, about=about) from error


def _check_language(prepared: "Prepared", name: str, values: Mapping[str, Any]) -> None:
    known = sorted(prepared.articles["language"].dropna().unique())
    if values[name] not in known:
        raise _refusal(name, f"no article is in the language {_shown(values[name])}", nearest(values[name], known))


def _check_side(prepared: "Prepared", name: str, values: Mapping[str, Any]) -> None:
    """One side of a comparison of two: a group that has words once the notebook has narrowed the corpus."""
    from .measure.counting.codes import grouped, labels
    from .measure.counting.selection import select

    side, by = values[name], values.get("by")
    if not isinstance(by, str):
        return
    if name == "b" and not values.get("a"):
        raise _refusal(name, f"{_shown(side)} is one side of a comparison, and the other is not set", "Set 'a' too")
    if name == "b" and side == values["a"]:
        raise _refusal(name, f"{_shown(side)} is on the other side too", "Leave it empty to compare with all others")
    narrowed = {key: values[key] for key in ("language", "parts", "shared", "voice") if key in values}
    chosen = select(prepared.tokens, prepared.articles, by, **narrowed)
    known = labels(grouped(chosen.sizes, by))
    if side not in known:
        where = f" in the language '{chosen.language}'" if chosen.language else ""
        raise _refusal(name, f"no {by.replace('_', ' ')} {_shown(side)} has words{where}", nearest(side, known))


def _check_concepts(prepared: "Prepared", name: str, values: Mapping[str, Any]) -> None:
    known = list(dict.fromkeys(prepared.wording["group"]))
    for concept in values[name]:
        if concept not in known:
            raise _refusal(name, f"no concept {_shown(concept)} in this corpus's wording.yml", nearest(concept, known))


# A group is looked for by a column and in a language, so those come first.
_DECIDED: dict[str, Callable[["Prepared", str, Mapping[str, Any]], None]] = {
    "by": _check_column,
    "language": _check_language,
    "within": _check_within,
    "a": _check_side,
    "b": _check_side,
    "concepts": _check_concepts,
}
