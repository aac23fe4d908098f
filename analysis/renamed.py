"""Names that notebooks of before use: an old name in, what it is called now out, with a warning that says so.

It exists so that a notebook somebody wrote goes on working while px is in stages. Names that lay flat under px lie under px.measure,
px.chart and px.text; some have another name as well. Where an answer has taken the old name, the answer says where the measure is.
"""

import importlib
import warnings

RENAMED = {
    "account": "ledger_summary",
    "compare": "keyness",
    "find": "match_dictionary",
    "keyness_by": "keyness",
    "similarity_order": "cluster_order",
    "tree_map": "cluster_map",
}
SPACES = {"measure": "measure", "show.charts": "chart", "text": "text"}


def old_name(name: str, package: str) -> object:
    """What `name` meant when all names lay flat under px.

    Raises KeyError for a name that there never was.
    """
    now = RENAMED.get(name, name)
    for room, space in SPACES.items():
        module = importlib.import_module(f".{room}", package)
        if now in dir(module):
            warnings.warn(f"px.{name} is px.{space}.{now} now", FutureWarning, stacklevel=3)
            return getattr(module, now)
    raise KeyError(name)
