"""The names of `px` for editors and completion, which read code and run none: a `.pyi` beside each `__init__.py` that has NAMES.

`python tests/stub.py` writes them; a test holds the two together.
"""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the package beside these tests, and no other that is installed

import analysis  # noqa: E402
import analysis.measure  # noqa: E402
import analysis.show.charts  # noqa: E402
import analysis.text  # noqa: E402

PACKAGES = (analysis, analysis.measure, analysis.show.charts, analysis.text)
HEAD = "# Written by tests/stub.py from NAMES in __init__.py.\n\n"


def place(package: ModuleType) -> Path:
    """The stub of a package."""
    return Path(package.__file__).with_suffix(".pyi")


def stub(package: ModuleType) -> str:
    """The text of a stub: each name with the module it lives in, and each room below px, in the order that ruff keeps imports in."""
    found = [(f".{module}", name, name) for module, names in package.NAMES.items() for name in names]
    for name, room in getattr(package, "SPACES", {}).items():
        parent, _, leaf = room.rpartition(".")
        found.append((f".{parent}", leaf, name))
    # under another name it is no re-export for ruff
    lines = [(f"from {module} import {name} as {shown}", name == shown) for module, name, shown in sorted(found)]
    imports = "".join(f"{line}\n" if same else f"{line}  # noqa: F401\n" for line, same in lines)
    version = "__version__: str\n" if package is analysis else ""
    return f"{HEAD}{imports}\nNAMES: dict[str, tuple[str, ...]]\n{version}"


if __name__ == "__main__":
    for package in PACKAGES:
        place(package).write_text(stub(package), encoding="utf-8")
