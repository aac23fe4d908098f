"""The languages in whose encodings a text may have been saved: their letters, commonest words and encodings. Data, and two look-ups.

The words tell which language a text is in, and the letters which spelling is at home in it; neither has to be complete, since what
they leave open is not guessed. Words are the commonest of each language that no neighbour shares at the same rate.
"""

# ruff: noqa: E501 - a language is one row

from typing import NamedTuple


class Language(NamedTuple):
    """A language: its letters beyond those of ASCII (all of them for other scripts), its commonest words, its encodings.

    singles : letters beyond ASCII that are words of their own
    """

    code: str
    letters: frozenset[str]
    words: frozenset[str]
    encodings: tuple[str, ...]
    singles: frozenset[str] = frozenset()


WESTERN = ("cp1252", "iso8859_15", "mac_roman")
CENTRAL = ("cp1250", "iso8859_2")
RUSSIAN = ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
BALTIC = ("cp1257",)
# encoding, in the order in which it is named where several spell a text alike
ENCODINGS = tuple(dict.fromkeys((*WESTERN, *CENTRAL, "cp1254", *BALTIC, *RUSSIAN, "cp1253", "iso8859_7")))


def _language(code: str, letters: str, words: str, encodings: tuple[str, ...], singles: str = "") -> Language:
    return Language(code, frozenset(letters + letters.upper()), frozenset(words.split()), encodings, frozenset(singles))


LANGUAGES = (
    _language("en", "", "the of and to in a is was for on that with as it by at be from his are this have not which but he she they an", WESTERN),
    _language("de", "äöüß", "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an er hat", WESTERN),
    _language("fr", "àâæçéèêëîïôœùûüÿ", "de la le et les des en un du une que est pour qui dans par sur pas au plus ce il sont ont aux", WESTERN, "àô"),
    _language("es", "áéíñóúü", "de la que el en y a los se del las un por con no una su para es al lo como más pero", WESTERN, "óá"),
    _language("it", "àèéìíîòóùú", "di che e la il un a per è in una sono non si da come con le dei nel della del alla gli ha", WESTERN, "èé"),
    _language("pt", "áâãàçéêíóôõúü", "de a o que e do da em um para é com não uma os no se na por mais as dos ao das", WESTERN, "éàó"),
    _language("nl", "éëïöü", "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit door", WESTERN),
    _language("sv", "åäöé", "och i att det som en på är av för med den till inte om ett han var jag från har de", WESTERN, "å"),
    _language("da", "æøåé", "og i at det er en til af på for med den der som de ikke et har om var han fra", WESTERN, "å"),
    _language("no", "æøåéòô", "og i det er på en til som for av med at de har ikke den om et han var fra", WESTERN, "å"),
    _language("fi", "äöå", "ja on ei että se oli hän mutta ovat kun myös joka mukaan sekä tai niin kuin ole olla sen", WESTERN),
    _language("is", "áéíóúýþæðö", "og að í er á sem til um við en var með það ekki af hann fyrir því þar ég", WESTERN, "íáó"),
    _language("pl", "ąćęłńóśźż", "w i na z do się nie że to o jest po od za przez ale jak tym dla oraz był są już które", CENTRAL),
    _language("cs", "áčďéěíňóřšťúůýž", "a se v na je že to z s o do i k za by ale pro jsem jako od po byl jsou který si", CENTRAL),
    _language("sk", "áäčďéíĺľňóôŕšťúýž", "a sa v na je že to z s o do i k za by ale pre som ako od po bol sú ktorý si", CENTRAL),
    _language("hu", "áéíóöőúüű", "a az és hogy nem is egy van meg ez de csak volt már el mint még azt ki szerint", CENTRAL, "ő"),
    _language("hr", "čćđšž", "i je u na da se za su od s koji što kao ne bi o nije iz će to a ali po", CENTRAL),
    _language("sl", "čšž", "in je v na da se za so z ki pa bi tudi ne ni po kot iz pri od bo s ko", CENTRAL),
    _language("ro", "ăâîşţ", "de și în a la cu pe nu din că un o mai este pentru care au s-a sau se şi ca al fost", CENTRAL),
    _language("tr", "çğıöşüâîû", "ve bir bu da de için ile çok olarak daha olan gibi var ne ama en kadar sonra o ise", ("cp1254",)),
    _language("et", "äöõüšž", "ja on ei et see ta oli kui mis ka aga oma ning kes selle siis või pole nii sest", (*BALTIC, "cp1252", "iso8859_15")),
    _language("lv", "āčēģīķļņšūž", "un ir no ar par tas ka arī kas bet uz pie tika vai pēc lai gan tā nav bija", BALTIC),
    _language("lt", "ąčęėįšųūž", "ir yra kad su iš tai bet kaip į jis buvo ar tik už dėl nuo apie pagal jau savo", BALTIC, "į"),
    _language("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
              "и в не на что с по как из за к от у о он но для это а до его она был же так", RUSSIAN, "ивскоуаяИВСКОУАЯ"),
    _language("uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
              "і в не на що з та у до як за від про для це а й є але по його він яка під через", RUSSIAN, "івзуайєяоІВЗУАЙЄЯО"),
    _language("be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
              "і ў не на што з у да як за ад па гэта а для ён але яго пра былі каб яна так", RUSSIAN, "іўзуаяоІЎЗУАЯО"),
    _language("bg", "абвгдежзийклмнопрстуфхцчшщъьюя", "и в на не да се за от е че с по са ще като си към но това до при", RUSSIAN, "ивсеаоуяИВСЕАОУЯ"),
    _language("sr", "абвгдђежзијклљмнњопрстћуфхцчџш", "и је у на да се за су од са који што као не би о није из ће то", RUSSIAN, "иуоаксИУОАКС"),
    _language("mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџш", "и на во да се од за со е не ќе што го ја ги дека кои како по", RUSSIAN, "иеоаИЕОА"),
    _language("el", "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
              "και το να του η της με για την ο που στο από τον τα δεν θα οι στην είναι των ότι", ("cp1253", "iso8859_7"), "ηοΗΟ"),
)  # fmt: skip
# Words that English writes with letters it does not have, so that they tell one spelling from another.
BORROWED = frozenset(
    ["naïve", "naïvety", "naïveté", "café", "cafés", "cliché", "clichés", "fiancé", "fiancée", "résumé", "façade", "façades", "crème", "brûlée", "déjà", "voilà", "señor", "señora", "piñata", "jalapeño", "niño", "niña", "são", "josé", "josé's", "andré", "rené", "zoë", "chloë", "noël", "brontë", "citroën", "beyoncé", "françois", "françoise", "michèle", "hélène", "curaçao", "côte", "château", "châteaux", "chateaux", "rhône", "zürich", "düsseldorf", "malmö", "bogotá", "medellín", "cancún", "martín", "garcía", "hernández", "gonzález", "rodríguez", "lópez", "pérez", "sánchez", "fernández", "gómez", "peña", "núñez", "ibáñez", "vis-à-vis", "mère", "père", "frère", "première", "élite", "élysée", "protégé", "soirée", "entrée", "touché", "exposé", "blasé", "papier-mâché", "coup", "d'état", "état", "à"]
)  # fmt: skip
WORD_SHARE = 0.05  # of all words that are among a language's commonest, from which a text is taken to be in it
FEWEST = 2


def language_of(words: list[str]) -> Language | None:
    """The language of which most of these lower-case words are common ones; None where they are too few. The first wins a tie.

    >>> language_of("the bridge over the river is closed".split()).code, language_of("lorem ipsum dolor sit".split())
    ('en', None)
    """
    counts = [(sum(word in language.words for word in words), language) for language in LANGUAGES]
    most, language = max(counts, key=lambda pair: pair[0])
    return language if most >= FEWEST and most >= WORD_SHARE * len(words) else None


def letters_in(encoding: str) -> frozenset[str]:
    """All letters of the languages that are written in an encoding."""
    return frozenset().union(*(language.letters for language in LANGUAGES if encoding in language.encodings))
