"""An article while it is asked who speaks in it: its paragraphs and who is named in them in, whom a pronoun or an office means out."""

from bisect import bisect_left
from collections.abc import Sequence

from .genders import PLURAL, gender_of_name, gender_of_word
from .people import Mention, Words
from .reporting import Lexicon

BACK = 3  # paragraphs before its own in which a pronoun's person may stand


class Article:
    """An article while its quotations are given to speakers: its paragraphs, who is named in them, and who has spoken so far."""

    def __init__(self, paragraphs: Sequence[Words], named: Sequence[list[Mention]], lexicon: Lexicon, titles: bool = True):
        self.paragraphs, self.named, self.lexicon = paragraphs, named, lexicon
        self.titles = titles  # whether somebody may be named by a title
        self.spoke: list[set[str]] = [set() for _ in range(len(paragraphs))]
        self.reported: list[list[tuple[int, int]]] = [[] for _ in range(len(paragraphs))]
        self._titled: dict[str, set[str]] | None = None
        self._titles: dict[str, str] = {}
        self._read = 0

    def pronoun(self, paragraph: int, at: int) -> str:
        """Whom the pronoun means that is word `at` of a paragraph; "" where it could be several, or nobody.

        It is the one person of its gender who is named before it outside quotations and reports, in its paragraph or in the nearest
        before with any. Who is named within a report or a quotation is no subject of the article.
        """
        wanted = gender_of_word(self.paragraphs[paragraph].terms[at], self.lexicon)
        if wanted == PLURAL:
            return ""
        for back in range(paragraph, max(paragraph - 1 - BACK, -1), -1):
            sentences = self.paragraphs[back].sentences
            before = at if back == paragraph else len(sentences)
            standing: dict[int, set[str]] = {}
            for mention in self._standing(back):
                if mention.first < before:
                    standing.setdefault(sentences[mention.first], set()).add(mention.person)
            if not standing and self.spoke[back]:
                standing[0] = self.spoke[back]
            for number in sorted(standing, reverse=True):
                fits = [person for person in standing[number] if not wanted or self._gender(person, paragraph) in ("", wanted)]
                if fits:
                    again = any(
                        sentences[place] == number and self._same_pronoun(back, place, wanted)
                        for place in range(bisect_left(sentences, number), before)
                    )
                    return fits[0] if len(fits) == 1 and not again else ""
        fits = {mention.person for mention in self._standing(paragraph)}  # In her words …, as Ruiz has it
        fits = {person for person in fits if not wanted or self._gender(person, paragraph) in ("", wanted)}
        return fits.pop() if len(fits) == 1 else ""

    def _same_pronoun(self, paragraph: int, at: int, wanted: str) -> bool:
        """Whether a word is a pronoun of a gender, which means somebody who was named before: He met Cole."""
        words = self.paragraphs[paragraph]
        return (
            words.outside[at]
            and words.terms[at] in self.lexicon.pronouns
            and gender_of_word(words.terms[at], self.lexicon) == wanted
            and not any(first <= at < last for first, last in self.reported[paragraph])
        )

    def _standing(self, paragraph: int) -> list[Mention]:
        """Those who are surely named in a paragraph, outside quotations and reports."""
        reported = self.reported[paragraph]
        return [
            mention
            for mention in self.named[paragraph]
            if mention.certain and not any(first <= mention.first < last for first, last in reported)
        ]

    def _gender(self, person: str, paragraph: int) -> str:
        """The gender of a person, by the name, or by a title that stands before it as far as the article has been read."""
        while self._read <= paragraph:
            words = self.paragraphs[self._read]
            for mention in self.named[self._read]:
                before = words.terms[mention.first - 1] if mention.first else ""
                title = gender_of_word(before, self.lexicon)
                if title and before not in self.lexicon.pronouns | self.lexicon.possessives:
                    self._titles.setdefault(mention.person, title)
            self._read += 1
        return gender_of_name(person) or self._titles.get(person, "")

    def titled(self, office: str) -> str:
        """Whom the article names with an office, as in President Ruiz; "" where nobody has, or several."""
        if self._titled is None:
            self._titled = {}
            for words, own in zip(self.paragraphs, self.named, strict=True):
                for mention in own:
                    at = mention.first - 1
                    if mention.certain and at >= 0 and words.terms[at] in self.lexicon.offices:
                        self._titled.setdefault(words.terms[at], set()).add(mention.person)
        people = self._titled.get(office, set())
        return next(iter(people)) if len(people) == 1 else ""
