"""Values that cannot be meant are refused in one line before a kernel starts, with the nearest that can; all others are let through."""

import threading
from pathlib import Path

import pytest
from small_notebooks import code, write

from analysis import asked
from analysis.__main__ import command
from analysis.errors import CellError, KernelDiedError, nearest
from analysis.measure.counting import counts, selection
from analysis.measure.themes import discovery
from analysis.periods import PERIODS
from analysis.report import run as session
from analysis.report.execute.parameters import declared, read_notebook
from analysis.text.words import forms, word_rule

PARAMETERS = """
corpus: str = "seeds"  # folder
by: str = "source"  # groups
language: str = ""  # code
parts: list[str] = ["title", "heading", "body"]  # parts
without_rules: list[str] = []  # rules
voice: str = "all"  # voice
shared: str = "all"  # shared
within: str = ""  # stories
form: str = "surface"  # form
stop_list: str = "none"  # list
period: str = "month"  # period
focus: list[str] = []  # terms
term: str = ""  # term
since: str = ""  # day
a: str = ""  # side
b: str = ""  # side
concepts: list[str] = []  # concepts
top: int = 20  # rows
min_n: int = 3  # least
drawn: int = 12  # articles
ngram: int = 2  # length
window: int = 5  # words
themes: int = 0  # number
paragraphs: int = 3  # paragraphs
kept: int = 100  # mentions
n_concepts: int = 6  # concepts
"""
TEXT = "A title\n\nThe mayor said on Monday that the bridge over the river would be closed for the whole of the winter.\n"
SOURCES = """file,source,outlet_type,date,language,region,desk
a.txt,BelTA,agency,2024-10-01,en,north,
b.txt,Larkham Post,paper,2024-10-02,en,south,
c.txt,Вести,paper,2024-11-03,ru,south,
d.txt,Herald,paper,2024-11-04,en,,
"""

# Seen before anything is read: parameters, the line.
AT_ONCE = [
    (["top", "0"], "parameter 'top': 0 is out of range. Give 1 to 100,000,000"),
    (["top", "-3"], "parameter 'top': -3 is out of range. Give 1 to 100,000,000"),
    (["min_n", "0"], "parameter 'min_n': 0 is out of range. Give 1 to 1,000,000,000"),
    (["drawn", "0"], "parameter 'drawn': 0 is out of range. Give 1 to 1,000"),
    (["window", "0"], "parameter 'window': 0 is out of range. Give 1 to 1,000"),
    (["ngram", "0"], "parameter 'ngram': 0 is out of range. Give 1 to 5"),
    (["ngram", "6"], "parameter 'ngram': 6 is out of range. Give 1 to 5"),
    (["themes", "-1"], "parameter 'themes': -1 is out of range. Give 0, or 2 to 100"),
    (["themes", "1"], "parameter 'themes': 1 is out of range. Give 0, or 2 to 100"),
    (["themes", "1000000000"], "parameter 'themes': 1000000000 is out of range. Give 0, or 2 to 100"),
    (["top", "1000000000"], "parameter 'top': 1000000000 is out of range. Give 1 to 100,000,000"),
    (["min_n", "-1"], "parameter 'min_n': -1 is out of range. Give 1 to 1,000,000,000"),
    (["drawn", "1001"], "parameter 'drawn': 1001 is out of range. Give 1 to 1,000"),
    (["paragraphs", "11"], "parameter 'paragraphs': 11 is out of range. Give 1 to 10"),
    (["kept", "0"], "parameter 'kept': 0 is out of range. Give 1 to 1,000,000,000"),
    (["n_concepts", "0"], "parameter 'n_concepts': 0 is out of range. Give 1 to 1,000"),
    (["voice", "qoted"], "parameter 'voice': it cannot be 'qoted'. Nearest: 'quoted'"),
    (["voice", "theirs"], "parameter 'voice': it cannot be 'theirs'. There are: 'all', 'outside', 'reported', 'quoted'"),
    (["voice", ""], "parameter 'voice': it is empty. There are: 'all', 'outside', 'reported', 'quoted'"),
    (["shared", "wihtout"], "parameter 'shared': it cannot be 'wihtout'. Nearest: 'without'"),
    (["form", "lemmas"], "parameter 'form': it cannot be 'lemmas'. Nearest: 'lemma'"),
    (["period", "months"], "parameter 'period': it cannot be 'months'. Nearest: 'month'"),
    (["period", "decade"], "parameter 'period': it cannot be 'decade'. There are: 'day', 'week', 'month', 'year'"),
    (["stop_list", "function word"], "parameter 'stop_list': it cannot be 'function word'. Nearest: 'function words'"),
    (["parts", "titel,body"], "parameter 'parts': it cannot be 'titel'. Nearest: 'title'"),
    (["parts", ""], "parameter 'parts': it is empty. There are: 'title', 'heading', 'body'"),
    (["without_rules", "titel"], "parameter 'without_rules': there is no cleaning rule 'titel'. Nearest: 'title'"),
    (["without_rules", "title,photo credit"],
     "parameter 'without_rules': there is no cleaning rule 'photo credit'. Nearest: 'photo_credit'"),
    (["focus", "war,,peace"], "parameter 'focus': '' has no letter or digit. Write a word, or a word with * or ?"),
    (["focus", "*"], "parameter 'focus': '*' has no letter or digit. Write a word, or a word with * or ?"),
    (["term", "?!"], "parameter 'term': '?!' has no letter or digit. Write a word, or a word with * or ?"),
    (["since", "31.12.2024"],
     "parameter 'since': '31.12.2024' is not a date of the form 2024, 2024-10, 2024-10-28 or 2024-10-28/2024-11-03"),
    (["since", "2024-13"], "parameter 'since': '2024-13' is not a day of the calendar"),
    (["voice", "x" * 300], f"parameter 'voice': it cannot be '{'x' * 77}...'. There are: 'all', 'outside', 'reported', 'quoted'"),
    (["voice", "quoted\x1b[31m"], r"parameter 'voice': it cannot be 'quoted\x1b[31m'. Nearest: 'quoted'"),
]  # fmt: skip
# Seen once the corpus is read.
COLUMNS = "There are: 'source', 'outlet_type', 'region', 'month', 'week', 'year' and 2 more"
STORIES = "There are: 'story', 'source', 'outlet_type', 'region', 'month', 'week' and 3 more"
BY_CORPUS = [
    (["by", "regoin"], "parameter 'by': no column 'regoin' in this corpus. Nearest: 'region'"),
    (["by", "Source"], "parameter 'by': no column 'Source' in this corpus. Nearest: 'source'"),
    (["by", "party"], f"parameter 'by': no column 'party' in this corpus. {COLUMNS}"),
    (["by", "text"], f"parameter 'by': no groups can be made by the column 'text'. {COLUMNS}"),
    (["by", "doc_id"], f"parameter 'by': no groups can be made by the column 'doc_id'. {COLUMNS}"),
    (["by", "desk"], f"parameter 'by': no article has a value in the column 'desk'. {COLUMNS}"),
    (["language", "EN"], "parameter 'language': no article is in the language 'EN'. Nearest: 'en'"),
    (["language", "de"], "parameter 'language': no article is in the language 'de'. There are: 'en', 'ru'"),
    (["a", "Belta"], "parameter 'a': no source 'Belta' has words in the language 'en'. Nearest: 'BelTA'"),
    (["a", "Вести"],
     "parameter 'a': no source 'Вести' has words in the language 'en'. There are: 'BelTA', 'Herald', 'Larkham Post'"),
    (["a", "BelTA", "language", "ru"], "parameter 'a': no source 'BelTA' has words in the language 'ru'. There are: 'Вести'"),
    (["by", "month", "a", "BelTA"],
     "parameter 'a': no month 'BelTA' has words in the language 'en'. There are: '2024-10', '2024-11'"),
    (["by", "outlet_type", "a", "papers"], "parameter 'a': no outlet type 'papers' has words in the language 'en'. Nearest: 'paper'"),
    (["a", "BelTA", "b", "The Larkham Post"],
     "parameter 'b': no source 'The Larkham Post' has words in the language 'en'. Nearest: 'Larkham Post'"),
    (["a", "BelTA", "b", "BelTA"], "parameter 'b': 'BelTA' is on the other side too. Leave it empty to compare with all others"),
    (["b", "BelTA"], "parameter 'b': 'BelTA' is one side of a comparison, and the other is not set. Set 'a' too"),
    (["a", "BelTA", "voice", "quoted"], "no word is left in the language 'en', in quotation marks."
     " The corpus has the languages 'en', 'ru'"),
    (["within", "stroy"], "parameter 'within': no column 'stroy' in this corpus. Nearest: 'story'"),
    (["within", "regions"], "parameter 'within': no column 'regions' in this corpus. Nearest: 'region'"),
    (["within", "desk"], f"parameter 'within': no article has a value in the column 'desk'. {STORIES}"),
    (["within", "source"], "parameter 'within': groups made by the column 'source' cannot be compared within it. Name another column"),
    (["within", "story", "language", "ru"], "parameter 'within': no story is told by two outlets. Name the events in a"
     " column 'story' of sources.csv, or leave it empty"),
    (["within", "region", "by", "outlet_type"], "parameter 'within': no region is told by two values of 'outlet_type'. Name the"
     " events in a column 'story' of sources.csv, or leave it empty"),
    (["concepts", "the bridge"], "parameter 'concepts': no concept 'the bridge' in this corpus's wording.yml. Nearest: 'Bridge'"),
    (["concepts", "Bridge,Ferry"],
     "parameter 'concepts': no concept 'Ferry' in this corpus's wording.yml. There are: 'Bridge', 'Head of the town'"),
]  # fmt: skip
FINE = [
    [],
    ["top", "1", "min_n", "1", "drawn", "1", "ngram", "5", "window", "1", "themes", "0", "paragraphs", "10"],
    ["voice", "own", "shared", "without", "form", "stem", "stop_list", "function words", "period", "year", "parts", "title"],
    ["focus", "peace*,head of town", "term", "", "since", "2024-10"],
    ["focus", "", "concepts", "", "since", ""],
    ["without_rules", "title,own"],
    ["by", "region", "language", "en"],
    ["by", "week"],
    ["by", "outlet_type", "a", "paper", "b", "agency"],
    ["by", "region", "a", "not given", "language", "en"],
    ["language", "ru", "a", "Вести"],
    ["concepts", "Head of the town,Bridge"],
    ["within", "", "top", "1"],
    ["within", "outlet_type"],
    ["within", "story"],
    ["within", "outlet_type", "by", "month"],
]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a corpus of four articles in two languages, and a notebook that declares every parameter."""
    folder = tmp_path_factory.mktemp("asked")
    (folder / "corpus").mkdir()
    for name in "abcd":
        (folder / "corpus" / f"{name}.txt").write_text(f"{TEXT}\nNumber {name}.\n")
    (folder / "corpus" / "sources.csv").write_text(SOURCES)
    (folder / "corpus" / "cleaning.yml").write_text("rules:\n  - id: own\n    pattern: '^Number x'\n    reason: none\n")
    (folder / "corpus" / "wording.yml").write_text("Bridge:\n  b: [bridge]\nHead of the town:\n  m: [mayor]\n  o: [old one]\n")
    write(folder / "notebooks" / "01_all.ipynb", code("1"), parameters=PARAMETERS.strip())
    write(folder / "notebooks" / "02_few.ipynb", code("1"), parameters='a: float = 1.0  # no side\ntop: str = "x"  # no number')
    return folder


@pytest.fixture
def ask(place, tmp_path, monkeypatch, capsys):
    """Run the command on parameters: its exit code and line, and what is in the reports folder. Kernels end it by 5."""

    def kernels(*arguments, **more):
        raise KernelDiedError("kernels start here")

    monkeypatch.setattr("analysis.report.execute.kernels.Kernels", kernels)

    def run(*parameters, only="01_all"):
        options = [part for at in range(0, len(parameters), 2) for part in ("-p", *parameters[at : at + 2])]
        folders = ["--notebooks", str(place / "notebooks"), "--only", only, "--reports", str(tmp_path / "reports")]
        exit_code = command(["run", str(place / "corpus"), *folders, *options])
        told = capsys.readouterr()
        assert told.out == "" and told.err.count("\n") == 1
        return exit_code, told.err.removeprefix("parallax: ").rstrip("\n"), sorted((tmp_path / "reports").glob("**/*"))

    return run


@pytest.mark.parametrize(
    ("parameters", "line"), AT_ONCE, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else ""
)
def test_what_cannot_be_meant_is_refused_at_once(ask, parameters, line):
    assert ask(*parameters) == (2, line, [])


@pytest.mark.parametrize(
    ("parameters", "line"), BY_CORPUS, ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else ""
)
def test_what_the_corpus_does_not_have_is_refused_before_a_kernel_starts(ask, parameters, line):
    exit_code, told, left = ask(*parameters)
    assert (exit_code, told) == (2, line)
    assert {path.name for path in left} <= {".staging", ".probe", ".lock", ".cache", "matplotlib", ".log.jsonl", "index.html"}


@pytest.mark.parametrize("parameters", FINE, ids=" ".join)
def test_what_can_be_meant_is_let_through(ask, parameters):
    assert ask(*parameters)[:2] == (5, "kernels start here")


def test_a_parameter_of_another_type_is_the_notebooks_own(ask):
    assert ask("a", "0.5", "top", "0", only="02_few")[:2] == (5, "kernels start here")


def test_a_value_from_a_file_is_looked_at_like_any_other(place, tmp_path, capsys):
    (tmp_path / "p.yml").write_text("by: regoin\n")
    arguments = ["run", str(place / "corpus"), "--notebooks", str(place / "notebooks"), "--reports", str(tmp_path / "reports")]
    assert command([*arguments, "--parameters", str(tmp_path / "p.yml")]) == 2
    assert "no column 'regoin' in this corpus. Nearest: 'region'" in capsys.readouterr().err


def test_a_corpus_without_wording_says_that_there_is_none(tmp_path, place, capsys):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(TEXT)
    arguments = [
        "run",
        str(tmp_path / "corpus"),
        "--notebooks",
        str(place / "notebooks"),
        "--reports",
        str(tmp_path / "reports"),
    ]
    assert command([*arguments, "-p", "concepts", "Bridge"]) == 2
    assert "no concept 'Bridge' in this corpus's wording.yml. There is none" in capsys.readouterr().err


@pytest.mark.parametrize("read_first", [False, True])
def test_kernels_start_while_the_corpus_is_read_unless_it_is_to_be_read_first(tmp_path, monkeypatch, read_first):
    started = threading.Event()

    class Kernels:
        def proceed(self):
            raise CellError("as far as this")

        def failed_notebook(self, name):
            return None

        def __exit__(self, *raised):
            started.clear()

    monkeypatch.setattr(session, "_start", lambda *arguments: started.set() or Kernels())
    seen = []
    wanted = session.Wanted(tmp_path, tmp_path / "reports", [], 1, 60, read_first=read_first)
    with pytest.raises(CellError, match="as far as this"):
        session.produce(wanted, lambda snapshot: seen.append(started.wait(0.2 if read_first else 20)) or {}, lambda name: None)
    assert seen == [not read_first] and not started.is_set()


def test_what_is_written_down_here_is_what_the_rooms_take():
    taken = {
        "parts": selection.PARTS,
        "voice": selection.VOICES,
        "shared": selection.SHARED,
        "form": forms.FORMS,
        "period": tuple(PERIODS),
        "stop_list": word_rule.CHOICES,
    }
    assert taken == asked.CHOICES
    least, most = asked.RANGES["ngram"]
    assert list(counts.NGRAM_LENGTHS) == list(range(least, most + 1))
    assert asked.RANGES["paragraphs"] == (1, discovery.BEST)


def test_every_parameter_of_our_notebooks_is_looked_at():
    looked_at = {
        *asked.CHOICES,
        *asked.RANGES,
        *asked.PATTERNS,
        *asked.DATES,
        asked.RULES,
        "by",
        "language",
        "within",
        "a",
        "b",
        "concepts",
    }
    any_will_do = {"corpus", "more_stop_words", "keep"}
    notebooks = sorted(Path(__file__).parents[1].glob("notebooks/*.ipynb"))
    names = {item.name for path in notebooks for item in declared(read_notebook(path), path.name)}
    assert names - looked_at - any_will_do == set()


@pytest.mark.parametrize(
    ("name", "known", "remedy"),
    [
        ("belta", ["Post", "BelTA"], "Nearest: 'BelTA'"),
        ("x", [], "There is none"),
        ("x", ["a", "a", "b"], "There are: 'a', 'b'"),
        ("x", list("abcdef"), "There are: 'a', 'b', 'c', 'd', 'e', 'f'"),
        ("x", map(str, range(1, 1_008)), "There are: '1', '2', '3', '4', '5', '6' and 1,001 more"),
        ("", ["a"], "There are: 'a'"),
        ("x", ["long " * 20], f"There are: '{('long ' * 20)[:59]}…'"),
    ],
)
def test_the_nearest_or_a_few_are_named(name, known, remedy):
    assert nearest(name, known) == remedy
