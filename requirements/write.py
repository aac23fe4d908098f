"""Write what is installed, from pyproject.toml: the lock files beside this script, and environment.yml for conda.

In come the dependencies that pyproject.toml names. Out go, for each purpose, a list of exact versions with the hashes of all
their files, for every supported Python and platform, and a conda environment. The lists share one resolution, so a version in
`run.lock` is the version that was tested. They name no index: where packages come from is for each machine to say, and the
hashes say that they are the right ones.

    python requirements/write.py            write them; versions already chosen stay where they still fit
    python requirements/write.py --upgrade  the same, with the newest versions that fit
    python requirements/write.py --check    write nothing; exit 1 and name what does not agree with pyproject.toml
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONDA_PYTHON = "3.12"  # conda resolves a range to the newest Python, for which packages may have no wheels yet
# Name in pyproject.toml -> name on conda-forge of what is taken from there: compiled packages and Jupyter's own. conda-forge could not
# be asked where this was written, so these are packages that it is known for, and all others are left to pip: so is google-re2, which
# is there and not for Windows, and lxml, whose version trafilatura bounds.
CONDA_FORGE = {name: name for name in (
    "numpy", "pandas", "pyarrow", "pillow", "scipy", "scikit-learn", "regex", "pyyaml", "papermill", "ipykernel",
    "matplotlib-inline", "ipython", "nbformat", "jinja2", "markupsafe", "mistune", "rich", "jupyterlab", "ipywidgets", "jsonschema",
)} | {"matplotlib": "matplotlib-base", "jupyter-client": "jupyter_client"}  # fmt: skip
LEAKING = ("UV_FIND_LINKS", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_EXCLUDE_NEWER", "UV_PRERELEASE", "UV_RESOLUTION")
ORIGIN = "Written by requirements/write.py from pyproject.toml: change that, then `make lock`."

# Purpose -> the extras it takes beside the dependencies. The first is resolved first, and its versions are those of all others.
SCRIPTS = ("chinese", "japanese", "thai", "lao", "khmer", "burmese")
LOCKS = {"test": ("lab", *SCRIPTS, "pdf", "test"), "lab": ("lab",), "run": (), "bench": ("bench",)}
MEANING = {
    "run": "What a run needs, and what builds the package itself.",
    "lab": "What a run needs, and JupyterLab.",
    "test": "What a run needs, JupyterLab, what splits scripts without spaces, what reads PDF, and what the tests need.",
    "bench": "What a run needs, and what it is measured beside.",
}


def read_project(root: Path = ROOT) -> dict:
    """The parsed pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def wanted(project: dict, lock: str) -> list[str]:
    """The requirements that `lock` answers to, as pyproject.toml states them.

    What builds the package is among them: so the editable install of a clone, too, downloads nothing without a checked hash.
    """
    extras = project["project"]["optional-dependencies"]
    stated = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return stated + [requirement for extra in LOCKS[lock] for requirement in extras[extra]]


def fingerprint(project: dict, lock: str) -> str:
    """A hash of all in pyproject.toml that `lock` depends on. It stands in the lock's header, and gives an old lock away."""
    stated = {"python": project["project"]["requires-python"], "wanted": wanted(project, lock)}
    return hashlib.sha256(json.dumps(stated).encode()).hexdigest()


def header(project: dict, lock: str) -> str:
    """The first lines of a lock file."""
    return f"# {MEANING[lock]}\n# {ORIGIN}\n# pyproject.toml: {fingerprint(project, lock)}\n"


def conda(project: dict) -> str:
    """The text of environment.yml: of conda-forge what CONDA_FORGE names, by the same ranges; the rest by pip."""
    stated = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["lab"]]
    named = [(re.match(r"[\w.-]+", requirement)[0], requirement) for requirement in stated]
    forged = [CONDA_FORGE[name] + requirement.removeprefix(name) for name, requirement in named if name in CONDA_FORGE]
    lines = [
        f"# {ORIGIN}",
        "# conda env create -f environment.yml && conda activate parallax && parallax lab",
        "# To run the tests as well: pip install -e .[test]",
        "# The versions are those that conda and pip choose within the ranges; the ones that the tests ran with are in requirements/.",
        "name: parallax",
        "channels:",
        "  - conda-forge",
        "  - nodefaults",
        "dependencies:",
        f"  - python={CONDA_PYTHON}",
        "  - pip",
        *(f"  - {package}" for package in forged),
        "  - pip:",
        *(f"      - {requirement}" for name, requirement in named if name not in CONDA_FORGE),
        "      - -e .",
    ]
    return "\n".join(lines) + "\n"


def differences(root: Path = ROOT) -> list[str]:
    """Name each written file that does not agree with pyproject.toml, and how; empty where all do."""
    project, found = read_project(root), []
    for lock in LOCKS:
        path = root / "requirements" / f"{lock}.lock"
        if not path.is_file():
            found.append(f"requirements/{lock}.lock is missing")
        elif not path.read_text(encoding="utf-8").startswith(header(project, lock)):
            found.append(f"requirements/{lock}.lock was written from another pyproject.toml")
    environment = root / "environment.yml"
    if not environment.is_file() or environment.read_text(encoding="utf-8") != conda(project):
        found.append("environment.yml does not say what pyproject.toml says")
    return found


def resolve(requirements: list[str], python: str, known: str, within: Path | None, upgrade: bool) -> str:
    """Exact versions with hashes for `requirements`, by uv, on every platform and from `python` up.

    known  : an earlier answer, whose versions are kept where they still fit
    within : a lock that holds these packages, whose versions are taken
    """
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.lock"
        answer.write_text(known, encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", "-", "--quiet", "--no-config", "--universal"]
        command += ["--python-version", python, "--generate-hashes", "--no-header", "--no-annotate"]
        # An extra stays in its pin: pip 23 takes `name[extra]` for unpinned where the lock has `name` alone.
        command += ["--no-strip-extras", "--no-emit-index-url", "--no-emit-find-links", "--output-file", str(answer)]
        command += ["--constraints", str(within)] if within else []
        command += ["--upgrade"] if upgrade else []
        # One machine's settings (links to local files, constraints) must not decide what everybody installs.
        plain = {name: value for name, value in os.environ.items() if name not in LEAKING}
        subprocess.run(command, input="\n".join(requirements), text=True, check=True, env=plain)
        return answer.read_text(encoding="utf-8")


def write(upgrade: bool = False) -> None:
    """Resolve, and write all files."""
    project = read_project()
    lowest = project["project"]["requires-python"].split(",")[0].removeprefix(">=")
    whole = None
    for lock in LOCKS:
        path = ROOT / "requirements" / f"{lock}.lock"
        known = path.read_text(encoding="utf-8") if path.is_file() else ""
        pins = resolve(wanted(project, lock), lowest, known, whole, upgrade)
        # uv writes the extra with a hyphen; pip 23 takes that for another extra than the one trafilatura's packages ask for
        path.write_text(f"{header(project, lock)}{pins.replace('[html-clean]', '[html_clean]')}", encoding="utf-8")
        whole = whole or path
    (ROOT / "environment.yml").write_text(conda(project), encoding="utf-8")


def main() -> int:
    """The command line described above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="write nothing; exit 1 where something does not agree")
    what.add_argument("--upgrade", action="store_true", help="choose the newest versions that fit")
    options = parser.parse_args()
    if not options.check:
        write(options.upgrade)
    found = differences()
    for difference in found:
        print(f"{difference}. Run: make lock", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
