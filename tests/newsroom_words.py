"""What the made-up newsroom writes with: facts of each beat in several wordings, and the words and names that fill them.

Tables of words alone; newsroom.py makes articles of them. Everybody and every place is made up.
"""


def _several(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# Facts of each beat, each told in several ways: what an outlet writes of a story is a choice of facts, and of one way for each.
BEATS: dict[str, tuple[tuple[str, ...], ...]] = {
    "weather": (
        (
            "A storm tore through {place} on {day}, and the river {river} left its bed.",
            "The {river} flooded {place} after a night of storm and rain.",
        ),
        (
            "Some {n} houses stood under water, among them the {thing} works.",
            "Water reached {n} homes and the old {thing} works.",
        ),
        ("{person}, the mayor, asked people to stay upstairs.", "Mayor {last} told everybody to keep away from the streets."),
        (
            "Boats of {org} brought supplies to the {thing2} market.",
            "{org} sent boats, which moored beside the {thing2} market.",
        ),
        ("Forecasters expect more rain by the weekend.", "More rain is on its way, the weather service warned."),
    ),
    "courts": (
        (
            "A judge in {place} heard the case against {person} on {day}.",
            "The trial of {person} opened in {place} before a full court.",
        ),
        (
            "Prosecutors say that {last} took {n} thousand from {org}.",
            "{org} is missing {n} thousand, which the charges lay at {last}'s door.",
        ),
        (
            "The defence spoke of a {thing} that nobody had ever looked for.",
            "Lawyers pointed to a missing {thing}, and asked for time.",
        ),
        ("A witness remembered a {thing2} in the corridor.", "One of those heard had seen a {thing2} near the office."),
        ("A verdict is not expected before the summer.", "The court will sit again in a month."),
    ),
    "football": (
        ("{person} scored twice as {place} won at home on {day}.", "Two goals by striker {last} gave {place} the match."),
        ("It was the first win against {org} in {n} matches.", "{org} had not lost to them for {n} games."),
        (
            "Supporters threw a {thing} on the grass, and play was stopped.",
            "A {thing} flew from the stand, which held the match up.",
        ),
        ("The coach had promised his players a {thing2}.", "For the win the team gets a {thing2}, the coach said."),
        ("They stay third in the table.", "Third place is safe for now."),
    ),
    "economy": (
        ("{org} will close its factory in {place}, it said on {day}.", "The {place} plant of {org} is to shut."),
        (
            "The decision costs {n} jobs, most of them in {thing} making.",
            "{n} people lose their work, mainly those who make the {thing}.",
        ),
        ("{person}, who speaks for the workers, called a strike.", "Union leader {last} wants everybody out at the gates."),
        ("A buyer for the {thing2} line has been sought for a year.", "Nobody wanted to take over the {thing2} department."),
        ("Wages will be paid until the autumn.", "Until autumn the staff will get their wages."),
    ),
    "health": (
        (
            "Doctors in {place} reported {n} cases of an unknown fever on {day}.",
            "An unknown fever has struck {n} people in {place}.",
        ),
        ("{person}, who leads the clinic, suspects a {thing}.", "The clinic's head, {last}, thinks that a {thing} carried it."),
        ("Nurses of {org} are testing the wells.", "Wells are being tested by {org}."),
        ("Shops sold out of {thing2} within an hour.", "There was no {thing2} to be had in any shop."),
        ("Schools stay shut for a week.", "Pupils have been sent home until next week."),
    ),
    "politics": (
        (
            "Parliament sent {person}, the minister, a letter about {place} on {day}.",
            "The minister, {person}, must explain what happened in {place}.",
        ),
        ("At issue are {n} contracts with {org}.", "{org} was given {n} contracts without a tender."),
        ("Nobody could say who had ordered the {thing}.", "Who signed for the {thing} is not known."),
        ("{last} showed reporters a {thing2} and left.", "With a {thing2} under the arm, {last} walked out."),
        ("The opposition asks for a vote.", "A vote could come within days, the opposition hopes."),
    ),
}
BACKGROUND = (
    "The council has talked about {a} for years without a result.",
    "People here know {a} and {b} well, and few of them complain.",
    "Last year a report on {a} found little to praise.",
    "Money for {b} has been cut, while {a} was spared.",
    "There was a time when {a} was the pride of the region.",
    "Nobody we asked could remember {b} in such a state.",
    "Both {a} and {b} have been put off again.",
    "A study links {a} to {b}, though not all agree.",
)
CLIMATE = (
    "Speakers named climate {word} as one reason.",
    "The debate turned to climate {word} before long.",
    "Climate {word} was on everybody's mind.",
)
MOVING = ("A group of {word} helped out.", "Rooms for {word} are short as well.", "Some {word} from the camp had come to look.")
SAYINGS = (
    "We have to be patient",
    "It could have been worse",
    "Nobody told us anything",
    "That is not how it should be done",
    "We will look at it again",
    "There is no money left",
    "I have never seen the like",
    "This must not happen twice",
)
REACHES = ("Facebook", "Twitter", "Pinterest", "WhatsApp", "Flipboard")
AGENCIES = ("NORPRESS", "Altaphoto", "Images United", "KPA")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NOUNS = _several(
    """
    housing schools traffic tourism parking libraries railways farming bridges hospitals museums taxes elections training
    forests harbours energy insurance pensions theatres markets playgrounds lighting recycling cycling policing broadband
    fishing nurseries roads airports gardens swimming archives heating plumbing pavements ferries sheep orchards vineyards
    quarries
    """
)
THINGS = _several(
    """
    anvil banjo barometer basket beehive bellows bonnet bugle cabinet candle canoe carafe cello chandelier chisel clarinet
    cobbler compass crate cupboard dagger dinghy drum easel emerald ferret flagpole flute fountain gargoyle gazebo goblet
    gramophone hammock harness harp helmet hourglass icicle inkwell javelin kayak kettle kiln ladder lantern lasso lectern
    loom lute magnet mallet mandolin marble mask metronome mitten mosaic muffin necklace needle nutmeg oboe organ padlock
    parasol pendulum piccolo pillar pitchfork plough pulley quilt quiver raft ratchet rosary saddle satchel scaffold
    sceptre scythe sextant shovel sickle sledge spindle spire statue stopwatch syringe tapestry telescope thimble trellis
    trombone turnstile typewriter umbrella urn vase violin wagon walnut whistle windmill wrench xylophone yoke zither
    """
)
HEADS = _several("Bal Cor Dren Fal Gor Hol Jas Kel Lom Mar Nor Ost Pel Quin Ros Sel Tor Ul Ver Wex")
MIDDLES = _several("an be di ga ho le mi no ru va")
TAILS = _several("bury dale ford ham ick mond ner rell sen ton vik worth")
MASTHEADS = _several("Courier Post Herald Gazette Times Mirror Standard Tribune Observer Chronicle Star Echo Record")
