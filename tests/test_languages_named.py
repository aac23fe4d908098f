"""Languages by name: what a detector or a corpus calls them, and what no list knows."""

import pytest

from analysis.show.languages_named import language_named


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en", "English"),
        ("ZH", "Chinese"),
        ("be", "Belarusian"),
        ("zh-Hant", "Chinese (zh-Hant)"),
        ("sr-Latn", "Serbian (sr-Latn)"),
        ("qaa", "the language “qaa”"),
        ("german", "the language “german”"),
    ],
)
def test_a_code_is_named_where_a_reader_would_name_it(code, name):
    assert language_named(code) == name
