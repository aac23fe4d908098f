"""about_sharing.py and tellings.py: two tellings of one remark, a passage carried word for word, copies, and nothing in common."""

import json
import random
import time
from pathlib import Path

import pytest
from corpora import HOSTILE, view_of
from dealt import one_outlet
from newsroom import newsroom, write

from analysis.display.render import render
from analysis.findings.about_sharing import shared_passages
from analysis.findings.carried import carried
from analysis.findings.tellings import counterparts, links_of, most_telling
from analysis.measure.counting.counts import group_sizes
from analysis.text.prepare import prepare
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
    assert found.strength >= 0.7, "it stands among the first sentences of a report"
    assert (
        "have a counterpart in BelTA, word for word or in other words" in found.sentences[1]
        and "3 passages" in found.sentences[2]
    )
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
    assert (
        found.sentences[0].startswith("83 % of the words of radio/b (Radio Vale) have a counterpart") and found.strength == 0.3
    )


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


AGENCY = "Two barges sank in the estuary on Monday after the pilot lost his way, the coast guard told this agency. "
LEAD = "A glassworks in Larkham that made lenses for lighthouses shuts its gates in autumn, the owners wrote to the staff. "
SECOND = "Prices of barley rose again while millers waited for ships from the north that nobody had seen since the frost. "


def many_outlets(place, shared_by=("Post", "Radio", "Web"), n_each=10, **more):
    """Four outlets with ten articles each: Post carries what Radio has (two leads), and the agency's text is in several."""
    files = {}
    for outlet, name in enumerate(("Post", "Radio", "Web", "Echo")):
        for number, text in enumerate(one_outlet(n_each, seed=10 + outlet)):
            lead = {1: LEAD, 2: SECOND}.get(number, "") if name in ("Post", "Radio") else ""
            agency = AGENCY if number == 0 and name in shared_by else ""
            common = f"Number {number} of {name}. " if number else ""
            files[f"{name}/{number}.txt"] = f"{common}{lead}{agency}\n\n{text}\n"
    rows = [f"{file},{file.split('/')[0]},en,{'Sunk Barges' if file == 'Post/0.txt' else ''}" for file in files]
    return view_of(place, files, sources_csv="\n".join(["file,source,language,title", *rows]) + "\n")


def of_groups(view):
    return carried(view, links_of(view), group_sizes(view.prepared.tokens, "doc_id"))


def without_accidents(monkeypatch):
    """Ten of the forty articles share something in any case; here the six that carry a planted text are enough."""
    monkeypatch.setattr("analysis.findings.carried.SHARING", 5)


def test_of_many_articles_the_outlets_come_first(tmp_path, monkeypatch):
    without_accidents(monkeypatch)
    view = many_outlets(tmp_path)
    found = shared_passages(view)
    share = view.tokens.groupby("source", observed=True)["shared"].mean()  # all of it with other outlets
    first, other = ("Post", "Radio") if share["Post"] > share["Radio"] else ("Radio", "Post")
    assert found.sentences[0] == (
        f"{round(100 * share[first])} % of the words of {first} stand word for word in another outlet too, most of them in {other}: "
        "for their size, these two have most in common."
    )
    assert found.sentences[1] == (
        "1 passage stands in three or more outlets, as the text of an agency does, in “Sunk Barges” (Post) and 2 other outlets: "
        "“Two barges sank in the estuary on Monday after the pilot lost his way…”. To count only each outlet’s own wording, set "
        "“shared” to “without” on the other pages."
    )
    assert found.figures[0].title.startswith("An article of ") and " and one of " in found.figures[0].title
    table = found.tables[0]
    assert table.name == "carried"
    (row,) = table.frame.values.tolist()
    assert row[0].startswith(AGENCY.strip(" .")) and row[1:] == [3, 3, "Post, Radio, Web", "“Sunk Barges”, Radio/0 and Web/0"]
    assert any("have a passage in the same words" in sentence for sentence in found.sentences[2:]), "two articles come after"


def test_what_two_outlets_have_is_not_carried(tmp_path, monkeypatch):
    without_accidents(monkeypatch)
    found = of_groups(many_outlets(tmp_path, shared_by=("Post", "Radio")))
    assert found.table.empty and found.sentences[1] == "No passage stands in three or more outlets."


def test_where_shared_text_is_left_out_no_advice_is_given(tmp_path, monkeypatch):
    without_accidents(monkeypatch)
    prepared = many_outlets(tmp_path).prepared
    said = of_groups(open_view(prepared, shared="without")).sentences[1]
    assert said.startswith("1 passage stands") and "without" not in said


def test_a_text_in_more_than_twenty_places_is_one_passage_of_all(tmp_path):
    """Such text is paired with its first place alone; those that were never paired with each other have it in common all the same."""
    texts = {f"{name}/{n}.txt": f"{AGENCY}{text}\n" for name in ("Post", "Radio", "Web") for n, text in
             enumerate(one_outlet(10, seed=len(name)))}  # fmt: skip
    rows = [f"{file},{file.split('/')[0]},en" for file in texts]
    view = view_of(tmp_path, texts, sources_csv="\n".join(["file,source,language", *rows]) + "\n")
    table = of_groups(view).table
    assert table[["n_groups", "n_articles"]].values.tolist() == [[3, 30]]
    assert table["articles"][0].endswith("and 25 more")


@pytest.mark.parametrize("corpus", ["seeds", TESTS / "tiny"])
def test_few_articles_are_told_by_two_of_them(corpus):
    assert of_groups(open_view(corpus)) is None


def test_two_thousand_articles_take_less_than_a_second(tmp_path):
    view = open_view(prepare(write(newsroom(), tmp_path / "corpus")))
    links, lengths = links_of(view), group_sizes(view.prepared.tokens, "doc_id")
    begin = time.process_time()
    found = carried(view, links, lengths)
    assert time.process_time() - begin < 1 and 0.05 < found.share < 0.5
    row = random.Random(0).choice(found.table.to_dict("records"))
    holders = [a.source for a in newsroom().articles if row["passage"][:40].split(" | ")[0] in " ".join(a.lines)]
    assert set(row["groups"].split(", ")) <= set(holders)
