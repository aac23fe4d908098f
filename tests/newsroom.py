"""A made-up newsroom: outlets of unequal size, stories that several of them tell, pages with furniture, and three planted differences.

`newsroom` gives articles with what is known of them: which story each tells, which of its lines are furniture. `write` makes a corpus
folder of them. All of it follows from the seed. Everybody and every place in it is made up. It exists so that a report on a large
corpus can be held against a known answer, and benchmarks have outlets as unequal as real ones; so it needs the standard library alone.
"""

import csv
import io
import math
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from newsroom_parts import BACKGROUND, CLIMATE, MOVING, PARTS, SAYINGS, composed
from newsroom_words import AGENCIES, BEATS, FACTS, HEADS, MASTHEADS, MIDDLES, NOUNS, REACHES, TAILS, THINGS, WEEKDAYS

FIRST_DAY, DAYS, SPREAD = date(2024, 1, 8), 120, 2  # a story is told within so many days after the first telling
ALONE, MOST_TELLERS = 0.25, 10  # share of the articles that tell what nobody else tells; outlets that tell one story
LEAST, MOST = 0.26, 3.9  # size of an outlet, of the mean size: 20 and 300 of 77
CLEAN_EVERY = 4  # each fourth outlet has no furniture
# parts that a story has, drawn from PARTS
DETAILS = "who who2 who3 did did2 went how how2 how3 how4 where where2 when when2 adj adj2 adj3 adj4 soon spoke hit hit2 thing3"
OWN_WORD, USUAL_WORD = 0.92, 0.98  # how faithful an outlet is to its word, and all others to the usual one
OFFICIALS, RESIDENTS = 1.0, 1.0  # quotations of each kind in an article, on average
WORDING = """Climate:
  change: [climate change]
  crisis: [climate crisis]
People on the move:
  refugees: [refugees, refugee]
  migrants: [migrants, migrant]
"""
TOPICS = """Climate: [climate change, climate crisis]
People on the move: [refugees, migrants]
Courts: [judge, court, trial, verdict]
Weather: [storm, flood, rain, river]
Football: [goal, match, coach, striker]
Economy: [factory, jobs, wages, strike]
"""


class Article(NamedTuple):
    """One article. furniture are the places in `lines`, from 0, that the template made; story is "" for one told alone; facts are the
    sentences that tell the story, each with the number of the fact."""

    doc_id: str
    source: str
    date: date
    title: str
    lines: tuple[str, ...]
    furniture: tuple[int, ...]
    story: str
    facts: dict[str, int]


class Newsroom(NamedTuple):
    """Articles in the order of source and date, and who differs: planted is crisis, officials or migrants -> outlet."""

    articles: tuple[Article, ...]
    planted: dict[str, str]
    sizes: dict[str, int]


class _Story(NamedTuple):
    beat: str
    day: int
    slots: dict[str, str]


# Furniture: lines of a page with a part that changes. Each outlet has some of these forms, spelt with its own name.
FORMS: tuple[Callable[[random.Random, str, str], str], ...] = (
    lambda r, outlet, place: f"Enlarge this image toggle caption {place} {_name(r)}/{r.choice(AGENCIES)}",
    lambda r, outlet, place: f"Image copyright {r.choice(AGENCIES)} Image caption A street in {place}",
    lambda r, outlet, place: (
        f"By {_name(r)} {_name(r)}, {outlet} staff writer, updated {r.randint(1, 12)}:{r.randint(0, 59):02d} p.m."
    ),
    lambda r, outlet, place: f"Share this article on {', '.join(r.sample(REACHES, 3))} ({r.randint(2, 900)} shares)",
    lambda r, outlet, place: f"Hide caption {place} on {r.choice(WEEKDAYS)}. {_name(r)}/{r.choice(AGENCIES)} hide caption",
    lambda r, outlet, place: f"Sign up for the {outlet} {r.choice(WEEKDAYS)} newsletter, read by {r.randint(10, 90)} thousand",
    lambda r, outlet, place: f"Read more: {r.choice(NOUNS)} in {place}",
    lambda r, outlet, place: f"{_name(r)} contributed to this {outlet} report from {place}.",
)


def newsroom(n_articles: int = 2000, n_outlets: int = 26, seed: int = 0) -> Newsroom:
    """Make up a newsroom.

    n_articles : articles in all
    n_outlets  : outlets, of lognormal size: from about a quarter of the mean to four times it; at least 4
    seed       : of everything

    Returns Newsroom. One outlet writes "climate crisis" where others write "climate change", one quotes officials twice as often, and
    one writes "migrants" where others write "refugees"; three outlets, not among the smallest. Three quarters of the articles tell a
    story that two to ten outlets tell within three days, each in a choice of its facts and in its own words; outlets choose stories by
    beats of their own. Three quarters of the outlets have furniture.
    """
    chance = random.Random(seed)
    sizes = _sizes(n_articles, n_outlets, chance)
    ranked = sorted(sizes, key=lambda outlet: (-sizes[outlet], outlet))
    first, step = int(n_outlets > 5), max(1, n_outlets // 6)
    planted = dict(zip(("crisis", "officials", "migrants"), ranked[first : first + 3 * step : step], strict=True))
    forms = {
        outlet: () if place % CLEAN_EVERY == CLEAN_EVERY - 1 else chance.sample(FORMS, chance.randint(2, 4))
        for place, outlet in enumerate(sizes)
    }
    made = [
        _article(outlet, story, number, planted, forms[outlet], chance)
        for number, story, outlets in _assigned(sizes, chance)
        for outlet in outlets
    ]
    made.sort(key=lambda article: (article.source, article.date, article.story, article.title))
    seen: Counter = Counter()
    articles = []
    for article in made:
        seen[article.source] += 1
        name = article.source.lower().replace(" ", "-")
        articles.append(article._replace(doc_id=f"{name}-{seen[article.source]:04d}"))
    return Newsroom(tuple(articles), planted, sizes)


def write(made: Newsroom, folder: Path, stories: bool = False) -> Path:
    """Write a corpus folder: articles.csv with a row for each article, wording.yml and topics.yml. Returns the folder.

    stories : whether the table has the column story
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = ["doc_id", "source", "date", "title", *(["story"] if stories else []), "text"]
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet, lineterminator="\n")
    table.writerow(names)
    for article in made.articles:
        text = "\n".join(article.lines)
        row = {**article._asdict(), "date": article.date.isoformat(), "text": text}
        table.writerow([row[name] for name in names])
    (folder / "articles.csv").write_text(sheet.getvalue(), encoding="utf-8")
    (folder / "wording.yml").write_text(WORDING, encoding="utf-8")
    (folder / "topics.yml").write_text(TOPICS, encoding="utf-8")
    return folder


def _sizes(n_articles: int, n_outlets: int, chance: random.Random) -> dict[str, int]:
    """Outlet -> articles, which add up to all."""
    mean = n_articles / n_outlets
    low, high = max(2, round(LEAST * mean)), round(MOST * mean)
    drawn = [math.exp(chance.gauss(0, 0.9)) for _ in range(n_outlets)]
    sizes = [min(high, max(low, round(n_articles * size / sum(drawn)))) for size in drawn]
    place = 0
    while (short := n_articles - sum(sizes)) != 0:  # what rounding and both ends have left, given to one outlet after the other
        step = 1 if short > 0 else -1
        sizes[place] += step if low <= sizes[place] + step <= high else 0
        place = (place + 1) % n_outlets
    towns = chance.sample([head + tail for head in HEADS for tail in TAILS], n_outlets)
    return {f"{town} {chance.choice(MASTHEADS)}": size for town, size in zip(towns, sizes, strict=True)}


def _assigned(sizes: dict[str, int], chance: random.Random):
    """Each story with its number, 0 for one that is told alone, and the outlets that tell it; each outlet gets as many as its size."""
    left, outlets = dict(sizes), list(sizes)
    liking = {outlet: {beat: chance.choice((0.3, 1, 1, 3)) for beat in BEATS} for outlet in outlets}
    alone, number = round(ALONE * sum(sizes.values())), 0
    while sum(left.values()) > alone and sum(n > 0 for n in left.values()) > 1:
        story = _story(chance)
        ready = [outlet for outlet in outlets if left[outlet] > 0]
        wanted = 2 + min(int(chance.expovariate(1 / 3)), MOST_TELLERS - 2)
        # the weights of a draw without replacement: those with the smallest exponential waiting time come first
        waiting = {o: chance.expovariate(1) / (left[o] * liking[o][story.beat]) for o in ready}
        tellers = sorted(ready, key=lambda outlet: (waiting[outlet], outlet))[:wanted]
        number += 1
        for outlet in tellers:
            left[outlet] -= 1
        yield number, story, tellers
    for outlet, n in left.items():
        for _ in range(n):
            yield 0, _story(chance), [outlet]


def _story(chance: random.Random) -> _Story:
    person, (thing, thing2) = f"{_name(chance)} {_name(chance)}", chance.sample(THINGS, 2)
    slots = {
        "person": person, "last": person.split()[1], "place": _name(chance), "river": _name(chance), "thing": thing, "thing2": thing2,
        "org": f"{_name(chance)} {chance.choice(('Trust', 'Group', 'United', 'Society'))}", "n": str(chance.randint(12, 480)),
    }  # fmt: skip
    slots |= {name: chance.choice(PARTS[name.rstrip("234")]) for name in DETAILS.split()}
    beat = chance.choice(list(BEATS))
    slots |= {name: chance.choice(words) for name, words in BEATS[beat].items()}
    return _Story(beat, chance.randrange(DAYS), slots)


def _name(chance: random.Random) -> str:
    return chance.choice(HEADS) + chance.choice(MIDDLES) + chance.choice(TAILS)


def _article(outlet: str, story: _Story, number: int, planted: dict[str, str], forms: tuple, chance: random.Random) -> Article:
    day = FIRST_DAY + timedelta(days=story.day + chance.randint(0, SPREAD))
    slots = {**story.slots, "day": WEEKDAYS[(FIRST_DAY + timedelta(days=story.day)).weekday()]}
    facts = sorted(chance.sample(range(len(FACTS)), chance.randint(3, 5)))
    told = {composed(FACTS[fact], chance, **slots): fact for fact in facts}
    more = [composed(BACKGROUND, chance) for _ in range(chance.randint(3, 8))]
    more += [
        composed(CLIMATE, chance, word=_own("crisis", "change", outlet, planted, chance)) for _ in range(_few(0.8, chance))
    ]
    more += [
        composed(MOVING, chance, word=_own("migrants", "refugees", outlet, planted, chance)) for _ in range(_few(0.8, chance))
    ]
    rate = OFFICIALS * (2 if planted.get("officials") == outlet else 1)
    more += [f"“{composed(SAYINGS, chance)},” officials said." for _ in range(_few(rate, chance))]
    more += [f"“{composed(SAYINGS, chance)},” a resident said." for _ in range(_few(RESIDENTS, chance))]
    chance.shuffle(more)
    sentences = [*told, *more]
    width = chance.randint(2, 4)
    lines = [" ".join(sentences[at : at + width]) for at in range(0, len(sentences), width)]
    page = {form(chance, outlet, slots["place"]) for form in forms if chance.random() < 0.9}
    furniture = []
    for line in sorted(page):
        at = chance.choice((0, len(lines)))
        furniture = [place + (place >= at) for place in furniture] + [at]
        lines.insert(at, line)
    title = f"{slots['place']}: {chance.choice((slots['last'], slots['org'], slots['thing']))} and {chance.choice(NOUNS)}"
    name = f"story {number}" if number else ""
    return Article("", outlet, day, title, tuple(lines), tuple(sorted(furniture)), name, told)


def _own(own: str, usual: str, outlet: str, planted: dict[str, str], chance: random.Random) -> str:
    """The word that this outlet writes: the planted one, or that of all others; now and then the other one."""
    mine = planted.get(own) == outlet
    faithful = chance.random() < (OWN_WORD if mine else USUAL_WORD)
    return own if mine == faithful else usual


def _few(mean: float, chance: random.Random) -> int:
    """A small number with this mean: 0 to three times it or so (a Poisson draw)."""
    bound, product, n = math.exp(-mean), chance.random(), 0
    while product > bound:
        product *= chance.random()
        n += 1
    return n
