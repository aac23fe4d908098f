"""The part of NLTK that words need: the Snowball stemmers. Nothing comes in, a module of NLTK goes out.

NLTK imports scikit-learn and SciPy's statistics wherever they are installed, for classifiers and tests that nobody here asks for. That
takes a second, and every notebook would pay it. So while NLTK is first imported these packages are as if they were not there, which
NLTK provides for. Whoever wants those parts of NLTK too imports nltk before the corpus is read.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

# scipy.stats is named by itself since a measure may have imported another part of SciPy before
UNASKED = ("scipy", "scipy.stats", "sklearn")


def snowball() -> ModuleType:
    """NLTK's module of the Snowball stemmers."""
    with _absent(UNASKED):
        from nltk.stem import snowball
    return snowball


@contextmanager
def _absent(names: tuple[str, ...]) -> Iterator[None]:
    """Let no package of `names` be found; one that is imported already stays. Another thread would not find them either meanwhile."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
