"""The working copy that `parallax lab` opens, and the server it is opened in: what is whose, and who may talk to it. No browser."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest
from small_notebooks import code, markdown, write

from analysis.errors import UsageError
from analysis.places import notebooks, seeds
from analysis.report.execute.parameters import declared, read_notebook
from analysis.report.lab import RECORD, START, digest, serve, with_corpus, working_copy
from analysis.text.prepare import find

HERE = Path(__file__).parents[1]


@pytest.fixture
def place(tmp_path):
    """Notebooks as shipped, a corpus, and the folder it all happens in."""
    write(tmp_path / "shipped" / "00_corpus.ipynb", code("1"), markdown("Ends."))
    write(tmp_path / "shipped" / "01_terms.ipynb", code("2"))
    corpus = tmp_path / "work" / "news"
    corpus.mkdir(parents=True)
    (corpus / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    return tmp_path


def opened(place, corpus="news"):
    """What becomes of each notebook, by its name."""
    return dict(working_copy(place / "shipped", place / "work" / "lab", place / "work" / corpus, seeds()))


def copy(place, name="00_corpus"):
    return place / "work" / "lab" / f"{name}.ipynb"


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# Whose the copies are


def test_a_copy_names_the_corpus_and_is_the_shipped_notebook_otherwise(place):
    assert opened(place) == {"00_corpus.ipynb": "new", "01_terms.ipynb": "new"}
    shipped, own = (read_notebook(path) for path in (place / "shipped" / "00_corpus.ipynb", copy(place)))
    assert own == with_corpus(shipped, "news") != shipped
    assert [item.default for item in declared(own, "")] == ["news", 20, "war"]
    assert digest(with_corpus(own, "seeds")) == digest(shipped)


def test_what_was_left_alone_is_not_written_again_even_after_it_ran(place):
    opened(place)
    notebook = json.loads(copy(place).read_text())
    notebook["cells"][2] |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]}
    notebook["cells"].append(code(""))  # JupyterLab adds one after the last cell that ran
    notebook["metadata"]["language_info"] = {"version": "3.99"}
    copy(place).write_text(json.dumps(notebook))
    before = copy(place).read_bytes()
    assert opened(place)["00_corpus.ipynb"] == "as shipped" and copy(place).read_bytes() == before


def test_a_newer_shipped_version_takes_the_place_of_what_was_left_alone_and_of_nothing_else(place):
    opened(place)
    change(copy(place, "01_terms"), '"2"', '"2 + 2"')
    mine = copy(place, "01_terms").read_bytes()
    for name, old in (("00_corpus", '"1"'), ("01_terms", '"2"')):
        change(place / "shipped" / f"{name}.ipynb", old, '"newer"')
    assert opened(place) == {
        "00_corpus.ipynb": "refreshed: the shipped one is newer",
        "01_terms.ipynb": "yours, kept; the shipped one is another now: rename yours to get it",
    }
    assert read_notebook(copy(place))["cells"][2]["source"] == "newer" and copy(place, "01_terms").read_bytes() == mine
    copy(place, "01_terms").rename(copy(place, "01_mine"))
    assert opened(place) == {"00_corpus.ipynb": "as shipped", "01_terms.ipynb": "new"}
    assert copy(place, "01_mine").read_bytes() == mine


def test_another_corpus_is_named_in_what_was_left_alone_and_missed_aloud_in_the_rest(place):
    opened(place)
    (place / "work" / "more").mkdir()
    change(copy(place, "01_terms"), '"2"', '"2 + 2"')
    assert opened(place, "more") == {
        "00_corpus.ipynb": "refreshed: another corpus",
        "01_terms.ipynb": "yours, kept; it names the corpus 'news'",
    }


@pytest.mark.parametrize("text", ["", "{}", '{"cells": 3}', "no notebook", '{"nbformat": 3, "worksheets": []}'])
def test_a_file_that_was_there_before_is_the_users(place, text):
    copy(place).parent.mkdir()
    copy(place).write_text(text)
    for _ in range(2):
        assert opened(place)["00_corpus.ipynb"].startswith("yours, kept") and copy(place).read_text() == text


@pytest.mark.parametrize("record", ["", "[]", '{"00_corpus.ipynb": 1}', "\x00"])
def test_without_a_record_everything_counts_as_changed(place, record):
    opened(place)
    change(place / "shipped" / "00_corpus.ipynb", '"1"', '"newer"')
    (copy(place).parent / RECORD).write_text(record)
    before = copy(place).read_bytes()
    assert opened(place)["00_corpus.ipynb"].startswith("yours, kept") and copy(place).read_bytes() == before
    assert opened(place)["01_terms.ipynb"] == "as shipped"


def test_parallaxs_own_notebooks_and_the_corpus_are_no_place_for_copies(place):
    shipped, corpus = place / "shipped", place / "work" / "news"
    for folder in (shipped, shipped / "more", corpus, corpus / "lab", corpus / "a.txt"):
        with pytest.raises(UsageError, match="--folder"):
            working_copy(shipped, folder, corpus, seeds())
    (place / "link").symlink_to(shipped)
    with pytest.raises(UsageError, match="Parallax's own"):
        working_copy(shipped, place / "link", corpus, seeds())
    assert sorted(path.name for path in shipped.iterdir()) == ["00_corpus.ipynb", "01_terms.ipynb"]
    assert [path.name for path in corpus.iterdir()] == ["a.txt"]


# What the corpus is called


@pytest.mark.parametrize(("corpus", "name"), [("work/news", "news"), ("work/data/news", "data/news"), ("else/news", "news")])
def test_the_name_of_the_corpus_holds_no_path_of_the_machine_and_leads_to_it(place, monkeypatch, corpus, name):
    folder = place / corpus
    folder.mkdir(parents=True, exist_ok=True)
    working_copy(place / "shipped", place / "work" / "lab", folder, seeds())
    assert str(place) not in copy(place).read_text()
    (given,) = [item.default for item in declared(read_notebook(copy(place)), "") if item.name == "corpus"]
    assert given == name
    monkeypatch.setenv("PARALLAX_CORPUS", str(folder))
    monkeypatch.chdir(place)  # wherever the notebook is
    assert find(given) == folder
    if folder.is_relative_to(place / "work"):
        monkeypatch.delenv("PARALLAX_CORPUS")
        monkeypatch.chdir(place / "work" / "lab")  # in another JupyterLab
        assert find(given).resolve() == folder


def test_the_default_corpus_stays_seeds(place):
    working_copy(notebooks(), place / "lab", seeds(), seeds())
    for path in notebooks().glob("*.ipynb"):
        assert read_notebook(place / "lab" / path.name) == read_notebook(path)


@pytest.mark.parametrize("name", ['a "b"', "č\\n", "x'); import os #"])
def test_a_name_is_written_as_a_literal_whatever_it_is(name):
    source = 'č: str = "č"  # č\ncorpus: str = "seeds"  # "seeds" \'x\'\ntop: int = 2  # x'
    (cell,) = with_corpus({"cells": [code(source, "parameters")]}, name)["cells"]
    found = declared({"cells": [cell]}, "")
    assert [(item.name, item.default) for item in found] == [("č", "č"), ("corpus", name), ("top", 2)]
    assert [item.comment for item in found] == ["č", "\"seeds\" 'x'", "x"]


# What is run


def parallax(place, *arguments, **environment):
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    surroundings = os.environ | {"PYTHONPATH": str(HERE)} | environment
    return subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, timeout=120)


def test_a_changed_copy_runs_headlessly_and_one_without_a_number_when_it_is_asked_for(place):
    read = "import parallax_workbook as px\nprint(corpus, len(px.prepare(corpus).tokens), top_n)"
    write(place / "shipped" / "explore.ipynb", code(read))
    opened(place)
    change(copy(place, "01_terms"), '"2"', json.dumps(read))
    change(copy(place, "01_terms"), "top_n: int = 20", "top_n: int = 21")
    run = ("run", "news", "--notebooks", "lab")
    done = parallax(place / "work", *run)
    assert done.returncode == 0, done.stderr
    report = (place / "work" / done.stdout.strip()).parent
    assert "news 9 21" in (report / "01_terms.html").read_text() and not (report / "explore.html").exists()
    asked = parallax(place / "work", *run, "--only", "explore", "-p", "top_n", "3")
    assert asked.returncode == 0, asked.stderr
    assert "news 9 3" in (place / "work" / asked.stdout.strip()).with_name("explore.html").read_text()
    for path in copy(place).parent.glob("0*.ipynb"):
        path.unlink()
    none = parallax(place / "work", *run)
    assert none.returncode == 2 and "no notebook's name begins with two digits. Name the one to run by --only" in none.stderr


# Who may talk to it


def test_lab_needs_jupyterlab_and_says_so(place):
    hide = "import sys; sys.modules['jupyterlab'] = None\nimport importlib.util as u; real = u.find_spec\n"
    hide += "u.find_spec = lambda name, *a: None if name == 'jupyterlab' else real(name, *a)\n"
    hide += "from analysis.__main__ import command; sys.exit(command(['lab', 'news']))"
    surroundings = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run(
        [sys.executable, "-c", hide], cwd=place / "work", env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and done.stdout == "" and not (place / "work" / "parallax-lab").exists()
    assert re.search(r"JupyterLab is not installed here\. Install it with", done.stderr) and done.stderr.count("\n") == 1


WHOLE = re.compile(
    r" is open in JupyterLab, on this machine only: (http://[\w.]+:\d+)/lab/tree/explore\.ipynb\?token=([0-9a-f]{48})$"
)
CARELESS = """
c = get_config()
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.allow_remote_access = True
c.ServerApp.allow_origin = "*"
c.ServerApp.disable_check_xsrf = True
c.ServerApp.root_dir = "/"
c.ServerApp.open_browser = False
c.LabApp.default_url = "/lab/tree/other.ipynb"
c.ServerApp.cookie_secret = b"0" * 32
c.IdentityProvider.token = ""
c.PasswordIdentityProvider.token = ""
"""


@pytest.fixture
def server(place):
    """JupyterLab for a user whose own configuration opens it to everybody: its address and token, as it says them, and its process."""
    pytest.importorskip("jupyterlab")
    called = place / "browser"  # what is called as one writes down the file that it is to open
    called.write_text(f'#!/bin/sh\ncat "${{1#file://}}" > "{place}/opened.part" && mv "{place}/opened.part" "{place}/opened"\n')
    called.chmod(0o755)
    (place / ".jupyter").mkdir()
    (place / ".jupyter" / "jupyter_server_config.py").write_text(CARELESS)
    surroundings = os.environ | {
        "PYTHONPATH": str(HERE),
        "HOME": str(place),
        "BROWSER": f"{called} %s",
        "JUPYTER_TOKEN": "guessed",
    }
    surroundings.pop("JUPYTER_CONFIG_DIR", None)
    command = [sys.executable, "-m", "analysis", "lab", "news"]
    with subprocess.Popen(
        command, cwd=place / "work", env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield *next(found.groups() for line in process.stderr if (found := WHOLE.search(line))), process
        finally:
            process.kill()


def test_lab_answers_on_this_machine_only_and_only_with_its_token(server, place):
    address, token, process = server
    host, port = address.removeprefix("http://").split(":")
    assert host == "127.0.0.1"
    tries = ("", "?token=", "?token=x", "?token=guessed", f"?token={token}")
    assert [answer(address, f"/api/contents{more}")[0] for more in tries] == [403, 403, 403, 403, 200]
    assert [answer(address, f"/lab{more}")[0] for more in tries] == [302, 302, 302, 302, 200]
    assert answer(address, "/lab")[1]["Location"].startswith("/login")
    listed = json.loads(answer(address, f"/api/contents?token={token}")[2])
    assert {"explore.ipynb", "03_sources.ipynb"} <= {item["name"] for item in listed["content"]}
    assert answer(address, f"/api/contents/../news?token={token}")[0] in (403, 404)
    assert not listening(port, besides="0100007F"), "somebody else's address answers too"
    shown = Path(f"/proc/{process.pid}/cmdline")
    assert not shown.exists() or token not in shown.read_text() + Path(f"/proc/{process.pid}/environ").read_text()
    assert (place / "work" / "parallax-lab" / "03_sources.ipynb").is_file()
    # the whole address leads to the start notebook, and so does what a browser is given
    assert answer(address, f"/lab/tree/explore.ipynb?token={token}")[0] == 200
    for _ in range(300):
        time.sleep(0 if (place / "opened").exists() else 0.1)
    assert f"/lab/tree/explore.ipynb?token={token}" in (place / "opened").read_text()


def test_a_cookie_of_an_earlier_server_opens_nothing(server, place):
    address, token, _ = server
    from tornado.web import create_signed_value

    port = address.rpartition(":")[2]
    name = f"username-127-0-0-1-{port}"
    user = json.dumps(dict.fromkeys(("username", "name", "display_name", "initials", "avatar_url", "color"), "x"))
    forged = create_signed_value(b"0" * 32, name, user).decode()
    assert answer(address, "/api/contents", Cookie=f"{name}={forged}")[0] == 403
    cookies = answer(address, f"/lab?token={token}")[1].get_all("Set-Cookie")
    mine = next(item.split(";")[0] for item in cookies if item.startswith(name))
    assert answer(address, "/api/contents", Cookie=mine)[0] == 200, "the right cookie is refused, so the test shows nothing"
    status, headers, _ = answer(address, "/api/contents", Cookie=mine, Origin="http://elsewhere.example")
    assert status == 404 and "Access-Control-Allow-Origin" not in headers, "a page from elsewhere is answered"


def test_a_port_that_is_taken_is_one_line_and_no_copy_is_made(place):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        done = parallax(place / "work", "lab", "news", "--port", taken)
    assert done.returncode == 2 and done.stdout == "" and done.stderr.count("\n") == 1
    assert f"port {taken} cannot be had (address already in use). Name another one by --port" in done.stderr
    assert not (place / "work" / "parallax-lab").exists()


def test_lab_listens_where_it_is_told_to_and_opens_no_browser(monkeypatch, tmp_path, capsys):
    """As the server is told; that it does what it is told is its own tests' matter, and shown above for what protects an analyst."""
    pytest.importorskip("jupyterlab")
    from jupyterlab.labapp import LabApp

    class Server:
        connection_url = "http://127.0.0.1:4321/"

        def start(self):
            given["started"] = True

    given = {}
    monkeypatch.setattr(
        LabApp,
        "initialize_server",
        lambda argv: given.update(option.split("=", 1) for option in argv if "=" in option) or Server(),
    )
    for name in ("PARALLAX_CORPUS", "JUPYTER_PREFER_ENV_PATH", "PYTHONPATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))  # put back at the end
    serve(tmp_path, tmp_path, port=4321, browser=False)
    assert (given["--ServerApp.port"], given["--ServerApp.port_retries"], given["started"]) == ("4321", "0", True)
    assert given["--ServerApp.open_browser"] == given["--LabApp.open_browser"] == "False"
    assert capsys.readouterr().err.endswith(
        f"http://127.0.0.1:4321/lab/tree/explore.ipynb?token={given['--PasswordIdentityProvider.token']}\n"
    )
    given.clear()
    serve(tmp_path, tmp_path)
    assert "--ServerApp.port" not in given and given["--ServerApp.open_browser"] == "True"
    assert START in {path.name for path in notebooks().glob("*.ipynb")}


def answer(address, path, **headers):
    """Status, headers and body, redirections not followed. The server tells its address a moment before it listens there."""
    for _ in range(100):
        connection = HTTPConnection(address.removeprefix("http://"), timeout=30)
        try:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        except ConnectionError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("no answer")


def listening(port, besides):
    """Local addresses, as Linux writes them, that something listens at on this port, besides one; nothing where it cannot be seen."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        if Path(table).exists():
            for line in Path(table).read_text().splitlines()[1:]:
                local, state = line.split()[1], line.split()[3]
                if state == "0A" and int(local.split(":")[1], 16) == int(port):
                    found.add(local.split(":")[0])
    return found - {besides}
