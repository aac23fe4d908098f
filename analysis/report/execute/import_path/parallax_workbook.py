"""The import name of Parallax, for kernels: a folder that holds this file alone, and so can stand first on their path.

Nothing comes in; out goes the package around this file, as `parallax_workbook`. It exists because the folder of a clone holds
`analysis` as well, which on a kernel's path would come before an analyst's own analysis.py.
"""

import importlib.util
import sys
from pathlib import Path

_NAME, _FOLDER = "parallax_workbook", Path(__file__).resolve().parents[3]
_spec = importlib.util.spec_from_file_location(_NAME, _FOLDER / "__init__.py", submodule_search_locations=[str(_FOLDER)])
sys.modules[_NAME] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules[_NAME])
