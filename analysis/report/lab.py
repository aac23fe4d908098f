"""JupyterLab on a working copy of the notebooks.

Comes in: the notebooks that Parallax carries, a folder of the analyst's, and a corpus. Goes out: copies in that folder that name the
corpus, an account of each, and a server that answers this machine alone and asks for a token. It exists because a notebook is there to
be changed: what an analyst changed is theirs and stays, and what they left alone follows the version that is installed.

A record beside the copies says from what each was made, by a hash over the sources of its cells: running a notebook, or saving it with
its results, changes nothing that counts here.
"""

import ast
import hashlib
import importlib.util
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..storage import write_bytes
from .execute.parameters import RESERVED, declared, read_notebook
from .run import own_code

RECORD = ".parallax-lab.json"
START = "explore.ipynb"  # the notebook that JupyterLab opens on: a tour, and no page of the report
HERE = "127.0.0.1"  # this machine, which nobody else reaches


def working_copy(shipped: Path, folder: Path, corpus: Path, seeds: Path) -> list[tuple[str, str]]:
    """Copy the notebooks into a folder, each with the corpus as its parameter, and touch none that was changed there.

    shipped : the folder of Parallax's own notebooks
    folder  : where the copies are to lie
    corpus  : the folder of articles
    seeds   : the corpus that comes with Parallax, which its notebooks name already

    Returns for each notebook its name and what became of it. Raises UsageError for a folder that is Parallax's own, lies in the
    corpus, or is a file; StorageError if it cannot be written.
    """
    _refuse(shipped, folder, corpus)
    name, record, account = _name(corpus, folder, seeds), _record(folder), []
    for path in sorted(shipped.glob("*.ipynb")):
        original = read_notebook(path)
        wanted = with_corpus(original, name)
        copy, known = folder / path.name, record.get(path.name, {})
        new, now = {"shipped": digest(original), "copy": digest(wanted)}, _digest_of(copy)
        if now is None or (now == known.get("copy") and now != new["copy"]):
            write_bytes(copy, _as_file(wanted))
        account.append((path.name, _became(now, known, new) + _other_corpus(copy, name)))
        if now in (None, known.get("copy"), new["copy"]):
            record[path.name] = new
    write_bytes(folder / RECORD, (json.dumps(record, indent=1, sort_keys=True) + "\n").encode())
    return account


def _as_file(notebook: dict[str, Any]) -> bytes:
    """As JupyterLab writes it: a line of source is a line of the file, so that a change can be seen in a comparison."""
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    return (json.dumps(notebook | {"cells": cells}, indent=1, ensure_ascii=False) + "\n").encode()


def _refuse(shipped: Path, folder: Path, corpus: Path) -> None:
    place = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise UsageError("this is a file", file=str(folder), remedy="Name a folder for your copies by --folder")
    if shipped.resolve() in (place, *place.parents):
        raise UsageError("these are Parallax's own notebooks", file=str(folder), remedy="Name another folder by --folder")
    if corpus.resolve() in (place, *place.parents):
        raise UsageError("the folder of the copies lies in the corpus", file=str(folder), remedy="Name another one by --folder")


def _name(corpus: Path, folder: Path, seeds: Path) -> str:
    """How the copies name the corpus: without a path of this machine, since notebooks are passed on.

    A kernel of `parallax lab` knows the folder meant by that name wherever the notebook lies. In another JupyterLab it is found from
    the copies' folder, if it lies beside that or below.
    """
    place, beside = corpus.resolve(), folder.resolve().parent
    if place == seeds.resolve():
        return "seeds"
    return place.relative_to(beside).as_posix() if place.is_relative_to(beside) else place.name


def _record(folder: Path) -> dict[str, dict[str, str]]:
    """What the copies were made from; nothing where that is not known, so that all of them count as changed."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {name: item for name, item in record.items() if isinstance(item, dict)} if isinstance(record, dict) else {}


def with_corpus(notebook: dict[str, Any], corpus: str) -> dict[str, Any]:
    """The notebook with `corpus` as the value of the parameter of that name, if it has one; comments and all else as they are.

    >>> cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'corpus: str = "seeds"  # folder'}
    >>> with_corpus({"cells": [cell]}, "news")["cells"][0]["source"]
    'corpus: str = "news"  # folder'
    """
    return notebook | {"cells": [_cell(cell, corpus) for cell in notebook["cells"]]}


def _cell(cell: dict[str, Any], corpus: str) -> dict[str, Any]:
    if "parameters" not in cell.get("metadata", {}).get("tags", []):
        return cell
    lines = cell["source"].encode().splitlines(keepends=True)  # the parser counts bytes
    for value in _values(cell["source"]):
        line = lines[value.lineno - 1]
        written = json.dumps(corpus, ensure_ascii=False).encode()
        lines[value.lineno - 1] = line[: value.col_offset] + written + line[value.end_col_offset :]
    return cell | {"source": b"".join(lines).decode()}


def _values(source: str) -> Iterator[ast.expr]:
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == RESERVED and statement.value:
            yield statement.value


def digest(notebook: dict[str, Any]) -> str:
    """A hash over what makes a notebook the one it is: kind, source and tags of the cells that are not empty."""
    cells = [
        (cell["cell_type"], cell["source"], cell.get("metadata", {}).get("tags", []))
        for cell in notebook["cells"]
        if cell["source"].strip()
    ]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _digest_of(copy: Path) -> str | None:
    """The hash of a copy, None where there is none; a file that is no notebook has a hash that nothing else has."""
    if not copy.exists():
        return None
    try:
        return digest(read_notebook(copy))
    except UsageError:
        return "no notebook"


def _became(now: str | None, known: dict[str, str], new: dict[str, str]) -> str:
    if now is None:
        return "new"
    if now == new["copy"]:
        return "as shipped"
    if now == known.get("copy"):
        return "refreshed: " + ("the shipped one is newer" if known.get("shipped") != new["shipped"] else "another corpus")
    newer = known.get("shipped") != new["shipped"]
    return "yours, kept" + ("; the shipped one is another now: rename yours to get it" if newer else "")


def _other_corpus(copy: Path, name: str) -> str:
    try:
        parameters = declared(read_notebook(copy), copy.name)
    except UsageError:
        return ""
    other = [item.default for item in parameters if item.name == RESERVED and item.default != name]
    return f"; it names the corpus {other[0]!r}" if other else ""


def require_ready(port: int | None) -> None:
    """Raise UsageError if JupyterLab is not installed, something listens at the port that is asked for, or this account may not."""
    if importlib.util.find_spec("jupyterlab") is None:
        raise UsageError("JupyterLab is not installed here", remedy='Install it with: pip install "parallax-workbook[lab]"')
    if port is None:
        return
    try:
        with socket.socket() as probe:  # as the server binds: one that has just ended is no obstacle
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HERE, port))
    except OSError as fault:
        remedy = "Name another one by --port, or leave it out: then the first that is free is taken"
        raise UsageError(f"port {port} cannot be had ({os.strerror(fault.errno or 0).lower()})", remedy=remedy) from fault


def serve(folder: Path, corpus: Path, *, port: int | None = None, browser: bool = True) -> None:
    """Run JupyterLab on a folder until it is ended, whatever this user's configuration of Jupyter says about who may talk to it.

    port    : where it listens; None takes what is configured, or the next that is free
    browser : whether the start notebook is opened in a browser; its whole address is printed on standard error in any case

    The token goes neither by the command line, which everyone on the machine can read, nor by the environment, which a configured
    token overrides. The secret that signs cookies is new too, or a cookie of an earlier server would still open this one. JupyterLab
    asks no other server for news of itself.
    """
    from jupyterlab.labapp import LabApp

    os.environ.update(own_code() | {"PARALLAX_CORPUS": str(corpus.resolve()), "JUPYTER_PREFER_ENV_PATH": "1"})
    token = secrets.token_hex(24)
    settings = _who_may_talk(token) | _what_it_shows(str(folder.resolve()), browser)
    if port is not None:
        settings |= {"ServerApp.port": str(port), "ServerApp.port_retries": "0"}
    options = [f"--{name}={value}" for name, value in settings.items()]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container there may be nobody else
    server = LabApp.initialize_server(argv=options)
    address = f"{server.connection_url.rstrip('/')}/lab/tree/{START}?token={token}"
    print(f"{folder} is open in JupyterLab, on this machine only: {address}", file=sys.stderr, flush=True)
    server.start()


def _who_may_talk(token: str) -> dict[str, str]:
    return {
        "ServerApp.ip": HERE,
        "ServerApp.sock": "",
        "ServerApp.allow_remote_access": "False",
        "ServerApp.allow_origin": "",
        "ServerApp.allow_origin_pat": "",
        "ServerApp.disable_check_xsrf": "False",
        "ServerApp.cookie_secret": secrets.token_hex(32),
        "ServerApp.identity_provider_class": "jupyter_server.auth.identity.PasswordIdentityProvider",
        "PasswordIdentityProvider.token": token,
        "LabApp.news_url": "None",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }


def _what_it_shows(place: str, browser: bool) -> dict[str, str]:
    return {
        "ServerApp.root_dir": place,
        "FileContentsManager.preferred_dir": place,
        "LabApp.default_url": f"/lab/tree/{START}",
        "ServerApp.open_browser": str(browser),
        "LabApp.open_browser": str(browser),
    }
