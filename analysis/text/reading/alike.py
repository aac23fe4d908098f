"""Names that differ in what the eye passes over, and may be one: identifiers of articles, names of outlets. Names in, notices out."""

import re
import unicodedata
from collections import Counter

Notice = tuple[str, str, str, str]  # file, place, kind, detail
PASSED_OVER = re.compile(r"[\s'’‘ʼ´`\u200b\ufeff]+")


def near_ids(ids: dict[str, tuple[str, str, str]]) -> list[Notice]:
    """Notices of identifiers that differ in capitals, code points or spaces alone: they may be one article by two names.

    ids : doc_id -> file, place, hash
    """
    groups: dict[str, list[str]] = {}
    for doc_id in ids:
        groups.setdefault(" ".join(unicodedata.normalize("NFC", doc_id).casefold().split()), []).append(doc_id)
    notices = []
    for names in groups.values():
        for other in sorted(names)[1:] if len(names) > 1 else ():
            first, (file, place, _) = sorted(names)[0], ids[other]
            notices.append((file, place, "near-equal id", f"doc_id '{other}' is like '{first}' of {ids[first][0]}"))
    return sorted(notices)


def near_sources(sources: list[str | None], files: list[str]) -> list[Notice]:
    """Notices of outlets whose names differ in capitals, blanks or apostrophes alone: they are counted as two, and may be one.

    sources, files : of each article; the notice stands at the first article of the rarer spelling

    >>> near_sources(["The Post", "the post", "The Post", "Radio"], ["a", "b", "c", "d"])
    [('b', '', 'near-equal source', "'the post' (1) is like 'The Post' (2); as they are spelt they are two outlets")]
    """
    counts = Counter(source for source in sources if source)
    groups: dict[str, list[str]] = {}
    for name in counts:
        groups.setdefault(PASSED_OVER.sub("", unicodedata.normalize("NFKC", name)).casefold(), []).append(name)
    notices = []
    for names in groups.values():
        first, *others = sorted(names, key=lambda name: (-counts[name], name))
        for name in others:
            detail = (
                f"'{name}' ({counts[name]:,}) is like '{first}' ({counts[first]:,}); as they are spelt they are two outlets"
            )
            notices.append((files[sources.index(name)], "", "near-equal source", detail))
    return sorted(notices)
