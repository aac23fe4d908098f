"""What is installed, and what is carried.

The lock files and environment.yml say what pyproject.toml says, with a hash for every file. The wheel carries the notebooks, the page
template and the seeds; installed in an environment of its own it runs from any folder, without the clone it was built from.
"""

import hashlib
import importlib.util
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.errors import UsageError
from analysis.places import _folder, notebooks, seeds

ROOT = Path(__file__).resolve().parent.parent
WRITE = runpy.run_path(str(ROOT / "requirements" / "write.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SUPPORTED = [
    {"python_version": version, "python_full_version": f"{version}.7", "sys_platform": system, "implementation_name": "cpython"}
    for version in ("3.11", "3.12", "3.13")
    for system in ("linux", "darwin", "win32")
]


# Lock files and environment.yml


def read_lock(name):
    """(requirement, hashes) for each entry of a lock file."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    lines = [line for line in text.replace("\\\n", " ").splitlines() if not line.startswith("#")]
    entries = [line.split(" --hash=") for line in lines if line.strip()]
    return [(Requirement(entry[0].strip()), [item.strip() for item in entry[1:]]) for entry in entries]


def applies(requirement, machine):
    return requirement.marker is None or requirement.marker.evaluate(machine)


@pytest.mark.parametrize("lock", WRITE["LOCKS"])
def test_every_pin_is_exact_and_hashed(lock):
    for requirement, hashes in read_lock(lock):
        assert re.fullmatch(r"==[\w.+!]+", str(requirement.specifier)), requirement
        assert requirement.url is None
        assert hashes and all(re.fullmatch(r"sha256:[0-9a-f]{64}", item) for item in hashes), requirement


@pytest.mark.parametrize("lock", WRITE["LOCKS"])
def test_a_lock_says_nothing_about_where_packages_come_from(lock):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text(encoding="utf-8")
    assert not re.search(r"://|^\s*(-i|-f|--index|--extra-index|--find-links|--trusted)|^\s*-e\b|[ @]file:", text, flags=re.M)


@pytest.mark.parametrize("lock", WRITE["LOCKS"])
@pytest.mark.parametrize("machine", SUPPORTED, ids=lambda machine: f"{machine['python_version']}-{machine['sys_platform']}")
def test_every_stated_dependency_is_pinned_to_a_version_it_allows(lock, machine):
    pins = {}
    for requirement, _ in read_lock(lock):
        if applies(requirement, machine):
            pins.setdefault(canonicalize_name(requirement.name), []).append(str(requirement.specifier).removeprefix("=="))
    assert {name: versions for name, versions in pins.items() if len(versions) > 1} == {}
    for stated in map(Requirement, WRITE["wanted"](PROJECT, lock)):
        if applies(stated, machine):
            (version,) = pins[canonicalize_name(stated.name)]
            assert stated.specifier.contains(version), f"{stated}, but {lock}.lock has {version}"


def test_the_locks_share_their_versions():
    whole = {(requirement.name, str(requirement.specifier)) for requirement, _ in read_lock("test")}
    for lock in ("run", "lab"):
        assert {(requirement.name, str(requirement.specifier)) for requirement, _ in read_lock(lock)} <= whole
    names = {name for name, _ in whole}
    beside = {(requirement.name, str(requirement.specifier)) for requirement, _ in read_lock("bench")}
    assert {pin for pin in beside if pin[0] in names} <= whole


def test_a_scheduled_run_needs_neither_jupyterlab_nor_the_test_tools():
    names = {requirement.name for requirement, _ in read_lock("run")}
    assert names.isdisjoint({"jupyterlab", "hypothesis", "pytest", "uv", "lark"})


def test_reading_a_notebook_builds_no_grammar():
    # JupyterLab asks for jsonschema's format checks; from jsonschema 4.25 these import lark, and 1.9 s pass in every process.
    assert "lark" not in {requirement.name for requirement, _ in read_lock("lab")}


def test_written_files_agree_with_pyproject():
    assert WRITE["differences"]() == []


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"pandas>=3.0,<4"', '"pandas>=3.1,<4"', ["test.lock", "lab.lock", "run.lock", "bench.lock", "environment.yml"]),
        ('"jupyterlab>=4.4,<5"', '"jupyterlab>=4.5,<5"', ["test.lock", "lab.lock", "environment.yml"]),
        ('"hypothesis>=6.130"', '"hypothesis>=6.131"', ["test.lock"]),
        ('requires-python = ">=3.11,', 'requires-python = ">=3.12,', ["test.lock", "lab.lock", "run.lock", "bench.lock"]),
    ],
)
def test_a_change_of_pyproject_is_noticed(tmp_path, old, new, named):
    stated = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert stated.count(old) == 1
    (tmp_path / "pyproject.toml").write_text(stated.replace(old, new), encoding="utf-8")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "environment.yml", tmp_path)
    found = WRITE["differences"](tmp_path)
    assert [re.match(r"(?:requirements/)?(\S+)", line)[1] for line in found] == named


def test_the_conda_environment_is_pyproject_again():
    """Each dependency once, by conda or by pip, in the same range; what conda brings is there before pip looks for it."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    python, pip, *forged, through_pip = environment["dependencies"]
    version = re.fullmatch(r"python=(3\.\d+)", python)[1]
    assert pip == "pip" and Requirement(f"python{PROJECT['project']['requires-python']}").specifier.contains(version)
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    *packages, itself = through_pip["pip"]
    assert itself == "-e ."
    ours = {elsewhere: name for name, elsewhere in WRITE["CONDA_FORGE"].items()}
    found = [re.sub(r"^[\w-]+", lambda name: ours[name[0]], package) for package in forged] + packages
    stated = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["lab"]]
    assert sorted(str(Requirement(item)) for item in found) == sorted(str(Requirement(item)) for item in stated)
    assert len(forged) == len(ours) > 10, "a name of CONDA_FORGE is no dependency"


def test_each_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    extras = PROJECT["project"]["optional-dependencies"]
    for stated in [*PROJECT["project"]["dependencies"], *extras["lab"], *extras["test"]]:
        assert re.search(rf'^ +"{re.escape(stated)}", +# \w', text, flags=re.M), f"no comment beside {stated}"


# Set-up


def install(folder, **environment):
    command = ["sh", "requirements/install.sh", str(folder), "run"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "UV": "", **environment})


def test_a_python_that_is_not_there_is_one_line(tmp_path):
    done = install(tmp_path / "venv", PYTHON=str(tmp_path / "none"))
    assert done.returncode == 1 and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1 and "3.11 to 3.13" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_names_without_a_python_behind_them_are_passed_over(tmp_path):
    for name in ("python3.11", "python3.12", "python3.13", "python3", "python"):
        shim = tmp_path / name
        shim.write_text('#!/bin/sh\necho "$0: command not found" >&2\nexit 127\n', encoding="utf-8")
        shim.chmod(0o755)
    done = install(tmp_path / "venv", PYTHON="", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1 and done.stderr.startswith("No working Python 3.11 to 3.13")


@pytest.mark.parametrize("fails", [False, True])
def test_pip_is_heard_while_it_installs_and_its_failure_is_one(tmp_path, fails):
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "place").write_text(f"{ROOT}\n", encoding="utf-8")
    said = "".join(f"echo 'Collecting p{n}==1 (from -r requirements/run.lock (line {n}))'\n" for n in range(41))
    pip = f"{said}echo 'Installing collected packages: p1'\n{'echo no room >&2; exit 1' if fails else ''}\n"
    stub = f'#!/bin/sh\ncase "$*" in\n*require-hashes*)\n{pip};;\n-c*) exec "{sys.executable}" "$@" ;;\nesac\n'
    (folder / "bin" / "python").write_text(stub, encoding="utf-8")
    (folder / "bin" / "python").chmod(0o755)
    done = install(folder)
    counted = re.findall(r"^  (\d+) of \d+ packages looked at$", done.stdout, flags=re.M)
    assert counted == ["20", "40"] and "unpacking and compiling" in done.stdout
    assert (done.returncode, done.stderr) == ((1, "no room\n") if fails else (0, ""))


def test_packages_were_compiled_when_they_were_installed():
    assert Path(importlib.util.cache_from_source(pd.__file__)).is_file(), "each kernel would compile its imports again"


# The wheel


@pytest.fixture(scope="session")
def source(tmp_path_factory):
    """The project's own files in another folder, with things beside them that a wheel must not carry."""
    folder = tmp_path_factory.mktemp("source") / "clone"
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for planted in (
        "notebooks/.ipynb_checkpoints/01_terms-checkpoint.ipynb",
        "reports/index.html",
        "analysis/__pycache__/x.pyc",
    ):
        (folder / planted).parent.mkdir(parents=True, exist_ok=True)
        (folder / planted).write_text("not for the wheel", encoding="utf-8")
    return folder


def build(folder, target, into):
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    (built,) = [path for path in into.iterdir() if path.suffix == {"wheel": ".whl", "sdist": ".gz"}[target]]
    return built


@pytest.fixture(scope="session")
def wheel(source, tmp_path_factory):
    return build(source, "wheel", tmp_path_factory.mktemp("wheel"))


def test_the_wheel_carries_notebooks_template_and_seeds(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
        for folder, place in (
            (ROOT / "notebooks", "parallax_workbook/_data/notebooks"),
            (ROOT / "seeds", "parallax_workbook/_data/seeds"),
        ):
            for path in folder.glob("[!.]*.*"):  # JupyterLab leaves a hidden folder of checkpoints
                if path.name == "ruff.toml":
                    continue
                assert archive.read(f"{place}/{path.name}") == path.read_bytes()
    package = ROOT / "analysis"
    templates = {f"parallax_workbook/{path.relative_to(package).as_posix()}" for path in package.rglob("template/*.*")}
    assert templates and templates <= held
    # type checkers read the annotations and stubs of a package that has this file, and of no other
    assert {"parallax_workbook/py.typed", "parallax_workbook/__init__.pyi", "parallax_workbook/measure/__init__.pyi"} <= held
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_the_wheel_carries_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    strange = [name for name in names if not re.match(r"parallax_workbook/|parallax_workbook-[\d.]+\.dist-info/", name)]
    assert strange == []
    assert [name for name in names if "checkpoint" in name or "reports/" in name or name.endswith(".pyc")] == []


def test_the_source_archive_gives_the_same_wheel(source, wheel, tmp_path):
    archive = build(source, "sdist", tmp_path / "sdist")
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = build(unpacked, "wheel", tmp_path / "again")
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The bin folder of a fresh environment: the wheel in it, and of this environment its packages but not its clone."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / Path(sys.executable).name
    purelib = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], capture_output=True, text=True, check=True
    ).stdout.strip()
    # A folder that a .pth file names has its own .pth files ignored, and the clone's editable install is one of them.
    Path(purelib, "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    # What a package shares with others lies below the prefix, where an installer puts it.
    (folder / "share").symlink_to(Path(sys.prefix) / "share", target_is_directory=True)
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*install, "--python", str(python), str(wheel)], check=True)
    return binaries


def call(installed, program, *arguments, folder):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PARALLAX", "VIRTUAL_ENV"))}
    return subprocess.run([installed / program, *arguments], cwd=folder, env=kept, capture_output=True, text=True, timeout=300)


def test_the_installed_package_is_not_the_clone(installed, tmp_path):
    code = (
        "import parallax_workbook as px, parallax_workbook.places as p; print(px.__file__, p.notebooks(), p.seeds(), sep='\\n')"
    )
    done = call(installed, "python", "-c", code, folder=tmp_path)
    places = [Path(line) for line in done.stdout.splitlines()]
    assert len(places) == 3, done.stderr
    assert all(place.is_relative_to(installed.parent) for place in places)


def test_installed_commands_answer_from_an_empty_folder(installed, tmp_path):
    helped = call(installed, "parallax", "--help", folder=tmp_path)
    assert helped.returncode == 0 and "run" in helped.stdout, helped.stderr
    listed = call(installed, "parallax", "list", folder=tmp_path)
    assert listed.returncode == 2 and listed.stdout == ""
    assert len(listed.stderr.splitlines()) == 1 and "parallax run" in listed.stderr
    assert list(tmp_path.iterdir()) == [], "asking for past runs made something"


@pytest.mark.slow
def test_an_installed_run_publishes_the_seeds(installed, tmp_path):
    done = call(installed, "parallax", "run", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]
    current = tmp_path / "reports" / "current"
    for path in notebooks().glob("[0-9]*.ipynb"):
        assert (current / f"{path.stem}.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    front = (current / "index.html").read_text(encoding="utf-8")
    assert all(f"{path.stem}.html" in front for path in notebooks().glob("[0-9]*.ipynb"))
    record = json.loads((current / "run.json").read_text(encoding="utf-8"))
    listed = call(installed, "parallax", "list", folder=tmp_path)
    assert listed.returncode == 0 and record["id"] in listed.stdout, listed.stderr


# Places


def test_a_clone_uses_its_own_folders():
    assert notebooks() == ROOT / "notebooks" and seeds() == ROOT / "seeds"


def test_carried_copies_come_before_what_lies_beside(tmp_path):
    package = tmp_path / "site-packages" / "parallax_workbook"
    (package / "_data" / "notebooks").mkdir(parents=True)
    (package.parent / "notebooks").mkdir()
    (package.parent / "seeds").mkdir()
    assert _folder("notebooks", package) == package / "_data" / "notebooks"
    with pytest.raises(UsageError, match="lacks its seeds"):
        _folder("seeds", package)
