"""A corpus prepared in parts: articles in; ledger, languages, words and quotations out.

The steps are those of cleaning, words and quotes. Each asks the shelf for what is there, works the rest in parts of some megabytes of
text, and lets the corpus decide what only the corpus can: which lines are furniture, how names of sites end titles, which language
short texts are lent, whom a surname means. Most articles are as they would be alone; only the others are worked again for it.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from ..cleaning.broken import Forms
from ..cleaning.characters import correct
from ..cleaning.clean import forms_of, furniture
from ..cleaning.headlines import title_tails
from ..quotes.namesakes import Namesakes, Note
from ..quotes.quoted_words import one_name_each
from ..words.languages import Detected, told
from ..words.segmenters import not_split
from ..words.tokens import with_names
from .assembled import ledger_of, quotes_of, tokens_of
from .held import Held
from .keys import key_of, key_of_frame, key_of_rules, rules_for
from .packs import Packs
from .rows import Rows, Texts
from .steps import (
    DECIDED,
    DOUBT,
    FACTS,
    LINES,
    NOTES,
    QUOTES,
    REMOVED,
    SKETCH,
    WORDS,
    Settings,
    lined,
    looked_at,
    noted,
    quoted,
    sketched,
    worded,
)  # fmt: skip
from .stock import Shelf
from .versions import worked_by
from .workers import Hands, Order

PART = 4 << 20  # bytes of text that are worked at a time


class InParts:
    """The work on the articles of a corpus. The state kept is the rows of each step and the keys by which they are known.

    articles : table `articles`, as it is read
    packs    : where rows are kept; None keeps none
    hands    : who works the parts
    held     : where what is made is held; None holds it in memory
    """

    def __init__(self, articles: pd.DataFrame, settings: Settings, packs: Packs | None, hands: Hands, held: Held | None = None):
        self._articles, self._settings, self._hands = articles, settings, hands
        self._ids: list[str] = articles["doc_id"].tolist()
        self._sizes = pc.binary_length(pa.array(articles["text"], pa.large_string())).fill_null(0).to_numpy()
        self._held = held or Held()
        self._shelf = Shelf(packs, self._held)
        self._forms: Forms = Counter()
        self._keys: dict[str, list[bytes]] = {}
        self._rows: dict[str, Rows] = {}

    def ledger(self) -> pd.DataFrame:
        """Table `ledger`, as clean.clean gives it."""
        self._keys[SKETCH] = self._sketch_keys()
        self._draft(range(len(self._ids)), None)
        rows = self._shelf.take(SKETCH, self._keys[SKETCH])
        if doubtful := self._doubts(rows):
            wanted = set().union(*doubtful.values())
            for numbers in self._batches(range(len(self._ids))):
                self._forms += forms_of(self._articles.iloc[numbers], self._settings.rules, wanted)
            for number, forms in doubtful.items():
                counts = [(form, self._forms[form]) for form in sorted(forms)]
                self._keys[SKETCH][number] = key_of(self._keys[SKETCH][number], counts)
            self._draft(list(doubtful), self._forms)
            rows = self._shelf.take(SKETCH, self._keys[SKETCH])
        found = self._furniture(rows)
        by_article = [found[first:last] for first, last in zip(rows.bounds[:-1], rows.bounds[1:], strict=True)]
        self._shelf.give_up(SKETCH)
        tails = title_tails(self._articles)
        self._keys[LINES] = self._line_keys(self._keys[SKETCH], by_article, self._tails_of(tails))

        def order(numbers: list[int]) -> Order:
            marks = np.concatenate([by_article[number] for number in numbers])
            keys = [self._keys[LINES][number] for number in numbers]
            return Order(lined, (self._articles.iloc[numbers], self._settings, self._forms, marks, tails, keys))

        return ledger_of(self._worked(LINES, order), self._ids, self._held.column)

    def languages(self) -> pd.DataFrame:
        """Table `articles` with its languages, as languages.with_language gives it."""
        given = self._articles["language"].fillna("")
        self._keys[FACTS] = [key_of(key, language) for key, language in zip(self._keys[LINES], given, strict=True)]

        def order(numbers: list[int]) -> Order:
            keys = [self._keys[FACTS][number] for number in numbers]
            return Order(looked_at, (self._articles.iloc[numbers], self._ledger(numbers), keys))

        rows = self._worked(FACTS, order)
        names = (np.array(words, dtype=object)[codes] for codes, words in map(rows.coded, ("language", "origin")))
        self._articles = told(self._articles, Detected(*names, rows.numbers("certainty")), self._text_of)
        return self._articles

    def ledger_with(self, flag: int) -> pd.DataFrame:
        """The ledger of the articles that have some of what a flag of steps.looked_at says."""
        return self._ledger(np.flatnonzero(self._rows[FACTS].numbers("flags") & flag).tolist())

    def tokens(self, ledger: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
        """Table `tokens`, as tokens.tokenize gives it; `shares` is what segmenters.unspaced_share says of the corpus."""
        language, unsplit = self._articles["language"].fillna("").tolist(), not_split(shares)
        self._keys[WORDS] = [
            key_of(key, language[number], self._ids[number] in unsplit, self._settings.possessive)
            for number, key in enumerate(self._keys[LINES])
        ]

        def order(numbers: list[int]) -> Order:
            articles, keys = self._articles.iloc[numbers], [self._keys[WORDS][number] for number in numbers]
            own = shares[shares["doc_id"].isin(articles["doc_id"])]
            return Order(worded, (articles, self._ledger(numbers), self._settings, own, keys))

        frame = tokens_of(self._worked(WORDS, order), self._ids, ledger, self._held.column)
        return with_names(frame, self._articles, shares)

    def key(self) -> bytes:
        """A key of the articles' names, lines and words, by which what is made of all of them is known again."""
        return key_of(self._ids, b"".join(self._keys[WORDS]))

    def quotes(self) -> pd.DataFrame:
        """Table `quotes`, as quotations.find_quotes gives it."""
        people = self._settings.people
        own = key_of_frame(people), repr(self._settings.verbs)
        self._keys[NOTES] = self._keys[QUOTES] = [key_of(key, *own) for key in self._keys[WORDS]]
        firsts: list[Note] = []
        of_each: list[list[Note]] = [[] for _ in self._ids]
        if Namesakes(people).has_surnames:
            firsts, of_each = self._notes()

        def order(numbers: list[int]) -> Order:
            keys = [self._keys[QUOTES][number] for number in numbers]
            notes = [*firsts, *(note for number in numbers for note in of_each[number])]
            return Order(quoted, (*self._tables(numbers), self._settings, notes, keys))

        return one_name_each(quotes_of(self._worked(QUOTES, order), self._ids), people)

    def _notes(self) -> tuple[list[Note], list[list[Note]]]:
        """What the corpus tells of people listed: the first note of each namesake, and the notes of each article."""

        def order(numbers: list[int]) -> Order:
            keys = [self._keys[NOTES][number] for number in numbers]
            return Order(noted, (*self._tables(numbers), self._settings, keys))

        rows = self._worked(NOTES, order)
        told_by, bounds = rows.texts("note").to_pylist(), rows.bounds.tolist()
        known, firsts = Namesakes(self._settings.people), {}
        named, of_each = [], []
        for doc_id, first, last in zip(self._ids, bounds[:-1], bounds[1:], strict=True):
            named.append(json.loads(told_by[first]))
            notes = [(doc_id, *_note(text)) for text in told_by[first + 1 : last]]
            of_each.append(notes)
            known.take(notes)
            for note in notes:
                firsts.setdefault(note[1:3], note)
        self._keys[QUOTES] = [key_of(key, known.seen(persons)) for key, persons in zip(self._keys[NOTES], named, strict=True)]
        return list(firsts.values()), of_each

    def _sketch_keys(self) -> list[bytes]:
        rules = self._settings.rules
        base = key_of(worked_by(), key_of_rules(rules))
        columns = self._articles["text"], rules_for(rules, self._articles["file"])
        return [key_of(base, text, some) for text, some in zip(*columns, strict=True)]

    def _line_keys(self, keys: Iterable[bytes], found: Iterable[np.ndarray], tails: Iterable[Sequence[str]]) -> list[bytes]:
        columns = keys, self._articles["title"], found, tails
        return [
            key_of(key, title if isinstance(title, str) else None, marks.tobytes() if marks.any() else b"", ending)
            for key, title, marks, ending in zip(*columns, strict=True)
        ]

    def _draft(self, numbers: Iterable[int], forms: Forms | None) -> None:
        """Sketch the articles that are not sketched, and keep their ledgers as they are unless the corpus decides otherwise."""
        keys, nothing = self._keys[SKETCH], np.zeros(0, dtype=np.int8)
        line_keys = self._line_keys(keys, [nothing] * len(keys), [()] * len(keys))
        numbers = list(numbers)
        todo = [numbers[at] for at in self._shelf.lacking(SKETCH, [keys[number] for number in numbers])]

        def order(batch: list[int]) -> Order:
            own = [keys[number] for number in batch], [line_keys[number] for number in batch]
            return Order(sketched, (self._articles.iloc[batch], self._settings, forms, *own))

        self._work(todo, order)

    def _doubts(self, rows: Rows) -> dict[int, list[str]]:
        """The forms in doubt of each article that has such."""
        places = np.flatnonzero(rows.numbers("flags") & DOUBT)
        found: dict[int, list[str]] = {}
        for number, form in zip(rows.articles()[places], rows.texts("text").take(pa.array(places)).to_pylist(), strict=True):
            found.setdefault(int(number), []).append(form)
        return found

    def _furniture(self, rows: Rows) -> np.ndarray:
        """What clean.furniture says of each line of the corpus."""
        flags, other = rows.numbers("flags"), rows.numbers("other")
        encoded = rows.texts("text").dictionary_encode().chunks  # one dictionary for all
        texts = encoded[0].dictionary if encoded else pa.array([], pa.large_string())
        codes = np.concatenate([np.zeros(0, dtype=np.int64), *(chunk.indices.to_numpy() for chunk in encoded)])
        del encoded
        if other.any():  # what was received in two forms is two lines
            forms, of_each = np.unique(other, return_inverse=True)
            pairs, codes = np.unique(codes * len(forms) + of_each.reshape(-1), return_inverse=True)
            texts, codes = texts.take(pa.array(pairs // len(forms))), codes.reshape(-1)
        removed, decided = (flags & REMOVED) > 0, (flags & DECIDED) > 0
        return furniture(Texts(texts), codes, rows.articles(), removed, decided, self._articles, self._settings.rules)

    def _tails_of(self, tails: dict[object, set[str]]) -> list[tuple[str, ...]]:
        """For each article the ends of its source's titles that its own has."""
        found = []
        for source, title in zip(self._articles["source"], self._articles["title"], strict=True):
            known = tails.get(source, ()) if isinstance(title, str) else ()
            found.append(tuple(sorted(tail for tail in known if correct(title)[0].endswith(tail))))
        return found

    def _work(self, numbers: Iterable[int], order: Callable[[list[int]], Order]) -> None:
        """Have some articles worked, in parts."""
        for answer in self._hands.map(order(batch) for batch in self._batches(numbers)):
            for written in answer:
                self._shelf.add(written)

    def _worked(self, step: str, order: Callable[[list[int]], Order]) -> Rows:
        """The rows of a step; what is not there is worked."""
        self._work(self._shelf.lacking(step, self._keys[step]), order)
        self._rows[step] = self._shelf.take(step, self._keys[step])
        self._shelf.give_up(step)
        return self._rows[step]

    def _batches(self, numbers: Iterable[int]) -> Iterator[list[int]]:
        """Some articles in parts, in their order."""
        batch, size = [], 0
        for number in numbers:
            if batch and size + self._sizes[number] > PART:
                yield batch
                batch, size = [], 0
            batch.append(number)
            size += self._sizes[number]
        if batch:
            yield batch

    def _ledger(self, numbers: list[int]) -> pd.DataFrame:
        return ledger_of(self._rows[LINES].of(numbers), [self._ids[number] for number in numbers])

    def _tables(self, numbers: list[int]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """Articles, ledger and words of some articles."""
        ledger, ids = self._ledger(numbers), [self._ids[number] for number in numbers]
        return self._articles.iloc[numbers], ledger, tokens_of(self._rows[WORDS].of(numbers), ids, ledger)

    def _text_of(self, place: int) -> str:
        texts = self._ledger([place])["text"]
        return "\n".join(texts.dropna())


def _note(text: str) -> tuple[str, tuple, str]:
    person, (given, behind), full = json.loads(text)
    return person, (tuple(given), tuple(behind)), full
