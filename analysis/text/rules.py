"""Cleaning rules: which lines of an article are not its text, and why. YAML in, compiled rules and the table `rules` out.

A rule names itself and its reason, because the ledger and the report show both. Patterns are RE2: they run in linear time, so that
no pattern and no hostile line can hold up a run.
"""

import fnmatch
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import re2
import yaml

from ..errors import CorpusError
from .describing import compose, line_of

GENERAL = Path(__file__).with_name("rules.yml")

ACTIONS = ("remove", "title", "heading")
WHERE = ("any", "head", "tail")
EXTENTS = ("line", "to_end")
CHOICES = {"action": ACTIONS, "where": WHERE, "extent": EXTENTS}
KEYS = ("id", "pattern", "action", "where", "extent", "files", "reason")


class Rule(NamedTuple):
    """One rule. What it looks for, in which lines, what it does, and where it was written down.

    pattern : RE2, searched in the line as it is after the corrections of characters; None for a rule that is code
    action  : remove, title, heading; for rules that are code also change
    where   : any; head (before the first paragraph of running text); tail (after the last one)
    extent  : line; to_end (this line and all that follow it)
    files   : glob of file names
    origin  : package or corpus
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


class RuleSet:
    """The rules that look for a pattern, asked of a line in one pass over it.

    The state kept is RE2's automaton over all patterns together; asking them one by one would cost a call for each.
    """

    def __init__(self, rules: list[Rule]):
        self.rules = [rule for rule in rules if rule.pattern is not None]
        self._set = re2.Set.SearchSet(_options())
        for rule in self.rules:
            self._set.Add(rule.pattern)
        self._set.Compile()

    def matches(self, line: str) -> list[Rule]:
        """Rules whose pattern is found in the line, in the order they were written."""
        return [self.rules[index] for index in sorted(self._set.Match(line) or ())] if self.rules else []


def read_rules(folder: Path) -> list[Rule]:
    """The rules of the corpus in `folder`, then the general ones that it has not turned off.

    Raises CorpusError with the line for an unknown key or value, an id used twice, or a pattern that does not compile or that
    matches an empty line, and so every line.
    """
    general = _read(GENERAL, "package")
    path = folder / "cleaning.yml"
    if not path.is_file():
        return general
    known = {rule.id: rule for rule in general}
    off = _turned_off(path, known)
    own = _read(path, "corpus")
    for rule in own:
        if rule.id in known:
            message = f"the id '{rule.id}' is that of a general rule"
            raise CorpusError(message, file=path.name, line=rule.line, remedy="Choose another id")
    return own + [rule for rule in general if rule.id not in off]


def rule_table(rules: list[Rule]) -> pd.DataFrame:
    """Table `rules`: one row per rule, in the order in which they are asked."""
    columns = ["rule", "origin", "action", "pattern", "where", "reason"]
    rows = [(rule.id, rule.origin, rule.action, rule.pattern, rule.where, rule.reason) for rule in rules]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def applies(rule: Rule, file: str) -> bool:
    """Whether the rule looks at this file: its glob is held against the path in the corpus and against the bare name."""
    return fnmatch.fnmatchcase(file, rule.files) or fnmatch.fnmatchcase(file.rpartition("/")[2], rule.files)


def _options() -> "re2.Options":
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 64 << 20
    return options


def _read(path: Path, origin: str) -> list[Rule]:
    entries = _entry(compose(path), "rules", path.name)
    if not isinstance(entries, yaml.SequenceNode):
        raise CorpusError(
            "'rules' should be a list", file=path.name, line=line_of(entries), remedy="Begin each rule with '- id:'"
        )
    rules: list[Rule] = []
    for node in entries.value:
        rule = _rule(node, path.name, origin)
        if any(rule.id == other.id for other in rules):
            raise CorpusError(f"repeats the id '{rule.id}'", file=path.name, line=rule.line, remedy="Choose another id")
        rules.append(rule)
    return rules


def _entry(root: yaml.Node, name: str, file: str) -> yaml.Node:
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            if key.value not in ("rules", "turn_off"):
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
            remedy = f"The general rules are: {', '.join(known)}"
            raise CorpusError(message, file=path.name, line=line_of(node), remedy=remedy)
        off.add(node.value)
    return off


def _rule(node: yaml.Node, file: str, origin: str) -> Rule:
    line = line_of(node)
    if not isinstance(node, yaml.MappingNode):
        message = "a rule should be a mapping with id, pattern and reason"
        raise CorpusError(message, file=file, line=line, remedy="Write each as 'key: value' below '- id:'")
    given = {}
    for key, value in node.value:
        if key.value not in KEYS:
            remedy = f"A rule has: {', '.join(KEYS)}"
            raise CorpusError(f"does not know the key '{key.value}'", file=file, line=line_of(key), remedy=remedy)
        if not isinstance(value, yaml.ScalarNode):
            raise CorpusError(f"'{key.value}' should be one text", file=file, line=line_of(value), remedy="Write one value")
        given[key.value] = value.value
        choices = CHOICES.get(key.value)
        if choices and value.value not in choices and not (origin == "package" and value.value == "change"):
            message = f"'{key.value}' cannot be '{value.value}'"
            raise CorpusError(message, file=file, line=line_of(value), remedy=f"It can be: {', '.join(choices)}")
    needed = ("id", "reason") if origin == "package" else ("id", "pattern", "reason")
    for name in needed:
        if not given.get(name, "").strip():
            raise CorpusError(f"a rule lacks '{name}'", file=file, line=line, remedy="Add it")
    rule = Rule(
        given["id"], given.get("pattern"), given.get("action", "remove"), given.get("where", "any"),
        given.get("extent", "line"), given.get("files", "*"), given["reason"], origin, line,
    )  # fmt: skip
    if rule.pattern is not None:
        _try(rule, file)
    return rule


def _try(rule: Rule, file: str) -> None:
    try:
        compiled = re2.compile(rule.pattern, _options())
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        message = f"the pattern of rule '{rule.id}' does not compile: {reason}"
        raise CorpusError(message, file=file, line=rule.line, remedy="See the syntax of RE2") from error
    if compiled.search("") is not None:
        message = f"the pattern of rule '{rule.id}' matches an empty line, and so every line"
        raise CorpusError(message, file=file, line=rule.line, remedy="Make it match at least one character")
