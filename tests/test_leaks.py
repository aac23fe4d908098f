"""What betrays the machine: found wherever it stands, while no word of an article is taken for it, whatever accounts are called."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from test_verify import GOOD, SVG, embedded, folder

from analysis.errors import CellError
from analysis.report.check.leaks import published, secret_values, traces
from analysis.report.check.verify import verify

CANARY = "c4nary-value & more"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.html", GOOD.replace("HERE", "<p>c4nary-value &amp; more</p>")),
        ("p.html", GOOD.replace("HERE", embedded(SVG.format("<text>c4nary-value &amp; more</text>")))),
        ("run.json", '{"a": "c4nary-value & more"}'),
        (
            "notebooks/a.ipynb",
            '{"cells": ["' + embedded(SVG.format("<text>c4nary-value &amp; more</text>")).replace('"', '\\"') + '"]}',
        ),
        ("tables/a.csv", '"a"\n"c4nary-value & more"\n'),
        ("figures/a.svg", SVG.format("<text>c4nary-value &amp; more</text>")),
        ("note.md", "c4nary-value%20%26%20more"),
    ],
)
def test_a_secret_is_found_wherever_it_stands_and_not_told(tmp_path, name, text):
    secrets = secret_values({"SERVICE_TOKEN": CANARY, "OTHER": "x" * 20})
    (tmp_path / name).parent.mkdir(exist_ok=True)
    folder(tmp_path, GOOD.replace("HERE", ""))
    verify(tmp_path, secrets)
    (tmp_path / name).write_text(text)
    with pytest.raises(CellError, match="a secret of this machine's environment") as caught:
        verify(tmp_path, secrets)
    assert caught.value.file == name and "c4nary" not in str(caught.value)


@pytest.mark.parametrize("kind", ["text", "category", "column", "metadata"])
def test_parquet_is_read_too(tmp_path, kind):
    words = pd.Series(["a", "in /home/me/x", None])
    frame = pd.DataFrame({"t": words.astype("category") if kind == "category" else words, "n": [1, 2, 3]})
    if kind == "column":
        frame = pd.DataFrame({"/home/me/x": [1.5]})
    if kind == "metadata":
        frame = pd.DataFrame({"t": ["a"]})
        frame.attrs["from"] = "/home/me/x"
    frame.to_parquet(tmp_path / "a.parquet")
    verify(tmp_path, traces(["/home/you"], []))
    with pytest.raises(CellError, match="says where it was made: /home/me"):
        verify(tmp_path, traces(["/home/me"], []))


def test_what_only_looks_like_a_secret_is_let_through():
    assert secret_values({"TOKEN": "short1", "SECRET_FEATURE": "disabled", "PATH": "/usr/bin/env-1"}) == []


@pytest.mark.parametrize("text", ["/home/a b&c", "/home/a%20b%26c", "/home/a b&amp;c"])
def test_a_path_is_found_in_every_spelling(tmp_path, text):
    (tmp_path / "a.md").write_text(f"in {text}/x")
    with pytest.raises(CellError, match="says where"):
        verify(tmp_path, traces(["/home/a b&c/"], []))


# What the corpus says is no leak, whatever the account is called

ARTICLES = [
    "Write to root@example.org or Press@Host.example, the ministry said.",
    "He found it under /root and in /home/grace/photos on the stolen laptop; see https://a.example/news/2024 and @admin.",
    r"On Windows it lay in C:\Users\Admin\letters & notes.",
    "https://b.example/~news/a?b=1",
    "Edited by @admin-7 for </news> of </main>, and /ro\u200bot, /root\u200b.",
    "Photo: (c) root@photos.example 2024",
]
ACCOUNTS = ["root", "news", "press", "admin", "grace", "main", "media", "terms", "voices"]
ROOT = "/root"
HOMES = [ROOT, "/home/grace", "/home/news"]
SAID = [
    "root@example.org",
    "<mark>root@example.org</mark>,",
    "…oot@example.org",  # a line of a concordance is cut where it is too long
    "press@host.example",  # as a word of a table, case folded
    "PRESS: Press@Host.example.",
    "under /root, and",
    "“/home/grace/photos”",
    "https://a.example/news/2024",
    "@admin",
    r"C:\Users\Admin\letters &amp; notes",
    "https://b.example/~news/a?b=1",
    "/home/news/made-by-the-analyst",
    "the root of the news, a press release, grace",
    "@admin-7 for &lt;/news&gt; of &lt;/main&gt;",
    r"/ro\u200bot and /root\u200b.",  # characters that cannot be seen are shown so
    r"^Photo: \(c\) root@photos\.example \d+$",  # a rule that page 00 proposes
    r"^Edited by @admin-\d+ for .+$",
    "see docs/voices.md",
]
LEAKS = [
    ROOT + "/x.py",
    ROOT + "/.local/lib",
    "root@vm-04",
    "root@example.orgs",
    "press@host.example:/srv",
    "/home/grace/photos2",
    "File &quot;/home/news/run.py&quot;, line 3",
    "/home/news/made-by-the-analyst/and-more",
    r"C:\Users\admin\run.py",
    "~grace",
    "//admin",
    r"/home/news/x\u200b/run.py",
    r"root@photos\.examples \d+",
    ROOT + r"/\d+",
    "/media/grace",
    "docs/voices.md/home/grace/x",
]


CODE = {"cells": [{"cell_type": "code", "source": ["read('data/main/list.csv')"]}]}


def told():
    yield from [*ARTICLES, "folder: /home/news/made-by-the-analyst"]


@pytest.mark.parametrize("piece", SAID)
def test_what_the_corpus_says_is_no_leak(tmp_path, piece):
    run = folder(tmp_path, GOOD.replace("HERE", f"<p>{piece}</p>"))
    (run / "a.ipynb").write_text(json.dumps({"cells": [{"source": [f"x\n{piece}\ny"]}]}))
    (run / "a.csv").write_text(f'"{piece}"\n')
    (run / "a.svg").write_text(SVG.format(f"<style>@media print {{}}</style><text>{piece}</text>"))
    pd.DataFrame({"t": [piece]}).to_parquet(run / "a.parquet")
    verify(run, traces(HOMES, ACCOUNTS), told)


@pytest.mark.parametrize("piece", LEAKS)
def test_a_leak_beside_it_still_is(tmp_path, piece):
    run = folder(tmp_path, GOOD.replace("HERE", f"<p>{' '.join(SAID)} {piece}</p>"))
    with pytest.raises(CellError, match=r"p\.html:4: says where it was made") as caught:
        verify(run, traces(HOMES, ACCOUNTS), told)
    assert caught.value.file == "p.html"


@pytest.mark.parametrize("name", ["a.ipynb", "run.json"])
def test_a_leak_behind_an_escaped_end_of_line_is_found(tmp_path, name):
    run = folder(tmp_path, GOOD)
    (run / name).write_text(json.dumps({"cells": "Traceback:\nroot@vm: C:\\Users\\x"}))
    with pytest.raises(CellError, match="says where it was made: root@") as caught:
        verify(run, traces([], ["root"]), told)
    assert caught.value.file == name


def test_names_of_our_own_files_and_formats_are_no_leaks(tmp_path):
    run = folder(tmp_path, GOOD.replace("HERE", "<a href='tables/news.csv'>a</a>"))
    (run / "tables" / "news.csv").write_text("x")
    (run / "a.ipynb").write_text('{"cells": [{"text/plain": "a", "image/png": ""}]}')
    verify(run, traces([], ["news", "plain"]), lambda: pytest.fail("the corpus was read for nothing"))
    (run / "tables" / "b.csv").write_text("tables/news")
    with pytest.raises(CellError, match="says where it was made: /news"):
        verify(run, traces([], ["news", "plain"]))


def test_what_notebooks_and_commands_of_the_page_say_is_no_leak(tmp_path):
    run = folder(tmp_path, GOOD.replace("HERE", "<p>parallax export 01_terms/words; see data/main/list.csv</p>"))
    for name, text in {"tables/01_terms/words.shown.csv": "x", "notebooks/a.ipynb": json.dumps(CODE)}.items():
        (run / name).parent.mkdir(exist_ok=True)
        (run / name).write_text(text)
    verify(run, traces([], ["words", "main"]))
    (run / "notebooks" / "a.ipynb").write_text(json.dumps(CODE).replace("data/main", "/data/main"))
    with pytest.raises(CellError, match=r"a\.ipynb:1: says where it was made: /main"):
        verify(run, traces([], ["words", "main"]))


def test_what_an_earlier_run_said_is_no_leak(tmp_path):
    earlier, run = tmp_path / "earlier", tmp_path / "run"
    (earlier / "tables" / "01_terms").mkdir(parents=True)
    run.mkdir()
    pd.DataFrame({"title": ["A letter to press@gone.example"]}).to_parquet(earlier / "tables" / "01_terms" / "a.parquet")
    (earlier / "now.json").write_text('"press@vm-04"')
    page = folder(run, GOOD.replace("HERE", "<p>Gone: press@gone.example</p>"))
    verify(page, traces([], ["press"]), lambda: published(earlier))
    (run / "p.html").write_text(GOOD.replace("HERE", "<p>press@vm-04</p>"))
    with pytest.raises(CellError, match="says where it was made: press@"):
        verify(page, traces([], ["press"]), lambda: published(earlier))


def test_a_secret_is_one_though_the_corpus_says_it(tmp_path):
    run = folder(tmp_path, GOOD.replace("HERE", "<p>c4nary-value</p>"))
    with pytest.raises(CellError, match="a secret of this machine's environment"):
        verify(run, secret_values({"API_KEY": "c4nary-value"}), lambda: ["c4nary-value"])


# Whole runs

LINES = [
    "Write to {0}@example.org, the ministry said, or come to /{0} and ~{0} on Monday.",
    "“@{0} is gone,” said {0}@press-1, and </{0}> stood in /home/{0}\u200b/letters.",
    "The bridge of {0} is closed until spring, and nobody knows who will pay for \\{0}\\bridge.",
]


@pytest.mark.slow
def test_no_article_stops_a_report_and_a_trace_does(tmp_path):
    """Whatever a corpus says, in rows that can be read or not, in names of columns, outlets, topics and files."""
    corpus, name = tmp_path / "corpus", "webmaster"
    corpus.mkdir()
    row = {"body": "\n\n".join(LINES).format(name), "source": f"~{name}", "meta/" + name: f"@{name}", "title": f"On /{name}"}
    rows = [row | {"id": f"/{name}/{n}", "date": f"/{name}/2024" if n else "2024-10-28"} for n in range(3)]
    wrong = ['{"broken /' + name, json.dumps(row | {"body": 5, "id": f"@{name}"})]
    (corpus / "feed.jsonl").write_text("\n".join([*map(json.dumps, rows), *wrong]))
    (corpus / f"a@{name}.pdf").write_bytes(b"%PDF")
    for n in range(6):
        (corpus / f"{n} @{name}.txt").write_text(
            f"On /{name}\n\nEdited by {name}@x.org for day {n}\n\n{LINES[2].format(name)}\n"
        )
    (corpus / "topics.yml").write_text(f"'/{name}':\n  '@{name}': [bridge]\n")
    command = [sys.executable, "-m", "analysis", "run", "corpus", "--only", "00_corpus", "--only", "02_topics"]
    command += ["--max-quarantine", "1", "--title", f"Of @{name}"]
    surroundings = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "LOGNAME": name}
    done = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    run = tmp_path / "reports" / "current"
    page = (run / "00_corpus.html").read_text()
    assert page.count(name) > 20 and f"/{name}" in (run / "02_topics.html").read_text()
    (run / "00_corpus.html").write_text(page.replace("</h1>", f" of /srv/{name}/x</h1>"))
    with pytest.raises(CellError, match=f"00_corpus.html:[0-9]+: says where it was made: /{name}"):
        verify(run.resolve(), traces([], [name]), lambda: [page])
