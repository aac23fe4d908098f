"""Where POSIX is missing all imports, and a whole run is made the plain way, with a page for `current`: forced on this machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_notebooks import code, say, write

from analysis import leading, storage

HERE = Path(__file__).resolve().parent
IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path[:0] = {paths!r}
import elsewhere
elsewhere.hide()
import analysis
optional = {{"distributed", "dask", "fsspec", "ipywidgets", "jupyterlab", "rjieba", "sudachipy", "nlpo3", "icu4py"}}
names = [item.name for item in pkgutil.walk_packages(analysis.__path__, "analysis.") if not item.name.endswith("__main__")]
for name in names:
    if "import_path" not in name:
        importlib.import_module(name)
print(len(names))
"""


def there(place, *arguments):
    command = [sys.executable, str(HERE / "elsewhere.py"), "analysis", *arguments]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])}
    return subprocess.run(command, cwd=place, env=surroundings, capture_output=True, text=True, timeout=300)


def test_every_module_imports():
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL.format(paths=[str(HERE.parent), str(HERE)])], capture_output=True, text=True
    )
    assert done.returncode == 0 and int(done.stdout) > 150, done.stderr[-2000:]


def test_a_run_is_made_and_watched_and_a_failure_told(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_text("A title\n\nThe war goes on. Peace is far.\n")
    (tmp_path / "news" / "b.html").write_text(
        f"<html><title>B</title><body><article><p>{'The war goes on. ' * 30}</p></article>"
    )
    hook = f'{sys.executable} -c \'import sys; open("told", "w").write(sys.stdin.read())\''
    (tmp_path / "news" / "parallax.toml").write_text(f'notebooks = "../mine"\non-success = {json.dumps(hook)}\n')
    write(tmp_path / "mine" / "10_own.ipynb", say("There are words.", "finding"))
    done = there(tmp_path, "run", "news")
    assert done.returncode == 0, done.stderr
    run = leading.current(tmp_path / "reports")
    assert done.stdout.strip() == f"reports/runs/{run.name}/index.html" and not (tmp_path / "reports" / "current").is_symlink()
    assert json.loads((tmp_path / "news" / "told").read_text())["run"] == run.name
    assert there(tmp_path, "status").returncode == 0
    write(tmp_path / "mine" / "10_own.ipynb", code("raise ValueError('no')"))
    done = there(tmp_path, "run", "news")
    assert done.returncode == 4 and "10_own.ipynb: cell [2]: ValueError: no" in done.stderr
    assert leading.current(tmp_path / "reports") == run and there(tmp_path, "status").returncode == 9


def test_a_step_that_is_refused_for_a_moment_is_tried_again(monkeypatch):
    monkeypatch.setattr(storage, "A_MOMENT", 0)
    tries = []

    def step(after):
        tries.append(after)
        if len(tries) < after:
            raise PermissionError(13, "somebody has it open")
        return "done"

    monkeypatch.setattr(storage, "TRIES", 3)
    assert storage.patiently(step, 3) == "done" and len(tries) == 3
    with pytest.raises(PermissionError):
        storage.patiently(step, 99)


def test_what_was_synced_is_flushed_from_the_disks_own_memory_where_the_system_asks_for_it(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(storage, "F_FULLFSYNC", 51)
    monkeypatch.setattr(storage, "fcntl", lambda handle, what: asked.append((os.fstat(handle).st_ino, what)))
    storage.write_bytes(tmp_path / "a", b"x")
    assert asked == [(tmp_path.stat().st_ino, 51)]
