"""A made-up corpus in which outlets choose their stories and tell each alike: whatever differs on the same story is chance, or planted.

An outlet likes one kind of news, so that a plain comparison finds the words of that kind. Of one story all articles are by one hand:
its names, words of its kind, common words, and a subject of the article's own, so that words come in bursts.
"""

import csv
import io
import random
from datetime import date, timedelta

from dealt import COMMON, lay

OUTLETS = ("Herald", "Post", "Radio", "Web")
KINDS = {
    "courts": ["judge", "trial", "verdict", "lawyer", "appeal", "witness"],
    "weather": ["storm", "flood", "rain", "river", "damage", "roof"],
    "football": ["goal", "match", "coach", "striker", "league", "referee"],
    "work": ["factory", "wages", "strike", "union", "jobs", "contract"],
}
FIRST_DAY, DAYS = date(2024, 1, 8), 240
HEADS, TAILS = (
    ("Bar", "Dun", "Fal", "Gor", "Hul", "Kel", "Mar", "Tor"),
    ("dale", "ford", "ham", "mond", "ney", "ton", "vik", "wick"),
)


def told_alike(folder, seed, n_stories=40, habits=None, story=True):
    """Write a corpus: some 150 articles of four outlets.

    habits : outlet -> a word that it writes in four of five articles, where others write "usually"
    story  : whether the table has the column story
    """
    chance = random.Random(seed)
    weights = [1 / (rank + 3) for rank in range(len(COMMON))]
    rows = []
    for number in range(n_stories):
        kind, likers = number % len(KINDS), OUTLETS[number % len(OUTLETS)]
        parts = (HEADS, "aeiou", TAILS, ("", "er", "ia"))
        names = ["".join(map(chance.choice, parts)) for _ in range(6)]
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        for outlet in OUTLETS:
            for _ in range(chance.randint(1, 3) if outlet == likers else chance.randint(0, 1)):
                mine = (habits or {}).get(outlet)
                lines = _lines(chance, list(KINDS.values())[kind], names, weights, mine)
                title = f"{names[0]}: {chance.choice(COMMON)} and {chance.choice(COMMON)}"
                when = day + timedelta(days=chance.randint(0, 2))
                rows.append((f"d{len(rows):04}", outlet, when.isoformat(), "en", f"event {number}", title, "\n".join(lines)))
    head = ["doc_id", "source", "date", "language", "story", "title", "text"]
    kept = [place for place, name in enumerate(head) if story or name != "story"]
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows([row[place] for place in kept] for row in [head, *rows])
    return lay(folder, {"articles.csv": sheet.getvalue()})


def _lines(chance, kind, names, weights, habit):
    """Three paragraphs of one article."""
    subject, lines = chance.sample(COMMON, 4), []
    word = habit if habit and chance.random() < 0.8 else "usually"
    for _ in range(3):
        words = chance.choices(COMMON, weights, k=18) + chance.choices(subject, k=5) + chance.choices(kind, k=4)
        words += [*chance.choices(names, k=5), word]
        lines.append(f"The {' '.join(chance.sample(words, len(words)))}.")
    return lines
