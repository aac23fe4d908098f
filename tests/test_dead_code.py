"""No function, class or constant stands there for nobody: each is used in the package, listed for notebooks, or a command."""

import ast

import pytest
from test_structure import MODULES, imports_of, name_of, parse

import analysis
import analysis.measure
import analysis.show.charts
import analysis.text
from analysis.text.reading.known_formats import FORMATS

HOOKS = {
    "__getattr__",
    "__dir__",
    "__all__",
    "__credits__",
    "__version__",
}  # of analysis/__init__.py, which Python and packaging ask for
PAGES = "analysis.text.reading"
# By the script that an installation makes; and by a process of its own, whose program parser_process.py writes as text, and which runs
# its neighbours by their paths.
STARTED = {
    "analysis.start.main",
    f"{PAGES}.html_worker.main",
    f"{PAGES}.orphaned.end_with",
    f"{PAGES}.page_rest.in_one",
    f"{PAGES}.page_rest.left",
    f"{PAGES}.page_rest.plain_lists",
    f"{PAGES}.page_rest.plain_quotations",
    f"{PAGES}.page_states.stated",
    *(f"{PAGES}.page_exports.{name}" for name in ("plain", "several")),
    f"{PAGES}.formats.serve.main",
    *(f"{PAGES}.formats.{form.reader}.read" for form in FORMATS.values()),
}


TEXT = "analysis.text"
# Works a whole corpus at once: what work in parts is held against, and what tests of a rule call.
REFERENCE = {
    f"{TEXT}.cleaning.clean.clean",
    f"{TEXT}.quotes.quotations.find_quotes",
    f"{TEXT}.words.languages.with_language",
    f"{TEXT}.words.tokens.tokenize",
}


def defined(tree):
    """Name -> the statement that defines it, of what a module defines at its top; not what is registered by its decorator."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            registers = any("." in ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list)
            found |= {} if registers else {node.name: node}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]
            found |= {part.id: node for part in parts if isinstance(part.ctx, ast.Store)}
    return found


def read_in(tree):
    """Names that code reads, plain or behind a dot."""
    names = set()
    for node in ast.walk(tree):
        names |= {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) else set()
        names |= {node.attr} if isinstance(node, ast.Attribute) else set()
    return names


def unused(modules, listed=frozenset()):
    """The dead names of modules, given as dotted name -> tree; `listed` are names that are used elsewhere, written with their module.

    Another module uses a name that it imports, and one that it reads behind the dot of a module it imports.
    """
    packages = {module.rpartition(".")[0] for module in modules}
    places = {module: module.split(".")[: None if module in packages else -1] for module in modules}
    imported = {module: set(imports_of(tree, tuple(places[module]))) for module, tree in modules.items()}
    by_statement = {module: [(node, read_in(node)) for node in tree.body] for module, tree in modules.items()}
    read = {module: set().union(*(names for _, names in found)) for module, found in by_statement.items()}
    dead = []
    for module, tree in modules.items():
        others = [other for other in modules if other != module]
        reached = listed.union(*(imported[other] for other in others))
        behind = set().union(*(read[other] for other in others if module in imported[other]))
        for name, statement in defined(tree).items():  # a function that calls itself is not used by that
            beside = any(name in names for node, names in by_statement[module] if node is not statement)
            if not beside and name not in HOOKS | behind and f"{module}.{name}" not in reached:
                dead.append(f"{module}.{name}")
    return dead


@pytest.mark.parametrize(
    ("code", "dead"),
    [
        ("def f(): f()", ["f"]),
        ("def f(): return 1\nX = f()\nprint(X)", []),
        ("class A: pass\ndef f(a: A): pass\nf(1)", []),
        ("A, B = 1, 2\nprint(A)", ["B"]),
        ("def f(g): return g\ndef g(): pass\nf(1)", []),  # the argument of that name hides it: a limit of this test
        ("@app.command()\ndef f(): pass", []),
        ("@cache\ndef f(): pass", ["f"]),
        ("x.f = 1\ndef f(): pass", []),
    ],
)
def test_what_nobody_uses_is_seen(code, dead):
    assert unused({"p.m": ast.parse(code)}) == [f"p.m.{name}" for name in dead]


@pytest.mark.parametrize(
    ("other", "dead"),
    [
        ("from .m import f", []),
        ("from . import m\nm.f()", []),
        ("from . import m\nm.g()", ["p.m.f"]),
        ("from . import n\nn.f()", ["p.m.f"]),
        ("def h(f): pass\nh(1)", ["p.m.f"]),
    ],
)
def test_what_another_module_uses_is_seen(other, dead):
    assert unused({"p.m": ast.parse("def f(): pass"), "p.o": ast.parse(other)}) == dead
    assert unused({"p.m": ast.parse("def f(): pass"), "p.o": ast.parse(other)}, {"p.m.f"}) == []


def test_nothing_in_the_package_is_dead():
    modules = {name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", "."): parse(path) for path in MODULES}
    rooms = (analysis, analysis.measure, analysis.show.charts, analysis.text)
    listed = {f"{room.__name__}.{module}.{name}" for room in rooms for module, names in room.NAMES.items() for name in names}
    assert len(modules) > 100 and len(listed) > 30
    assert unused(modules, listed | STARTED | REFERENCE) == []
