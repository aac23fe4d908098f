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
    text = chance.choice(patterns)
    while "{" in text:  # a part may be made of parts
        text = SLOT.sub(lambda slot: given.get(slot[1]) or chance.choice(PARTS[slot[1]]), text)
    return text[0].upper() + text[1:]


PARTS = {
    "thing": _several(
        """
        housing, schools, traffic, tourism, parking, libraries, railways, farming, bridges, hospitals, museums, taxes,
        elections, training, forests, harbours, energy, insurance, pensions, theatres, markets, playgrounds, lighting,
        recycling, cycling, policing, broadband, fishing, nurseries, roads, airports, gardens, swimming, archives,
        heating, plumbing, pavements, ferries, sheep, orchards, vineyards, quarries, chimneys, cellars, monuments,
        allotments, canals, tunnels, bakeries, breweries, tramways, kitchens, laundries, stables, mills, lighthouses,
        choirs, carnivals, beaches, footpaths, ponds, hedges, drains, fences, abbeys, attics, aviaries, balconies,
        ballrooms, barns, benches, billboards, boathouses, boulevards, burrows, cafeterias, campsites, cathedrals,
        causeways, chapels, cinemas, clinics for pets, clock towers, cloisters, colonnades, courtyards, cranes,
        crossroads, dairies, dovecotes, driveways, embankments, ferns, fountains, galleries, garages, greenhouses,
        gutters, hangars, hostels, ice rinks, jetties, kennels, kiosks, lampposts, lifts, locks, manors, marshes,
        mazes, meadows, moats, nightclubs, observatories, opera, paddocks, palaces, piers, planetariums, porches,
        postboxes, prisons, pubs, reservoirs, saunas, sewers, signposts, silos, skating, spires, stadiums, staircases,
        subways, tearooms, toll booths, towpaths, turrets, viaducts, warehouses, waterfalls, weirs, wharves,
        windmills, workshops, zoos
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
        an inquiry, anglers, the electricians, newcomers, book clubs, archers, astronomers, barbers, beekeepers,
        bell ringers, brewers, butchers, caretakers, cartographers, clockmakers, coopers, crossing guards, dairymen,
        dentists, divers, drummers, florists, foresters, geologists, glaziers, grocers, hikers, innkeepers, jewellers,
        jugglers, joiners, locksmiths, masons, milliners, notaries, novelists, opticians, organists, painters,
        plumbers, potters, printers, roofers, sailors, scouts, sculptors, shepherds, stewards, surgeons, tailors,
        tanners, ushers, veterinarians, weavers, welders
        """
    ),
    "did": _several(
        """
        debated, praised, cursed, reviewed, ignored, defended, studied, neglected, counted, forgot, mentioned,
        criticised, measured, postponed, supported, discovered, doubted, rejected, welcomed, wanted, described,
        funded, blamed, inspected, resisted, revived, sketched, joked about, argued over, wrote about, asked for,
        gave up, looked into, worried about, paid for, stood by, hoped for, complained about, saved, reformed,
        photographed, mapped, inherited, preferred, missed, envied, tolerated, celebrated, compared, discussed,
        abandoned, admired, advertised, analysed, applauded, approved, auctioned, audited, banned, begged for,
        bought up, cancelled, catalogued, censured, cherished, copied, deplored, designed, documented, dreamt of,
        enlarged, examined, explored, financed, fought for, guarded, hired, imitated, investigated, leased,
        lectured on, licensed, loathed, managed, mocked, mourned, objected to, overhauled, painted, paraded,
        petitioned for, planned, pondered, privatised, protested against, quarrelled over, ranked, recommended,
        rediscovered, registered, rented, researched, restored, ridiculed, sampled, sponsored, subsidised, surveyed,
        taxed, tested, toured, tracked, trimmed, unveiled, valued, visited, voted for
        """
    ),
    "went": _several(
        """
        thrived, stalled, grew dearer, fell apart, waited, mattered more, paid better, shrank, recovered, drew crowds,
        stood idle, ran late, lost money, improved, broke down, went unnoticed, moved elsewhere, slowed down,
        caused trouble, needed repair, came first, took longer, looked shabby, filled up, cost millions,
        changed hands, made headlines, aged badly, suffered, expanded, vanished, won prizes, stayed cheap,
        became scarce, divided opinion, went wrong, kept growing, lay empty, bored everybody, pleased few, ballooned,
        blossomed, closed early, collapsed, crumbled, declined, degenerated, diversified, doubled, dragged on,
        dwindled, emptied, escaped notice, faltered, fared well, flourished, froze, gained ground, got rowdy,
        held firm, hit bottom, languished, leaked, levelled off, lingered, multiplied, overflowed, paused, peaked,
        petered out, plummeted, prospered, rallied, ran dry, ran smoothly, reopened, revived, rotted, rusted, sagged,
        split up, spread, sprang up, stagnated, survived, tripled, went bankrupt, went digital, went missing, withered
        """
    ),
    "how": _several(
        """
        quietly, openly, rarely, often, at once, in vain, with patience, twice, again, without haste, by accident,
        at length, on paper, in earnest, with care, reluctantly, half-heartedly, unexpectedly, stubbornly, in silence,
        in private, as usual, by mistake, against advice, bit by bit, with relief, cheerfully, politely, grudgingly,
        out loud, thoroughly, in passing, by degrees, once more, on purpose, somehow, accidentally, angrily,
        anonymously, awkwardly, boldly, bravely, briefly, by telephone, candidly, carelessly, clumsily, coldly,
        by candlelight, casually, dutifully, eagerly, feverishly, fiercely, gladly, gloomily, gracefully, hastily,
        in bulk, in detail, in disguise, in jest, in rhyme, in turn, in writing, lazily, loudly, merrily,
        methodically, noisily, on impulse, patiently, proudly, rashly, secretly, sternly, tirelessly, unanimously,
        under protest, vigorously, warily, with gusto, with regret, with tears, wisely
        """
    ),
    "when": _several(
        """
        last year, in spring, before Easter, for decades, after midnight, this winter, that evening, over Christmas,
        in April, ten years ago, every autumn, at weekends, since childhood, in June, during holidays, all summer,
        until recently, lately, two years running, at dawn, after lunch, long ago, that same month, between elections,
        in hard times, overnight, for weeks, nightly, in September, around noon, the other day, earlier, last century,
        of late, in October, year after year, after dark, all week, at Candlemas, at Whitsun, before breakfast,
        before harvest, by moonlight, during lunch, during Lent, every decade, every leap year, in August,
        in February, in January, in July, in March, in November, in December, in autumn, in recent months,
        in the thirties, mid-week, most evenings, on Fridays, on market days, on Thursday, on Tuesday, over Easter,
        since the flood, some time ago, the year before, this century, this spring, throughout May, twice weekly,
        under the king
        """
    ),
    "where": _several(
        """
        near the station, by the canal, across the county, uphill, in every suburb, behind closed doors, on the coast,
        downtown, inland, in old quarters, at the border, beside the cathedral, along the quay, in the valleys,
        around the castle, out west, in back streets, under the arches, on the hill, abroad, in three parishes,
        at the fair, opposite the barracks, up north, on both banks, in the woods, next door, beyond the ring road,
        throughout the islands, on the heath, down south, at the edges, in the hinterland, by the lake,
        above the cliffs, across the bay, across town, along the border, along the ridge, amid the ruins,
        around the lagoon, at crossroads, at sea, at the airport, at the docks, at the museum, behind the abbey,
        below the dam, beneath the viaduct, beside the rails, between two rivers, by the roadside, down the lane,
        in bogs, in caves, in the arcade, in the capital, in the delta, in the dunes, in the foothills, in the ghetto,
        in the north-east, in the outskirts, in the park, in the province, near the brewery, near the equator,
        near the mosque, near the pump, off the motorway, on islands, on rooftops, on the plateau, on the square,
        outside town, past the toll, under water, upstairs, upstream, within the walls
        """
    ),
    "adj": _several(
        """
        costly, dull, famous, fragile, noisy, popular, rusty, modern, bygone, small, neglected, colourful, cheap,
        public, private, gloomy, splendid, crowded, vacant, splintered, useful, plain, foreign, beloved, clumsy,
        distant, sturdy, faded, slow, rural, seasonal, makeshift, proud, thrifty, scorned, drafty, spotless, leafy,
        half-built, communal, beige, blunt, bulky, cluttered, compact, cramped, crooked, damp, decent, dusty, festive,
        flimsy, frugal, gaudy, gleaming, grand, hefty, hidden, humble, jagged, joyless, lavish, legendary, lofty,
        lopsided, luxurious, majestic, mediocre, mossy, murky, musty, narrow, neat, patchy, peculiar, picturesque,
        pricey, quaint, quirky, ramshackle, remote, robust, roomy, scruffy, secluded, shiny, shoddy, silent, sleek,
        soggy, solid, spacious, stately, steep, stylish, sunny, tacky, tidy, timid, tiny, tranquil, treasured, trendy,
        vast, versatile, weathered, windy, wobbly
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
        shocked, moved, stirred, ruined, saved, upset, enraged, amazed, annoyed, appalled, baffled, besieged, charmed,
        cheered, crippled, depressed, disappointed, disturbed, dominated, embarrassed, enchanted, encouraged,
        enriched, exhausted, fascinated, frightened, frustrated, galvanised, humbled, impressed, insulted, intrigued,
        irritated, offended, outraged, overwhelmed, paralysed, perplexed, provoked, puzzled, rattled, relieved,
        scandalised, soothed, stunned, swamped, tempted, terrified, thrilled, touched, transformed, unsettled, wearied
        """
    ),
    "num": _several(
        """
        three, four, five, seven, eight, nine, ten, eleven, twelve, fifteen, sixteen, seventeen, eighteen, twenty,
        thirty, forty, fifty, sixty, seventy, ninety
        """
    ),
    "spoke": _several(
        """
        spoke of, named, mentioned, feared, cited, debated, pointed to, dreaded, studied, lectured on, returned to,
        skirted, alluded to, brought up, called out, complained of, condemned, dwelt on, feuded over, harped on,
        joked about, lamented, marvelled at, puzzled over, quoted, raised, ranted about, referred to, remembered,
        reported on, sang of, sneered at, spelt out, testified about, touched on, whispered of, worried about
        """
    ),
    "came": _several("{made} {ware}"),
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
        go through, sort out, ask about, plan, imagine, accuse, admit, afford, answer for, avoid, bargain over, blame,
        borrow, bury, carry, challenge, count on, cure, deny, deserve, dismiss, doubt, earn, excuse, face, finish,
        guess, handle, ignore, inherit, joke about, keep, lose, measure, mention, miss, notice, oppose, outlive,
        overlook, pardon, postpone, prove, punish, question, recognise, refuse, regret, remember, repay, resist,
        restore, risk, ruin, shoulder, shrug off, simplify, split, suffer, suspect, tidy up, tolerate, trade, trust,
        undo, untangle, waste, witness
        """
    ),
    "it": _several("{det} {matter}"),
    "then": _several(
        """
        before winter, this time, without help, in one night, for ever, by Friday, sooner or later, at our age,
        with luck, after all, as things stand, on our own, once again, for nothing, in good time, one day,
        like adults, tomorrow, in this town, at any price, from now on, under pressure, somewhere else, with dignity,
        for the children, by hand, in daylight, at night, by letter, on Sundays, in a hurry, face to face, under oath,
        in tears, step by step, against the odds, within reason, through friends, on credit, with a smile, by heart,
        in public, on foot, until pay day, by force, next spring, out of spite, without a word, before breakfast,
        for a while
        """
    ),
    "was": _several("was, seemed, looked, became, felt, remained, sounded, proved"),
    "bad": _several(
        """
        unfair, harmless, absurd, worrying, worse, ridiculous, too much, quite normal, dangerous, hopeless, a gift,
        hard to bear, pointless, good enough, a lesson, beyond words, almost funny, our own fault, no surprise,
        necessary, odd, costly, generous, brave, childish, clever, cruel, cynical, dreadful, familiar, feeble,
        foolish, honest, humbling, insulting, lazy, likely, mad, marvellous, mean, messy, painful, poor, premature,
        puzzling, rash, sensible, shameful, shocking, sincere, strange, sweet, terrible, thrilling, tiresome, tragic,
        typical, unbearable, uncanny, unkind, unwise, vague, wasteful, wise, wonderful, wrong
        """
    ),
    "det": _several("this, that, our, their, such, so much, any, all this, his, her"),
    "matter": _several(
        """
        advice, anger, arithmetic, arrogance, baggage, behaviour, boredom, bread, bureaucracy, chaos, comfort,
        company, confidence, confusion, courage, courtesy, credit, damage, dancing, darkness, debt, delay, dirt, dust,
        effort, excitement, faith, fear, fog, folly, fortune, freedom, friendship, furniture, gossip, greed, grief,
        happiness, haste, honour, hope, hunger, ice, ink, jealousy, laughter, laziness, legislation, litter,
        loneliness, luck, luggage, medicine, melancholy, mischief, misery, modesty, money, mud, music, mystery, noise,
        nonsense, optimism, pain, paint, panic, paper, paperwork, patience, pepper, poetry, porridge, poverty,
        prejudice, pride, progress, propaganda, prudence, queueing, quiet, rage, red tape, respect, revenge, rubbish,
        rust, sadness, sand, secrecy, shame, shouting, silence, sleep, smoke, snow, soap, sorrow, soup, speed,
        stubbornness, sugar, sunshine, suspicion, talk, tea, thirst, thunder, timing, trouble, truth, tuition,
        vandalism, vanity, violence, waiting, waste, weeping, wisdom, worry
        """
    ),
    "made": _several(
        """
        baked, borrowed, bought, brewed, carved, collected, cooked, delivered, folded, grew, ironed, knitted, made,
        mended, needed, packed, picked, planted, polished, sewed, shared, sold, stacked, swapped, unloaded, washed,
        wrapped
        """
    ),
    "ware": _several(
        """
        apples, aprons, bicycles, blankets, boots, bowls, bread, brooms, candles, caps, carpets, chairs, cheese,
        coats, crates, cups, curtains, dolls, dumplings, flour, gloves, jam, kites, lamps, lentils, mattresses,
        onions, parcels, peaches, pillows, plates, pots, radios, ropes, sacks, scarves, sheets, shoes, soap, socks,
        soup, spoons, stoves, tables, tents, toys, trees, umbrellas
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
