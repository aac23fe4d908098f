"""mistaken.py: lines whose letters were read by a wrong table are told of, and no line that a language writes so."""

import pytest
from small_corpora import corpus

import analysis as px
from analysis.text.cleaning.characters import correct
from analysis.text.cleaning.mistaken import NOTICE, wrongly_read

RUSSIAN = "Мост через реку закрыли в понедельник, сообщила мэр. Жители недовольны, и совет обещал ремонт."
UKRAINIAN = "Міст через річку закрили у понеділок, повідомила мер. Жителі незадоволені, і рада обіцяла ремонт."
WRITTEN = ["cp1251", "koi8_r", "cp866", "mac_cyrillic"]
FINE = [
    RUSSIAN, UKRAINIAN, "МОСТ ЗАКРЫЛИ В ПОНЕДЕЛЬНИК, СООБЩИЛИ В США И ЕС.", "Његош је писао о мосту.", "iPhone и аРТ на выставке",
    "À Łódź, où l’été était né, il a été là; ÉTÉ À ÔTÉ, à côté", "Übergrößen für Ärzte, Öl und Ähren: ÄÖÜ",
    "Ég á að fá því það sem á er, og í á óð ær", "Ấy là ở đó ạ, và ở đây có ý đó", "Là ở ạ, ừ, ý ở đó", "ø, å og æ på en ø i åen",
    "Zażółć gęślą jaźń; Świętość, ŁÓDŹ i ŻÓŁW", "Peña: ¿qué? ¡Sí! º ª", "“5 ½ m²” – §§ 3, ± 2 °C, £5, © 2024", "café—naïve—façade",
    "Ünye’de öğle üzeri çığ düştü", "Őrült őzek őrzik", "Ž, š a č", "Мост„Новый“ и «Старый»", "«Мост»,«Площадь»,«Рынок»",
]  # fmt: skip


@pytest.mark.parametrize("text", [RUSSIAN, UKRAINIAN])
@pytest.mark.parametrize("taken", ["cp1252", "latin-1", "cp1251", "koi8_r"])
@pytest.mark.parametrize("written", WRITTEN)
def test_what_was_read_by_another_table_is_told_of(written, taken, text):
    written = "koi8_u" if written == "koi8_r" and text == UKRAINIAN else written
    if (
        written == taken
        or (written == "koi8_u" and taken == "koi8_r")
        or (written in ("mac_cyrillic", "cp866") and text == UKRAINIAN)
    ):
        pytest.skip("the same table, or one whose small letters are the same or whose table lacks a letter of the text")
    wrong = text.encode(written, "replace").decode(taken, "replace")
    assert wrongly_read(correct(wrong)[0]), wrong


@pytest.mark.parametrize("taken", ["cp1252", "latin-1", "cp1251"])
@pytest.mark.parametrize("times", [1, 2])
def test_utf_8_read_by_another_table_is_mended_or_told_of(taken, times):
    wrong = RUSSIAN
    for _ in range(times):
        wrong = wrong.encode().decode(taken, "replace")
    text = correct(wrong)[0]
    assert text == RUSSIAN or wrongly_read(text), text


@pytest.mark.parametrize("text", FINE)
def test_what_a_language_writes_is_not_told_of(text):
    assert wrongly_read(correct(text)[0]) == ""


def test_a_notice_names_file_and_line(tmp_path):
    plain = "The mayor closed the bridge over the river on Monday for a whole year.\n"
    articles = {
        "a/1": f"{plain}\nThe ma\ufffdor said so.\n",
        "a/2": plain,
        "b/1": "\n\n".join(f"Ìîñò ÷åðåç ðåêó çàêðûëè {n}" for n in range(5)),
    }
    found = px.open(corpus(tmp_path, articles)).notices
    found = found[found["notice"].eq(NOTICE)].set_index("file")["detail"]
    assert found.index.tolist() == ["a/1.txt", "b/1.txt"]
    assert found["a/1.txt"].startswith("line 3: a letter that is lost, as in “The ma")
    assert found["b/1.txt"].startswith("lines 1, 3, 5 and 2 more: Cyrillic that was read as Latin letters, as in “Ìîñò")
