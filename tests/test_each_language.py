"""each_language.py: a whole report in each language that has articles enough, each in one step, and nothing else for one language."""

import json
import re

import pytest
from small_notebooks import code, write

from analysis.__main__ import command

ENGLISH = "The council closed the old bridge on Monday, because its pillars had sunk since the spring. Number {}."
RUSSIAN = "В понедельник городской совет закрыл старый мост через реку, потому что его опоры просели с весны. Номер {}."
GERMAN = "Der Stadtrat sperrte am Montag die alte Brücke über den Fluss, weil ihre Pfeiler seit dem Frühjahr gesunken sind. Nummer {}."
PARAMETERS = 'corpus: str = "seeds"  # folder\nlanguage: str = ""  # ISO 639 code'
OPEN = "import parallax_workbook as px\n\nview = px.open(corpus, language=language)\npx.say(f'Read {view.language}.')"


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PARALLAX_CACHE", str(tmp_path / "cache"))
    write(tmp_path / "mine" / "00_corpus.ipynb", code(OPEN), parameters=PARAMETERS)
    return tmp_path


def corpus_of(place, **numbers):
    texts = {"english": ENGLISH, "russian": RUSSIAN, "german": GERMAN}
    for name, n in numbers.items():
        for number in range(n):
            path = place / "news" / f"{name}-post" / f"{number}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[name].format(number), encoding="utf-8")


def run(*more):
    return command(["run", "news", "--notebooks", "mine", "--reports", "out", "--each-language", "--jobs", "1", *more])


def said(reports):
    return re.search(r"Read (\w+)\.", (reports / "current" / "00_corpus.html").read_text(encoding="utf-8"))[1]


def titled(reports):
    return json.loads((reports / "current" / "run.json").read_text(encoding="utf-8"))["title"]


def test_each_language_has_a_report_and_the_pages_of_all_runs_link_them(place, capsys):
    corpus_of(place, english=6, russian=5, german=2)
    assert run() == 0
    out, told = place / "out", capsys.readouterr()
    assert (said(out), said(out / "ru")) == ("en", "ru") and not (out / "de").exists()
    assert (titled(out), titled(out / "ru")) == ("Parallax: news", "Parallax: news, in Russian")
    assert "2 articles in German: fewer than the 5 that a report of their own takes" in told.err
    assert [line.rsplit("/", 4)[-4:-2] for line in told.out.splitlines()] == [["out", "runs"], ["ru", "runs"]]
    links = {name: (out / name / "index.html").read_text(encoding="utf-8") for name in (".", "ru")}
    assert '<a href="ru/current/index.html">Parallax: news, in Russian</a>' in links["."]
    assert '<a href="../current/index.html">Parallax: news</a>' in links["ru"]
    assert (out / "ru" / "current" / "SHA256SUMS").is_file()


def test_for_one_language_it_changes_nothing(place):
    corpus_of(place, english=6)
    assert run() == 0
    assert said(place / "out") == "en"
    assert sorted(path.name for path in (place / "out").iterdir() if not path.name.startswith(".")) == [
        "current",
        "index.html",
        "runs",
    ]
    assert "other languages" not in (place / "out" / "index.html").read_text(encoding="utf-8")


def test_where_one_language_fails_its_report_stays_as_it_was_and_the_others_are_made(place, capsys):
    corpus_of(place, english=7, russian=6, german=5)
    write(place / "mine" / "00_corpus.ipynb", code(f"{OPEN}\nassert view.language != 'ru'"), parameters=PARAMETERS)
    assert run() == 4
    assert said(place / "out") == "en" and said(place / "out" / "de") == "de"
    assert not (place / "out" / "ru" / "current").exists()
    assert "the report in Russian: " in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (["-p", "language", "ru"], "--each-language, and the parameter language is 'ru'. Give one of the two"),
        (["--reports", "s3://bucket/out"], "--each-language makes its reports in a folder of this machine"),
        (["--notebooks", "other"], "--each-language, and no notebook of this run has the parameter language"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_read(place, capsys, more, why):
    write(place / "other" / "00_corpus.ipynb", code("1"), parameters='corpus: str = "seeds"  # folder')
    corpus_of(place, english=1)
    assert run(*more) == 2
    assert why in capsys.readouterr().err
    assert not (place / "out" / "runs").exists()
