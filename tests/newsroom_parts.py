"""What stands around the facts in the made-up newsroom: sentences and sayings composed from parts.

A pattern and a source of chance in, a sentence out. A part has three words at most, and a pattern has no more between two parts, so
that two articles hardly ever have a whole sentence in common, as in real news: what several have word for word is a story's.
"""

import random
import re

SLOT = re.compile(r"\{(\w+)\}")


def _several(phrases: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in phrases.split(","))


def composed(patterns: tuple[str, ...], chance: random.Random, **given: str) -> str:
    """One of the patterns with a part for each slot, and a capital letter at its beginning; given are parts that are not drawn."""
    text = SLOT.sub(lambda slot: given.get(slot[1]) or chance.choice(PARTS[slot[1]]), chance.choice(patterns))
    return text[0].upper() + text[1:]


PARTS = {
    "thing": _several(
        """
        housing, schools, traffic, tourism, parking, libraries, railways, farming, bridges, hospitals, museums, taxes,
        elections, training, forests, harbours, energy, insurance, pensions, theatres, markets, playgrounds, lighting,
        recycling, cycling, policing, broadband, fishing, nurseries, roads, airports, gardens, swimming, archives,
        heating, plumbing, pavements, ferries, sheep, orchards, vineyards, quarries, chimneys, cellars, monuments,
        allotments, canals, tunnels, bakeries, breweries, tramways, kitchens, laundries, stables, mills, lighthouses,
        choirs, carnivals, beaches, footpaths, ponds, hedges, drains, fences
        """
    ),
    "who": _several(
        """
        the council, town planners, worried parents, shopkeepers, two committees, the county, local firms,
        many tenants, older neighbours, auditors, church groups, commuters, three inspectors, landlords,
        retired engineers, the regulator, students, volunteers, farmers, young architects, the assembly, a few donors,
        economists, campaigners, surveyors, pensioners, cyclists, bus drivers, market traders, historians,
        a commission, gardeners, the treasurer, school heads, librarians, some investors, the harbour master,
        night watchmen, carpenters, visitors, the archbishop, choir singers, four families, poets, chemists,
        an inquiry, anglers, the electricians, newcomers, book clubs
        """
    ),
    "did": _several(
        """
        debated, praised, cursed, reviewed, ignored, defended, studied, neglected, counted, forgot, mentioned,
        criticised, measured, postponed, supported, discovered, doubted, rejected, welcomed, wanted, described,
        funded, blamed, inspected, resisted, revived, sketched, joked about, argued over, wrote about, asked for,
        gave up, looked into, worried about, paid for, stood by, hoped for, complained about, saved, reformed,
        photographed, mapped, inherited, preferred, missed, envied, tolerated, celebrated, compared, discussed
        """
    ),
    "went": _several(
        """
        thrived, stalled, grew dearer, fell apart, waited, mattered more, paid better, shrank, recovered, drew crowds,
        stood idle, ran late, lost money, improved, broke down, went unnoticed, moved elsewhere, slowed down,
        caused trouble, needed repair, came first, took longer, looked shabby, filled up, cost millions,
        changed hands, made headlines, aged badly, suffered, expanded, vanished, won prizes, stayed cheap,
        became scarce, divided opinion, went wrong, kept growing, lay empty, bored everybody, pleased few
        """
    ),
    "how": _several(
        """
        quietly, openly, rarely, often, at once, in vain, with patience, twice, again, without haste, by accident,
        at length, on paper, in earnest, with care, reluctantly, half-heartedly, unexpectedly, stubbornly, in silence,
        in private, as usual, by mistake, against advice, bit by bit, with relief, cheerfully, politely, grudgingly,
        out loud, thoroughly, in passing, by degrees, once more, on purpose, somehow
        """
    ),
    "when": _several(
        """
        last year, in spring, before Easter, for decades, after midnight, this winter, that evening, over Christmas,
        in April, ten years ago, every autumn, at weekends, since childhood, in June, during holidays, all summer,
        until recently, lately, two years running, at dawn, after lunch, long ago, that same month, between elections,
        in hard times, overnight, for weeks, nightly, in September, around noon, the other day, earlier, last century,
        of late, in October, year after year
        """
    ),
    "where": _several(
        """
        near the station, by the canal, across the county, uphill, in every suburb, behind closed doors, on the coast,
        downtown, inland, in old quarters, at the border, beside the cathedral, along the quay, in the valleys,
        around the castle, out west, in back streets, under the arches, on the hill, abroad, in three parishes,
        at the fair, opposite the barracks, up north, on both banks, in the woods, next door, beyond the ring road,
        throughout the islands, on the heath, down south, at the edges, in the hinterland, by the lake
        """
    ),
    "adj": _several(
        """
        costly, dull, famous, fragile, noisy, popular, rusty, modern, bygone, small, neglected, colourful, cheap,
        public, private, gloomy, splendid, crowded, vacant, splintered, useful, plain, foreign, beloved, clumsy,
        distant, sturdy, faded, slow, rural, seasonal, makeshift, proud, thrifty, scorned, drafty, spotless, leafy,
        half-built, communal
        """
    ),
    "few": _several(
        """
        two, the cheapest, a dozen, hardly any, seven, the boldest, the shortest, nearly all, a third, the oldest,
        exactly one, nine, the dullest, half, a handful
        """
    ),
    "soon": _several(
        """
        by the weekend, in a month, before summer, within days, next week, after the holidays, by Thursday,
        within a year, at Christmas, in May, tomorrow morning, at the latest, by September, in two weeks, any day now,
        before long, in the new year, when snow melts, within hours, next season
        """
    ),
    "hit": _several(
        """
        shook, divided, reached, surprised, occupied, struck, silenced, startled, angered, amused, alarmed, cost,
        united, haunted, weakened, helped, confused, delighted, bothered, saddened, troubled, pleased, worried,
        shocked, moved, stirred, ruined, saved, upset, enraged
        """
    ),
    "num": _several(
        """
        three, four, five, seven, eight, nine, ten, eleven, twelve, fifteen, sixteen, seventeen, eighteen, twenty,
        thirty, forty, fifty, sixty, seventy, ninety
        """
    ),
    "spoke": _several(
        "spoke of, named, mentioned, feared, cited, debated, pointed to, dreaded, studied, lectured on, returned to, skirted"
    ),
    "came": _several(
        """
        helped out, found rooms, waited, arrived, slept, learned the language, cooked, queued, sang, found work,
        rested, told stories, unpacked, planted trees, repaired bicycles, taught chess, bought bread, stayed on,
        kept shop, lit candles
        """
    ),
    "we": _several(
        """
        we, you, people, my neighbours, nobody here, they, all of us, my sister, the young ones, somebody,
        those above, the others, everybody, most families, no one
        """
    ),
    "will": _several("could, should, might, will, must, would, will never, can hardly, may yet, ought to, had to, will surely"),
    "do": _several(
        """
        fix, sell, accept, forget, repeat, explain, survive, understand, pay for, live with, look after, believe,
        prevent, talk about, improve, hide, solve, share, stop, swallow, check, endure, justify, mend, laugh at,
        go through, sort out, ask about, plan, imagine
        """
    ),
    "it": _several(
        """
        this mess, the bill, such noise, these rules, their promises, the delay, any of it, half the street,
        our savings, the smell, a mistake, so many letters, old quarrels, the waiting, this summer, their figures,
        the whole thing, a hundred excuses, such nonsense, the cold, these stairs, our patience, the rumours,
        the damage, an answer, that decision, the queue, their silence, the worst, more of this
        """
    ),
    "then": _several(
        """
        before winter, this time, without help, in one night, for ever, by Friday, sooner or later, at our age,
        with luck, after all, as things stand, on our own, once again, for nothing, in good time, one day,
        like adults, tomorrow, in this town, at any price, from now on, under pressure, somewhere else, with dignity,
        for the children
        """
    ),
    "was": _several("was, seemed, looked, became, felt, remained, sounded, proved"),
    "bad": _several(
        """
        unfair, harmless, absurd, worrying, worse, ridiculous, too much, quite normal, dangerous, hopeless, a gift,
        hard to bear, pointless, good enough, a lesson, beyond words, almost funny, our own fault, no surprise,
        necessary
        """
    ),
}
BACKGROUND = (
    "{when}, {who} {did} {thing} {where}, while {thing} {went}.",
    "{who} {did} {thing} {how}; {thing} {went} {when}.",
    "{adj} {thing} and {adj} {thing} {went} {where} {when}.",
    "{who} {did} {adj} {thing} because {thing} {went} {how}.",
    "{where}, {thing} {went} {how}, and {who} {did} {thing} {when}.",
    "{who} {did} {few} of {num} plans for {thing} {when}.",
    "since {thing} {went} {where}, {who} {did} {thing} {how}.",
    "{who} {did} {thing} {when} and {did} {adj} {thing} {where}.",
    "although {who} {did} {thing} {how}, {adj} {thing} {went} {when}.",
    "{how}, {adj} {thing} {went}; {who} {did} {thing} {where}.",
    "a {adj} report on {thing} {did} {thing} {how}.",
    "without {thing}, {thing} {went} {when}, and {who} {did} {num} of them.",
    "{thing} {went} {where} before {who} {did} {thing} {when}.",
    "{num} percent of readers {did} {adj} {thing} {how}, though {thing} {went}.",
)
CLIMATE = (
    "{who} {spoke} climate {word} {how}, as {thing} {went}.",
    "{when}, {who} {spoke} climate {word} {where}.",
    "climate {word} {how} came up when {who} {did} {thing}.",
    "after {thing}, {who} {spoke} climate {word} {when}.",
)
MOVING = (
    "{num} {word} {came} {where} {when}.",
    "{where}, {num} {word} {came} {how}.",
    "{who} met {adj} {word}, who {came} {when}.",
    "for {word}, {who} {did} {thing} {how}.",
)
SAYINGS = (
    "{we} {will} {do} {it} {then}",
    "{it} {was} {bad}, and {we} {will} {do} {it}",
    "{then}, {we} {will} {do} {it}",
    "{it} {was} {bad} {then}",
    "when {we} had to {do} {it}, it {was} {bad}",
    "{we} {will} {do} {it}, but {it} {was} {bad}",
)
