"""Cleaning rules: which lines of an article are not its text, and why. YAML in, compiled rules and the table `rules` out.

A rule names itself and its reason, because the ledger and the report show both. Patterns are RE2: they run in linear time, so that
no pattern and no hostile line can hold up a run.
"""

import fnmatch
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import re2
import yaml

from ...arguments import words
from ...errors import CorpusError, UsageError, nearest
from ...limits import LONGEST_RULE
from ..reading.describing import compose, line_of

OWN, GENERAL = "cleaning.yml", Path(__file__).with_name("rules.yml")

ACTIONS = ("remove", "title", "heading")
WHERE = ("any", "head", "tail")
EXTENTS = ("line", "to_end")
CHOICES = {"action": ACTIONS, "where": WHERE, "extent": EXTENTS}
KEYS = ("id", "pattern", "action", "where", "extent", "files", "example", "reason")
LISTS = ("pattern", "example")
TOP = {"package": ("rules", "names"), "corpus": ("rules", "turn_off")}

# No general rule looks at a longer line, whatever its pattern: what is that long belongs to an article. A rule that cuts a line's
# beginning sees this much of it.
LONGEST = 300


class Rule(NamedTuple):
    """One rule. What it looks for, in which lines, what it does, and where it was written down.

    pattern  : RE2, searched in the line as it is after the corrections of characters; None for a rule that is code
    action   : remove, title, heading; for general rules also change: what the pattern's group matches is cut from the line's beginning
    where    : any; head (before the first paragraph of running text); tail (after the last one)
    extent   : line; to_end (this line and all that follow it)
    files    : glob of file names
    origin   : package or corpus
    examples : lines it acts on
    """

    id: str
    pattern: str | None
    action: str
    where: str
    extent: str
    files: str
    reason: str
    origin: str
    line: int
    examples: tuple[str, ...] = ()


class RuleSet:
    """The rules that look for a pattern, asked of a line in one pass over it.

    The state kept is RE2's automata: one over the corpus's own rules, one over the general ones, for short lines, and one over those
    that cut a line's beginning, for long ones. Asking rules one by one would cost a call for each.
    """

    def __init__(self, rules: list[Rule]):
        asked = [rule for rule in rules if rule.pattern is not None]
        self._own = _Automaton([rule for rule in asked if rule.origin == "corpus"])
        self._general = _Automaton([rule for rule in asked if rule.origin != "corpus"])
        self._cutting = _Automaton([rule for rule in asked if rule.action == "change"])
        self._compiled = {rule.id: re2.compile(rule.pattern, _options()) for rule in asked if rule.action == "change"}

    def matches(self, line: str) -> list[Rule]:
        """Rules whose pattern is found in the line: the corpus's own, then the general ones, in the order they were written."""
        general = self._general.matches(line) if len(line) <= LONGEST else self._cutting.matches(line[:LONGEST])
        return self._own.matches(line) + general

    def cut(self, rule: Rule, line: str) -> str:
        """The line without the beginning that a rule of action `change` found."""
        pattern = self._compiled[rule.id]
        found = pattern.search(line[:LONGEST])
        return line[max(found.end(group) for group in range(1, pattern.groups + 1)) :]


class _Automaton:
    def __init__(self, rules: list[Rule]):
        self.rules = rules
        self._set = re2.Set.SearchSet(_options())
        for rule in rules:
            self._set.Add(rule.pattern)
        try:
            self._set.Compile()
        except re2.error as error:
            message = f"the patterns of these {len(rules):,} rules are too large together"
            raise CorpusError(message, file=OWN, remedy="Shorten them, or leave some out") from error

    def matches(self, line: str) -> list[Rule]:
        found = self._set.Match(line) if self.rules else None
        return [self.rules[index] for index in sorted(found)] if found else []


@lru_cache(maxsize=2)
def rule_set(rules: tuple[Rule, ...]) -> RuleSet:
    """The rules as they are asked; they are compiled once for all parts of a corpus."""
    return RuleSet(list(rules))


def read_rules(folder: Path, without: str | Iterable[str] = ()) -> list[Rule]:
    """The rules of the corpus in `folder`, then the general ones that it has not turned off, without those named in `without`.

    Raises CorpusError with the line for an unknown key or value, an id used twice, a pattern that does not compile or that
    matches an empty line, and so every line, or that does not match the rule's own example; UsageError for a name in `without`
    that no rule has.
    """
    general = _read(GENERAL, "package")
    path = folder / OWN
    if not path.is_file():
        return _without(general, general, without)
    known = {rule.id: rule for rule in general}
    off = _turned_off(path, known)
    own = _read(path, "corpus")
    for rule in own:
        if rule.id in known:
            message = f"the id '{rule.id}' is that of a general rule"
            raise CorpusError(message, file=path.name, line=rule.line, remedy="Choose another id")
    return _without(own + [rule for rule in general if rule.id not in off], own + general, without)


def rule_table(rules: list[Rule]) -> pd.DataFrame:
    """Table `rules`: one row per rule, in the order in which they are asked."""
    columns = ["rule", "origin", "action", "pattern", "where", "reason"]
    rows = [(rule.id, rule.origin, rule.action, rule.pattern, rule.where, rule.reason) for rule in rules]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def applies(rule: Rule, file: str) -> bool:
    """Whether the rule looks at this file: its glob is held against the path in the corpus and against the bare name."""
    return fnmatch.fnmatchcase(file, rule.files) or fnmatch.fnmatchcase(file.rpartition("/")[2], rule.files)


def _without(rules: list[Rule], known: list[Rule], without: str | Iterable[str]) -> list[Rule]:
    without = words(without, "names of cleaning rules")
    names = [rule.id for rule in known]
    for name in without:
        if name not in names:
            raise UsageError(f"there is no cleaning rule '{name}'", remedy=nearest(name, names, "The rules are"))
    return [rule for rule in rules if rule.id not in without]


def _options() -> "re2.Options":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


def _read(path: Path, origin: str) -> list[Rule]:
    root = compose(path) if origin == "corpus" else _ours(path)
    entries = _entry(root, "rules", path.name, origin)
    if not isinstance(entries, yaml.SequenceNode):
        raise CorpusError(
            "'rules' should be a list", file=path.name, line=line_of(entries), remedy="Begin each rule with '- id:'"
        )
    names = _entry(root, "names", path.name, origin) if origin == "package" else None
    known = {key.value: value.value for key, value in names.value} if names is not None else {}
    rules: dict[str, Rule] = {}
    for node in entries.value:
        rule = _rule(node, path.name, origin, known)
        if rule.id in rules:
            raise CorpusError(f"repeats the id '{rule.id}'", file=path.name, line=rule.line, remedy="Choose another id")
        rules[rule.id] = rule
    return list(rules.values())


def _ours(path: Path) -> yaml.Node:
    """Nodes of our own file, which needs no examination, by the faster parser where PyYAML has it."""
    return yaml.compose(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _entry(root: yaml.Node, name: str, file: str, origin: str = "corpus") -> yaml.Node:
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value not in TOP[origin]:
                message = f"does not know the key '{key.value}'"
                raise CorpusError(message, file=file, line=line_of(key), remedy="Use 'rules' and 'turn_off'")
            if key.value == name:
                return value
    if name == "turn_off" or isinstance(root, yaml.MappingNode):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [], root.start_mark)
    raise CorpusError(
        "should begin with 'rules:' and a list", file=file, line=line_of(root), remedy="Put 'rules:' above the rules"
    )


def _turned_off(path: Path, known: dict[str, Rule]) -> set[str]:
    off = set()
    entries = _entry(compose(path), "turn_off", path.name)
    if not isinstance(entries, yaml.SequenceNode):
        message = "'turn_off' should be a list"
        raise CorpusError(message, file=path.name, line=line_of(entries), remedy="Write the ids in brackets: [ticker]")
    for node in entries.value:
        if not isinstance(node, yaml.ScalarNode) or node.value not in known:
            message = f"there is no general rule '{node.value}' to turn off"
            remedy = nearest(node.value, known, "The general rules are")
            raise CorpusError(message, file=path.name, line=line_of(node), remedy=remedy)
        off.add(node.value)
    return off


def _rule(node: yaml.Node, file: str, origin: str, names: dict[str, str]) -> Rule:
    line = line_of(node)
    if not isinstance(node, yaml.MappingNode):
        message = "a rule should be a mapping with id, pattern and reason"
        raise CorpusError(message, file=file, line=line, remedy="Write each as 'key: value' below '- id:'")
    given = {}
    for key, value in node.value:
        if key.value not in KEYS:
            remedy = nearest(key.value, KEYS, "A rule has")
            raise CorpusError(f"does not know the key '{key.value}'", file=file, line=line_of(key), remedy=remedy)
        texts = _texts(value, key.value, file)
        given[key.value] = texts
        choices = CHOICES.get(key.value)
        if choices and texts[0] not in choices and not (origin == "package" and texts[0] == "change"):
            message = f"'{key.value}' cannot be '{texts[0]}'"
            raise CorpusError(message, file=file, line=line_of(value), remedy=nearest(texts[0], choices))
    needed = ("id", "reason") if origin == "package" else ("id", "pattern", "reason")
    for name in needed:
        if not "".join(given.get(name, ())).strip():
            raise CorpusError(f"a rule lacks '{name}'", file=file, line=line, remedy="Add it")
    one = {key: texts[0] for key, texts in given.items() if key not in LISTS}
    rule = Rule(
        one["id"], _joined(given.get("pattern"), names), one.get("action", "remove"), one.get("where", "any"),
        one.get("extent", "line"), one.get("files", "*"), one["reason"], origin, line, tuple(given.get("example", ())),
    )  # fmt: skip
    if rule.pattern is not None and origin == "corpus":
        _try(rule, file)
    return rule


def _texts(value: yaml.Node, name: str, file: str) -> list[str]:
    """The texts of a key: one, or several where the key may have a list."""
    nodes = value.value if name in LISTS and isinstance(value, yaml.SequenceNode) and value.value else [value]
    for node in nodes:
        if not isinstance(node, yaml.ScalarNode):
            raise CorpusError(f"'{name}' should be one text", file=file, line=line_of(value), remedy="Write one value")
    return [node.value for node in nodes]


def _joined(patterns: list[str] | None, names: dict[str, str]) -> str | None:
    """Several patterns as one, with what the names in them stand for."""
    if patterns is None:
        return None
    pattern = patterns[0] if len(patterns) == 1 else "|".join(f"(?:{pattern})" for pattern in patterns)
    for name, alternatives in names.items():
        pattern = pattern.replace(name, alternatives)
    return pattern


def _try(rule: Rule, file: str) -> None:
    if len(rule.pattern) > LONGEST_RULE:
        message = (
            f"the pattern of rule '{rule.id}' has {len(rule.pattern):,} characters, and the longest read has {LONGEST_RULE:,}"
        )
        raise CorpusError(message, file=file, line=rule.line, remedy="Write several rules")
    try:
        compiled = re2.compile(rule.pattern, _options())
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        message = f"the pattern of rule '{rule.id}' does not compile: {reason}"
        raise CorpusError(message, file=file, line=rule.line, remedy="See the syntax of RE2") from error
    if compiled.search("") is not None:
        message = f"the pattern of rule '{rule.id}' matches an empty line, and so every line"
        raise CorpusError(message, file=file, line=rule.line, remedy="Make it match at least one character")
    for example in rule.examples:
        if compiled.search(example) is None:
            message = f"the pattern of rule '{rule.id}' does not match its own example '{example}'"
            raise CorpusError(message, file=file, line=rule.line, remedy="Correct the pattern or the example")
