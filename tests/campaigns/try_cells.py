"""Cells that end in every way but well, at every position of a notebook; runs in odd surroundings; secrets that a notebook shows.

Each trial begins with a report that stands. It exists because what is asked of a notebook is code of somebody else, and what a schedule
gives a run is not what a person's shell gives it.
"""

import base64
import os
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from small_notebooks import code, write

from campaigns.campaign import Campaign
from campaigns.promises import (
    LONGEST,
    MARK,
    command,
    current,
    left_behind,
    lock_is_free,
    next_run_works,
    one_line,
    orphans,
    published,
    run,
    surroundings,
    tiny_place,
)

POSITIONS = 4
LIMIT = ("--time-limit", "15")
# what a cell does, the exit codes that are right, and options of the run
CELLS: list[tuple[str, str, set[int], tuple[str, ...]]] = [
    ("raises", "raise ValueError('no')", {4}, ()),
    ("raises what no one catches", "raise BaseException('no')", {4}, ()),
    ("leaves by sys.exit", "import sys; sys.exit(0)", {4, 5}, ()),
    ("leaves by os._exit", "import os; os._exit(0)", {5}, ()),
    ("kills its kernel", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", {5}, ()),
    ("crashes its kernel", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", {5}, ()),
    ("asks its kernel to end", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)", {4, 5}, ()),
    ("stops its kernel", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", {6}, LIMIT),
    ("loops", "while True: pass", {6}, LIMIT),
    ("loops and hears nothing", "while True:\n    try:\n        while True: pass\n    except BaseException: pass", {6}, LIMIT),
    ("floods", "while True: print('x' * 100_000)", {4, 6}, LIMIT),
    ("leaves children", "import subprocess\nsubprocess.Popen(['sleep', '99'], start_new_session=True)\n1 / 0", {4}, ()),
]  # fmt: skip
# what a run is given: variables to set, those to take away, and what stands before its command
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C"}
ODD: list[tuple[str, dict[str, str], tuple[str, ...], str]] = [
    ("no home", {}, ("HOME",), ""),
    ("a home that is not there", {"HOME": "/nonexistent/home"}, (), ""),
    ("nothing but a path", BARE, ("HOME", "USER", "LOGNAME", "TERM", "SHELL"), ""),
    ("umask 077", {}, (), "umask 077; "),
    ("no standard input", {}, (), "exec <&-; "),
    ("no standard output", {}, (), "exec >&-; "),
    ("few open files", {}, (), "ulimit -n 256; "),
    ("far east", {"TZ": "Pacific/Kiritimati"}, (), ""),
    ("half an hour west", {"TZ": "America/St_Johns"}, (), ""),
    ("no such zone", {"TZ": "Nowhere/Land"}, (), ""),
    ("plain letters", {"LC_ALL": "C", "LANG": "C"}, ("PYTHONUTF8",), ""),
    ("a locale that is not there", {"LC_ALL": "tr_TR.UTF-8"}, (), ""),
    ("another coding", {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"}, (), ""),
    ("a clock of 1970", {"SOURCE_DATE_EPOCH": "1"}, (), ""),
    ("a clock of 2039", {"SOURCE_DATE_EPOCH": "2180000000"}, (), ""),
    ("a clock of 2100", {"SOURCE_DATE_EPOCH": "4102444800"}, (), ""),
    ("temporary files elsewhere", {"TMPDIR": "/dev/shm"}, (), ""),
    ("temporary files far below", {"TMPDIR": "deep"}, (), ""),
    ("no bytecode", {"PYTHONDONTWRITEBYTECODE": "1"}, (), ""),
    ("reports in memory", {"REPORTS": "/dev/shm"}, (), ""),
    ("reports where nothing can be written", {"REPORTS": "/proc"}, (), ""),
]
STORE = """import os, pathlib
place = pathlib.Path(os.environ['PARALLAX_RUN'], 'tables', 'x')
place.mkdir(parents=True)
n = (place / {name}).write_text({text})"""
ROUTES: list[tuple[str, str]] = [
    ("printed", "print({secret!r})"),
    ("printed in pieces of a line", "print('key:' + {secret!r} + ':end')"),
    ("on standard error", "import sys; print({secret!r}, file=sys.stderr)"),
    ("as the value of a cell", "{secret!r}"),
    ("in an error", "raise ValueError({secret!r})"),
    ("said", "import parallax_workbook as px\npx.say('It is ' + {secret!r} + '.')"),
    ("in a table", "import pandas as pd\npd.DataFrame({{'a': [{secret!r}]}})"),
    ("as the name of a column", "import pandas as pd\npd.DataFrame({{{secret!r}: [1]}})"),
    ("in a stored table", "import pandas as pd, parallax_workbook as px\npx.show_table(pd.DataFrame({{'a': [{secret!r}]}}), name='t')"),
    ("in Markdown", "from IPython.display import Markdown\nMarkdown('**' + {secret!r} + '**')"),
    ("in HTML", "from IPython.display import HTML\nHTML('<p title=\"' + {secret!r} + '\">x</p>')"),
    ("in a comment of HTML", "from IPython.display import HTML\nHTML('<!--' + {secret!r} + '--><p>x</p>')"),
    ("in JSON", "from IPython.display import JSON\nJSON({{'a': {secret!r}}})"),
    ("in a picture", "import matplotlib.pyplot as plt\nplt.title({secret!r})\nplt.gcf()"),
    ("in a file", STORE.format(name="'a.csv'", text="{secret!r}")),
    ("as the name of a file", STORE.format(name="({secret!r} + '.csv')", text="'a'")),
    ("from the environment of all", "import os\nprint(dict(os.environ))"),
    ("from the process above", "import os\nprint(open(f'/proc/{{os.getppid()}}/environ').read())"),
    ("in the code alone", "x = {secret!r}"),
    ("in the folder's name", "import os\nprint(os.environ['PARALLAX_CORPUS'])"),
]  # fmt: skip


@cache
def _standing() -> Path:
    """A place with a report that stands, made once in each process."""
    place = tiny_place(Path(mkdtemp(prefix="campaign-")))
    done = run(place)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return place


def _place(folder: Path) -> Path:
    shutil.copytree(_standing(), folder, symlinks=True, dirs_exist_ok=True)
    return folder


def cell(folder: Path, number: int, chance: random.Random) -> list[str]:
    name, source, codes, options = CELLS[number // POSITIONS]
    at, place = number % POSITIONS, _place(folder)
    before = current(place / "reports")
    cells = [code(f"x = {n}") for n in range(POSITIONS)]
    cells[at] = code(source, *(["raises-exception"] if chance.random() < 0.2 else []))
    write(place / "notebooks" / "01_wrong.ipynb", *cells)
    done = run(place, *options, **{MARK: str(folder)})
    found = [] if done.returncode in codes else [f"exit code {done.returncode}: {done.stderr[-300:].strip()}"]
    found += [*one_line(done.stderr, done.returncode), *published(place / "reports", before, new=False)]
    found += [*left_behind(place / "reports"), *lock_is_free(place / "reports"), *orphans(str(folder))]
    (place / "notebooks" / "01_wrong.ipynb").unlink()
    found += next_run_works(place, place / "reports") if at == 0 else []
    return [f"cell {at} {name}: {line}" for line in found]


def odd(folder: Path, number: int, chance: random.Random) -> list[str]:
    name, variables, gone, before = ODD[number]
    place, reports, options = _place(folder), folder / "reports", []
    if where := variables.get("REPORTS"):
        reports = Path(where) / f"campaign-{os.getpid()}-{number}"
        options = ["--reports", str(reports)]
    if variables.get("TMPDIR") == "deep":
        deep = folder / ("d" * 90)
        deep.mkdir()
        variables = variables | {"TMPDIR": str(deep)}
    known = {key: value for key, value in (surroundings(**variables)).items() if key not in gone}
    was = current(reports)
    script = f'{before}exec "$@"'
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *command(*options)],
        cwd=place,
        env=known,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )
    try:
        if variables.get("REPORTS") == "/proc":
            found = [] if done.returncode == 7 else [f"exit code {done.returncode}: {done.stderr.strip()}"]
            return [f"{name}: {line}" for line in [*found, *one_line(done.stderr, done.returncode)]]
        found = [] if done.returncode == 0 else [f"exit code {done.returncode}: {done.stderr.strip()}"]
        found += [*published(reports, was, new=True), *left_behind(reports), *lock_is_free(reports)]
        return [f"{name}: {line}" for line in found]
    finally:
        if "REPORTS" in variables:
            shutil.rmtree(reports, ignore_errors=True)


def secret(folder: Path, number: int, chance: random.Random) -> list[str]:
    name, source = ROUTES[number]
    value = "s3cr-" + "".join(chance.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(20))
    place = _place(folder)
    before = current(place / "reports")
    if name == "in the folder's name":
        (place / "corpus").rename(place / value)
    write(place / "notebooks" / "01_shows.ipynb", code(source.format(secret=value)))
    kind = chance.choice(["SERVICE_TOKEN", "AWS_SECRET_ACCESS_KEY", "DB_PASSWORD", "MAIL_CREDENTIAL"])
    words = command()
    words[words.index("corpus")] = value if name == "in the folder's name" else "corpus"
    known = surroundings(**{kind: value, MARK: str(folder)})
    done = subprocess.run(words, cwd=place, env=known, capture_output=True, text=True, timeout=LONGEST)
    found = [] if done.returncode in (0, 4) else [f"exit code {done.returncode}: {done.stderr.strip()}"]
    found += published(place / "reports", before, new=None if done.returncode == 0 else False)
    forms = [value.encode(), base64.b64encode(value.encode())[:-4]]
    for path in (path for path in (place / "reports").rglob("*") if path.is_file() and path.name != ".log.jsonl"):
        if any(form in path.read_bytes() for form in forms) or value in path.name:
            found.append(f"a secret stands in {path.relative_to(place)}")
    return [f"{name}: {line}" for line in [*found, *orphans(str(folder))]]


CAMPAIGNS = [
    Campaign("cells", "a cell at each place fails, leaves, ends or stops its kernel, loops, floods", len(CELLS) * POSITIONS, 1, cell),
    Campaign("surroundings", "clock, zone, locale, home, umask, other disks: a run is made all the same", len(ODD), 1, odd),
    Campaign("secrets", "a notebook shows a secret in every way: none is in what is left", len(ROUTES), 1, secret),
]  # fmt: skip
