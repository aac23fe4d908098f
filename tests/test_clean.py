"""Cleaning: which lines go and which stay, what is corrected, and an account that always adds up."""

import ftfy
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import schema
from analysis.errors import CorpusError
from analysis.text.cleaning import clean as module
from analysis.text.cleaning.characters import correct, suspects
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.lines import split_lines
from analysis.text.cleaning.mistaken import wrongly_read
from analysis.text.cleaning.rules import GENERAL, read_rules

BODY = "The bridge over the river is closed until spring, the mayor said."


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    return read_rules(tmp_path_factory.mktemp("none"))


def ledger_of(text, rules, title=None):
    articles = pd.DataFrame([("d", "d.txt", text, title)], columns=["doc_id", "file", "text", "title"])
    return clean(articles, rules)


# line as received, the rule that must remove it; each stands above a paragraph of running text
REMOVED_ABOVE = [
    ("3.69 BYN", "ticker"), ("−0.4 %", "ticker"), ("92,40 ₽", "ticker"),
    ("by", "byline"), ("By Anna Smith", "byline"), ("By ANNA SMITH and Jan O’Neil", "byline"), ("Автор: Иван Петров", "byline"),
    ("October 28 – November 3, 2024", "date_line"), ("3 November 2024", "date_line"), ("2024-11-03", "date_line"),
    ("Monday, October 28, 2024", "date_line"), ("03.11.2024", "date_line"),
]  # fmt: skip
# lines that are removed wherever they stand
REMOVED_ANYWHERE = [
    ("FILE PHOTO: The mayor. © Agency / A. Person", "photo_credit"), ("photo: elements.example.com", "photo_credit"),
    ("Фото: пресс-служба", "photo_credit"), ("Photo by: A. Person", "photo_credit"), ("Здымак: архіў", "photo_credit"),
    ("Світлина: архів", "photo_credit"), ("The bridge at night © Agency / A. Person", "agency_credit"),
    ("Read more", "read_more"), ("READ MORE »", "read_more"), ("View all", "read_more"), ("Читайте также:", "read_more"),
    ("Читайте також", "read_more"), ("Чытайце таксама", "read_more"), ("Subscribe", "subscribe"), ("Subscribe to us", "subscribe"),
    ("Subscribe to our newsletter", "subscribe"), ("You have been successfully subscribed", "subscribe"),
    ("Подписывайтесь на нас", "subscribe"), ("Share on Facebook", "subscribe"), ("EN", "language_switch"), ("BE/RU", "language_switch"),
]  # fmt: skip
# what belongs to an article, though it looks like the above
KEPT = [
    # English
    "“Read more books,” the teacher said, and closed the door.",
    "“Read more books",
    "Read more about it in the chronicle of the town, the mayor advised, and left.",
    "Read more: that was the advice of the town's librarian to the young.",
    "Related to the mayor by marriage, the builder denied any favour.",
    "See also how the neighbours live, the mayor said, and you will be content.",
    "Learn more languages, the teacher told them, and you will see more of the world.",
    "Recommended by nobody, the plan was dropped within a week, the council said.",
    "By Monday the bridge will be open again, the mayor said on the radio.",
    "By law, the mayor must close a bridge that moves.",
    "By Anna Smith's own account, the bridge had moved twice before.",
    "The photo shows the bridge as it was before the flood of last year.",
    "A photo: that was all that was left of the old bridge after the flood.",
    "Photos of the bridge were shared thousands of times within a day.",
    "Photo by photo, the engineer went through the album of the bridge.",
    "Video games were banned in the school by the river, parents said.",
    "Share prices of the builder fell by 3 % on the same day, traders said.",
    "Share in the profits, the builder told the workers, or share in the losses.",
    "Subscribe now or lose it: so the letter to the members began, she said.",
    "Register for the marathon",
    "Follow us, the guide called, and they followed him over the bridge.",
    "Join us or leave us, the miners told the mayor; there was no third way.",
    "On October 28 the bridge was closed, and nobody has crossed it since.",
    "2024 was the year in which the bridge was closed for the first time.",
    "5 November 2024 was a Tuesday, and the day on which the bridge was closed.",
    "Published in 1912, the first plan of the bridge had three arches.",
    "Updated plans for the bridge were shown to the council on 5 November.",
    "“I went over it every day for thirty years",
    "EN 1991 is the standard for loads on bridges, the engineer explained.",
    "It costs 3.69 BYN to cross the river by boat, the ferryman said.",
    "All rights to the bridge lie with the town, the court ruled on Friday.",
    "All rights reserved for the rich: so the poster on the bridge read.",
    "We use cookies to decorate the tree on the bridge, the baker said.",
    "“We use cookies on our website,” the mayor read aloud, and laughed.",
    "By continuing to close bridges, you agree to lose voters, he warned.",
    "Comments by the mayor were cut from the recording, the station admitted.",
    "12 comments were made at the hearing, and none of them was kind.",
    "No comments were made by the ministry when it was asked on Friday.",
    "Page 2 of the report was missing when the council met on Friday.",
    "Page 2 of 3 was torn out of the report that the council was given.",
    "Advertisement of the contract was illegal, the court ruled on Friday.",
    "Sponsored by the builder, the mayor's trip cost the town nothing.",
    "Reporting by the station was fair, the court found on Friday.",
    "Editing by hand took the monks of the abbey a hundred years.",
    "NATO — The alliance that nobody in the town had asked for help.",
    "MINSK — The mayor of the capital sent two engineers on Monday.",
    "OSCE, 5 November: the mission counted forty cars on the bridge.",
    "Facebook removed the photo of the bridge after the flood, she said.",
    "Image (and reality) of the mayor differ, a poll among the townspeople found.",
    "Follow us to the river, the guide said.",
    "Join us in the fight for the bridge, the miners sang.",
    "More from him than from others was not to be expected.",
    "Reporting by Anna Smith and others was praised by the court.",
    "Updated plans for 5 bridges were shown to the council",
    "BMW 320 at the bottom of the river",
    "Posted to Minsk in 2019, the consul never crossed the bridge.",
    # Russian
    "Подписаться на газету не смогли двенадцать семей.",
    "Присоединяйтесь к нам на мосту, звал мэр.",
    "«Читайте больше книг», — сказал учитель и закрыл за собой дверь.",
    "Читайте также между строк, советовал редактор своим ученикам.",
    "Подробнее об этом мэр обещал рассказать на встрече в пятницу.",
    "Фото моста разошлось по всему городу за один вечер.",
    "Фотография: вот и всё, что осталось от старого моста после паводка.",
    "Автор проекта заявил, что мост простоит ещё сто лет.",
    "Текст договора мэр показал депутатам только в пятницу.",
    "Поделиться водой с соседями жители села отказались.",
    "5 ноября 2024 года мост закрыли, и с тех пор по нему никто не ходил.",
    "Реклама моста обошлась городу дороже ремонта, подсчитали депутаты.",
    "Мы используем cookie, чтобы угощать детей, пошутил пекарь на празднике в мэрии: «Приходите!»",
    "Комментарии мэра вырезали из записи, признала редакция радио.",
    "5 комментариев поступило на проект моста, и все они были против.",
    "Страница 2 из отчёта пропала до заседания совета в пятницу.",
    "МИД — Министерство, которое отвечает за мост на границе.",
    "Подписаться под этим письмом отказались двенадцать депутатов.",
    # Ukrainian
    "«Читайте більше книжок», — сказав учитель і зачинив за собою двері.",
    "Читайте також поміж рядків, радив редактор своїм учням.",
    "Фото мосту розійшлося містом за один вечір.",
    "Світлина мосту висіла в кабінеті мера до самої повені.",
    "Автор проєкту заявив, що міст простоїть іще сто років.",
    "Поділитися водою із сусідами мешканці села відмовилися.",
    "5 листопада 2024 року міст закрили, і відтоді ним ніхто не ходив.",
    "Коментарі мера вирізали із запису, визнала редакція радіо.",
    "3 коментарі надійшло на проєкт мосту, і всі вони були проти.",
    "Реклама мосту коштувала місту дорожче за ремонт, кажуть депутати.",
    # Belarusian
    "«Чытайце больш кніг», — сказаў настаўнік і зачыніў за сабой дзверы.",
    "Чытайце таксама паміж радкоў, раіў рэдактар сваім вучням.",
    "Здымак моста вісеў у кабінеце мэра да самай паводкі.",
    "Фота моста разышлося па горадзе за адзін вечар.",
    "Аўтар праекта заявіў, што мост прастаіць яшчэ сто гадоў.",
    "Падзяліцца вадой з суседзямі жыхары вёскі адмовіліся.",
    "5 лістапада 2024 года мост зачынілі, і з таго часу ім ніхто не хадзіў.",
    "Каментары мэра выразалі з запісу, прызнала рэдакцыя радыё.",
    "Рэклама моста каштавала гораду даражэй за рамонт, кажуць дэпутаты.",
    "Падрабязней пра гэта мэр абяцаў расказаць у пятніцу.",
]


@pytest.mark.parametrize(("line", "rule"), REMOVED_ABOVE + REMOVED_ANYWHERE)
def test_what_a_page_adds_is_removed_by_its_rule(line, rule, rules):
    ledger = ledger_of(f"{line}\n{BODY}", rules)
    assert ledger.loc[0, ["action", "rule"]].tolist() == ["removed", rule]
    assert ledger.loc[1, ["action", "part"]].tolist() == ["kept", "body"]


@pytest.mark.parametrize(("line", "rule"), REMOVED_ANYWHERE)
def test_what_a_page_adds_is_removed_in_the_middle_too(line, rule, rules):
    ledger = ledger_of(f"{BODY}\n{line}\n{BODY}", rules)
    assert ledger["rule"].tolist()[1] == rule


@pytest.mark.parametrize("line", KEPT)
@pytest.mark.parametrize("frame", ["{0}\n{1}", "{1}\n{0}\n{1}", "{1}\n{0}"])
def test_what_belongs_to_an_article_stays(line, frame, rules):
    ledger = ledger_of(frame.format(line, BODY), rules)
    assert set(ledger["action"]) == {"kept"}
    assert line in set(ledger["text"])


def test_there_are_negatives_enough():
    assert len(set(KEPT)) == len(KEPT) >= 60


CUT = [
    ("MINSK, 5 November (BelTA) — The bridge is closed until spring.", "The bridge is closed until spring."),
    ("МИНСК, 5 ноя — РИА Новости. Мост через реку закрыт до весны.", "Мост через реку закрыт до весны."),
    ("5 лістапада, Мінск /Кар. БЕЛТА/. Мост праз раку зачынены да вясны.", "Мост праз раку зачынены да вясны."),
    ("KYIV, Ukraine (AP) — “The bridge is closed,” the mayor said.", "“The bridge is closed,” the mayor said."),
]


@pytest.mark.parametrize(("line", "text"), CUT)
def test_a_dateline_is_cut_from_its_line_and_the_rest_is_read_on(line, text, rules):
    ledger = ledger_of(f"{BODY}\n{line}", rules)
    assert ledger.loc[1, ["raw", "text", "action", "rule", "part"]].tolist() == [line, text, "changed", "dateline", "body"]


@pytest.mark.parametrize("line", ["MINSK, 5 November (BelTA) —", "MINSK, 5 November (BelTA) — and so on, as he said."])
def test_a_dateline_with_nothing_to_read_behind_it_stays(line, rules):
    assert ledger_of(f"{BODY}\n{line}", rules).loc[1, "text"] == line


def test_no_general_rule_removes_a_long_line_and_a_rule_of_the_corpus_may(tmp_path):
    line = "Photo: " + "a bridge " * 40
    assert ledger_of(line, read_rules(tmp_path))["action"].tolist() == ["changed"]
    (tmp_path / "cleaning.yml").write_text("rules:\n  - id: own\n    pattern: '^Photo:'\n    reason: r\n", encoding="utf-8")
    assert ledger_of(line, read_rules(tmp_path))["rule"].tolist() == ["own"]


def test_a_rule_to_the_end_takes_what_follows_in_its_article_only(tmp_path):
    text = "rules:\n  - id: own\n    pattern: '^Next$'\n    extent: to_end\n    reason: r\n"
    (tmp_path / "cleaning.yml").write_text(text, encoding="utf-8")
    articles = pd.DataFrame(
        {"doc_id": ["a", "b"], "file": ["a", "b"], "text": [f"{BODY}\nNext\n\n{BODY}", BODY], "title": None}
    )
    ledger = clean(articles, read_rules(tmp_path))
    assert ledger["rule"].astype("object").where(ledger["rule"].notna(), None).tolist() == [None, "own", "blank", "own", None]


def recurring_ledger(rules, line, n_with, n_all=12, n_other=3):
    texts = [f"{BODY}\n{line if number < n_with else 'Other words.'}\n{BODY} {number}" for number in range(n_all)]
    rows = [(f"p{n}", "post", text) for n, text in enumerate(texts)] + [(f"r{n}", "radio", texts[0]) for n in range(n_other)]
    articles = pd.DataFrame(rows, columns=["doc_id", "source", "text"]).assign(file="f", title=None)
    ledger = clean(articles, rules)
    return ledger[ledger["raw"].eq(line)]


def test_a_line_that_recurs_in_the_articles_of_a_source_is_removed_wherever_it_stands(rules):
    """If it stayed with the radio, which has it less often, the radio would seem to differ by its words."""
    found = recurring_ledger(rules, "Write to our desk by the river", 5)
    assert found["rule"].eq("recurring").tolist() == [True] * 8


@pytest.mark.parametrize(
    ("line", "n_with", "n_all"),
    [
        ("Write to our desk by the river", 4, 12),  # too few articles
        ("Write to our desk by the river", 5, 20),  # too small a share
        ("“We shall cross that bridge,” he said.", 12, 12),  # a quotation that all articles carry
        ("— «Мост закрыт», — сказал мэр.", 12, 12),
        ("The council had met on Friday to speak of the bridge, " * 4 + "and went home.", 12, 12),  # a long line
    ],
)
def test_a_line_that_recurs_too_little_or_belongs_to_the_articles_stays(line, n_with, n_all, rules):
    assert not recurring_ledger(rules, line, n_with, n_all)["action"].eq("removed").any()


def test_articles_that_are_one_and_the_same_line_are_no_furniture(rules):
    """Nothing would be left of them; where there is more to an article, the line is its page's."""
    line = "The council met on Monday. The bridge stays closed."
    texts = [line] * 10 + [f"{line}\nThe river rose by {number} feet in one night." for number in range(10)]
    articles = pd.DataFrame(
        {"doc_id": [f"d{n}" for n in range(20)], "source": "Post", "text": texts, "file": "f", "title": None}
    )
    ledger = clean(articles, rules)
    found = ledger[ledger["raw"].eq(line)]
    assert found["action"].eq("removed").tolist() == [False] * 10 + [True] * 10


def test_a_title_that_is_given_stays_though_it_recurs(rules):
    texts = [f"Morning briefing\n{number} days have passed. {BODY}" for number in range(6)]
    articles = pd.DataFrame(
        {"doc_id": list("abcdef"), "text": texts, "source": "post", "file": "f", "title": "Morning briefing"}
    )
    assert clean(articles, rules)["part"].value_counts().to_dict() == {"title": 6, "body": 6}
    assert clean(articles.assign(title=None), rules)["rule"].eq("recurring").sum() == 6


def test_title_headings_and_a_repeated_title(rules):
    text = f"The bridge is closed\nThe bridge is closed\n\nWhat the mayor says\n{BODY}\nWhat comes next\n{BODY}\nThe end"
    ledger = ledger_of(text, rules)
    assert ledger["part"].astype("object").where(ledger["part"].notna(), None).tolist() == [
        "title", None, None, "heading", "body", "heading", "body", "body",
    ]  # fmt: skip
    assert ledger["rule"].tolist()[1] == "repeated_title"


def test_a_title_given_in_sources_is_found_below_a_rubric(rules):
    ledger = ledger_of(f"Politics\nThe Bridge Is Closed\n{BODY}", rules, title="The bridge is closed")
    assert ledger["part"].tolist() == ["heading", "title", "body"]


CORRECTED = [
    ("caf" + "e\u0301", "café", ["unicode"]),
    ("a\u00a0b  c\t", "a b c", ["white_space"]),
    ("co\u00adoperation", "cooperation", ["invisible"]),
    ("\u202eevil\u202c", "evil", ["invisible"]),
    ("zero\u200bwidth\x00", "zerowidth", ["invisible"]),
    ("''quoted''", '"quoted"', ["quotation_marks"]),
    ("it´s", "it’s", ["quotation_marks"]),
    ("<<так>>", "«так»", ["quotation_marks"]),
    ("Itâ€™s â€œfineâ€\x9d", "It’s “fine”", ["mojibake"]),
    ("cafÃ©  noir", "café noir", ["mojibake", "white_space"]),
    ("Мост закрыт.".encode().decode("latin-1"), "Мост закрыт.", ["mojibake"]),
    ("РњРѕСЃС‚ Р·Р°РєСЂС‹Р»Рё РІ РїРѕРЅРµРґРµР»СЊРЅРёРє.", "Мост закрыли в понедельник.", ["mojibake"]),
]
NOT_CORRECTED = [
    "“curly” ‘single’ «guillemets» „low“", "don't", "5' 10\"", "a < b > c", "x << y", "—–-…", "й ё ў і",
    "São Paulo, CORAÇÃO, NÃO", "PÃO E VINHO", "Ã", "â", "IL Y MARQUÉ…", "Ångström 5 µm ± 2 °C", "Сім, Рівне, Сєвєродонецьк",
    "РІЧКА І СЄВЄРОДОНЕЦЬК", "“Мост”, „Міст“, ‘мост’", "😀 👍🏽", "naïve façade", "5 € – £3", "Ð, ð and Þ", "& < R&D a<b", "ﬁne",
]  # fmt: skip
# what ftfy cannot know: Cyrillic that was read as Latin letters has the look of words


@pytest.mark.parametrize(("raw", "text", "rules_that_acted"), CORRECTED)
def test_characters_are_corrected_by_named_rules(raw, text, rules_that_acted):
    assert correct(raw) == (text, rules_that_acted)


@pytest.mark.parametrize("raw", NOT_CORRECTED)
def test_what_is_right_is_not_corrected(raw):
    assert correct(raw) == (raw, [])


def test_cyrillic_read_as_latin_letters_stays_and_is_told_of():
    assert correct("Ìîñò ÷åðåç ðåêó") == ("Ìîñò ÷åðåç ðåêó", []) and wrongly_read("Ìîñò ÷åðåç ðåêó")


def test_a_line_that_would_lose_a_character_stays_as_it_is():
    assert ftfy.fix_encoding("Itâ€?s fine") == "It\ufffds fine"
    assert correct("Itâ€?s fine") == ("Itâ€?s fine", [])


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("аб ab  .,'’<>`\u00ad\u0306ÃРѓё\t“"), max_size=12) | st.text(max_size=20))
def test_no_line_that_needs_a_correction_goes_unsuspected(line):
    assert correct(line) == (line, []) or suspects(pa.array([line]))[0]


def test_corrections_are_in_the_ledger(rules):
    ledger = ledger_of(f"{BODY}\u00a0 Co\u00adop.", rules)
    assert ledger.loc[0, ["action", "rule"]].tolist() == ["changed", "invisible; white_space"]


def test_lines_end_as_any_system_ends_them():
    assert split_lines("a\r\nb\rc\n") == ["a", "b", "c"]
    assert split_lines("a\u2028b\x0bc\x85d") == ["a\u2028b\x0bc\x85d"]


LINES = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=40),
        st.sampled_from([BODY, "Read more", "By Anna Smith", "", " ", "A title", "3.69 BYN", "Subscribe"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(deadline=None)
@given(LINES)
def test_every_raw_line_is_in_the_ledger_once_and_the_parts_add_up(lines):
    text = "\n".join(lines) + "\n"
    ledger = ledger_of(text, read_rules(GENERAL.parent))
    schema.check(ledger, "ledger")
    assert ledger["raw"].tolist() == lines
    assert ledger["line"].tolist() == list(range(1, len(lines) + 1))
    kept, changed, removed = (ledger["action"].eq(action) for action in ("kept", "changed", "removed"))
    assert (kept | changed | removed).all()
    assert (ledger["text"] == ledger["raw"])[kept].all()
    assert (ledger["text"] != ledger["raw"])[changed].all() and ledger["rule"][changed].notna().all()
    assert ledger["text"][removed].isna().all() and ledger["rule"][removed].notna().all()
    assert ledger["part"].notna().eq(~removed).all()


def test_an_account_that_does_not_add_up_stops_the_run(rules, monkeypatch):
    honest = module._by_place
    monkeypatch.setattr(
        module,
        "_by_place",
        lambda *given: (honest(*given), given[1].removed.__setitem__(0, True)),  # removed, and by no rule
    )
    with pytest.raises(CorpusError, match="does not account for every line"):
        ledger_of(BODY, rules)
