"""Parallax: how different outlets tell the same story.

`import analysis as px` gives the names that a notebook uses. They are listed in NAMES with the module each lives in, and that
module is imported when the name is first used: a page that draws nothing pays for no figures.
"""

import importlib

__version__ = "0.1.0"

NAMES = {
    "text.prepare": ("prepare",),
    "text.words": ("stop_list",),
    "measure.ledger": ("account", "removed_lines", "changed_lines", "rule_effects"),
    "measure.counts": ("join_articles", "count_terms", "count_ngrams", "group_sizes", "split_stop_words"),
}
_MODULE_OF = {name: module for module, names in NAMES.items() for name in names}
__all__ = sorted(_MODULE_OF)


def __getattr__(name: str):
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'analysis' has no name '{name}'. It has: {', '.join(__all__)}")
    value = getattr(importlib.import_module(f".{_MODULE_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
