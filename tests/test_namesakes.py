"""People of one surname, of which a list has one: with a given name, alone, in other letters and cases, and told apart."""

import pytest
from labels import find_in_passage

Q = "“The bridge will open again in the spring of next year,” "
LOPEZ, MARIA = {"Lopez": {"names": ["lopez"]}}, {"Maria Lopez": {"names": ["lopez"]}}
TRUMP, ASSAD = (
    {"Donald Trump": {"names": ["trump"], "titles": ["president trump"]}},
    {"Assad": {"names": ["assad", "al-assad"]}},
)
LEYEN, WHOLE_LEYEN = {"Von der Leyen": {"names": ["leyen"]}}, {"Ursula von der Leyen": {"names": ["von der leyen"]}}
ZELENSKY, ZELENSKYJ = {"Volodymyr Zelensky": {"names": ["zelensk*"]}}, {"Зеленський": {"names": ["зеленськ*"]}}
# people, what stands around the quotations, speakers
CASES = [
    (LOPEZ, ["said Maria Lopez in the hall."], ["Lopez"]),
    (LOPEZ, ["said Dr. Maria R. Lopez.", "Lopez said.", "said M. Lopez."], ["Lopez"] * 3),
    (LOPEZ, ["President Lopez said.", "Today Lopez said.", "said Mrs. Lopez."], ["Lopez"] * 3),
    (LOPEZ, ["said John Lopez.", "said Maria Lopez.", "said Lopez."], ["John Lopez", "Maria Lopez", None]),
    (MARIA, ["said John Lopez.", "said Maria Lopez.", "said Lopez."], ["John Lopez", "Maria Lopez", None]),
    (MARIA, ["said John Lopez.", "said Lopez."], ["John Lopez", "John Lopez"]),
    (MARIA, ["said M. Lopez.", "said Maria Lopez’s aide, Ann Reed."], ["Maria Lopez", "Ann Reed"]),
    (MARIA, ["said Maria Lopez-Garcia.", "said Lopez."], ["Maria Lopez-Garcia", "Maria Lopez"]),
    (TRUMP, ["said Donald J. Trump.", "said Donald Trump Jr.", "said Melania Trump.", "said President Trump."],
     ["Donald Trump", "Donald Trump Jr.", "Melania Trump", "Donald Trump"]),
    (LEYEN, ["said Ursula von der Leyen.", "von der Leyen said.", "Commission President Ursula von der Leyen said."],
     ["Von der Leyen"] * 3),
    (WHOLE_LEYEN, ["said Ursula von der Leyen.", "von der Leyen said."], ["Ursula von der Leyen"] * 2),
    ({"AKK": {"names": ["kramp-karrenbauer"]}}, ["said Annegret Kramp-Karrenbauer.", "Kramp-Karrenbauer said."], ["AKK"] * 2),
    ({"Vance": {"names": ["vance"]}}, ["said J.D. Vance.", "said JD Vance.", "said Vance."], ["Vance"] * 3),
    (ASSAD, ["said Bashar al-Assad.", "al-Assad said.", "Assad said."], ["Assad"] * 3),
    (ZELENSKY, ["said Volodymyr Zelensky.", "said Vladimir Zelenskyy.", "said Olena Zelenska."],
     ["Volodymyr Zelensky"] * 2 + ["Olena Zelenska"]),
]  # fmt: skip


@pytest.fixture
def speakers(tmp_path):
    def find(text, people, language="en"):
        quotes, _, _ = find_in_passage("p", {"language": language, "text": text, "people": people}, tmp_path)
        rows = quotes[quotes["kind"].eq("speech")]
        return [name if isinstance(name, str) else None for name in rows["speaker"]]

    return find


@pytest.mark.parametrize(("people", "clauses", "expected"), CASES, ids=[" ".join(clauses) for _, clauses, _ in CASES])
def test_a_surname_that_a_list_has(speakers, people, clauses, expected):
    assert speakers("\n".join(Q + clause for clause in clauses), people) == expected


def test_before_the_verb(speakers):
    assert speakers("Maria Lopez said: “The bridge will open again.”", LOPEZ) == ["Lopez"]


@pytest.mark.parametrize(
    ("people", "text", "expected", "language"),
    [
        (ZELENSKYJ, "«Міст відкриють», — сказав Володимир Зеленський.\nЗа словами Володимира Зеленського, «міст відкриють навесні».",
         ["Зеленський"] * 2, "uk"),
        (ZELENSKYJ, "«Міст відкриють», — сказав Володимир Зеленський.\n«Міст відкриють», — заявила Олена Зеленська.\n"
         "За словами Володимира Зеленського, «міст відкриють навесні».",
         ["Володимир Зеленський", "Олена Зеленська", "Володимир Зеленський"], "uk"),
        ({"Иванов": {"names": ["иванов*"]}}, "«Мост откроют весной», — сказал Ю.А. Иванов.\n"
         "«Мост откроют весной», — сказал Иванов Ю. А.\n"
         "«Мост откроют весной», — сказал Юрий Иванов.", ["Иванов"] * 3, "ru"),
        ({"Scholz": {"names": ["scholz"]}}, "„Die Brücke wird bald geöffnet“, sagte Olaf Scholz der Zeitung.", ["Scholz"], "de"),
    ],
    ids=["one in two cases", "a couple", "initials", "German"],
)  # fmt: skip
def test_other_languages(speakers, people, text, expected, language):
    assert speakers(text, people, language) == expected
