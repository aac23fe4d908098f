"""How CSV files are divided: what is recognised, and what must not be taken for another form."""

import pytest

from analysis.text.reading.corpus_file import CorpusFile
from analysis.text.reading.dialect import Dialect, recognise
from analysis.text.reading.read import read_corpus
from analysis.text.reading.roles import folded, known_names

NAMES = known_names(CorpusFile())
CASES = [
    ("comma", ["id,text\n", "1,One\n"], (",", '"')),
    ("semicolon, commas in the texts", ["id;text\n", "1;One, two, three\n"], (";", '"')),
    ("tabs", ["id\ttext\n", "1\tOne, two; three\n"], ("\t", '"')),
    ("German heading", ["Titel;Quelle;Volltext\n", "T;Post;Eins, zwei\n"], (";", '"')),
    ("heading in quotation marks", ['"id";"text"\n', '"1";"One"\n'], (";", '"')),
    ("semicolon in a comma's heading", ["id,text,a;b\n", "1,One,x\n"], (",", '"')),
    ("no known name, even rows", ["a;b\n", "1;One, two\n", "2;Two\n", "3;x, y, z\n"], (";", '"')),
    ("no known name, uneven rows", ["a b\n", "1;One\n", "x\n"], (",", '"')),
    ("single marks all over", ["'id','text'\n", "'1','It''s one, and two'\n"], (",", "'")),
    ("single marks around texts with commas", ["id,text\n", "1,'One, two'\n", "2,'Three, four'\n", "3,'Five'\n"], (",", "'")),
    ("single marks around each text", ["id;text\n", "1;'One'\n", "2;'Two'\n", "3;'Three'\n", "4;'Four'\n", "5;'Five'\n"], (";", "'")),
    ("a text that is a quotation", ["id,text\n", "1,'Yes'\n", "2,No\n", "3,Perhaps\n", "4,Never\n"], (",", '"')),
    ("two texts that are quotations", ["id,text\n", "1,'Yes'\n", "2,'No'\n"], (",", '"')),
    ("apostrophes", ["id,text\n", "1,It's one\n", "2,'Twas two\n", "3,the players'\n"], (",", '"')),
    ("apostrophes beside a row that is too long", ["id,text\n", "1,It's one, isn't it\n", "2,Two\n", "3,Three\n"], (",", '"')),
    ("double marks around single ones", ["id,text\n", "1,\"'Yes', he said\"\n", "2,\"'No', she said\"\n", "3,Three\n"], (",", '"')),
    ("nothing", [], (",", '"')),
]  # fmt: skip


@pytest.mark.parametrize(("name", "lines", "expected"), CASES, ids=[case[0] for case in CASES])
def test_dialect(name, lines, expected):
    assert recognise(lines, lambda column: folded(column) in NAMES) == Dialect(*expected)


def test_what_is_declared_comes_first(tmp_path):
    assert recognise(["id;text\n"], NAMES.__contains__, "|", "*") == Dialect("|", "*")
    (tmp_path / "a.csv").write_text("id*text\n1*'One * two'\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text("[csv]\ndelimiter = '*'\nquotechar = \"'\"\n", encoding="utf-8")
    assert read_corpus(tmp_path).articles["text"].tolist() == ["One * two"]


def test_a_file_in_single_marks_is_read_whole(tmp_path):
    rows = ["'id';'Titel';'Text';'Quelle'", "'1';'It''s';'One; two, \"three\"';'Post'", "'2';'T';'Two\nlines';'Radio'"]
    (tmp_path / "a.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    articles = read_corpus(tmp_path).articles
    assert articles[["title", "text", "source"]].values.tolist() == [
        ["It's", 'One; two, "three"', "Post"],
        ["T", "Two\nlines", "Radio"],
    ]
