"""Two words near each other: rows at which each of them stands in, the stretches from the one to the other out.

Which patterns ask for it is read in spelling.py. It exists because "one behind the other" misses what a writer puts between two words,
and "in one sentence" finds too much.
"""

import numpy as np

from ..counting.indexed import Indexed


def near_places(
    left: tuple[np.ndarray, int], right: tuple[np.ndarray, int], most: int, index: Indexed
) -> tuple[np.ndarray, np.ndarray]:
    """The rows at which a stretch with both begins, in either order, and of how many rows each is.

    left, right : the rows, ascending, at which each stands, and how many words it has
    most        : how many words the first of the one stands behind the last of the other, at the most; 1 is next to it

    Both stand in one sentence. Of stretches that lie within each other the innermost counts: where a word is there twice, the place
    that is closer to the other word. Words between the two that were taken out of the table count as words between them.
    """
    pairs = [_behind(left, right, most), _behind(right, left, most)]
    first, last, before, after = (np.concatenate(parts) for parts in zip(*pairs, strict=True))
    order = np.lexsort((-last, first))
    first, last, before, after = first[order], last[order], before[order], after[order]
    closest = np.minimum.accumulate(np.append(last, np.iinfo(np.int64).max)[::-1])[::-1]
    inner = last < closest[1:]  # no stretch that begins later, or here and ends sooner, lies within
    first, last, before, after = first[inner], last[inner], before[inner], after[inner]
    same = (index.docs[first] == index.docs[last]) & (index.sentences[first] == index.sentences[last])
    near = same & (index.positions[after] - index.positions[before] <= most)
    return first[near], (last - first + 1)[near]


def _behind(
    one: tuple[np.ndarray, int], other: tuple[np.ndarray, int], most: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """For each place of the one the next of the other behind it: first and last row of both, and the rows at either end of the gap."""
    (starts, n_words), (others, n_others) = one, other
    place = np.searchsorted(others, starts + n_words)
    first = starts[place < len(others)]
    after = others[place[place < len(others)]]
    close = after - first - n_words < most  # in rows; in words of the text they are as far from each other, or farther
    first, after = first[close], after[close]
    return first, after + n_others - 1, first + n_words - 1, after
