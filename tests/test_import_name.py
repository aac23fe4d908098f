"""The import name: `parallax_workbook` is ours wherever it is imported, though `analysis` be somebody else's there.

An analyst's analysis.py, or a folder of that name, lies beside their notebook; another distribution installs a package `analysis`. None
of them may be touched, and none may stand in our way.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from kernel import open_notebook
from small_notebooks import code, write
from test_packaging import call, installed, source, wheel  # noqa: F401 - fixtures: a wheel, and an environment that it is installed in

from analysis.places import notebooks, seeds
from analysis.report.execute.parameters import read_notebook
from analysis.report.lab import working_copy
from analysis.report.run import own_code

ROOT = Path(__file__).resolve().parent.parent
OWN = {"a file": "analysis.py", "a folder": "analysis/__init__.py"}
WHOSE = "import parallax_workbook as px, analysis; print(px.__name__, px.count_terms.__module__, analysis.WHO)"
ANSWER = "parallax_workbook parallax_workbook.measure.counting.counts theirs"
WORDS = "The mayor closed the old bridge over the river on Monday, and nobody knows why. " * 4
PAGE = f"<html><body><article><p>{WORDS}</p></article></body></html>"


def python(folder, *arguments):
    """Python with the clone on its path, but not before what lies in the folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PARALLAX"))}
    surroundings = kept | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=folder, env=surroundings, capture_output=True, text=True, timeout=120
    )


@pytest.fixture(params=OWN.values(), ids=OWN)
def beside(tmp_path, request):
    """An analyst's folder, in which `analysis` is theirs."""
    path = tmp_path / "mine" / request.param
    path.parent.mkdir(parents=True)
    path.write_text("WHO = 'theirs'\n", encoding="utf-8")
    return tmp_path / "mine"


def test_it_is_imported_beside_an_analysts_own(beside):
    done = python(beside, "-c", WHOSE)
    assert done.stdout.strip() == ANSWER, done.stderr


def test_a_clone_has_one_package_under_two_names():
    code = "import analysis, parallax_workbook as px; print(px.__path__ == analysis.__path__, px is analysis, len(dir(px)))"
    same, identical, n = python(ROOT, "-c", code).stdout.split()
    assert (same, identical) == ("True", "False") and int(n) > 20


@pytest.mark.parametrize("name", ["analysis", "parallax_workbook"])
def test_the_command_line_answers_under_both_names(name):
    done = python(ROOT, "-m", name, "--help")
    assert done.returncode == 0 and "Usage: parallax" in done.stdout, done.stderr
    wrong = python(ROOT, "-m", name, "run", "--notebooks", "nowhere")
    assert wrong.returncode == 2 and wrong.stderr.startswith("parallax: nowhere: no notebook lies here")


def test_the_command_line_answers_beside_an_analysts_own(beside):
    done = python(beside, "-m", "parallax_workbook", "--help")
    assert done.returncode == 0 and "Usage: parallax" in done.stdout, done.stderr


@pytest.mark.parametrize("name", ["analysis", "parallax_workbook"])
def test_web_pages_are_read_under_both_names(tmp_path, beside, name):
    code = (
        f"import os, sys, importlib; html = importlib.import_module('{name}.text.reading.html'); os.chdir(sys.argv[1])\n"
        "pages = html.Pages(); print(pages.article(sys.argv[2])['text'][:9]); pages.close()"
    )
    (beside / "lxml.py").write_text("raise ImportError('theirs')\n", encoding="utf-8")
    done = python(tmp_path, "-c", code, beside, PAGE)
    assert done.stdout.strip() == "The mayor", done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["analysis/__init__.py"], indirect=True)
def test_papermill_by_itself_runs_a_notebook_of_ours_there(beside):
    code = (
        "import papermill, sys; papermill.execute_notebook(sys.argv[1], 'out.ipynb', kernel_name='python3', progress_bar=False)"
    )
    done = python(beside, "-c", code, notebooks() / "00_corpus.ipynb")
    assert done.returncode == 0, done.stderr
    cells = json.loads((beside / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    assert all(cell["execution_count"] for cell in cells if cell["cell_type"] == "code")


@pytest.mark.slow
def test_a_run_takes_notebooks_that_lie_there(beside):
    write(
        beside / "10_mine.ipynb", code("import parallax_workbook as px\nprint(px.__name__, len(px.prepare(corpus).articles))")
    )
    done = python(beside, "-m", "parallax_workbook", "run", "--notebooks", ".", "--reports", "out")
    assert done.returncode == 0, done.stderr
    assert "parallax_workbook 5" in (beside / "out" / "current" / "10_mine.html").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("beside", ["analysis.py"], indirect=True)
def test_the_working_copies_of_lab_run_there(beside):
    working_copy(notebooks(), beside, seeds(), seeds())
    cells = [cell["source"] for cell in read_notebook(beside / "00_corpus.ipynb")["cells"] if cell["cell_type"] == "code"]
    with open_notebook(beside, **own_code()) as notebook:
        outputs = [output for source in cells for output in notebook.run(source)]
        assert [content["evalue"] for kind, content in outputs if kind == "error"] == []
        assert notebook.run(WHOSE)[0][1]["text"].strip() == ANSWER


@pytest.mark.slow
def test_the_wheel_lives_beside_a_distribution_that_installs_analysis(installed, tmp_path):  # noqa: F811
    where = call(installed, "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path)
    package = Path(where.stdout.strip(), "analysis")
    package.mkdir()
    try:
        (package / "__init__.py").write_text("WHO = 'theirs'\n", encoding="utf-8")
        done = call(installed, "python", "-c", WHOSE, folder=tmp_path)
        assert done.stdout.strip() == ANSWER, done.stderr
        for program, *start in (("parallax",), ("python", "-m", "parallax_workbook")):
            helped = call(installed, program, *start, "--help", folder=tmp_path)
            assert helped.returncode == 0 and "Usage: parallax" in helped.stdout, helped.stderr
        write(tmp_path / "10_mine.ipynb", code(WHOSE))
        ran = call(installed, "parallax", "run", "--notebooks", ".", folder=tmp_path)
        assert ran.returncode == 0, ran.stderr
        assert ANSWER in (tmp_path / "reports" / "current" / "10_mine.html").read_text(encoding="utf-8")
    finally:
        (package / "__init__.py").unlink()
        for path in sorted(package.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        package.rmdir()
