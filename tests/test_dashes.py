"""dashes.py: speech that begins a paragraph with a dash, and all that begins with one and is no speech."""

import pytest
from labels import find_in_passage

from analysis.text.quotes.dashes import resuming
from analysis.text.quotes.quoted_words import mark_voice
from analysis.text.quotes.reporting import lexicon

DUPONT, RUIZ, NOWAK = "Marie Dupont", "Ana Ruiz", "Jan Nowak"
SPEECH = [
    ("fr", "— Nous partirons demain, a dit Marie Dupont.", [("nous partirons demain", DUPONT)]),
    ("fr", "- Nous partirons demain, a dit Marie Dupont.", [("nous partirons demain", DUPONT)]),
    ("fr", "– Nous partirons, m'a dit Marie Dupont, maire de Lyon, mais pas lundi.",
     [("nous partirons", DUPONT), ("mais pas lundi", DUPONT)]),
    ("fr", "— Qui paiera ? demande Marie Dupont.", [("qui paiera", DUPONT)]),
    ("fr", "— Oui, dit Marie Dupont. — Et demain ?", [("oui", DUPONT), ("et demain", DUPONT)]),
    ("fr", "— Il a crié « non », raconte Marie Dupont.", [("il a crié non", DUPONT)]),
    ("fr", "Marie Dupont a répondu :\n\n— Nous partirons demain.", [("nous partirons demain", DUPONT)]),
    ("es", "— Vendré la casa — dijo Ana Ruiz —, pero no ahora.", [("vendré la casa", RUIZ), ("pero no ahora", RUIZ)]),
    ("es", "—Vendré la casa —dijo Ana Ruiz—. Pero no ahora.", [("vendré la casa", RUIZ), ("pero no ahora", RUIZ)]),
    ("es", "―¿Vendrás? ―le preguntó Ana Ruiz―.", [("vendrás", RUIZ)]),
    ("it", "– Venderò la casa – ha detto Anna Rossi.", [("venderò la casa", "Anna Rossi")]),
    ("pl", "– Nie wrócę – powiedział Jan Nowak. – To koniec.", [("nie wrócę", NOWAK), ("to koniec", NOWAK)]),
    ("pl", "– Nie wrócę – powiedział Jan Nowak. Wstał – i wyszedł.", [("nie wrócę", NOWAK)]),
    ("pl", "– Nie wrócę – powiedział Jan Nowak – burmistrz miasta – w piątek.", [("nie wrócę", NOWAK)]),
    ("pt", "— Venderei a casa — disse-lhe Ana Ruas.", [("venderei a casa", "Ana Ruas")]),
    ("nl", "– Wij gaan morgen, zei Jan de Boer.", [("wij gaan morgen", "Jan de Boer")]),
    ("de", "– Wir fahren morgen, sagte Anna Weber. – Und ihr?", [("wir fahren morgen", "Anna Weber"), ("und ihr", "Anna Weber")]),
    ("ru", "— Мы уедем завтра, — сказал Иванов. — Это конец.", [("мы уедем завтра", "Иванов"), ("это конец", "Иванов")]),
    ("ru", "— Он сказал, что уедет! — добавила Анна Петрова.", [("он сказал что уедет", "Анна Петрова")]),
    ("uk", "— Ми поїдемо завтра, — сказала Олена Коваль.", [("ми поїдемо завтра", "Олена Коваль")]),
    ("be", "— Мы паедзем заўтра, — сказаў Янка Купрэвіч.", [("мы паедзем заўтра", "Янка Купрэвіч")]),
]  # fmt: skip
NO_SPEECH = {
    "a list": ("fr", "— Pain\n— Lait\n— Beurre"),
    "a list that somebody tells": ("fr", "Le maire Paul Roy a dit :\n— Un pont ;\n— Une école ;\n— Un parc."),
    "three sentences that a colon leads in": ("nl", "Jan de Boer zei:\n– We gaan.\n– We blijven.\n– We wachten."),
    "a list with what a report says": ("fr", "— Le pont ferme.\n— La route, dit le rapport, reste ouverte.\n— Le port ferme."),
    "a list with what somebody says": ("es", "– Pan\n– Leche, dice Ana Ruiz\n– Huevos"),
    "a dateline": ("fr", "PARIS — Le pont est fermé, a dit Marie Dupont."),
    "dashes within a sentence": ("fr", "Le pont — long de dix mètres, dit Marie Dupont — est fermé."),
    "a credit": ("fr", "Il pleut sur la ville.\n\n— Reuters"),
    "a name with a byname": ("fr", "— Marie Dupont, dit la Rousse."),
    "a clause of its own": ("fr", "— Elle est venue, il a dit que Paul partait."),
    "what was said within a sentence": ("pl", "– Nie wrócę, bo powiedział mi Jan Nowak, że nie trzeba."),
    "a sentence with a verb of its own": ("es", "—No lo sé. Dijo Ana Ruiz que vendría."),
    "a dash before narration": ("pl", "– Nie wrócę. – Jan Nowak wstał."),
    "small letters": ("de", "– der Bau beginnt, sagte Hans Kern"),
    "English": ("en", "— We leave tomorrow, said Ann Lee."),
    "a language that is not stated": ("", "— Мы уедем завтра, — сказал Иванов."),
}  # fmt: skip


@pytest.fixture
def spoken(tmp_path):
    def find(language, text):
        quotes, tokens, _ = find_in_passage("p", {"language": language, "text": text}, tmp_path)
        rows = []
        for row in quotes[quotes["kind"].eq("speech")].itertuples():
            inside = tokens[tokens["line"].eq(row.line) & tokens["start"].ge(row.start) & tokens["end"].le(row.end)]
            rows.append((" ".join(inside["term"].astype(str)), None if row.speaker != row.speaker else row.speaker))
        return rows, quotes, tokens

    return find


@pytest.mark.parametrize(("language", "text", "expected"), SPEECH)
def test_speech_behind_dashes(spoken, language, text, expected):
    found, quotes, tokens = spoken(language, text)
    assert found == expected
    voiced = mark_voice(tokens, quotes)
    quoted = voiced.loc[voiced["voice"].eq("quoted"), "term"].astype(str)
    assert " ".join(quoted) == " ".join(words for words, _ in expected)  # the clause stays outside


@pytest.mark.parametrize(("language", "text"), NO_SPEECH.values(), ids=NO_SPEECH)
def test_other_dashes_begin_no_speech(spoken, language, text):
    assert spoken(language, text)[0] == []


def test_a_dialogue_is_spoken_by_turns_and_a_list_of_news_is_not(spoken):
    turns = "— Vendré mañana, dijo Ana Ruiz.\n— ¿A qué hora?\n— A las dos."
    assert spoken("es", turns)[0] == [("vendré mañana", RUIZ), ("a qué hora", None), ("a las dos", None)]
    news = "– Der Bau beginnt im Mai.\n– Das Geld fehlt, sagte Hans Kern.\n– Der Rat tagt.\n– Es regnet."
    assert spoken("de", news)[0] == [("das geld fehlt", "Hans Kern")]
    mixed = "— Vendré mañana, dijo Ana Ruiz.\n- ¿A qué hora?"
    assert spoken("es", mixed)[0] == [("vendré mañana", RUIZ)]


def test_marks_behind_a_dash_and_signatures_stay_what_they_are(spoken):
    found, quotes, _ = spoken("fr", "— « Nous partirons », a dit Marie Dupont.")
    assert found == [("nous partirons", DUPONT)] and quotes["start"].tolist() == [2]
    assert spoken("fr", "« Nous partons lundi matin. »\n\n— Marie Dupont, maire de Lyon")[0] == [
        ("nous partons lundi matin", DUPONT)
    ]
    assert spoken("fr", "« Nous partons », a dit Paul Roy.\n\n— Reuters, Paris")[0] == [("nous partons", "Paul Roy")]


def test_a_quotation_over_paragraphs_ends_with_a_mark_behind_a_space(spoken):
    _, quotes, _ = spoken("fr", "« La digue a tenu.\n\nLe pont aussi.\n\nC'est fini », a dit Anne Blanc.")
    assert quotes[["line", "end_line", "state", "speaker"]].values.tolist() == [[1, 5, "attributed", "Anne Blanc"]]


@pytest.mark.parametrize(
    ("verb", "speaker"),
    [
        ("explique-t-il", "Paul Petit"),
        ("dit-il", "Paul Petit"),
        ("ajoute-t-elle", None),
        ("explique-t-on", None),
        ("disent-ils", None),
    ],
)
def test_a_pronoun_joined_to_its_verb_speaks(spoken, verb, speaker):
    found, quotes, _ = spoken("fr", f"Paul Petit est venu ici. « Nous attendons encore », {verb}.")
    assert found == [("nous attendons encore", speaker)] and quotes["by"].tolist() == ["pronoun"]
    assert quotes["verb"].tolist() == [lexicon("fr").verbs[verb][0]]


def test_a_listener_joined_to_the_verb_does_not_speak(spoken):
    assert spoken("pt", "“Ninguém vai pagar”, respondeu-lhe Luís Prado.")[0] == [("ninguém vai pagar", "Luís Prado")]
    assert "disse-lhe" not in lexicon("pt").pronouns and "dit-il-elle" not in lexicon("fr").verbs


def test_every_language_with_dashes_has_reporting_verbs():
    languages = ["fr", "es", "it", "pl", "pt", "nl", "de", "ru", "uk", "be"]
    assert all(resuming(language) and lexicon(language).verbs for language in languages)
    assert resuming("zh") is None
