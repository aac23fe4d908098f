"""The shape of the whole: who imports whom, how long things are, what notebooks look like, and what may stand nowhere.

Nothing here runs the package's measures. The rules are those of the design: data flows one way, modules and functions are small enough
to be read, notebooks hold a flow and no machinery, and the five articles are the bytes that were received.
"""

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))

GROUND = {
    "arguments",
    "blocks",
    "columns",
    "dictionaries",
    "errors",
    "formulas",
    "limits",
    "outlets",
    "periods",
    "postings",
    "schema",
    "spelling",
    "storage",
    "toml_file",
    "unspaced",
}
# Room or module -> the rooms and modules of ours that it may import. `__main__` alone may import all.
MAY_IMPORT = {
    "errors": set(),
    "formulas": set(),
    "limits": {"errors"},
    "blocks": set(),
    "columns": {"columns"},
    "arguments": {"errors"},
    "dictionaries": {"errors", "limits", "spelling"},
    "spelling": {"errors"},
    "schema": {"arguments", "errors"},
    "periods": {"errors"},
    "storage": {"errors", "schema"},
    "postings": {"blocks", "errors"},
    "lazy": set(),
    "unspaced": set(),
    "outlets": set(),
    "renamed": set(),
    "display": {"errors", "display"},
    "places": {"errors"},
    "progress": {"errors"},
    "leading": {"storage"},
    "locks": set(),
    "earlier": {"errors", "leading"},
    "remote": {"errors", "places", "storage"},
    "text": {*GROUND, "lazy", "places", "progress", "remote", "text"},
    "measure": {*GROUND, "lazy", "measure"},
    "show": {*GROUND, "display", "lazy", "show"},
    "narrowed": {"errors", "locks", "text", "measure"},
    "view": {*GROUND, "narrowed", "text", "measure"},
    "findings": {*GROUND, "display", "earlier", "measure", "show", "view", "findings"},
    "report": {"display", "earlier", "errors", "leading", "limits", "locks", "remote", "storage", "report"},
    "check": {*GROUND, "preview", "text", "measure"},
    "preview": {*GROUND, "text"},
    "proposed": {*GROUND, "text", "measure"},
    "asked": {*GROUND, "text", "measure"},
    "ordered": {"asked", "check", "errors", "report", "text", "typed"},
    "typed": {"errors", "places", "remote"},
    "options": {"check"},
    "start": set(),
    "toml_file": {"errors", "limits"},
    "settled": {"errors", "limits", "options", "places", "remote", "report", "toml_file", "typed", "watched"},
    "watched": {"errors", "report"},
    "running": {"errors", "options", "ordered", "places", "remote", "report", "settled", "typed"},
    "each_language": {"errors", "measure", "options", "report", "running", "settled", "show", "text", "typed"},
    "exports": {"errors", "leading", "report", "show", "storage"},
    "packing": {"errors", "exports", "remote", "report", "storage"},
    "cleaned": {*GROUND, "cleaned", "progress", "text"},
    "scheduling": {"errors", "options", "places", "remote", "running", "scheduling", "settled", "storage"},
    "__init__": {"lazy", "renamed", "show"},
}
# Heavy packages -> the modules that may import them.
ONLY_IN = {
    "matplotlib": r"show/charts/(figures|sheet)\.py",
    "papermill": r"report/execute/execution\.py",
    "mistune": r"(report/publish/prose|text/reading/formats/markdown_text)\.py",
    "nh3": r"report/publish/foreign_html\.py",
    "jinja2": r"(display/render|report/publish/(pages|foreign))\.py",
    "nltk": r"text/words/from_nltk\.py",
    "tinycss2": r"report/publish/foreign_styles\.py",
    "sklearn": r"measure/themes/theme_fit\.py",
    "typer": r"(__main__|options)\.py",
    "jupyterlab": r"report/lab\.py",
    "ipywidgets": r"show/explorer\.py",
    "distributed": r"text/parts/cluster\.py",
    "dask": r"text/parts/cluster\.py",
    "fsspec": r"(remote|report/publish/away)\.py",
    "python_calamine": r"text/reading/formats/workbook\.py",
    "striprtf": r"text/reading/formats/rich_text\.py",
    "pypdfium2": r"text/reading/formats/print_pages\.py",
    **dict.fromkeys(["rjieba", "sudachipy", "nlpo3", "icu4py"], r"text/words/segmenters\.py"),
}
# measure knows tables and nothing else: no files, no articles' text, no pictures, and no package that slows every kernel's start.
NOT_IN_MEASURE = {"pyarrow", "nltk", "matplotlib", "pathlib", "os", "io", "html", "IPython", "yaml"}
DISTRIBUTIONS = {"re2": "google-re2", "yaml": "pyyaml", "IPython": "ipython", "sklearn": "scikit-learn", "PIL": "pillow"}

SEEDS = {
    "000_228e5fedb7f46f66.txt": "1ac73339fee979ece5303397cb75152b1123c79bd50cdbe4d537f58a21db95a1",
    "001_960114d04471531e.txt": "512b9663639df2719c85cb645fbd94a6e5092bd39c3f3c0732304cfa1afe8c48",
    "002_3262c08b1e7101f1.txt": "65f8604b165292ab64b6f9838266cc22e3b607da9e7d9c16636500ef027ec2ec",
    "003_ca17e7afe92a6442.txt": "a9d70ef04bbc000119bca1191e8d46eeaa0c84493c75b0f09022b6fd80272769",
    "004_267f7aecfa23db59.txt": "b7679025bba13215973befa7d97f57ccad090efd75918a67e2d0c72adc68ff2a",
}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path):
    return path.relative_to(ROOT / "analysis").parts[0].removesuffix(".py")


def imports_of(tree, package):
    """Dotted names of all that is imported, relative ones resolved against `package`, a tuple of names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def imported_by(path):
    return set(imports_of(parse(path), path.parent.relative_to(ROOT).parts))


def ours(dotted):
    """The room or module of ours that a dotted name leads to: `analysis.text.reading.read.x` -> `text`. The version is everybody's."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "analysis" and parts[1:] not in ([], ["__version__"]) else None


def test_relative_imports_are_resolved():
    tree = ast.parse(
        "from ...errors import E\nfrom ... import schema\nfrom .read import f\nimport analysis.show.tables.table\nimport os"
    )
    found = set(imports_of(tree, ("analysis", "text", "reading")))
    assert found == {"analysis.errors.E", "analysis.schema", "analysis.text.reading.read.f", "analysis.show.tables.table", "os"}
    assert {ours(name) for name in found} == {"errors", "schema", "text", "show", None}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_import_only_what_they_may(path):
    room = room_of(path)
    if room != "__main__":
        reached = {ours(name) for name in imported_by(path)} - {None}
        assert reached <= MAY_IMPORT[room], f"{name_of(path)} imports {sorted(reached - MAY_IMPORT[room])}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_packages_are_imported_in_their_place_alone(path):
    inside = path.relative_to(ROOT / "analysis").as_posix()
    tops = {name.split(".")[0] for name in imported_by(path)}
    for package, place in ONLY_IN.items():
        assert package not in tops or re.fullmatch(place, inside), f"{package} is imported in {inside}"
    if room_of(path) == "measure":
        assert not tops & NOT_IN_MEASURE
    assert not any(re.match(r"scipy\.stats\b", name) for name in imported_by(path)), "scipy.stats takes .4 s to import"


def module_named(dotted):
    """The file that a dotted name leads to, as a module of ours or as a name in one; None for a folder and what is not ours."""
    parts = dotted.split(".")
    for length in (len(parts), len(parts) - 1):
        path = ROOT.joinpath(*parts[:length]).with_suffix(".py") if length > 1 else ROOT
        if parts[0] == "analysis" and path in MODULES:
            return path
    return None


def circle_in(imports):
    """A circle among modules, each with those that it imports: its members in order, the first once more at the end; [] without one."""
    done = set()

    def walk(module, way):
        if module in way:
            return [*way[way.index(module) :], module]
        if module in done:
            return []
        found = next(filter(None, (walk(other, [*way, module]) for other in sorted(imports.get(module, ())))), [])
        done.add(module)
        return found

    return next(filter(None, (walk(module, []) for module in sorted(imports))), [])


@pytest.mark.parametrize(
    ("imports", "circle"),
    [
        ({"a": {"b", "c"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, ["b", "c", "b"]),
        ({"a": {"a"}}, ["a", "a"]),
        ({"a": {"b", "c"}, "b": set(), "c": {"d"}, "d": {"a"}}, ["a", "c", "d", "a"]),
    ],
)
def test_a_circle_is_found(imports, circle):
    assert circle_in(imports) == circle


def test_no_modules_import_each_other_in_a_circle():
    """Imports within functions and those for the type checker alone are imports too."""
    imports = {path: {module_named(name) for name in imported_by(path)} - {None} for path in MODULES}
    assert sum(map(len, imports.values())) > 100
    circle = circle_in({name_of(path): {name_of(other) for other in reached} for path, reached in imports.items()})
    assert circle == []


def test_no_file_is_named_twice():
    names = [path.name for path in MODULES if path.name != "__init__.py"]
    assert [name for name in sorted(set(names)) if names.count(name) > 1] == []
    assert "produce" in {node.name for node in parse(ROOT / "analysis/report/run.py").body if isinstance(node, ast.FunctionDef)}


def test_every_imported_package_is_a_declared_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # imported where ONLY_IN says, once it was looked whether they are there
    optional = [line for extra, lines in project["optional-dependencies"].items() if extra != "test" for line in lines]
    declared = {re.match(r"[\w-]+", line)[0].lower() for line in [*project["dependencies"], *optional]}
    for path in MODULES:
        tops = {name.split(".")[0] for name in imported_by(path)} - sys.stdlib_module_names - {"analysis"}
        needed = {DISTRIBUTIONS.get(top, top).replace("_", "-").lower() for top in tops}
        assert needed <= declared, f"{name_of(path)} imports {sorted(needed - declared)}, which pyproject.toml does not name"


def code_lines(node):
    """Lines of a function without its docstring, which is a contract and may be long."""
    doc = node.body[0] if ast.get_docstring(node) is not None else None
    return node.end_lineno - node.lineno + 1 - (doc.end_lineno - doc.lineno + 1 if doc else 0)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert len(text.splitlines()) <= 300
    assert not text.strip() or ast.get_docstring(tree), "a module says what comes in, what goes out and why it exists"
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {f.name: code_lines(f) for f in functions if code_lines(f) > 40} == {}


# Notebooks


def read_notebook(path):
    import nbformat

    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def parameters_of(notebook):
    """Name -> (annotation, source line) of the second cell, each a literal on one line with a comment."""
    cell = notebook.cells[1]
    assert cell.cell_type == "code" and cell.metadata.get("tags") == ["parameters"]
    lines, found = cell.source.splitlines(), {}
    for node in ast.parse(cell.source).body:
        assert isinstance(node, ast.AnnAssign) and node.lineno == node.end_lineno, ast.unparse(node)
        line = lines[node.lineno - 1]
        ast.literal_eval(node.value)
        assert line[node.end_col_offset :].strip().startswith("# "), f"no comment: {line}"
        assert line.count("=") == 1, f"a second '=' hides the parameter from papermill: {line}"
        found[node.target.id] = ast.unparse(node.annotation)
    return found


def test_the_notebooks_of_the_design_are_there():
    assert {"00_corpus", "01_terms", "02_topics", "03_sources", "04_voices"} <= {path.stem for path in NOTEBOOKS}
    assert {"explore"} == {path.stem for path in NOTEBOOKS if not re.fullmatch(r"\d\d_[a-z_]+", path.stem)}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_opens_with_its_question_and_its_parameters(path):
    notebook = read_notebook(path)
    first = notebook.cells[0]
    assert first.cell_type == "markdown" and first.source.startswith("# ") and "?" in first.source
    assert parameters_of(notebook)
    assert all("parameters" not in cell.metadata.get("tags", []) for cell in notebook.cells[2:])
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_is_an_essay(path):
    """Lines are counted as ruff formats them, at 100 columns; prose says what is asked, why so, how to read it, and what not."""
    notebook = read_notebook(path)
    cells = code_cells(notebook)
    lines = [line.strip() for cell in cells[1:] for line in cell.source.splitlines()]
    assert len([line for line in lines if line and not line.startswith("#")]) <= 60
    prose = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert sum(len(text.split()) for text in prose) >= 300
    assert "## What this does not show" in prose[-1]
    for cell in cells:
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_notebook_is_committed_without_results(path):
    for cell in code_cells(read_notebook(path)):
        assert cell.outputs == [] and cell.execution_count is None
        assert "papermill" not in cell.metadata


def test_parameters_of_one_name_have_one_type():
    types = {}
    for path in NOTEBOOKS:
        for name, annotation in parameters_of(read_notebook(path)).items():
            types.setdefault(name, {}).setdefault(annotation, []).append(path.stem)
    assert {name: found for name, found in types.items() if len(found) > 1} == {}


# The README


def test_readme_names_every_command():
    import typer

    from analysis.__main__ import app

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app).commands
    assert {"run", "check", "lab", "list", "export"} <= set(commands)
    assert [name for name in commands if f"parallax {name}" not in readme] == []


def test_readme_names_every_make_target():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M)
    assert {"report", "test", "lab", "bench", "format"} <= set(targets)
    assert [name for name in targets if f"make {name}" not in readme] == []


def test_readme_shows_the_report_by_a_picture_that_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words, place = re.search(r"!\[([^\]]+)\]\((docs/\S+\.png)\)", readme).groups()
    picture = (ROOT / place).read_bytes()
    assert picture.startswith(b"\x89PNG") and int.from_bytes(picture[16:20]) >= 1200 and len(words) > 40
    assert len(picture) < 500_000


# What may stand nowhere


def test_the_articles_are_as_received():
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (ROOT / "seeds").glob("*.txt")}
    assert found == SEEDS


@pytest.mark.parametrize("arguments", [("check",), ("format", "--check")], ids=" ".join)
def test_ruff_passes(arguments):
    done = subprocess.run([sys.executable, "-m", "ruff", *arguments, "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def tracked():
    """Files that are, or are about to be, part of the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"these tests read the list of files from git: {done.stderr}"
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def banned_in(tree):
    """Calls and names that load code from data, fetch at run time, or show text unescaped."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            whole = ast.unparse(node.func) if called in ("eval", "exec", "load", "download") else called  # which takes time
            if whole in ("eval", "exec", "yaml.load") or whole.endswith((".download", "read_pickle", "to_pickle")):
                yield node.lineno, whole
            for keyword in node.keywords:
                loose = keyword.arg == "escape" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
                if keyword.arg == "allow_pickle" or loose:
                    yield node.lineno, keyword.arg
        elif isinstance(node, ast.Attribute) and node.attr == "style":
            yield node.lineno, ".style"
        elif isinstance(node, ast.ExceptHandler) and all(isinstance(line, ast.Pass) for line in node.body):
            yield node.lineno, "except: pass"
    yield from ((0, name) for name in imports_of(tree, ("x",) * 9) if name.split(".")[0] in ("pickle", "joblib", "dill"))


@pytest.mark.parametrize(
    "code",
    [
        "yaml.load(f)",
        "eval(x)",
        "exec(x)",
        "import pickle",
        "from pickle import loads",
        "np.load(f, allow_pickle=True)",
        "nltk.download('punkt')",
        "frame.style.bar()",
        "frame.to_html(escape=False)",
        "try:\n    f()\nexcept Exception:\n    pass",
    ],
)
def test_a_ban_is_seen(code):
    assert list(banned_in(ast.parse(code)))


@pytest.mark.parametrize("code", ["yaml.safe_load(f)", "re.compile(x)", "html.escape(x)", "frame.to_html(escape=True)"])
def test_what_is_allowed_is_let_through(code):
    assert not list(banned_in(ast.parse(code)))


def test_nothing_banned_is_called():
    found = {}
    for path in tracked():
        if path.suffix == ".py":
            found[name_of(path)] = list(banned_in(parse(path)))
        elif path.suffix == ".ipynb":
            cells = code_cells(read_notebook(path))
            found[name_of(path)] = [hit for cell in cells for hit in banned_in(ast.parse(cell.source))]
    assert {name: hits for name, hits in found.items() if hits} == {}


MACHINE = re.compile(r"/(?:tmp|root|work|farm|opt)/|pypi\.org|pythonhosted\.org")
HOME = re.compile(r"/(?:home|Users)/\w+/|[A-Z]:\\Users\\")  # tests of what must not be published make up such names


def test_no_path_or_package_host_of_some_machine_is_written_down():
    found = {}
    for path in tracked():
        invented = path.is_relative_to(ROOT / "tests")
        for number, line in enumerate(path.read_bytes().decode("utf-8", errors="replace").splitlines(), start=1):
            if MACHINE.search(line) or (HOME.search(line) and not invented):
                found[f"{name_of(path)}:{number}"] = line.strip()[:100]
    assert found == {}
