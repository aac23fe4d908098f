"""topics.yml and wording.yml as a table, and the line of every fault."""

import pytest

from analysis import schema
from analysis.errors import CorpusError, UsageError
from analysis.text.reading.describing import empty_dictionary, read_dictionary

FAULTS = [
    ("talks: [talk]\ntalks: [negotiation]\n", 2, "repeats the key 'talks' of line 1"),
    ("talks:\n  - talk\n  bad\n", 3, "not valid YAML"),
    ("talks:\n  - '*'\n", 2, "no letter or digit"),
    ("talks:\n  - ''\n", 2, "no letter or digit"),
    ("talks:\n", 1, "has no pattern"),
    ("- talk\n", 1, "should map names"),
    ("war:\n  one: [war]\n  two: [War]\n", 3, "under 'two' and, on line 2, under 'one'"),
    ("a: &x [talk]\nb: *x\n", 1, "anchor"),
]


def written(tmp_path, text, name="topics.yml"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(("text", "line", "words"), FAULTS)
def test_faults_are_named_with_file_and_line(tmp_path, text, line, words):
    with pytest.raises(CorpusError, match=words) as caught:
        read_dictionary(written(tmp_path, text))
    assert (caught.value.file, caught.value.line) == ("topics.yml", line)


@pytest.mark.parametrize(
    ("text", "words"), [(b"a: [\xff]\n", "not UTF-8"), (b"", "is empty"), (b"[" * 100_000, "nested too deeply|YAML")]
)
def test_faults_of_the_whole_file(tmp_path, text, words):
    with pytest.raises(CorpusError, match=words):
        read_dictionary(written(tmp_path, text))


def test_tags_are_refused(tmp_path):
    with pytest.raises(UsageError, match="tag"):
        read_dictionary(written(tmp_path, "a: !!python/name:os.system\n"))


def test_keys_nest_and_words_stay_words(tmp_path):
    text = (
        "talks:\n  - Peace talk*\n  - no\n  - 007\nleaders:\n  Trump: [trump, the  U.S. president]\n  Putin:\n    - Путін’*\n"
    )
    table = read_dictionary(written(tmp_path, text))
    schema.check(table, "dictionary", rows=True)
    assert table.values.tolist() == [
        ["talks", "talks", "peace talk*", 2],
        ["talks", "talks", "no", 3],
        ["talks", "talks", "007", 4],
        ["leaders", "Trump", "trump", 6],
        ["leaders", "Trump", "the u.s. president", 6],
        ["leaders", "Putin", "путін'*", 8],
    ]


def test_a_pattern_given_twice_under_one_label_counts_once(tmp_path):
    assert len(read_dictionary(written(tmp_path, "talks: [talk, Talk]\n"))) == 1


@pytest.mark.parametrize("text", ["# talks:\n#   - talk\n", "\n\n  # later\n", "\ufeff# later"])
def test_a_file_of_comments_alone_is_an_empty_dictionary(tmp_path, text):
    table = read_dictionary(written(tmp_path, text))
    schema.check(table, "dictionary")
    assert table.empty


def test_a_corpus_without_the_file_has_an_empty_dictionary():
    schema.check(empty_dictionary(), "dictionary")
