"""What a person typed after `parallax`, as folders, notebooks and values. Words in; what they mean out, or a refusal in one line.

The option parser takes one word for an option, and knows nothing of notebooks; what it cannot read is read here.
"""

import hashlib
import json
import re
from pathlib import Path

from .errors import CorpusError, UsageError, nearest
from .remote import brought, is_address, kept_below

NUMBERED = re.compile(r"\d\d_")  # names of the notebooks that are pages of a report
SETS = ("-p", "--parameter")


def joined(arguments: list[str]) -> list[str]:
    """`-p name value` as one argument `name=value`, which is what the parser can take any number of.

    >>> joined(["run", "-p", "top", "5", "--jobs", "2"])
    ['run', '-p', 'top=5', '--jobs', '2']
    """
    done, rest = [], list(arguments)
    while rest:
        done.append(rest.pop(0))
        if done[-1] in SETS:
            if len(rest) < 2 or "=" in rest[0]:
                raise UsageError(f"{done[-1]} takes a name and a value", remedy=f"Write: {done[-1]} NAME VALUE")
            done.append(f"{rest.pop(0)}={rest.pop(0)}")
    return done


def unlike(pairs: list[str]) -> dict[str, str]:
    """`name=value` -> value by name; a name that is given twice is refused, since one of the two would be lost.

    >>> unlike(["top=5", "focus=a=b"])
    {'top': '5', 'focus': 'a=b'}
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, value = pair.split("=", 1)
        if name in values:
            raise UsageError(f"parameter '{name}' is given twice")
        values[name] = value
    return values


def named_rules(off: str | list[str]) -> list[str]:
    """The rules that the parameter without_rules names: a list, or one as it is typed.

    >>> named_rules('["byline", "ticker"]'), named_rules("byline, ticker"), named_rules([])
    (['byline', 'ticker'], ['byline', 'ticker'], [])
    """
    if isinstance(off, list):
        return off
    return json.loads(off) if off.startswith("[") else [rule.strip() for rule in off.split(",")]


def corpus_folder(corpus: str | None) -> Path:
    """The folder of articles, of which an address has a copy on this machine; the five articles of Parallax where none is named.

    Raises CorpusError where there is none, and as remote.brought does.
    """
    from .places import seeds

    if corpus is not None and is_address(corpus):
        return brought(corpus)
    folder = seeds() if corpus is None else Path(corpus)
    if not folder.is_dir():
        raise CorpusError("there is no such folder", file=str(folder), remedy="Name the folder that holds the articles")
    return folder


def reports_folder(reports: str, corpus: Path) -> Path:
    """The folder that a report is built in: where the reports go, or, where that is an address, one on this machine.

    Raises UsageError where it lies in the corpus.
    """
    if is_address(reports):
        return kept_below("reports") / hashlib.sha256(reports.encode()).hexdigest()[:16]
    folder = Path(reports)
    if corpus.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise UsageError("the reports folder lies in the corpus", file=str(folder), remedy="Name another one by --reports")
    return folder


def cluster_address(address: str, workers: int | None) -> str:
    """The address of a Dask scheduler, or "" for none. Raises UsageError for what is no address, and beside a number of processes.

    >>> cluster_address("tcp://10.0.0.5:8786", None)
    'tcp://10.0.0.5:8786'
    """
    if address and workers is not None:
        message = "--workers are processes of this machine, --cluster are others"
        raise UsageError(message, remedy="Give one of the two", about="cluster")
    if address and not re.fullmatch(r"(tcp|tls|ws|wss|ucx)://[^\s/]+:\d+", address):
        message = f"'{address}' is no address of a scheduler"
        raise UsageError(message, remedy="Write it as tcp://host:8786", about="cluster")
    return address


def notebook_files(folder: Path | None, only: list[str]) -> list[Path]:
    """The numbered notebooks in reading order, or those that are asked for; one without a number is there to be explored in.

    folder : where they lie; Parallax's own if None

    Raises UsageError where there is none, or not one that is asked for.
    """
    from .places import notebooks

    folder = notebooks() if folder is None else folder
    paths = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if not paths:
        raise UsageError("no notebook lies here", file=str(folder), remedy="Name a folder of notebooks by --notebooks")
    wanted = {name.removesuffix(".ipynb") for name in only} or {name for name in paths if NUMBERED.match(name)}
    if not wanted:
        raise UsageError("no notebook's name begins with two digits", file=str(folder), remedy="Name the one to run by --only")
    if unknown := sorted(wanted - set(paths)):
        raise UsageError(f"there is no notebook '{unknown[0]}'", file=str(folder), remedy=nearest(unknown[0], paths))
    return [path for name, path in paths.items() if name in wanted]
