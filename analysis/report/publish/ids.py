"""The ids of one page, and its sections: what a page's parts claim as they are put together.

Nothing comes in; out go names that are still free. It exists because two parts of a page may want the same one.
"""


class Ids:
    """The ids of one page: a second claim to the same one gets a number.

    level    : that of the last heading
    sections : the id and the words of each heading of the second level
    """

    def __init__(self, *taken: str):
        self.taken = set(taken)
        self.has_heading = False
        self.level = 1
        self.sections: list[tuple[str, str]] = []

    def claim(self, wanted: str) -> str:
        """
        >>> ids = Ids("content")
        >>> ids.claim("words"), ids.claim("words"), ids.claim("content")
        ('words', 'words-2', 'content-2')
        """
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}-{number}", number + 1
        self.taken.add(name)
        return name
