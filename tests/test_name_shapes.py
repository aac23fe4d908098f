"""Names as they are written: initials, particles, al-, Jr., in every place beside a verb, and what is no part of them."""

import pytest
from labels import find_in_passage

from analysis.text.quotes.one_name import one_name

WHOLE = [
    "J.D. Vance", "JD Vance", "J. D. Vance", "A.B. Yehoshua", "C.S. Lewis", "W.E.B. Du Bois", "George W. Bush", "Bashar al-Assad",
    "Moqtada al-Sadr", "Abdel Fattah el-Sisi", "Ahmed ash-Sharaa", "Imam ul-Haq", "Osama bin Laden", "Ahmad ibn Tulun",
    "Mohammed bin Salman Al Saud", "Zine el Abidine Ben Ali", "Ursula von der Leyen", "Karl-Theodor von und zu Guttenberg",
    "Vincent van Gogh", "Joop den Uyl", "Gerard ter Borch", "Oscar de la Renta", "Luiz Inácio Lula da Silva",
    "Valéry Giscard d’Estaing", "Ngũgĩ wa Thiong’o", "Mary O’Neill", "Fiona Mac Donald", "Keir St. Clair",
    "Annegret Kramp-Karrenbauer", "Jean-Luc Mélenchon",
    "Robert F. Kennedy Jr.", "Martin Luther King Jr.", "Henry Ford III", "António Guterres", "Xi Jinping", "Nguyen Phu Trong",
    "Ban Ki-moon", "Katrín Jakobsdóttir", "Viktor Orbán",
]  # fmt: skip
FRAMES = [
    "“The bridge will open again in the spring of next year,” said {} in the hall.",
    "“The bridge will open again in the spring of next year,” {} said.",
    "{} said: “The bridge will open again in the spring of next year.”",
    "“The bridge will open again in spring,” said U.N. Secretary-General {} in the hall.",
    "U.S. President {} said: “The bridge will open again in spring.”",
    "Dr. {} told them: “The bridge will open again in spring.”",
]
# text, speaker, language
OTHERS = [
    ("“The bridge will open again in spring,” said C.S.Lewis.", "C.S. Lewis", "en"),
    ("“The bridge will open again in spring,” said Martin Luther King, Jr., in the hall.", "Martin Luther King Jr.", "en"),
    ("Bashar al-Assad came. “The bridge will open again in spring,” al-Assad said.", "Bashar al-Assad", "en"),
    ("Ursula von der Leyen came. “The bridge will open again,” von der Leyen said.", "Ursula von der Leyen", "en"),
    ("„Die Brücke wird bald geöffnet“, sagte Olaf Scholz der Zeitung.", "Olaf Scholz", "de"),
    ("„Die Brücke wird bald geöffnet“, sagte Olaf Scholz von der SPD.", "Olaf Scholz", "de"),
    ("„Die Brücke wird bald geöffnet“, sagte Bundeskanzlerin Ursula von der Leyen.", "Ursula von der Leyen", "de"),
    ("« Le pont sera ouvert au printemps », a déclaré le ministre Jean-Yves Le Drian.", "Jean-Yves Le Drian", "fr"),
    ("“El puente se abrirá en primavera”, dijo la presidenta Dina de la Torre.", "Dina de la Torre", "es"),
    ("«Мост откроют весной», — сказал Ю.А. Иванов.", "Ю.А. Иванов", "ru"),
    ("«Мост откроют весной», — сказал Ю. А. Иванов.", "Ю. А. Иванов", "ru"),
    ("«Мост откроют весной», — сказал Иванов Ю. А.", "Иванов Ю. А.", "ru"),
]


@pytest.fixture
def speakers(tmp_path):
    def find(text, language="en"):
        quotes, _, _ = find_in_passage("p", {"language": language, "text": text, "people": {}}, tmp_path)
        return list(quotes.loc[quotes["kind"].eq("speech"), "speaker"])

    return find


@pytest.mark.parametrize("name", WHOLE)
def test_a_name_is_whole_before_and_behind_the_verb_and_behind_titles(speakers, name):
    assert [speakers(frame.format(name)) for frame in FRAMES] == [[name]] * len(FRAMES)


@pytest.mark.parametrize(("text", "name", "language"), OTHERS, ids=[text for text, _, _ in OTHERS])
def test_what_stands_around_a_name_is_no_part_of_it(speakers, text, name, language):
    assert speakers(text, language) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "“The bridge will open again,” un-American Smith said.",
        "The pro-Russia Smith said: “The bridge will open again.”",
        "In the U.S. Ann Smith said: “The bridge will open again.”",
    ],
)
def test_what_looks_like_a_part_of_a_name_is_none(speakers, text):
    assert speakers(text)[0] in ("Smith", "Ann Smith")


def test_initials_are_one_person_s_however_they_are_written():
    names = one_name({"J.D. Vance": 3, "JD Vance": 2, "J. D. Vance": 1, "Vance": 1, "Ю.А. Иванов": 2, "Иванов Ю. А.": 1})
    assert [names[name] for name in ("JD Vance", "J. D. Vance", "Vance", "Иванов Ю. А.")] == ["J.D. Vance"] * 3 + [
        "Ю.А. Иванов"
    ]
    apart = one_name({"J.D. Vance": 1, "J.R. Vance": 1, "W.E.B. Du Bois": 1})
    assert apart == {name: name for name in apart}
