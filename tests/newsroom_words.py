"""What the made-up newsroom writes with: facts of each beat in several wordings, and the words and names that fill them.

Tables of words alone; newsroom.py makes articles of them. Everybody and every place is made up.
"""


def _several(words: str) -> tuple[str, ...]:
    return tuple(words.split())


# The words of each beat: what happens, who acts, and what is counted.
BEATS: dict[str, dict[str, tuple[str, ...]]] = {
    "weather": {
        "event": ("a storm", "heavy rain", "a flood", "a gale", "a tempest", "hail"),
        "actor": ("the mayor", "forecasters", "the weather service", "firefighters", "rescuers", "the river guard"),
        "object": ("houses", "homes", "cellars", "streets", "boats", "sandbags", "dams"),
    },
    "courts": {
        "event": ("a trial", "a hearing", "a verdict", "an appeal", "an arrest", "a lawsuit"),
        "actor": ("a judge", "prosecutors", "the defence", "lawyers", "a witness", "the court"),
        "object": ("files", "payments", "letters", "cheques", "invoices", "tapes"),
    },
    "football": {
        "event": ("a goal", "the derby", "a late win", "the match", "a penalty", "a draw"),
        "actor": ("the coach", "the striker", "supporters", "the keeper", "a referee", "the captain"),
        "object": ("tickets", "shots", "seats", "shirts", "scarves", "passes"),
    },
    "economy": {
        "event": ("a strike", "a closure", "a takeover", "a merger", "bankruptcy", "a lockout"),
        "actor": ("the union", "managers", "workers", "the factory", "creditors", "the owners"),
        "object": ("jobs", "wages", "orders", "shifts", "machines", "contracts"),
    },
    "health": {
        "event": ("a fever", "an infection", "a cough", "an outbreak", "a shortage", "poisoning"),
        "actor": ("doctors", "nurses", "the clinic", "a pharmacist", "patients", "midwives"),
        "object": ("wells", "beds", "vaccines", "tests", "cases", "masks"),
    },
    "politics": {
        "event": ("a vote", "a scandal", "a debate", "a resignation", "a petition", "a census"),
        "actor": ("the minister", "parliament", "the opposition", "a deputy", "the senate", "party leaders"),
        "object": ("permits", "ballots", "laws", "speeches", "minutes", "treaties"),
    },
}
# What there is to tell of a story, each in two ways, of the story's own parts: an outlet has a choice of facts, and one way for each.
FACTS = (
    ("{event} {hit} {place} {where} on {day}.", "{where}, {event} {hit} {place} {how}, and {who} {did} it."),
    ("{n} {object} of {org} {went} {how2}.", "{adj} {object} {went} {when}; {org} had {n} of them."),
    ("{person} and {actor} {did2} the {thing} {where2}.", "{last} {how3} {did2} a {adj2} {thing} with {actor}."),
    ("{when2}, {org} {spoke} a {thing2}, which {hit2} {who2}.", "{org} {spoke} its {adj3} {thing2}, {who2} heard {how4}."),
    ("{who3} hope for {thing3} {soon}.", "{soon}, {who3} and {last} want {adj4} {thing3}."),
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
