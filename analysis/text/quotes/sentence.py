"""One sentence while reported speech is looked for in it: where its clauses begin and what its words are. Words in, answers out."""

from typing import NamedTuple

from .article import Article
from .clause_words import Grammar
from .people import Words
from .reporting import Lexicon

BREAKS = frozenset('.;:—–!?…“”„«»"()[]')
CLAUSE = 12


class Hit(NamedTuple):
    """Words `first` to before `last` that say that somebody says something: a verb, or several words that stand for one."""

    first: int
    last: int
    verb: str
    verb_class: str


class Sentence(NamedTuple):
    """Words `first` to before `last` of a paragraph of an article."""

    article: Article
    paragraph: int
    words: Words
    lexicon: Lexicon
    grammar: Grammar
    first: int
    last: int

    def gap(self, at: int) -> str:
        """What stands between a word and the one before it."""
        return self.words.text[self.words.ends[at - 1] : self.words.starts[at]] if at else ""

    def comma(self, at: int) -> bool:
        """Whether a comma stands before a word of the sentence, and not at its begin."""
        return self.first < at < self.last and "," in self.gap(at)

    def broken(self, at: int) -> bool:
        """Whether a mark that parts clauses more than a comma does stands before a word, or the word is quoted."""
        return not self.words.outside[at] or not BREAKS.isdisjoint(self.gap(at))

    def next_comma(self, at: int) -> int | None:
        """The first word from `at` on with a comma before it."""
        return next((place for place in range(at, self.last) if self.comma(place)), None)

    def capital(self, at: int) -> bool:
        return self.words.text[self.words.starts[at]].isupper()

    def before_verb(self, at: int, begin: int) -> int:
        """The word before a verb, adverbs and the like aside; below `begin` where there is none."""
        near = at - 1
        while near >= begin and self.lexicon.is_between(self.words.terms[near]) and self.words.outside[near]:
            near -= 1
        return near

    def is_finite(self, first: int, last: int, loosely: bool = True) -> bool:
        """Whether some words have a verb that makes them a clause; always, where the language has no list of such verbs."""
        terms, grammar, lexicon = self.words.terms, self.grammar, self.lexicon
        if not grammar.finite:
            return True
        for at in range(first, last):
            if terms[at] in grammar.finite and (at == first or terms[at - 1] != "to"):
                return True
            if loosely and first < at < last - 1 and len(terms[at]) > 3 and terms[at].endswith(grammar.ends):
                behind = terms[at + 1]
                small = behind in lexicon.before or behind in lexicon.articles or behind in lexicon.possessives
                if small or behind in grammar.that:
                    return True
        return False

    def is_clause(self, first: int, loosely: bool) -> bool:
        """Whether a clause begins with a word that stands right behind a verb: it was late, and not a lot, nor on Monday."""
        terms, grammar, lexicon = self.words.terms, self.grammar, self.lexicon
        if first + 1 >= self.last or self.broken(first) or self.comma(first) or self.comma(first + 1):
            return False
        if terms[first] in grammar.begins:
            small = lexicon.before | lexicon.articles | grammar.joins | grammar.as_
            return terms[first + 1] not in small and not self.broken(first + 1)
        if terms[first] in grammar.relative and terms[first] not in grammar.that:
            return False
        if terms[first] in lexicon.before or terms[first] in grammar.behind or terms[first] in grammar.subordinate:
            return False
        last = first + 1
        while last < min(first + CLAUSE, self.last) and not self.broken(last) and not self.comma(last):
            if terms[last] in grammar.relative or terms[last] in grammar.that:
                break
            last += 1
        return self.is_finite(first, last, loosely)
