"""Who wrote an article: a byline as a page, a table or a database has it in, names out.

The authors of an article are one value, since each of its words can be in one group alone: two who write together are another group
than either. So names are brought to one form, in the order in which they are stated, with semicolons between them.
"""

import re
from typing import Any

BETWEEN = "; "
AND = re.compile(r"(?<=[^\W\d_.])\s+(?:and|&|und|et|и|та)\s+(?=[^\W\d_])")
BY = re.compile(
    r"\s*(?:(?i:written by|by|автор[ыи]?|аўтар|auteur|autor|byline|author)(?:\s*:\s*|\s+)"
    r"|(?:[Vv]on|VON|[Pp]ar|PAR)\s+(?=[A-ZÀ-ÖØ-Þ][^\s,]*\s+[^\s,]))"  # “Von der Leyen” and “Von Trapp, Maria” are names
)
QUOTED = re.compile(r"""(['"])(.+?)\1(?=\s*[,\]])""")
LISTED = re.compile(r"^\[.*\]$", re.DOTALL)
MAIL = re.compile(r"\(?<?\S+@\S+\.\w+>?\)?")
ADDRESS = re.compile(r"https?://\S+")


def authors_of(value: Any) -> str:
    """The authors of an article, with semicolons between them; "" where none is named.

    value : a text; or a list of texts, or of objects with a name, as news interfaces answer

    A comma parts names only where the last of them is joined by “and”, since “Miller, Ann” is one.

    >>> authors_of("By Ann Miller, Bob Novak and C. Roe"), authors_of("Miller, Ann"), authors_of("['Ann Miller', 'Bob Novak']")
    ('Ann Miller; Bob Novak; C. Roe', 'Miller, Ann', 'Ann Miller; Bob Novak')
    >>> authors_of([{"name": "Ann Miller"}, "Bob Novak (b.novak@post.example)"]), authors_of(None)
    ('Ann Miller; Bob Novak', '')
    """
    found: list[str] = []
    for name in names_of(value):
        for line in re.split(r"[;|\n]", ADDRESS.sub("", MAIL.sub("", name))):
            parts = AND.split(BY.sub("", line, count=1) if BY.match(line) else line)
            found += [part for piece in parts for part in piece.split(", ")] if len(parts) > 1 else parts
    names = (" ".join(name.split()).strip(" ,–-") for name in found)
    return BETWEEN.join(dict.fromkeys(name for name in names if any(map(str.isalpha, name))))


def names_of(value: Any) -> list[str]:
    """The names in a cell: one text, a list of them, or objects with a name.

    >>> names_of("Local news"), names_of(["Local", {"name": "Traffic"}, 7]), names_of({"title": "x"})
    (['Local news'], ['Local', 'Traffic'], [])
    """
    if isinstance(value, str):
        plain = value.strip()
        if LISTED.match(plain):
            plain = plain[1:-1].strip()
            if inside := [found[2] for found in QUOTED.finditer(value)]:
                return inside
        return [plain] if plain else []
    if isinstance(value, dict):
        return names_of(value.get("name")) if isinstance(value.get("name"), str) else []
    if isinstance(value, list):
        return [name for item in value if isinstance(item, str | dict) for name in names_of(item)]
    return []
