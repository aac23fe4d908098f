"""What the pages of a report leave out because it is in another language: the notes of pages in, sentences for the front page out."""

from typing import Any


def unspoken(pages: list[dict[str, Any]]) -> list[str]:
    """How many articles and words, in which languages, the pages do not speak of; none where they leave out nothing.

    pages : each with its title, and `unspoken`, what its notes say that it leaves out

    >>> unspoken([{"title": "Terms", "unspoken": ["1 article (9 words) in “ru”"]}, {"title": "Corpus", "unspoken": []}])
    ['The pages leave out 1 article (9 words) in “ru”.']
    """
    titles: dict[str, list[str]] = {}
    for page in pages:
        for what in page["unspoken"][:1]:
            titles.setdefault(what, []).append(page["title"])
    if len(titles) == 1:
        return [f"The pages leave out {what}." for what in titles]
    return [
        f"{', '.join(names)}: left out {'is' if what.startswith('1 ') else 'are'} {what}." for what, names in titles.items()
    ]
