"""Names that notebooks of before use: an old name in, what it is called now out, with a warning that says so.

It exists so that a notebook somebody wrote goes on working while px is in stages. Names that lay flat under px lie under px.measure,
px.chart and px.text; some have another name as well. Where an answer has taken the old name, the answer says where the measure is.
What only wrote sentences for a page is gone: the answers say them now.
"""

import importlib
import re
import warnings

# what a measure or a chart was called -> what it is called now
RENAMED = {
    "account": "ledger_summary",
    "compare": "keyness",
    "find": "match_dictionary",
    "keyness_by": "keyness",
    "similarity_order": "cluster_order",
    "tree_map": "cluster_map",
}
SPACES = {"measure": "measure", "show.charts": "chart", "text": "text"}
# what is gone -> what says or does the same
INSTEAD = {
    "base_caption": "A finding says its base: px.keywords(view)",
    "of_all": "A table and a figure say of how many they show some",
    "provenance_sentence": "px.provenance(view) says it",
    "require_dictionary": 'Ask the view: px.open("folder").require("topics.yml")',
    "require_groups": 'Ask the view: px.open("folder").require("groups")',
    "selection_sentence": "px.basis(view) says it",
    "stop_list_caption": "px.frequent_terms(view) says it",
    "wording_grid": "px.wording(view) draws it",
}
SAID = re.compile(r"[a-z]+(?:_[a-z]+)*_(?:sentence|title|note)")  # how functions were called that wrote for a page
SAYS = "px writes no sentences any more. The answers say them, such as px.keywords(view)"


def old_name(name: str, package: str) -> object:
    """What `name` meant when all names lay flat under px.

    Raises KeyError for a name that there never was, AttributeError, in one line, for one that is gone.
    """
    for now in (RENAMED.get(name, name), name):
        for room, space in SPACES.items():
            module = importlib.import_module(f".{room}", package)
            if now in dir(module):
                # the warning stands at the line that asks: above are this function, __init__'s, and that of lazy.py
                warnings.warn(f"px.{name} is px.{space}.{now} now", FutureWarning, stacklevel=4)
                return getattr(module, now)
    if name in INSTEAD or SAID.fullmatch(name):
        raise AttributeError(f"px.{name} is gone. {INSTEAD.get(name, SAYS)}")
    raise KeyError(name)
