"""The words of an outlet's own name, as lines and words of its articles are held against them. A name in, words out.

An outlet writes its own name more often than all others do, in credits, invitations and mentions of itself. That says nothing of how it
tells a story, so cleaning and findings have to know the name when they see it.
"""

import re

APART = re.compile(r"[\W_]+")
DOMAIN = re.compile(r"(?i)^(?:https?://)?(?:www\.)?(.+?)((?:\.[a-z]{2,6}){1,2})?/?$")
ARTICLES = frozenset({"the", "der", "die", "das", "le", "la", "les", "el", "los", "il"})


def name_words(outlet: str) -> list[str]:
    """The words of a name in small letters, in their order, without an article before them and without the end of an address.

    >>> name_words("The Larkham Post"), name_words("larkham-post.co.uk"), name_words("Die Zeit"), name_words("The")
    (['larkham', 'post'], ['larkham', 'post'], ['zeit'], ['the'])
    """
    bare = DOMAIN.sub(r"\1", outlet.strip())
    words = [word for word in APART.split(bare.casefold()) if word]
    return words[1:] if len(words) > 1 and words[0] in ARTICLES else words
