"""The import name of Parallax, in a clone: `import parallax_workbook as px` gives the package that lies in analysis/.

Nothing comes in; out goes that package, loaded from the folder beside this file under a name that nobody else has. It exists because
`analysis` is a name that many a folder bears: an analyst's own analysis.py, or another distribution, would come first. A wheel installs
the package under this name and needs no such file.
"""

import importlib.util
import sys
from pathlib import Path

_NAME, _FOLDER = "parallax_workbook", Path(__file__).resolve().parent / "analysis"
_spec = importlib.util.spec_from_file_location(_NAME, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)])
sys.modules[_NAME] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules[_NAME])

if __name__ == "__main__":  # python -m parallax_workbook, which a wheel answers by the package's own __main__
    from parallax_workbook.start import main

    main()
