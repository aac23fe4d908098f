"""What a run is told, and how it reads its corpus: words that a person typed in, an order and a snapshot out.

It joins notebooks, which the report room knows, with the corpus, which the text room reads; so it stands beside the command line, and
only that imports it.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from . import asked
from . import check as checking


class Order(NamedTuple):
    """What a run is told: each notebook with the values it is given, its number of code cells, what it rests on in the corpus.

    meant   : the values of all parameters of those notebooks for which one was set that only the corpus can tell to be right
    without : the cleaning rules that are not to act
    """

    tasks: list[tuple[Path, dict[str, Any]]]
    cells: dict[str, int]
    meant: dict[str, dict[str, Any]]
    without: list[str]


def ordered(folder: Path, paths: list[Path], values: Mapping[str, str]) -> Order:
    """Read the notebooks, and the values set for them; what can be seen to be wrong before the corpus is read is refused."""
    from .report.execute.parameters import given_to_each, meant_by_each, read_notebook

    notebooks = {path.stem: read_notebook(path) for path in paths}
    given = given_to_each(notebooks, values, folder.resolve().name)
    asked.check_values(given, folder)
    decided = {name: notebook for name, notebook in notebooks.items() if asked.rests_on_corpus({name: given[name]})}
    cells = {name: sum(cell["cell_type"] == "code" for cell in item["cells"]) for name, item in notebooks.items()}
    without = next((values[asked.RULES] for values in given.values() if asked.RULES in values), [])
    return Order([(path, given[path.stem]) for path in paths], cells, meant_by_each(decided, given), without)


def snapshot(
    corpus: Path,
    folder: Path,
    max_quarantine: float,
    order: Order,
    tell: Callable[[str], None],
    told: list[str],
    workers: int | None = None,
    cluster: str = "",
) -> dict[str, Any]:
    """Read the corpus once, for all notebooks; nothing is saved of one in which a run would fail. Lines for the user go to `told`."""
    from .text.parts.held import give_back
    from .text.prepare import prepare, save

    prepared = prepare(corpus, without_rules=order.without, workers=workers, cluster=cluster, progress=tell)
    checking.refuse(prepared, corpus, max_quarantine)
    asked.check_against(prepared, order.meant)
    save(prepared, folder)
    told += [*checking.loud(prepared), *checking.set_aside(prepared)]
    give_back()  # the pages need the memory now
    return {name: value for name, value in prepared.info.items() if name != "kept_as"}  # where that lies is of this machine


def said(snapshot: Path, corpus: Path) -> Iterable[str]:
    """What the corpus says, read only where a page holds something that may be of this machine."""
    from .text import said as texts

    return texts.said(snapshot, corpus)
