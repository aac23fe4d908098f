"""Scripts without spaces: words by segmenters, their places, what is told where none is installed, and patterns."""

import subprocess
import sys

import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.check import loud
from analysis.errors import SchemaError
from analysis.measure.counting.selection import select
from analysis.measure.dictionary.patterns import match_dictionary
from analysis.report.publish.record import what_was_read
from analysis.show.charts.sheet import FONT, FURTHER, Sheet, further_fonts, text_width
from analysis.text.prepare import prepare
from analysis.text.words import segmenters
from analysis.text.words.segmenters import split_words

SPLIT = [
    ("zh", "议会以多数票通过了住房法案。", "议会 以 多数票 通过 了 住房 法案"),
    ("zh", "人工智能AI技术，2024年10月iPhone’s发布", "人工智能 ai 技术 2024 年 10 月 iphone 发布"),
    ("zh", "“我们反对。”他说：《红楼梦》很好", "我们 反对 他 说 红楼梦 很 好"),
    ("ja", "市長は新しいバス計画を発表した。", "市長 は 新しい バス 計画 を 発表 し た"),
    ("ja", "経済成長", "経済 成長"),
    ("", "サッカーチームが優勝", "サッカー チーム が 優勝"),
    ("th", "ตำรวจจับผู้ต้องสงสัยสามคน", "ตำรวจ จับ ผู้ต้องสงสัย สาม คน"),
    ("lo", "ລັດຖະບານຈະສ້າງໂຮງຮຽນ", "ລັດຖະບານ ຈະ ສ້າງ ໂຮງຮຽນ"),
    ("km", "ផែនការថ្មី", "ផែនការ ថ្មី"),
    ("my", "ကျောင်းသစ်များ", "ကျောင်း သစ် များ"),
    ("ko", "대통령은 美國과 中國을", "대통령은 美國과 中國을"),  # has spaces, and so keeps the word rule
    ("en", "The mayor’s e-mail to 北京 of 1,300 words", "the mayor e-mail to 北京 of 1,300 words"),
    ("zh", "😀。、！", ""),
]
CHINESE = "市长周一宣布新的公交计划，议会以多数票通过了住房法案，专家警告说气候变化将影响粮食生产，学校因大雪关闭。"
ENGLISH = (
    "The mayor said on Monday that the council had passed the new plan for the old bridge, and that nobody would lose a home."
)


@pytest.fixture
def without(monkeypatch):
    """A machine on which no segmenter is installed."""
    monkeypatch.setattr(segmenters, "find_spec", lambda name: None)
    segmenters.segmenter.cache_clear()
    yield
    segmenters.segmenter.cache_clear()


def corpus(folder, **texts):
    for name, text in texts.items():
        path = folder / name.rstrip("0123456789") / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("language", "text", "expected"), SPLIT)
def test_words_and_their_places(language, text, expected):
    found = split_words(text, "split", language)
    assert [term for term, _, _ in found] == expected.split()
    assert all(text[start:end].lower().replace("’", "'") == term for term, start, end in found)


def test_a_run_longer_than_a_segmenter_takes_keeps_its_places():
    text = "人工智能" * 5000 + "。结束"
    assert split_words(text, "split", "ja")[-1][1:] == (len(text) - 2, len(text)) == split_words(text)[-1][1:]


def test_the_language_of_an_article_decides_on_characters_of_two(tmp_path):
    for name, language in (("a", "ja"), ("b", "zh"), ("c", "ja")):
        corpus(tmp_path, **{name: "経済成長 経済成長"})
        (tmp_path / "sources.csv").open("a").write(
            ("" if (tmp_path / "sources.csv").stat().st_size else "file,source,language\n")
            + f"{name}/{name}.txt,{name},{language}\n"
        )
    tokens = prepare(tmp_path).tokens
    first, second, third = (rows["term"].tolist() for _, rows in tokens.groupby("doc_id", observed=True))
    assert first == ["経済", "成長"] * 2 == third
    assert second == [term for term, _, _ in split_words("経済成長", language="zh")] * 2


def test_a_run_records_what_split_its_words(tmp_path):
    info = prepare(corpus(tmp_path, a1=CHINESE, b1=ENGLISH)).info
    assert list(info["segmenters"]) == ["zh"] and info["segmenters"]["zh"].startswith("rjieba 0.")


def test_without_a_segmenter_no_clause_is_a_word(tmp_path, without):
    folder = corpus(tmp_path, a1=CHINESE, a2=CHINESE + "。", a3=CHINESE[5:], b1=ENGLISH, b2=ENGLISH + " He was in 北京 then.")
    prepared = prepare(folder)
    assert set(prepared.tokens["doc_id"].astype(str).str[-2:]) == {"b1", "b2"}
    assert not prepared.tokens["term"].astype(str).str.contains(r"[一-鿿]").any()
    told = loud(prepared)
    assert len(told) == 2 and told[0].startswith("words not split: 3 articles in Chinese are not split into words")
    assert "parallax-workbook[chinese]" in told[0] and "in 1 article " in told[1]
    assert (
        select(prepared.tokens, prepared.articles, "source").language == "en"
    )  # not the language of most articles, which have no words
    assert prepared.info["segmenters"] == {}


def test_a_corpus_that_nothing_splits_says_what_to_install(tmp_path, without):
    with pytest.raises(SchemaError) as caught:
        prepare(corpus(tmp_path, a1="ตำรวจจับผู้ต้องสงสัยสามคน" * 5, b1="โรงเรียนปิดเพราะน้ำท่วม" * 5))
    assert "parallax-workbook[thai]" in str(caught.value.remedy)


def matched(text, pattern, language="zh"):
    words = split_words(text, language=language)
    tokens = pd.DataFrame(words, columns=["term", "start", "end"])
    tokens = tokens.assign(
        doc_id="d", line=1, sentence=1, position=range(1, len(words) + 1), part="body", shared=False, voice="outside"
    )
    return [text[row.start : row.end] for row in match_dictionary(tokens, {"Group": [pattern]}).itertuples()]


@pytest.mark.parametrize(
    ("language", "text", "pattern", "expected"),
    [
        ("zh", "发展人工智能是关键", "人工智能", ["人工智能"]),
        ("ja", "人工知能を使い、人工知能へ", "人工知能", ["人工知能", "人工知能"]),  # two words each
        ("ja", "人工、知能", "人工知能", []),  # a mark between them
        ("ja", "人工、知能", "人工 知能", ["人工、知能"]),  # as in other scripts, a space asks for no more than the next word
        ("zh", "用AI技术", "AI技术", ["AI技术"]),
        ("zh", "用AI 技术", "AI 技术", ["AI 技术"]),
        ("zh", "研究生命的起源", "研究生", []),
        ("th", "นายกรัฐมนตรีและปัญญาประดิษฐ์", "ปัญญาประดิษฐ์", ["ปัญญาประดิษฐ์"]),
        ("ja", "人工知能学会が開く", "人工知*", ["人工知能"]),
        ("ja", "新しい人工知能", "*工知能", ["人工知能"]),
        ("en", "a cease fire", "cease fire", ["cease fire"]),
    ],
)
def test_a_pattern_is_found_however_it_is_split(language, text, pattern, expected):
    assert matched(text, pattern, language) == expected


def test_nothing_is_imported_before_it_is_needed():
    names = ("rjieba", "sudachipy", "nlpo3", "pythainlp", "icu4py")
    code = "import sys, analysis; analysis.prepare('seeds'); print([name for name in sys.argv[1:] if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code, *names], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "[]"


def test_the_front_page_tells_of_articles_that_were_not_split(tmp_path, without):
    info = prepare(corpus(tmp_path, a1=CHINESE, b1=ENGLISH)).info
    assert "1 article in Chinese is not split into words" in what_was_read(info) and "[chinese]" in what_was_read(info)


def test_a_picture_takes_the_fonts_of_the_machine_for_what_its_own_lacks():
    sheet = Sheet(2.0, 1.0)
    sheet.text(0.5, 0.5, "市長")
    sheet.text(0.5, 0.8, "mayor")
    before = {text.get_text(): text.get_fontfamily() for text in sheet.figure.findobj(Text)}
    further_fonts(sheet.figure)
    families = {text.get_text(): text.get_fontfamily() for text in sheet.figure.findobj(Text)}
    assert families["mayor"] == before["mayor"] and families["市長"][0] == FONT and set(families["市長"][1:]) <= set(FURTHER)


def test_letters_that_the_layout_s_font_lacks_get_room_enough():
    assert text_width(["市長市長"], 10) >= 0.95 * 40 / 72  # each is as wide as it is high
