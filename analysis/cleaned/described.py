"""What makes files of cleaned articles a corpus again: how they are read, and that no rule removes from them. Columns in, files out."""

from collections.abc import Iterable
from pathlib import Path

from ..text.cleaning.rules import GENERAL, OWN, read_rules
from ..text.reading.corpus_file import NAME, ROLES

DICTIONARIES = ("topics.yml", "wording.yml")
MARKS = (
    "title",
    "heading",
)  # rules that tell what a line is, and take nothing away; a title that stands beside the text is in it now
HEAD = """# These articles are cleaned already: no rule removes or changes a line of them once more.
# What was removed, from which article and why, is in the ledger beside this folder.
"""


def write(corpus: Path, place: Path, form: str, columns: Iterable[str]) -> None:
    """Write corpus.toml and cleaning.yml beside cleaned articles, and the dictionaries of the corpus that they are from.

    form    : what the articles are written as
    columns : those of what is known of them
    """
    toml = '[csv]\nformulas = "marked"\n' if form != "jsonl" else ""
    if form != "txt":
        known = {role: role if role in (*columns, "text") else "" for role in ROLES}
        toml += "[columns]\n" + "".join(f'{role} = "{name}"\n' for role, name in known.items())
    (place / NAME).write_bytes(toml.encode())
    (place / OWN).write_bytes(f"{HEAD}{_cleaning(corpus)}".encode())
    for name in DICTIONARIES:
        if (corpus / name).is_file():
            (place / name).write_bytes((corpus / name).read_bytes())


def _cleaning(corpus: Path) -> str:
    """The general rules that are off, and the corpus's own rules that tell what a line is in whatever file."""
    import yaml

    rules = read_rules(corpus)
    off = [rule.id for rule in read_rules(GENERAL.parent) if rule.id not in MARKS]
    own = [
        {"id": rule.id, "pattern": rule.pattern, "action": rule.action, "where": rule.where, "reason": rule.reason}
        for rule in rules
        if rule.origin == "corpus" and rule.action in MARKS and rule.files == "*"
    ]
    told = {"turn_off": off} | ({"rules": own} if own else {})
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120)
