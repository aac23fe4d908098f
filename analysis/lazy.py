"""Names that are loaded when they are first used: a package in, the two functions by which Python asks it for a name out.

It exists so that a page that draws nothing pays for no figures, and so that a name which is none is answered by the nearest one.
"""

import contextlib
import difflib
import importlib
import sys
from collections.abc import Callable, Mapping


def lazily(
    package: str, shown_as: str, names: Mapping[str, tuple[str, ...]], elsewhere: Callable[[str], object] | None = None
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Make `__getattr__` and `__dir__` of a package whose names live in modules below it.

    package   : its dotted name, `__name__` within it
    shown_as  : what a notebook calls it, such as "px.measure"
    names     : module below the package -> the names that it gives
    elsewhere : asked for a name that is not among them; raises AttributeError or KeyError where it knows none either
    """
    module_of = {name: module for module, given in names.items() for name in given}

    def get(name: str) -> object:
        if name in module_of:
            value = getattr(importlib.import_module(f".{module_of[name]}", package), name)
            setattr(sys.modules[package], name, value)
            return value
        if elsewhere is not None and not name.startswith("_"):
            with contextlib.suppress(KeyError):
                return elsewhere(name)
        near = difflib.get_close_matches(name, module_of, n=1)
        raise AttributeError(f"{shown_as} has no name '{name}'" + (f". Nearest: {shown_as}.{near[0]}" if near else ""))

    return get, lambda: sorted(module_of)
