"""cleaning.yml: what a rule may say, and the line of what it may not."""

import pytest

from analysis.errors import CorpusError, UsageError
from analysis.text.cleaning.characters import CORRECTIONS
from analysis.text.cleaning.rules import GENERAL, LONGEST, RuleSet, applies, read_rules, rule_table

RULE = "rules:\n  - id: own\n    pattern: '^x$'\n    reason: because\n"

# cleaning.yml, line of the fault, words of the message
FAULTS = [
    ("rules:\n  - id: a\n    pattern: '('\n    reason: r\n", 2, "does not compile"),
    ("rules:\n  - id: a\n    pattern: 'x*'\n    reason: r\n", 2, "empty line"),
    ("rules:\n  - id: a\n    patern: x\n    reason: r\n", 3, "does not know the key 'patern'"),
    ("rules:\n  - id: a\n    pattern: x\n", 2, "lacks 'reason'"),
    ("rules:\n  - id: a\n    pattern: x\n    reason: r\n    action: change\n", 5, "cannot be 'change'"),
    ("rules:\n  - id: a\n    pattern: x\n    reason: r\n    where: middle\n", 5, "'any', 'head', 'tail'"),
    (RULE + "  - id: own\n    pattern: y\n    reason: r\n", 5, "repeats the id"),
    ("rules:\n  - id: ticker\n    pattern: x\n    reason: r\n", 2, "general rule"),
    ("turn_off: [tikcer]\n", 1, "no general rule 'tikcer'"),
    ("rule:\n  - id: a\n", 1, "does not know the key 'rule'"),
    ("- id: a\n", 1, "should begin with 'rules:'"),
    ("rules: nothing\n", 1, "should be a list"),
    ("rules:\n  - just text\n", 2, "should be a mapping"),
    ("rules:\n  - id: [a]\n    pattern: x\n    reason: r\n", 2, "should be one text"),
    (RULE + "    example: [x, y]\n", 2, "does not match its own example 'y'"),
    ("names: {A: b}\n", 1, "does not know the key 'names'"),
    ("rules: [\n", 2, "not valid YAML"),
    ("", None, "is empty"),
]


def folder(tmp_path, text):
    (tmp_path / "cleaning.yml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_faults_are_named_with_file_and_line(tmp_path, text, line, words):
    with pytest.raises(CorpusError, match=words) as caught:
        read_rules(folder(tmp_path, text))
    assert (caught.value.file, caught.value.line) == ("cleaning.yml", line)


def test_a_tag_that_would_make_an_object_is_refused(tmp_path):
    with pytest.raises(UsageError, match="tag"):
        read_rules(folder(tmp_path, "rules: !!python/object/apply:os.system ['true']\n"))


def test_own_rules_come_first_and_general_ones_can_be_turned_off(tmp_path):
    rules = read_rules(folder(tmp_path, RULE + "turn_off: [ticker, heading]\n"))
    ids = [rule.id for rule in rules]
    assert ids[0] == "own" and not {"ticker", "heading"} & set(ids)
    table = rule_table(rules)
    assert table["origin"].value_counts().to_dict() == {"corpus": 1, "package": len(rules) - 1}
    assert table["reason"].notna().all()


def test_rules_that_are_code_are_those_that_have_no_pattern(tmp_path):
    assert {rule.id for rule in read_rules(tmp_path) if rule.pattern is None} == {
        "blank", "broken_lines", "page_edge", *CORRECTIONS, "recurring", "template", "repeated_title", "stated_title", "site_name",
        "title", "heading",
    }  # fmt: skip
    assert GENERAL.is_file()


def test_a_rule_looks_at_its_files_only(tmp_path):
    (rule, *_) = read_rules(folder(tmp_path, RULE + "    files: '003_*.txt'\n"))
    assert applies(rule, "003_a.txt") and applies(rule, "folder/003_a.txt") and not applies(rule, "001_a.txt")


def examples():
    return [(rule.id, example) for rule in read_rules(GENERAL.parent) for example in rule.examples]


@pytest.mark.parametrize(("name", "example"), examples())
def test_each_example_of_a_general_rule_is_found_by_it_and_by_no_rule_before_it(name, example, tmp_path):
    rules = RuleSet(read_rules(tmp_path))
    first = rules.matches(example)[0]
    assert first.id == name
    if first.action == "change":
        rest = rules.cut(first, example)
        assert rest and example.endswith(rest) and rest.split()[0] in ("The", "Мост", "Міст")


def test_every_general_rule_with_a_pattern_has_examples_in_the_alphabets_it_is_for(tmp_path):
    asked = [rule for rule in read_rules(tmp_path) if rule.pattern is not None]
    assert all(len(rule.examples) >= 2 for rule in asked)
    cyrillic = {rule.id for rule in asked if any("а" <= char <= "ў" for text in rule.examples for char in text.lower())}
    assert {rule.id for rule in asked} - cyrillic == {"sign_off", "agency_credit"} - cyrillic


def test_a_pattern_may_be_a_list_of_which_one_has_to_match(tmp_path):
    text = "rules:\n  - id: own\n    pattern: ['^x$', '^y$']\n    example: [x, y]\n    reason: r\n"
    rules = RuleSet(read_rules(folder(tmp_path, text)))
    assert [bool(rules.matches(line)) for line in ("x", "y", "xy")] == [True, True, False]


def test_own_rules_see_lines_of_any_length_and_general_ones_do_not(tmp_path):
    rules = RuleSet(read_rules(folder(tmp_path, RULE.replace("^x$", "^Photo"))))
    short, long = "Photo: x", "Photo: " + "x" * LONGEST
    assert [rule.id for rule in rules.matches(short)] == ["own", "photo_credit"]
    assert [rule.id for rule in rules.matches(long)] == ["own"]


def test_rules_are_turned_off_by_name_and_a_name_that_no_rule_has_is_refused(tmp_path):
    place = folder(tmp_path, RULE + "turn_off: [heading]\n")
    ids = {rule.id for rule in read_rules(place, ["ticker", "own", "heading"])}
    assert not {"ticker", "own", "heading"} & ids and "byline" in ids
    with pytest.raises(UsageError, match="Nearest: 'ticker'"):
        read_rules(place, ["tikcer"])
