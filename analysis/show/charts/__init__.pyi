# Written by tests/stub.py from NAMES in __init__.py.

from .bars import part_bars as part_bars
from .bars import signed_bars as signed_bars
from .dots import ranked_dots as ranked_dots
from .dots import signed_dots as signed_dots
from .links import passage_links as passage_links
from .maps import heat_map as heat_map
from .maps import places_in_articles as places_in_articles
from .maps import spans as spans
from .moved_dots import dumbbells as dumbbells
from .scatter import rate_scatter as rate_scatter
from .trees import cluster_map as cluster_map
from .trends import trend_lines as trend_lines

NAMES: dict[str, tuple[str, ...]]
