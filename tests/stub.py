"""The names of `px` for editors and completion, which read code and run none: a `.pyi` beside each `__init__.py` that has NAMES.

`python tests/stub.py` writes them; a test holds the two together.
"""

from pathlib import Path
from types import ModuleType

import analysis
import analysis.measure
import analysis.show.charts
import analysis.text

PACKAGES = (analysis, analysis.measure, analysis.show.charts, analysis.text)
HEAD = "# Written by tests/stub.py from NAMES in __init__.py.\n\n"


def place(package: ModuleType) -> Path:
    return Path(package.__file__).with_suffix(".pyi")


def stub(package: ModuleType) -> str:
    """The text of a stub: each name with the module it lives in."""
    pairs = sorted((module, name) for module, names in package.NAMES.items() for name in names)
    imports = "".join(f"from .{module} import {name} as {name}\n" for module, name in pairs)
    spaces = getattr(package, "SPACES", {})
    for name, room in sorted(spaces.items()):
        parent, _, leaf = room.rpartition(".")
        imports += f"from .{parent} import {leaf} as {name}\n"
    version = "__version__: str\n" if package is analysis else ""
    return f"{HEAD}{imports}\nNAMES: dict[str, tuple[str, ...]]\n{version}"


if __name__ == "__main__":
    for package in PACKAGES:
        place(package).write_text(stub(package), encoding="utf-8")
