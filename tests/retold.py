"""A made-up corpus of stories that several outlets retell, with the pairs of sentences that say the same.

similar.py is held against it. Each story is a set of facts (who, where, how many, what was damaged, what is planned), and each
outlet tells some of them in words of its own: a fact has five wordings that share names, numbers and a word or two. Beside them stand
sentences on the same people and places that say something else, furniture of an outlet with a changing part, and notes of agencies.
A true pair is two sentences on one fact of one story by two outlets.
"""

import random
import re
from pathlib import Path
from typing import NamedTuple

OUTLETS = ("Courier", "Herald", "Ledger", "Mirror", "Tribune")
SYLLABLES = (
    "ba",
    "cor",
    "dan",
    "el",
    "fer",
    "gul",
    "har",
    "is",
    "jor",
    "kel",
    "lim",
    "mon",
    "nor",
    "os",
    "pel",
    "rad",
    "sal",
    "tor",
    "ul",
    "ven",
)
THINGS = (
    ("bridge", "span"),
    ("school", "classrooms"),
    ("harbour", "quay"),
    ("hospital", "ward"),
    ("library", "archive"),
    ("stadium", "stands"),
    ("market", "stalls"),
    ("station", "platform"),
    ("theatre", "stage"),
    ("factory", "workshop"),
    ("museum", "gallery"),
    ("dam", "spillway"),
)
CAUSES = (
    ("fire", "blaze"), ("flood", "water"), ("storm", "gale"), ("explosion", "blast"), ("landslide", "mud"), ("strike", "walkout"),
    ("fraud", "scam"), ("crash", "collision"),
)  # fmt: skip

# wordings of each fact, [this|or that]; {n} and {m} are numbers, {p} and {q} people, {t} a town, {a} and {b} a thing in two words,
# {c} and {d} a cause in two words
FACTS = {
    "what": (
        "A {c} [destroyed|levelled|ruined] the [old|historic|much loved] {a} of {t} [early|late|in the small hours] on {day}.",
        "[Nothing|Hardly a wall|Little] is left of the {a} in {t} after a {d} [on {day}|that lasted hours|nobody foresaw].",
        "On {day} [morning|evening|night] the {a} at {t} was [lost to|brought down by|wrecked in] a {c}.",
        "{t} [woke|returned from church|came out] on {day} to [find|see|discover] its {a} [destroyed|flattened|in ruins] by a {c}.",
        "The {b} of the {a} in {t} [was gone|lay in pieces|had vanished] within [an hour|minutes|half a day] of the {d} on {day}.",
    ),
    "hurt": (
        "{n} people were [injured|hurt|wounded], among them {m} children, [rescuers|doctors|paramedics] said.",
        "[Rescuers|Doctors|Helpers] [counted|treated|brought out] {n} [injured|wounded], {m} of whom are children.",
        "Of the {n} [injured|wounded] [taken away|in hospital|carried out] {m} are [children|under age|pupils].",
        "The number of [injured|wounded|casualties] [rose|climbed|has gone up] to {n}, [including|with] {m} children.",
        "{m} [children|youngsters] were among the {n} who were [injured|hurt], [according to rescuers|the clinic reports].",
    ),
    "cost": (
        "Mayor {p} [put|set] the [damage|bill|loss] at {k} million crowns.",
        "The [damage|loss] [amounts to|exceeds|approaches] {k} million crowns, mayor {p} [estimated|told the council|wrote].",
        "{p}, the mayor, [spoke of|named|feared] [damage|costs|a loss] worth {k} million crowns.",
        "It will take {k} million crowns to [repair|mend|make good] the damage, [in the estimate|by the reckoning] of mayor {p}.",
        "[Damage|Destruction] of {k} million crowns was [done|caused], as the mayor, {p}, [reckons|believes|has it].",
    ),
    "blame": (
        "[Engineer|Surveyor] {q} had [warned|spoken|written] of [cracks|rust|faults] in the {b} [two years before|long ago].",
        "[Cracks|Defects] in the {b} had been [reported|noted] [two years earlier|in good time] by {q}, an [engineer|expert].",
        "[Two years ago|In vain] an [engineer|inspector], {q}, [pointed|drew attention] to [cracks|weak joints] in the {b}.",
        "{q}, an engineer, [says|insists|recalls] that he [warned|sent letters] [of cracks|about damage] in the {b}.",
        "[Warnings|Alarming reports] of cracks in the {b} were [raised|sent in|filed] by [engineer|surveyor] {q}.",
    ),
    "plan": (
        "The council of {t} [will vote|decides|meets to vote] on a new {a} [on {later}|this coming {later}].",
        "A [vote|ballot] on [rebuilding|restoring] the {a} is [set|due] for {later} in the council of {t}.",
        "On {later} the {t} council [decides by vote|settles] whether the {a} is [rebuilt|put up again].",
        "[Councillors|Aldermen] in {t} are to [vote|decide] about a [new|second] {a} on {later}.",
        "Whether {t} [gets|can afford|wants] a new {a} is for its [council|councillors] to [vote on|say], on {later}.",
    ),
    "money": (
        "[Donors|Wellwishers] have [given|sent] {g} crowns to a [fund|collection] that {q} [opened|set up].",
        "A fund [opened|launched] by {q} has [received|taken in] {g} crowns from [donors|the public].",
        "{g} crowns [from donors|in gifts] are in the [fund|account] which {q} [started|keeps].",
        "The [fund|appeal] of {q} [stands at|has reached] {g} crowns [given|pledged] by donors.",
        "From [donors|strangers], {q} [collected|raised] {g} crowns for a [fund|relief fund].",
    ),
}

# on the same people and places, and no two of them say the same
ASIDES = (
    "{p} has been mayor of {t} since {year}.",
    "{p} declined to take questions about the {a}.",
    "Born in {t}, {q} studied abroad.",
    "The {a} was opened in {year} by a predecessor of {p}.",
    "Police closed the roads into {t} until evening.",
    "{q} lives beside the {a}.",
    "Tourists know {t} for its {thing} and its cheese.",
    "A spokesman for {p} called the coverage unfair.",
    "{q} was not at home that day.",
    "In {year} a {c} had already struck near {t}.",
    "Schools in {t} stayed closed for the week.",
    "{p} and {q} have been at odds for years.",
    "Trains to {t} ran late.",
    "The party of {p} lost seats last spring.",
    "Neighbours brought soup and blankets to the {a}.",
    "It was raining when {p} arrived.",
    "Insurers sent {few} men to {t}.",
    "Nobody in {t} remembers a year like it.",
    "{q} wrote a book about the {a} that sold poorly.",
    "A concert in {t} was called off.",
)

FURNITURE = {
    "Courier": ("Sign up for the morning letter of the Courier to read more about {t} and its people.",),
    "Herald": ("Do you live in {t} and know more about this story, then write to the Herald newsroom at once.",),
    "Ledger": ("The Ledger depends on readers such as those in {t}, so please consider a subscription today.",),
    "Mirror": ("Read more on {t} in our special pages, and follow the Mirror on every channel.",),
    "Tribune": ("This article about {t} was first published in the printed edition of the Tribune.",),
}
AGENCY = "Coastal Wire correspondents in {t} contributed to this report, with additional material by the agency."
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Retold(NamedTuple):
    """Articles by name, the outlet of each, and for each of its lines the fact it tells ("" where it is none of the facts)."""

    texts: dict[str, list[str]]
    outlets: dict[str, str]
    facts: dict[str, list[str]]


def retold(n_stories: int = 60, seed: int = 1) -> Retold:
    """Make the corpus: every outlet tells every story, with four or five of the six facts, four to six asides and its furniture."""
    made, draw = Retold({}, {}, {}), random.Random(seed)
    for story in range(n_stories):
        values = _values(draw)
        wordings = {fact: draw.sample(range(5), 5) for fact in FACTS}  # no two outlets take the same
        for place, outlet in enumerate(OUTLETS):
            told = draw.sample(list(FACTS), draw.choice([4, 5]))
            lines = [(FACTS[fact][wordings[fact][place]], f"{story} {fact}") for fact in FACTS if fact in told]
            for aside in draw.sample(range(len(ASIDES)), draw.choice([4, 5, 6])):
                lines.insert(draw.randrange(len(lines) + 1), (ASIDES[aside], f"{story} aside {aside}"))
            lines += [(line, "") for line in (*FURNITURE[outlet], *[AGENCY] * draw.choice([0, 1]))]
            name = f"{outlet.lower()}-{story:03d}"
            made.texts[name] = [_worded(line, draw).format(**values) for line, _ in lines]
            made.outlets[name], made.facts[name] = outlet, [fact for _, fact in lines]
    return made


def _worded(line: str, draw: random.Random) -> str:
    return re.sub(r"\[([^\]]*)\]", lambda match: draw.choice(match[1].split("|")), line)


def _name(draw: random.Random, n: int) -> str:
    return "".join(draw.choices(SYLLABLES, k=n)).capitalize()


def _values(draw: random.Random) -> dict[str, str]:
    (a, b), (c, d), (thing, _) = draw.choice(THINGS), draw.choice(CAUSES), draw.choice(THINGS)
    first = ("Ana", "Ben", "Carla", "David", "Eva", "Frank", "Greta", "Hugo", "Irma", "Jonas")
    people = {key: f"{draw.choice(first)} {_name(draw, 3)}" for key in "pq"}
    day, later = draw.sample(DAYS, 2)
    numbers = {"n": draw.randint(12, 90), "m": draw.randint(2, 11), "k": draw.randint(2, 80), "few": draw.randint(2, 9)}
    numbers |= {"g": f"{draw.randint(10, 900)},{draw.randint(0, 9)}00", "year": draw.randint(1950, 2015)}
    return {
        **people,
        **numbers,
        "t": _name(draw, 3),
        "a": a,
        "b": b,
        "c": c,
        "d": d,
        "thing": thing,
        "day": day,
        "later": later,
    }


def write(made: Retold, folder: Path) -> None:
    """Write one text file per article, and sources.csv."""
    for name, lines in made.texts.items():
        (folder / f"{name}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    rows = [f"{name}.txt,{outlet},en" for name, outlet in made.outlets.items()]
    (folder / "sources.csv").write_text("\n".join(["file,source,language", *rows]) + "\n", encoding="utf-8")
