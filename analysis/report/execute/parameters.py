"""Parameters: what a notebook declares, and what a person wants instead.

Comes in: notebooks as JSON, and values as text, from the command line or a YAML file. Goes out: for each notebook the values to
inject, of the declared types. It exists because papermill reads types off the value (007 becomes 7, `no` becomes False) and only
warns about a name that nobody declared. Here the declaration decides, and everything is settled before a kernel starts.
"""

import ast
import io
import json
import math
import re
import tokenize
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import UsageError, nearest
from ...limits import LARGEST_DESCRIBING, read_small

RESERVED = "corpus"  # every notebook that declares it is told the name of the folder that was read

YAML_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")}


class Parameter(NamedTuple):
    """One declaration `name: type = default  # comment` of a cell tagged `parameters`."""

    name: str
    type: str
    default: Any
    comment: str


def read_notebook(path: Path) -> dict:
    """The notebook at `path` as JSON. Raises UsageError if it is not a notebook, or one of its cells is none."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for number, cell in enumerate(notebook["cells"], 1):
            cell["source"] = "".join(cell["source"])
            if wrong := _wrong_in(cell):
                raise UsageError(f"cell {number}: {wrong}", file=str(path), remedy="Save it again in JupyterLab")
    except OSError as error:
        raise UsageError(f"cannot read this notebook ({error.strerror})", file=str(path)) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError("this is not a notebook of format 4", file=str(path), remedy="Save it again in JupyterLab") from error
    return notebook


def _wrong_in(cell: dict) -> str:
    """What papermill and we would fall over, and nothing where all is well."""
    about = cell.get("metadata", {})
    if not isinstance(about, dict):
        return "its metadata are no object"
    tags = about.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        return "its tags are no list of texts"
    return "" if cell["cell_type"] in ("code", "markdown", "raw") else "it is neither code nor Markdown"


def declared(notebook: dict, file: str) -> list[Parameter]:
    """Parameters of the first cell tagged `parameters`, in the order they stand there; none if no cell is tagged.

    notebook : a notebook as JSON
    file     : its name, for messages

    Raises UsageError naming the line of that cell if something other than literals is assigned there.

    >>> cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": "top_n: int = 20  # rows of a table"}
    >>> declared({"cells": [cell]}, "example.ipynb")
    [Parameter(name='top_n', type='int', default=20, comment='rows of a table')]
    """
    cells = (cell for cell in notebook["cells"] if "parameters" in cell.get("metadata", {}).get("tags", []))
    cell = next(cells, None)
    if cell is None:
        return []
    try:
        statements = ast.parse(cell["source"]).body
    except SyntaxError as error:
        raise UsageError(f"the cell tagged 'parameters' is not Python ({error.msg})", file=file, line=error.lineno) from error
    comments = _comments(cell["source"])
    return [_declaration(statement, comments, file) for statement in statements if not _is_text(statement)]


def names_declared(paths: Iterable[Path]) -> set[str]:
    """The parameters that any of these notebooks declares."""
    return {item.name for path in paths for item in declared(read_notebook(path), path.name)}


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string.lstrip("# ").rstrip() for token in tokens if token.type == tokenize.COMMENT}


def _declaration(statement: ast.stmt, comments: dict[int, str], file: str) -> Parameter:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            written = annotation.value if isinstance(annotation, ast.Constant) else ast.unparse(annotation)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            written = None
        case _:
            raise UsageError(
                f"line {statement.lineno} of the cell tagged 'parameters' declares no parameter",
                file=file,
                remedy="Write name: type = literal  # comment",
            )
    try:
        default = ast.literal_eval(value)
    except ValueError as error:
        raise UsageError(
            f"the default of parameter '{name}' is not a literal",
            file=file,
            remedy="Derive values in a later cell, or they keep the default when the parameter is set",
        ) from error
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    return Parameter(name, str(written or _type_of(default)), default, " ".join(comments[n] for n in lines if n in comments))


def _type_of(default: Any) -> str:
    if isinstance(default, list):
        return f"list[{type(default[0]).__name__ if default else 'str'}]"
    return "str | None" if default is None else type(default).__name__


def read_values(path: Path) -> dict[str, str]:
    """Values of a YAML file `name: value`, every scalar as the text it was written in; a list becomes a JSON list of texts.

    Raises UsageError naming the line: not YAML, no mapping of names to scalars or lists of scalars, a name that comes twice, a tag.
    """
    root = _compose(path)
    values: dict[str, str] = {}
    for key, node in root.value if root else []:
        line = key.start_mark.line + 1
        if key.value in values:
            raise UsageError(f"parameter '{key.value}' comes twice", file=str(path), line=line)
        items = node.value if node.id == "sequence" else [node]
        if not all(item.id == "scalar" for item in (key, *items)):
            raise UsageError("a value is a scalar or a list of scalars", file=str(path), line=line)
        if strange := [item.tag for item in (key, node, *items) if item.tag not in YAML_TAGS]:
            raise UsageError(f"the tag {strange[0]} is not allowed here", file=str(path), line=line)
        values[key.value] = json.dumps([item.value for item in items]) if node.id == "sequence" else node.value
    return values


def _compose(path: Path) -> Any:
    import yaml  # here, because most runs are given no file

    try:
        root = yaml.compose(read_small(path, LARGEST_DESCRIBING).decode(), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read the parameters file ({error})", file=path.name) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UsageError(f"not YAML: {getattr(error, 'problem', error)}", file=str(path), line=line) from error
    except RecursionError as error:
        raise UsageError("nested too deeply", file=str(path)) from error
    if root is not None and root.id != "mapping":
        raise UsageError("parameters are written as name: value, one a line", file=str(path), line=root.start_mark.line + 1)
    return root


def given_to_each(notebooks: Mapping[str, dict], values: Mapping[str, str], corpus: str) -> dict[str, dict[str, Any]]:
    """What each notebook is given: the values that it declares, and the corpus's name where it asks for it.

    notebooks : name -> notebook as JSON
    values    : name -> text, as `check` takes them

    Raises UsageError as `declared` and `check` do.
    """
    declarations = {name: declared(notebook, f"{name}.ipynb") for name, notebook in notebooks.items()}
    given = check(values, declarations)
    for name, items in declarations.items():
        if any(item.name == RESERVED for item in items):
            given[name][RESERVED] = corpus
    return given


def meant_by_each(notebooks: Mapping[str, dict], given: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """The value of each parameter of each notebook: the one that it is given, or else the one that it declares."""
    defaults = {
        name: {item.name: item.default for item in declared(notebook, f"{name}.ipynb")} for name, notebook in notebooks.items()
    }
    return {name: values | given.get(name, {}) for name, values in defaults.items()}


def check(values: Mapping[str, str], notebooks: Mapping[str, list[Parameter]]) -> dict[str, dict[str, Any]]:
    """Read each value in the type its notebooks declare, and give it to every notebook that declares it.

    values    : name -> text
    notebooks : notebook's name -> its declarations

    Returns for every notebook the values to inject (an empty dict where there is none).
    Raises UsageError: nobody declares the name (the nearest one is suggested), or the text cannot be read in the declared type.

    >>> check({"top_n": "007"}, {"01_terms": [Parameter("top_n", "str", "x", "")], "02_topics": []})
    {'01_terms': {'top_n': '007'}, '02_topics': {}}
    """
    given: dict[str, dict[str, Any]] = {name: {} for name in notebooks}
    for name, text in values.items():
        if name == RESERVED:
            remedy = "Name its folder after the command: parallax run FOLDER"
            raise UsageError("the corpus is no parameter here", remedy=remedy, about=f"parameters.{name}")
        takers = [(notebook, item) for notebook, items in notebooks.items() for item in items if item.name == name]
        if not takers:
            raise _unknown(name, notebooks)
        for notebook, parameter in takers:
            given[notebook][name] = _value(parameter, text, notebook)
    return given


def _unknown(name: str, notebooks: Mapping[str, list[Parameter]]) -> UsageError:
    known = {item.name for items in notebooks.values() for item in items} - {RESERVED}
    remedy = nearest(name, sorted(known))
    return UsageError(f"no notebook declares a parameter '{name}'", remedy=remedy, about=f"parameters.{name}")


def _value(parameter: Parameter, text: str, notebook: str) -> Any:
    try:
        text.encode("utf-8")
        return _reader(parameter.type)(text)
    except ValueError as error:
        shown = text if len(text) <= 80 else f"{text[:77]}..."
        raise UsageError(
            f"parameter '{parameter.name}' of {notebook} is {parameter.type}, and '{shown}' is not",
            remedy=_ADVICE.get(parameter.type.removesuffix(" | None")),
            about=f"parameters.{parameter.name}",
        ) from error


_ADVICE = {
    "int": "Give a whole number such as 20",
    "float": "Give a finite number such as 0.5",
    "bool": "Give true, false, yes or no",
    "list[str]": 'Give items with commas between them, or a JSON list such as ["a", "b, c"]',
    "list[int]": "Give whole numbers with commas between them",
}


def _reader(kind: str) -> Callable[[str], Any]:
    """How text is read as `kind`; an optional type takes the empty text (and, unless it is a text, `none`) for None."""
    kind = kind.replace(" ", "")
    if optional := re.fullmatch(r"Optional\[(.+)\]|(.+)\|None|None\|(.+)", kind):
        inner = next(filter(None, optional.groups()))
        read, empty = _reader(inner), {""} if inner == "str" else {"", "none", "null"}
        return lambda text: None if text.strip().lower() in empty else read(text)
    if inner_list := re.fullmatch(r"list\[(\w+)\]", kind):
        read_item = _reader(inner_list[1])
        return lambda text: [read_item(item) for item in _items(text)]
    if kind == "list":
        return _items
    if kind in _SCALARS:
        return _SCALARS[kind]
    raise ValueError(f"no text can be read as {kind}")


def _items(text: str) -> list[str]:
    """Items of a list: those of a JSON list, or the parts between commas.

    >>> _items("war, peace"), _items('["a, b"]'), _items("")
    (['war', 'peace'], ['a, b'], [])
    """
    text = text.strip()
    if not text.startswith("["):
        return [item.strip() for item in text.split(",")] if text else []
    try:
        items = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not all(isinstance(item, str) for item in items):
        raise ValueError("a list of scalars is expected")
    return items


def _int(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,18}", text.strip()):
        raise ValueError("not a whole number")
    return int(text)


def _float(text: str) -> float:
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", text.strip()) or not math.isfinite(float(text)):
        raise ValueError("not a finite number")
    return float(text)


def _bool(text: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if text.strip().lower() not in words:
        raise ValueError("neither true nor false")
    return words[text.strip().lower()]


_SCALARS: dict[str, Callable[[str], Any]] = {"str": str, "int": _int, "float": _float, "bool": _bool}
