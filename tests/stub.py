"""The names of `px` for editors and completion, which read code and run none: `analysis/__init__.pyi`, made of analysis.NAMES.

`python tests/stub.py` writes it; a test holds the two together.
"""

from pathlib import Path

import analysis

STUB = Path(analysis.__file__).with_suffix(".pyi")
HEAD = "# Written by tests/stub.py from NAMES in __init__.py.\n\n"


def stub() -> str:
    """The text of the stub: each name with the module it lives in."""
    pairs = sorted((module, name) for module, names in analysis.NAMES.items() for name in names)
    imports = "".join(f"from .{module} import {name} as {name}\n" for module, name in pairs)
    return f"{HEAD}{imports}\nNAMES: dict[str, tuple[str, ...]]\n__version__: str\n__all__: list[str]\n"


if __name__ == "__main__":
    STUB.write_text(stub(), encoding="utf-8")
