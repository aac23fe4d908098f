"""about_sharing.py and tellings.py: two tellings of one remark, a passage carried word for word, copies, and nothing in common."""

import json
from pathlib import Path

import pytest
from corpora import HOSTILE, view_of

from analysis.display.render import render
from analysis.findings.about_sharing import shared_passages
from analysis.findings.tellings import counterparts, links_of, most_telling
from analysis.measure.counting.counts import group_sizes
from analysis.view import open as open_view

TESTS = Path(__file__).parent
PASSAGE = "The mayor told reporters on Monday that the old bridge would be closed to all traffic until late autumn.\n"
ONE = "A ferry runs now. The market moved to the harbour, and fishmongers complain of the rain.\n"
TWO = "Schools were open. Nine people wrote to the council about a new swimming pool in the valley.\n"


@pytest.fixture(scope="module")
def seeds():
    return open_view("seeds")


def test_two_wordings_of_one_remark_come_first(seeds):
    found = shared_passages(seeds)
    assert (
        found.sentences[0]
        == found.headline
        == (
            "BelTA quotes Lukashenko with “…tell Trump that he cannot back down now”, Belarusian portal with "
            "“…tell Trump he cannot retreat now”."
        )
    )
    assert len(found.headline.split()) <= 45 and found.compares and "one remark" in found.caveats[0]
    assert "37 % have their like in BelTA" in found.sentences[1] and "3 passages" in found.sentences[2]
    names = [table.name for table in found.tables]
    assert names == ["passages", "similar", "article_pairs", "shared"], "no table of copies where there is none"
    passages = found.tables[0]
    assert list(passages.head.columns)[:4] == ["source_a", "text_a", "source_b", "text_b"] and not passages.folded
    assert {"score", "doc_id_a", "line_a", "doc_id_b", "line_b"} <= set(passages.frame.columns)


def test_a_quotation_without_a_speaker_is_quoted_all_the_same():
    found = shared_passages(open_view(TESTS / "shared" / "market"))
    assert found.headline == (
        "Gazette quotes “My predecessors painted the doors and forgot the gutters”, Observer “The mayors before me had the "
        "doors painted and forgot about the gutters”."
    )


def test_how_much_of_an_article_has_its_like_elsewhere(tmp_path):
    view = view_of(tmp_path, {"Post/a.txt": PASSAGE + ONE, "Radio/b.txt": PASSAGE + TWO, "Web/c.txt": "Nothing at all.\n"})
    sizes = group_sizes(view.tokens, "doc_id")
    words = dict(zip(sizes["doc_id"].astype(str), sizes["n_tokens"], strict=True))
    found = counterparts(links_of(view), words)
    n = len(PASSAGE.split())
    assert found[["doc_id", "other", "n_same", "n_alike"]].values.tolist() == [
        ["Post/a", "Radio/b", n, n],
        ["Radio/b", "Post/a", n, n],
    ]
    assert found["share_same"].tolist() == [n / words["Post/a"], n / words["Radio/b"]]


def test_a_passage_carried_word_for_word_is_shown_with_its_words(tmp_path):
    view = view_of(tmp_path, {"Post/a.txt": PASSAGE + ONE, "Radio/b.txt": PASSAGE + TWO})
    telling = most_telling(view, links_of(view))
    assert telling.same and telling.sure and not telling.quoted
    found = shared_passages(view)
    assert (
        found.headline
        == found.sentences[0]
        == (
            "Post and Radio have a passage in the same words: “The mayor told reporters on Monday that the old bridge would be "
            "closed to…”; 54 % of Post/a (Post) stands in passages that Radio has too."
        )
    )
    assert found.sentences[1] == "In all there is 1 passage that two articles have nearly word for word (54 % of all words)."


def test_copies_are_named(tmp_path):
    text = PASSAGE + ONE + TWO
    found = shared_passages(view_of(tmp_path, {"Post/a.txt": text, "Radio/b.txt": text}))
    assert found.sentences[-1] == "One pair of articles is nearly the same as a whole: Post/a and Radio/b."
    assert (
        found.tables[-1].name == "duplicates" and "all of Post/a (Post) stands in passages that Radio has too" in found.headline
    )


def test_articles_of_one_outlet_are_called_by_their_titles_and_are_no_headline(tmp_path):
    listed = "file,source,title\na.txt,Post,Bridge Shut\nb.txt,Post,\n"
    found = shared_passages(view_of(tmp_path, {"a.txt": PASSAGE + ONE, "b.txt": PASSAGE + TWO}, sources_csv=listed))
    assert found.sentences[0].startswith("“Bridge Shut” and b have a passage in the same words: “The mayor")
    assert found.headline == "" and not found.compares


def test_a_likeness_that_nobody_quotes_is_no_headline_by_itself():
    found = shared_passages(open_view(TESTS / "tiny"))
    assert found.sentences[0].startswith("Of the words of radio/b (Radio Vale), 83 %") and found.strength == 0.3


@pytest.mark.parametrize(
    ("articles", "said"),
    [
        ({"Post/a.txt": PASSAGE}, "There is one article only"),
        ({"Post/a.txt": ONE, "Radio/b.txt": TWO}, "No two articles have a passage in common. Looked for:"),
    ],
)
def test_nothing_in_common_is_one_sentence(tmp_path, articles, said):
    found = shared_passages(view_of(tmp_path, articles))
    assert len(found.sentences) == 1 and found.sentences[0].startswith(said)
    assert not found.figures and not found.tables and not found.headline


def test_articles_of_another_language_are_left_out(tmp_path):
    russian = (TESTS / "languages" / "ru.txt").read_text(encoding="utf-8")
    articles = {
        "Post/a.txt": ONE,
        "Web/c.txt": TWO,
        "Net/e.txt": "The bus is late.\n",
        "Radio/b.txt": russian,
        "Eho/d.txt": russian,
    }
    found = shared_passages(view_of(tmp_path, articles))
    assert len(found.sentences) == 1, "the two that are the same are not of this view"


@pytest.mark.parametrize("place", ["tiny", "shared/market", "languages"])
def test_any_corpus_gives_a_record(place):
    record = json.loads(json.dumps(shared_passages(open_view(TESTS / place)).record()))
    assert record["sentences"] and all(table["rows"] for table in record["tables"])


def test_hostile_text_stays_text(tmp_path):
    listed = f'file,source,title\na.txt,"{HOSTILE}","{HOSTILE}"\nb.txt,Post,\n'
    articles = {"a.txt": f"{HOSTILE} {PASSAGE}", "b.txt": f"{HOSTILE} {PASSAGE}"}
    html = render(shared_passages(view_of(tmp_path, articles, sources_csv=listed)).record())
    assert "<img src=x" not in html and "&lt;img src=x" in html
