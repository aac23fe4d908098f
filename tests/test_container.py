"""The Dockerfile, read and not built: it copies what is there and let through, makes what is a target, and gives nobody rights."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
LINES = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
STEPS = [tuple(line.split(None, 1)) for line in LINES if line.strip() and not line.startswith("#")]
IGNORED = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
LET_THROUGH = [line[1:] for line in IGNORED if line.startswith("!")]


def of(kind):
    return [rest for step, rest in STEPS if step == kind]


def copied():
    """(sources, target) of each COPY, its options left out."""
    for rest in of("COPY"):
        *sources, target = [word for word in rest.split() if not word.startswith("--")]
        yield sources, target


def test_it_stands_on_one_python_that_is_supported():
    (base,) = of("FROM")
    version = re.fullmatch(r"python:(3\.\d+)-slim-[a-z]+", base)[1]
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert version in SpecifierSet(wanted)


def test_each_source_is_there_and_let_through_and_keeps_its_name():
    sources = [(source, target) for several, target in copied() for source in several]
    assert len(sources) >= 9
    for source, target in sources:
        assert (ROOT / source).exists(), source
        assert source in LET_THROUGH, f"{source} is copied, and .dockerignore keeps it outside"
        assert target == ("./" if (ROOT / source).is_file() else source)
    assert IGNORED[1] == "*" and sorted(LET_THROUGH) == sorted(source for source, _ in sources)


def test_what_the_build_of_the_package_reads_is_copied():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    sources = {source for several, _ in copied() for source in several}
    needed = {project["project"]["readme"], *project["project"]["license-files"]}
    assert needed | set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]) <= sources


@pytest.mark.parametrize(
    "target", re.findall(r"\bmake (\S+)", "\n".join([*of("RUN"), *map(" ".join, map(json.loads, of("CMD")))]))
)
def test_what_it_makes_is_a_target(target):
    done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_ends_in_a_report_as_a_user_without_rights_and_holds_no_secret():
    kinds = [step for step, _ in STEPS]
    assert json.loads(of("CMD")[0]) == ["make", "report"] and kinds[-1] == "CMD"
    (user,) = of("USER")
    assert user not in ("root", "0") and f" {user} " in of("RUN")[0]
    assert kinds.index("USER") < kinds.index("COPY") and all(f"--chown={user}" in rest for rest in of("COPY"))
    assert not set(kinds) & {"ARG", "ENV", "ADD"}, "what is handed to a build may be a secret, and stays in the image"
