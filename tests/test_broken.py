"""broken.py: text broken at a fixed width reads as the unbroken text does; verse, lists, tables and addresses stay as they are."""

import textwrap

import pandas as pd
import pytest

from analysis.measure.counting.ledger import ledger_summary
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import GENERAL, read_rules
from analysis.text.words.tokens import tokenize

RULES = read_rules(GENERAL.parent)
EN = [
    "The mayor of the town said on Monday that the old stone bridge over the river would be shut down for a whole year. "
    "Engineers of the "
    "Ministry of Transport found cracks in three of the five arches, and the repair would cost 2.6 million euros.",
    "The governor of the region did not agree with the decision. He said the bridge had been inspected in 2023 and that the report had "
    "found it safe. The council will vote in May, and the Ministry of Transport will send someone to the hall.",
]
DE = [
    "Die Bürgermeisterin der Stadt sagte am Montag, dass die alte Steinbrücke über den Fluss für ein ganzes Jahr gesperrt werde. Die "
    "Fachleute des Verkehrsministeriums fanden Risse in drei der fünf Bögen, und die Reparatur werde Millionen kosten.",
    "Der Landrat war mit dieser Entscheidung nicht einverstanden. Er sagte, die Brücke sei im vergangenen Jahr geprüft worden.",
]
RU = [
    "Мэр города сказал в понедельник, что старый каменный мост через реку будет закрыт на целый год. Инженеры министерства нашли "
    "трещины в трёх из пяти арок, и ремонт будет стоить больше двух миллионов.",
    "Губернатор области не согласился с этим решением. Он сказал, что мост проверяли в прошлом году и что отчёт назвал его безопасным.",
]
AR = [
    "قال رئيس البلدية يوم الاثنين إن الجسر الحجري القديم فوق النهر سيغلق لمدة عام كامل. وجد المهندسون شقوقا في ثلاثة من الأقواس الخمسة "
    "وستكلف الإصلاحات أكثر من مليوني يورو.",
    "لم يوافق المحافظ على هذا القرار. وقال إن الجسر فحص في العام الماضي وإن التقرير وجده آمنا وإن المجلس سيصوت في مايو.",
]


def ledger_of(*texts, language="en"):
    rows = [(f"d{at}", f"d{at}.txt", text, None, language) for at, text in enumerate(texts)]
    articles = pd.DataFrame(rows, columns=["doc_id", "file", "text", "title", "language"])
    return clean(articles, RULES), articles


def words(*texts, language="en"):
    ledger, articles = ledger_of(*texts, language=language)
    tokens = tokenize(ledger, articles)
    tokens = tokens[tokens["doc_id"].eq("d0")]
    return list(zip(tokens["term"].astype("str"), tokens["sentence"], tokens["part"].astype("str"), strict=True))


def read_on(*texts):
    ledger, _ = ledger_of(*texts)
    return ledger.loc[ledger["doc_id"].eq("d0"), "text"].dropna().tolist()


@pytest.mark.parametrize("width", [36, 40, 58, 72])
@pytest.mark.parametrize(
    ("paragraphs", "language"), [(EN, "en"), (DE, "de"), (RU, "ru"), (AR, "ar")], ids=["en", "de", "ru", "ar"]
)
def test_broken_text_has_the_words_sentences_and_parts_of_the_unbroken(paragraphs, language, width):
    title = paragraphs[0].split(". ")[0][:24].strip()
    broken = "\n\n".join([title, *(textwrap.fill(text, width) for text in paragraphs)])
    assert words(broken, language=language) == words("\n\n".join([title, *paragraphs]), language=language)


def test_paragraphs_that_are_set_in_stay_apart_and_a_heading_stays_one():
    body = "\n".join(textwrap.fill(text, 60, initial_indent="   ") for text in EN)
    assert read_on(f"Bridge to be closed\n{body}") == ["Bridge to be closed", *EN]
    heads = f"Bridge to be closed\n\n{textwrap.fill(EN[0], 60)}\n\nWhat next\n{textwrap.fill(EN[1], 60)}"
    ledger, _ = ledger_of(heads)
    assert read_on(heads) == ["Bridge to be closed", EN[0], "What next", EN[1]]
    assert ledger["part"].dropna().tolist() == ["title", "body", "heading", "body"]


def test_the_ledger_accounts_for_every_line():
    text = "Bridge to be closed\n\n" + "\n\n".join(textwrap.fill(part, 58) for part in EN)
    ledger, _ = ledger_of(text)
    assert ledger["raw"].tolist() == text.split("\n")
    joined = ledger[ledger["rule"].eq("broken_lines")]
    assert joined["action"].value_counts().to_dict() == {"removed": len(joined) - 2, "changed": 2, "kept": 0}
    summary = ledger_summary(ledger).iloc[0]
    assert summary["n_removed"] == 0 and summary["n_changed"] == len(joined) and summary["share_characters"] == 0


WRAPPED = """The mayor of the town said on Monday that the old stone bri{}
dge over the river would be shut down for a whole year by the
ministry. Engineers of the region found cracks in three of the
five arches, and the repair would cost more than two millions.
He said the {}report had found it safe, and that nobody knows what follows."""


@pytest.mark.parametrize("mark", ["-", "\u2010", "\u00ad", "-  "])
def test_a_broken_word_is_whole_again(mark):
    found = " ".join(
        read_on(WRAPPED.format(mark, "council met in the hall again in May, and that\nthe ").replace("- \n", "-\n"))
    )
    assert "stone bridge over" in found


@pytest.mark.parametrize(
    ("end", "begin", "others", "expected"),
    [
        ("well-", "known", ["A well-known bridge is well-known."], "well-known"),
        ("well-", "known", ["A wellknown bridge."], "wellknown"),
        ("well-", "known", ["A well-known and wellknown, wellknown bridge."], "wellknown"),
        ("engi-", "neers", [], "engineers"),
        ("Anglo-", "Saxon", [], "Anglo-Saxon"),
        ("COVID-", "19", [], "COVID-19"),
        ("pre-", "and post-war", [], "pre- and post-war"),
        ("town —", "the old", [], "town — the old"),
    ],
)
def test_hyphens_that_belong_to_a_word_stay(end, begin, others, expected):
    text = WRAPPED.format("-", f"bridge had been seen by everybody of the {end}\n{begin} ")
    assert expected in " ".join(read_on(text, *others))


def test_a_soft_hyphen_at_the_end_of_a_line_joins_without_a_width():
    assert read_on("The old bri\u00ad\ndge is closed.\nNobody knows why the engi\u00ad\nneers came.") == [
        "The old bridge is closed.", "Nobody knows why the engineers came."]  # fmt: skip


@pytest.mark.parametrize("between", ["\n\n- 12 -\n\n", "\n\f\n", "\n\nPage 3 of 7\n\n", "\n\n\n", "\n\f"])
def test_a_page_may_end_within_a_sentence(between):
    lines = textwrap.fill(EN[0], 58).split("\n")
    text = "\n".join(lines[:1]) + between + "\n".join(lines[1:]) + "\n\n" + textwrap.fill(EN[1], 58)
    assert read_on(text) == EN


VERSE = "\n".join([
    "so much depends upon the red", "wheel barrow glazed with rain", "water beside the white chickens that", "walk there",
    "and no one knows whose they are or", "why", "they walk beside the river in the rain", "of may",
])  # fmt: skip
RHYME = "\n".join([
    "The bridge across the river stands alone,", "Its arches made of old and weathered stone,",
    "And those who cross it in the morning grey",
    "will not forget it till their dying day,", "For every stone remembers those who came", "and every arch has kept a builder's name.",
])  # fmt: skip
LIST = "\n".join([
    "what you need for the feast:", "two cups of sugar from the shop", "salt", "one pound of flour, sifted twice, without lumps",
    "eggs from the farm", "a bowl", "some butter or oil, as you like it", "time",
])  # fmt: skip
ITEMS = "\n".join(
    f"- {word} of the old bridge over the river in town" for word in ("arches", "stones", "pillars", "lamps", "walls")
)
TABLE = "\n".join(f"{town}   {n}   bridges over the river that are closed" for town, n in zip("abcdef", range(6), strict=True))
ADDRESS = (
    "Ministry of Transport\nDepartment of Bridges\n12 Main Street\nLarkham 4051\nphone 5551234\nopen on Mondays and Fridays"
)
PARAGRAPHS = "\n".join([*EN, "the end of it", *EN])


@pytest.mark.parametrize("text", [VERSE, RHYME, LIST, ITEMS, TABLE, ADDRESS, PARAGRAPHS], ids=lambda text: text[:12])
def test_what_is_not_broken_stays(text):
    assert "broken_lines" not in set(ledger_of(text)[0]["rule"].dropna())


def test_lists_and_addresses_in_a_broken_article_stay():
    text = "\n\n".join([textwrap.fill(EN[0], 58), ADDRESS, ITEMS, textwrap.fill(EN[1], 58)])
    assert read_on(text) == [EN[0], *ADDRESS.split("\n"), *ITEMS.split("\n"), EN[1]]


def test_lines_of_chinese_are_joined_without_a_space():
    whole = (
        "市长星期一说，河上的老石桥将关闭一整年。工程师在五个桥拱中的三个发现了裂缝，维修费用将超过两百万欧元，省长不同意这个决定。"
        * 3
    )
    broken = "\n".join(whole[at : at + 30] for at in range(0, len(whole), 30))
    assert read_on(broken) == [whole]


def test_who_wants_no_lines_joined_can_turn_the_rule_off():
    articles = pd.DataFrame([("d", "d.txt", textwrap.fill(EN[0], 58), None)], columns=["doc_id", "file", "text", "title"])
    ledger = clean(articles, [rule for rule in RULES if rule.id != "broken_lines"])
    assert ledger["text"].notna().sum() == len(ledger)
