"""What a page speaks of, and the account of what it leaves out."""

import pandas as pd
import pytest
from builders import tokens_from

from analysis.errors import NotApplicableError, UsageError
from analysis.measure.counting.selection import require_dictionary, require_groups, select
from analysis.schema import TABLES

TOKENS = pd.concat([tokens_from({"a": ["x y z."], "b": ["x y."], "c": ["ж з."]}), tokens_from({"b": ["t"]}, part="title")])
TOKENS = TOKENS.astype({"doc_id": "category", "term": "category", "part": "category"}).sort_values(
    ["doc_id", "part"], ignore_index=True
)


def articles(**languages):
    frame = pd.DataFrame({"doc_id": list(languages), "language": list(languages.values())}).reindex(
        columns=list(TABLES["articles"])
    )
    dtypes = {"text": "str", "number": "float64", "date": "datetime64[ns]"}
    frame = frame.astype({name: dtypes[family] for name, family in TABLES["articles"].items()})
    return frame.assign(source="s")


def test_the_language_with_most_articles_is_taken_and_the_rest_is_named():
    chosen = select(TOKENS, articles(a="en", b="en", c="ru"), "source", parts=["body"])
    assert chosen.language == "en" and list(chosen.articles["doc_id"]) == ["a", "b"]
    assert chosen.left_out.values.tolist() == [["language: ru", 1, 2], ["part: title", 1, 1]]
    assert len(chosen.tokens) + chosen.left_out["n_tokens"].sum() == len(TOKENS)
    assert chosen.sizes["n_tokens"].tolist() == [5]


def test_ties_go_by_name_and_no_language_is_one_of_its_own():
    assert select(TOKENS, articles(a="ru", b=None, c=None), "source").language == "ru"
    assert select(TOKENS, articles(a=None, b=None, c=None), "source").language == ""
    assert select(TOKENS, articles(a="ru", b="en", c="be"), "source").language == "be"


def test_what_cannot_be_chosen():
    with pytest.raises(UsageError, match="'lead' is no part"):
        select(TOKENS, articles(a="en", b="en", c="ru"), "source", parts=["lead"])
    with pytest.raises(UsageError, match="the languages 'en', 'ru'"):
        select(TOKENS, articles(a="en", b="en", c="ru"), "source", language="de")
    with pytest.raises(NotApplicableError, match="only one source"):
        require_groups(pd.DataFrame({"source": ["s"]}), "source")
    with pytest.raises(NotApplicableError, match=r"no topics\.yml"):
        require_dictionary(pd.DataFrame(), "topics.yml")
    require_groups(pd.DataFrame({"source": ["s", "t"]}), "source")


def test_shared_passages_can_be_left_out_or_asked_for_alone():
    marked = TOKENS.assign(shared=TOKENS["term"].eq("x"))
    n_shared, body = int(marked["shared"].sum()), 5
    without = select(marked, articles(a="en", b="en", c="ru"), "source", parts=["body"], shared="without")
    only = select(marked, articles(a="en", b="en", c="ru"), "source", parts=["body"], shared="only")
    assert (len(without.tokens), len(only.tokens)) == (body - n_shared, n_shared)
    assert ["shared with another article", 2, n_shared] in without.left_out.values.tolist()
    assert ["not shared with another article", 2, body - n_shared] in only.left_out.values.tolist()
    for chosen in (without, only):
        assert len(chosen.tokens) + chosen.left_out["n_tokens"].sum() == len(TOKENS)
    with pytest.raises(UsageError, match="shared cannot be 'none'"):
        select(marked, articles(a="en", b="en", c="ru"), "source", shared="none")
    with pytest.raises(UsageError, match="within shared passages"):
        select(TOKENS, articles(a="en", b="en", c="ru"), "source", shared="only")


def test_reasons_of_every_kind_are_counted_once_and_the_first_named():
    voices = pd.Categorical(
        ["outside" if row % 3 else "quoted" for row in range(len(TOKENS))], categories=["outside", "quoted"]
    )
    tokens = TOKENS.assign(voice=voices, shared=TOKENS["position"].eq(2))
    given = {"parts": ["body"], "shared": "without", "voice": "outside"}
    chosen = select(tokens, articles(a="en", b="en", c="ru"), "source", **given)
    seen = []
    for _, word in tokens.iterrows():
        reasons = [
            "language: ru" if word["doc_id"] == "c" else "",
            "part: title" if word["part"] == "title" else "",
            "shared with another article" if word["shared"] else "",
            "voice: quoted" if word["voice"] == "quoted" else "",
        ]
        seen.append((next(filter(None, reasons), ""), word["doc_id"]))
    left = pd.DataFrame(seen, columns=["reason", "doc_id"]).query("reason != ''")
    wanted = left.groupby("reason")["doc_id"].agg(["nunique", "size"]).reset_index()
    assert chosen.left_out.values.tolist() == wanted.values.tolist() and len(wanted) > 2
    assert list(chosen.tokens["doc_id"].cat.categories) == sorted(set(chosen.tokens["doc_id"]))


def test_a_word_of_no_stated_voice_is_left_out_and_counted():
    voices = pd.Categorical([None] + ["outside"] * (len(TOKENS) - 1), categories=["outside", "quoted"])
    chosen = select(TOKENS.assign(voice=voices), articles(a="en", b="en", c="en"), "source", voice="outside")
    assert chosen.left_out.values.tolist() == [["voice: not stated", 1, 1]]
