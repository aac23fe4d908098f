"""Encodings that nobody declared: right letters or none. Texts are made, saved in each encoding that can hold them, and read again."""

# ruff: noqa: E501 - a case is one line

import random
from collections import Counter

import pytest

from analysis.text.reading.alphabets import LANGUAGES, language_of, letters_in
from analysis.text.reading.guess import guess
from analysis.text.reading.lending import MANY, encoding_of
from analysis.text.reading.plausible import Context, level
from analysis.text.reading.read import read_corpus

PLAIN = (
    "The council and the union were warned before the vote was taken.",
    "A spokesman for the bank said that it would not comment on the report.",
    "Shares in the company fell by 12% in early trading, and the index was down.",
    "It is the third time this year that the bridge has been closed to traffic.",
    "He told the court that he had not seen the letter until it was too late.",
    "The film took more than any other in its first week, a trade paper said.",
    "Their coach was happy with the result, but not with the way they had played.",
)  # fmt: skip
MARKED = (
    "The repair is expected to cost £5m, which is more than was planned.",
    "A ticket is now £12.50 at the door.",
    "The firm made a profit of (£3.2bn) in the year.",
    "“We are not for sale,” the owner said on Monday.",
    "The minister’s plan isn’t popular, and it won’t be.",
    "He paused … and then he left.",
    "Fans had paid up to €300 for a seat.",
    "The café was full, and the fiancée of the mayor was not in it.",
    "Prices rose by 5–7% between 2003–04 and 2005.",
    "It was a blow – the third – for the club.",
    "The room is kept at 4°C at night.",
    "The players’ union said ‘no’ to the offer.",
)
OTHERS = {
    "ru": ("Глава города в понедельник закрыл мост через реку. ", "Никто не знает, когда его откроют — «скоро», сказал он. ", "Ремонт обойдётся бюджету в 5 млн рублей. ",
           "Об этом сообщили в администрации, но подробностей не привели. "),
    "uk": ("Міський голова в понеділок закрив міст через річку. ", "Ніхто не знає, коли його відкриють — «скоро», сказав він. ", "Їхній ґанок є на тому березі, а п’ять родин чекають. ",
           "Про це повідомили у міській раді, але не пояснили, що далі. "),
    "pl": ("Burmistrz powiedział w poniedziałek, że most na rzece jest zamknięty. ", "Nikt nie wie, jak długo to potrwa – „źle się dzieje”, mówi Łukasz Żak. ",
           "Średni koszt naprawy to 5 mln złotych, co już było w planie. "),
    "de": ("Die Brücke über den Fluß ist gesperrt, und niemand weiß, für wie lange. ", "„Das ist nicht gut für die Stadt“, sagte der Bürgermeister am Montag. ",
           "Die Kosten sind mit 5 Mio. € höher als geplant – größer auch als 2003. "),
    "fr": ("Le maire a fermé le pont lundi, et personne ne sait quand il sera rouvert. ", "« C’est une décision à regretter », a déclaré l’élu, qui n’était pas là. ",
           "Les travaux coûteront 5 M€ à la ville, soit plus que prévu à l’été. "),
    "cs": ("Starosta v pondělí uzavřel most přes řeku a nikdo neví, na jak dlouho. ", "Oprava bude stát 5 milionů korun, což je více, než se čekalo. ", "„To je špatné pro město,“ řekl Jiří Dvořák. "),
    "tr": ("Belediye başkanı pazartesi günü köprüyü kapattı ve ne zaman açılacağı bilinmiyor. ", "Bu köprü için çok para gerekiyor ama bütçe daha az. "),
    "el": ("Ο δήμαρχος έκλεισε τη γέφυρα και κανείς δεν ξέρει για πόσο. ", "Το κόστος είναι μεγάλο για την πόλη και οι κάτοικοι περιμένουν. "),
}  # fmt: skip
ENCODINGS = {
    "ru": ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"), "uk": ("cp1251", "koi8_u", "iso8859_5", "mac_cyrillic"), "pl": ("cp1250", "iso8859_2"),
    "de": ("cp1252", "mac_roman", "iso8859_15"), "fr": ("cp1252", "mac_roman", "iso8859_15"), "cs": ("cp1250", "iso8859_2"), "tr": ("cp1254",), "el": ("cp1253", "iso8859_7"),
}  # fmt: skip


def read(text, encoding):
    """'right', 'wrong' or 'aside' for a text saved so; characters that the encoding lacks are left out first."""
    data = text.encode(encoding, "ignore")
    found = guess(data)
    return "aside" if not found.encoding else "right" if data.decode(found.encoding) == data.decode(encoding) else "wrong"


def english(draw):
    """A news text, mostly ASCII, with one to three sentences that are not."""
    sentences = [draw.choice(PLAIN) for _ in range(draw.randint(4, 14))]
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        sentences.insert(draw.randrange(len(sentences)), draw.choice(MARKED))
    return "\n\n".join(sentences)


@pytest.mark.parametrize(("encoding", "least"), [("cp1252", 150), ("mac_roman", 150), ("iso8859_15", 80)])
def test_english_with_a_few_marks_is_read_right_and_never_wrong(encoding, least):
    draw = random.Random(2005)
    texts = [english(draw) for _ in range(152)]
    texts = [text for text in texts if not text.encode(encoding, "ignore").isascii()]
    counts = Counter(read(text, encoding) for text in texts)
    assert counts["wrong"] == 0 and counts["right"] >= least, counts


def test_each_mark_alone_is_read_right():
    for sentence in MARKED:
        assert read(" ".join([PLAIN[0], sentence, PLAIN[1]]), "cp1252") == "right", sentence


@pytest.mark.parametrize(("language", "encoding"), [(code, name) for code, names in ENCODINGS.items() for name in names])
def test_other_languages_are_read_right_and_never_wrong(language, encoding):
    draw, counts = random.Random(7), Counter()
    for _ in range(30):
        text = "".join(draw.choice(OTHERS[language]) for _ in range(draw.randint(2, 6)))
        counts[read(text, encoding)] += 1
    assert counts["wrong"] == 0 and counts["right"] >= 28, counts


# Two encodings spell these differently, and both spellings are words that could be; ASCII words around do not tell.
DOUBTFUL = [
    ("A word from Ms Koñska, who was at the bridge.", "cp1252"),
    ("A word from Ms Końska, who was at the bridge.", "cp1250"),
    ("The photo is by Фото, and the text is not.", "cp1251"),
    ("He is called Erdoğan, and that is a name.", "cp1254"),
    ("The name is Mart\x92, it was said.", "latin-1"),
]


@pytest.mark.parametrize(("sentence", "encoding"), DOUBTFUL)
def test_what_two_encodings_spell_as_well_is_never_spelt_wrongly(sentence, encoding):
    text = " ".join([PLAIN[0], sentence, PLAIN[2]])
    found = guess(text.encode(encoding))
    assert not found.encoding or text.encode(encoding).decode(found.encoding) == text
    assert found.readings


UNREAD = [
    ("Hebrew", "ראש העיר סגר את הגשר מעל הנהר ביום שני ואיש אינו יודע מתי ייפתח שוב הגשר הישן " * 2, "cp1255"),
    ("Arabic", "أغلق رئيس البلدية الجسر فوق النهر يوم الاثنين ولا أحد يعرف متى سيفتح مرة أخرى " * 2, "cp1256"),
    ("Thai", "นายกเทศมนตรีปิดสะพานข้ามแม่น้ำในวันจันทร์ และไม่มีใครรู้ว่าจะเปิดอีกครั้งเมื่อใด " * 2, "cp874"),
    ("Vietnamese", "Thị trưởng đóng cây cầu bắc qua sông và không ai biết khi nào mở lại. " * 2, "cp1258"),
    ("a language that has no word here", "Lorem ipsum dolor sit amet café consectetur adipiscing elit sed eiusmod. " * 2, "cp1252"),
    ("too short", "Die Brücke ist für den Verkehr zu", "cp1252"),
    ("DOS", "It was said that the café in the town of Orléans is closed for the winter. " * 2, "cp850"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "encoding"), UNREAD, ids=[row[0] for row in UNREAD])
def test_languages_and_encodings_that_are_not_known_are_not_guessed(name, text, encoding):
    assert guess(text.encode(encoding, "ignore")).encoding == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("市長は橋を閉鎖しました。いつまた開くのか、まだ誰も知りません。この橋はとても古いものです。", "cp932"),
        ("市長は橋を閉鎖しました。いつまた開くのか、まだ誰も知りません。この橋はとても古いものです。", "euc_jp"),
        ("市长关闭了这座桥，没有人知道什么时候会重新开放。这是一座很老的桥，我们在这里生活的人都要用它。", "gb18030"),
        (
            "시장은 다리를 폐쇄했다. 언제 다시 열리는지는 아무도 모른다고 시의 관계자가 이날 말했다. 이 다리는 오래된 것이다.",
            "cp949",
        ),
    ],
)
def test_east_asian_texts_are_known_by_their_usual_characters(text, encoding):
    assert read(text * 2, encoding) == "right"


def test_a_letter_behind_the_sample_is_not_taken_on_trust(monkeypatch):
    monkeypatch.setattr("analysis.text.reading.guess.SAMPLE", 400)
    head = "\n".join([*PLAIN, MARKED[0], *PLAIN])[:350] + "\nThe repair is £5m.\n"
    assert guess((head + PLAIN[0]).encode("cp1252") * 2).encoding == "cp1252"
    assert guess((head + PLAIN[0] + " Ms Koñska said.").encode("cp1252")).encoding == ""


LEVELS = [
    ("£5m", 2), ("5£", 2), ("Ł5", 0), ("cost£x", 0), ("“Yes,”", 2), ("word“word", 0), ("’90s", 2), ("rock’n’roll", 2), ("Mart’n", 0), ("O’Brien", 2), ("café", 2), ("Renée", 1), ("naïve", 2),
    ("ÒHello", 0), ("worldÓ", 0), ("km²", 2), ("wo²rd", 0), ("Москва", 0), ("Mосква", 0), ("…", 2), ("–", 2), ("M\x92", 0), ("McÉ", 0), ("ÉCOLE", 1), ("R&É", 0), ("1º", 2), ("®", 1), ("x®y", 0),
]  # fmt: skip


@pytest.mark.parametrize(("stretch", "expected"), LEVELS)
def test_levels_of_a_stretch_in_english(stretch, expected):
    context = Context(LANGUAGES[0], letters_in("cp1252"), frozenset(), frozenset())
    assert level(stretch, context) == expected


@pytest.mark.parametrize("code", OTHERS)
def test_a_language_is_known_by_its_words(code):
    words = "".join(OTHERS[code]).lower().replace(".", " ").replace(",", " ").split()
    assert language_of(words).code == code


def lay(folder, texts):
    (folder / "Post").mkdir(parents=True)
    for name, data in texts.items():
        (folder / "Post" / f"{name}.txt").write_bytes(data)
    return folder


SURE = {
    f"sure{n}": (" ".join([PLAIN[n], MARKED[0], "The café is open, and the crème brûlée is good."]) * 2).encode("cp1252")
    for n in range(6)
}
DOUBT = (" ".join([PLAIN[0], DOUBTFUL[0][0]]) * 2).encode("cp1252")


def test_sure_files_lend_their_encoding_and_it_is_told(tmp_path):
    found = read_corpus(lay(tmp_path, {**SURE, "a": DOUBT}))
    assert "Koñska" in found.articles.set_index("doc_id")["text"]["Post/a"]
    lent = found.notices[found.notices["notice"] == "lent encoding"]
    assert lent["file"].tolist() == ["Post/a.txt"] and "read as cp1252, as the 6 files" in lent["detail"].iloc[0]
    assert found.inputs["file"].tolist() == sorted(found.inputs["file"])


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("too few", dict(list(SURE.items())[: MANY - 1])),
        ("in UTF-8", {f"u{n}": "The café is open, and it is full.".encode() for n in range(9)}),
        ("that fit both", {f"b{n}": (PLAIN[n % 7] + " The café is open. " + PLAIN[0]).encode("cp1252") for n in range(9)}),
        ("of two kinds", {**SURE, **{f"p{n}": (OTHERS["pl"][0] * 2).encode("cp1250") for n in range(6)}}),
        ("fewer than the doubtful", {**SURE, **{f"d{n}": DOUBT + b" " * n for n in range(9)}}),
    ],
)  # fmt: skip
def test_files_do_not_lend(tmp_path, name, texts):
    found = read_corpus(lay(tmp_path, {**texts, "a": DOUBT}))
    assert "Post/a.txt" in found.quarantine["file"].tolist()
    assert "could be cp1252 or cp1250" in found.quarantine.set_index("file")["detail"]["Post/a.txt"]


def test_an_encoding_is_lent_to_one_reading_alone():
    assert encoding_of((("cp1252",), ("cp1250",)), Counter({"": 20, "cp1252": 19, "cp1250": 1})) == "cp1252"
    assert encoding_of((("cp1252",), ("cp1250",)), Counter({"": 20, "cp1252": 18, "cp1250": 2})) is None
    assert encoding_of((("cp1252",), ("cp1250",)), Counter()) is None
