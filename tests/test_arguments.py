"""arguments.py: a bare text is one word in every function that takes several; names that are not known; numbers that count rows."""

import inspect
import re
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as px
from analysis.arguments import as_table, names, require_choice, require_columns, require_whole, table_with, words
from analysis.errors import SchemaError, UsageError, nearest

SEEDS = Path(px.__file__).parents[1] / "seeds"


@cache
def seeds():
    return px.prepare(SEEDS)


@cache
def tokens():
    return px.measure.join_articles(seeds().tokens, seeds().articles, "source")


@cache
def mentions():
    return px.measure.match_dictionary(tokens(), seeds().topics)


@cache
def topics():
    return px.measure.count_topics(tokens(), mentions(), "source")


@cache
def keywords():
    return px.measure.keyness(tokens(), "source", min_n=20, draws=1, checked=1)


@cache
def gaps():
    return px.measure.omissions(tokens(), "source")


@cache
def wording():
    return px.measure.count_wording(tokens(), px.measure.match_dictionary(tokens(), seeds().wording), seeds().wording, "source")


def table_shown(columns, monkeypatch):
    shown = []
    monkeypatch.setattr("analysis.show.tables.table.display", lambda record, text: shown.append(text))
    px.show_table(topics(), "topics", "Topics", columns)
    return shown


PAIR = pd.DataFrame({"a": ["xy"], "b": ["xy"], "value": [1.0]})
NO_MERGE = pd.DataFrame(columns=["position_left", "height_left", "position_right", "height_right", "height"], dtype="float64")
# name of a public function and of its argument -> a call with the value, and a value
ONE_WORD = {
    ("cluster_map", "order"): (lambda v: px.chart.cluster_map(PAIR, "a", "b", "value", "u", v, NO_MERGE), "xy"),
    ("collocations", "stop_words"): (lambda v: px.measure.collocations(tokens(), stop_words=v), "the"),
    ("concordance", "terms"): (lambda v: px.concordance(tokens(), seeds().ledger, v), "peace*"),
    ("count_ngrams", "stop_words"): (lambda v: px.measure.count_ngrams(tokens(), stop_words=v), "the"),
    ("dispersion", "terms"): (lambda v: px.measure.dispersion(tokens(), v), "peace"),
    ("find_names", "stop_words"): (lambda v: px.measure.find_names(tokens(), seeds().ledger, stop_words=v), "ukraine"),
    ("heat_map", "order"): (
        lambda v: px.chart.heat_map(topics(), "topic", "source", "n", "mentions", order=v), "Peace and negotiation"
    ),
    ("hedges", "terms"): (lambda v: px.measure.hedges(tokens(), seeds().quotes, v), "peace"),
    ("join_articles", "columns"): (lambda v: px.measure.join_articles(seeds().tokens, seeds().articles, v), "source"),
    ("omissions", "stop_words"): (lambda v: px.measure.omissions(tokens(), "source", stop_words=v), "war"),
    ("place_shares", "terms"): (lambda v: px.measure.place_shares(tokens(), v), "peace"),
    ("places_in_articles", "order"): (
        lambda v: px.chart.places_in_articles(px.measure.positions(tokens(), "peace"), "term", "doc_id", "place", v),
        "001_960114d04471531e",
    ),
    ("positions", "terms"): (lambda v: px.measure.positions(tokens(), v), "peace"),
    ("prepare", "without_rules"): (lambda v: px.prepare(SEEDS, without_rules=v).info, "title"),
    ("rate_scatter", "labelled"): (
        lambda v: px.chart.rate_scatter(keywords(), "term", "rate_per_1000_a", "rate_per_1000_b", "a", "b", v), "ukraine"
    ),
    ("select", "parts"): (lambda v: px.measure.select(seeds().tokens, seeds().articles, "source", parts=v), "title"),
    ("settings", "stop_words"): (lambda v: px.measure.settings(tokens(), "source", stop_words=v), "the"),
    ("show_table", "columns"): (table_shown, "topic"),
    ("spellings", "terms"): (lambda v: px.measure.spellings(tokens(), seeds().ledger, v), "peace"),
    ("split_stop_words", "stop_words"): (lambda v: px.measure.split_stop_words(px.measure.count_terms(tokens()), v), "the"),
    ("stop_list", "more"): (lambda v: px.text.stop_list("en", more=v), "State"),
    ("find_themes", "stop_words"): (lambda v: px.measure.find_themes(tokens(), 3, v, seeds=1), "the"),
    ("trend", "terms"): (lambda v: px.measure.trend(tokens(), seeds().articles, v, period="year"), "peace*"),
}  # fmt: skip
BY = {
    "add_counts": lambda v: px.measure.add_counts(px.measure.count_terms(tokens(), "source"), v),
    "beyond_chance": lambda v: px.measure.beyond_chance(tokens(), v, "BelTA", draws=9),
    "count_ngrams": lambda v: px.measure.count_ngrams(tokens(), v),
    "count_terms": lambda v: px.measure.count_terms(tokens(), v),
    "count_topics": lambda v: px.measure.count_topics(tokens(), mentions(), v),
    "count_wording": lambda v: px.measure.count_wording(tokens(), mentions(), seeds().topics, v),
    "coverage": lambda v: px.measure.coverage(tokens(), mentions(), v),
    "divergence": lambda v: px.measure.divergence(tokens(), v),
    "diversity": lambda v: px.measure.diversity(tokens(), v),
    "equal_size": lambda v: px.measure.equal_size(tokens(), v, draws=1),
    "group_sizes": lambda v: px.measure.group_sizes(tokens(), v),
    "hedges": lambda v: px.measure.hedges(tokens(), seeds().quotes, "reportedly", by=v),
    "influential_articles": lambda v: px.measure.influential_articles(tokens(), v, "BelTA", term="peace"),
    "keyness": lambda v: px.measure.keyness(tokens(), v, "BelTA", min_n=20, draws=1, checked=1),
    "keyword_turns": lambda v: px.measure.keyword_turns(keywords(), keywords().assign(g2=-keywords()["g2"]), v),
    "omissions": lambda v: px.measure.omissions(tokens(), v),
    "missing_things": lambda v: px.measure.missing_things(gaps(), tokens(), v),
    "place_shares": lambda v: px.measure.place_shares(tokens(), "peace", v),
    "rate_changes": lambda v: px.measure.rate_changes(topics(), topics().assign(rate_per_1000=1.0), v, name="topic"),
    "readability": lambda v: px.measure.readability(tokens(), v),
    "sensitivity": lambda v: px.measure.sensitivity({"base": keywords(), "other": keywords()}, v),
    "settings": lambda v: px.measure.settings(tokens(), v),
    "shared_shares": lambda v: px.measure.shared_shares(tokens(), v),
    "speakers": lambda v: px.measure.speakers(seeds().quotes, seeds().articles, v),
    "find_themes": lambda v: px.measure.find_themes(tokens(), 3, by=v, seeds=1),
    "told_in_common": lambda v: px.measure.told_in_common(tokens().assign(story="s"), v, "story"),
    "trend": lambda v: px.measure.trend(tokens(), seeds().articles, "peace", by=v, period="year"),
    "verbs": lambda v: px.measure.verbs(seeds().quotes, seeds().articles, v),
    "voice_shares": lambda v: px.measure.voice_shares(tokens(), v),
    "with_intervals": lambda v: px.measure.with_intervals(topics(), tokens(), v, mentions=mentions()),
    "word_shift": lambda v: px.measure.word_shift(tokens(), v, "BelTA"),
}
TAKES_SEVERAL = re.compile(r"(Iterable|list|Sequence|Collection|Set)\[str\]")


def same(one, other):
    if isinstance(one, pd.DataFrame):
        return one.equals(other)
    if hasattr(one, "alt"):
        return one.alt == other.alt and one.data.equals(other.data)
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one is other is None or one == other


def test_every_function_that_takes_several_texts_is_in_the_tables():
    public = {name: getattr(room, name) for room in (px.measure, px.chart, px.text) for name in dir(room)}
    public |= {name: getattr(px, name) for name in ("concordance", "prepare", "show_table")}
    taking = {
        (name, argument)
        for name, function in public.items()
        for argument, item in inspect.signature(function).parameters.items()
        if TAKES_SEVERAL.search(str(item.annotation))
    }
    assert taking == {*ONE_WORD, *((name, "by") for name in BY)}


@pytest.mark.parametrize(("name", "argument"), ONE_WORD)
def test_a_bare_text_is_one_word(name, argument, monkeypatch):
    call, value = ONE_WORD[name, argument]
    more = [monkeypatch] if name == "show_table" else []
    one = call(value, *more)
    assert same(one, call([value], *more)) and same(one, call((value,), *more))
    if name not in ("join_articles", "select", "show_table", "prepare"):  # which refuse what is no column, no part and no rule
        assert not same(one, call([*value], *more))


@pytest.mark.parametrize("name", BY)
def test_a_bare_column_is_one_column(name):
    assert same(BY[name]("source"), BY[name](["source"]))


@pytest.mark.parametrize("name", BY)
@pytest.mark.parametrize("given", ["sorce", ["sorce"], "Source"])
def test_an_unknown_column_names_the_nearest_and_no_other(name, given):
    with pytest.raises(SchemaError, match=r"has no column '[sS]ou?rce'\. Nearest: 'source'$") as caught:
        BY[name](given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", BY)
@pytest.mark.parametrize("given", [2, None, pd.DataFrame({"source": []}), {"source": 1}, [["source"]]], ids=repr)
def test_what_is_no_column_is_refused_in_one_line(name, given):
    with pytest.raises(UsageError, match="Give a column or a list of columns"):
        BY[name](given)


COUNTS = pd.DataFrame({"term": ["war", "aid"], "n": [2, 1], "low": 0.5, "high": 3.0, "place": 0.5, "end": 0.9})
CHARTS = {
    "ranked_dots": (px.chart.ranked_dots, ["term", "n"], ["words"]),
    "signed_dots": (px.chart.signed_dots, ["term", "n", "low", "high"], ["words", "more", "less"]),
    "dumbbells": (px.chart.dumbbells, ["term", "low", "n", "place", "end"], ["words", "then", "now"]),
    "signed_bars": (px.chart.signed_bars, ["term", "n"], ["words", "more", "less"]),
    "part_bars": (px.chart.part_bars, ["term", "term", "n"], ["words"]),
    "heat_map": (px.chart.heat_map, ["term", "term", "n"], ["words"]),
    "cluster_map": (px.chart.cluster_map, ["term", "term", "n"], ["words", ["war"], NO_MERGE]),
    "places_in_articles": (px.chart.places_in_articles, ["term", "term", "place"], [["war"]]),
    "rate_scatter": (px.chart.rate_scatter, ["term", "low", "high"], ["a", "b"]),
    "trend_lines": (px.chart.trend_lines, ["term", "n", "term"], ["words"]),
}


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_names_the_column_nearest_to_one_that_is_not_there(name):
    chart, columns, more = CHARTS[name]
    chart(COUNTS, *columns, *more)
    for place, column in enumerate(columns):
        asked = [*columns]
        asked[place] = column.upper() + "x" if len(column) < 3 else column[:-1]
        with pytest.raises(SchemaError, match=f"the table has no column '{asked[place]}'"):
            chart(COUNTS, *asked, *more)


@pytest.mark.parametrize(
    "name", [name for name in CHARTS if name not in ("signed_dots", "dumbbells", "rate_scatter", "places_in_articles")]
)
def test_a_chart_takes_a_series(name):
    chart, columns, more = CHARTS[name]
    series = COUNTS.set_index("term")["n"]
    assert chart(series, *columns, *more).alt == chart(COUNTS, *columns, *more).alt


def test_settings_of_a_chart_are_columns_too():
    with pytest.raises(SchemaError, match="Nearest: 'high'"):
        px.chart.ranked_dots(COUNTS, "term", "n", "words", low="low", high="hihg")
    with pytest.raises(SchemaError, match="Nearest: 'low'"):
        px.chart.trend_lines(COUNTS, "term", "n", "term", "words", low="lo")
    with pytest.raises(SchemaError, match="Nearest: 'place'"):
        px.chart.heat_map(COUNTS, "term", "term", "n", "words", second=("plac", "count", "x"))
    with pytest.raises(SchemaError, match="the table has no column 'titel'"):
        px.chart.passage_links(seeds().shared, px.measure.group_sizes(seeds().tokens, "doc_id"), "titel")


@pytest.mark.parametrize("top", [-1, 1.5, "5", True, float("nan")])
@pytest.mark.parametrize(
    "call",
    [
        lambda top: px.show_table(COUNTS, "counts", "c", top=top),
        lambda top: px.measure.evidence_of(COUNTS[["term"]], tokens(), seeds().ledger, top=top),
        lambda top: px.evidence({"term": "war"}, tokens(), seeds().ledger, top=top),
        lambda top: px.measure.rate_changes(topics(), topics(), "source", name="topic", top=top),
        lambda top: px.measure.sensitivity({"base": keywords(), "other": keywords()}, "source", top=top),
        lambda top: px.measure.influential_articles(tokens(), "source", "BelTA", term="peace", top=top),
        lambda top: px.measure.telling_concepts(wording(), top=top),
        lambda top: px.measure.best_paragraphs(None, seeds().ledger, top=top),
        lambda top: px.chart.passage_links(seeds().shared, px.measure.group_sizes(seeds().tokens, "doc_id"), top=top),
    ],
)
def test_a_top_that_cannot_be_meant_is_refused(call, top):
    with pytest.raises(UsageError, match=r"top cannot be .*Give a whole number from [01] on"):
        call(top)


def test_a_top_of_numpy_is_a_number():
    assert px.measure.telling_concepts(wording(), top=np.int64(1)) == px.measure.telling_concepts(wording(), top=1)


@pytest.mark.parametrize(
    ("call", "remedy"),
    [
        (
            lambda: px.measure.select(seeds().tokens, seeds().articles, "source", parts="titel"),
            "'titel' is no part.*Nearest: 'title'",
        ),
        (
            lambda: px.measure.select(seeds().tokens, seeds().articles, "source", voice="quote"),
            "voice cannot be.*Nearest: 'quoted'",
        ),
        (
            lambda: px.measure.select(seeds().tokens, seeds().articles, "source", shared="no"),
            "There are: 'all', 'without', 'only'",
        ),
        (lambda: px.measure.trend(tokens(), seeds().articles, "war", period="months"), "Nearest: 'month'"),
        (lambda: px.measure.passages(seeds().shared, seeds().ledger, kind="share"), "Nearest: 'shared'"),
        (lambda: px.concordance(tokens(), seeds().ledger, "war", sort="lef"), "Nearest: 'left'"),
        (lambda: px.text.tokens_with(tokens(), "lemmas", "en"), "Nearest: 'lemma'"),
        (lambda: px.text.stop_list("en", "function"), "Nearest: 'function words'"),
        (lambda: px.prepare(SEEDS, without_rules="titel"), "Nearest: 'title'"),
        (lambda: px.measure.keyness(tokens(), "source", "belta"), "'belta' has no words. Nearest: 'BelTA'"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(call, remedy):
    with pytest.raises(UsageError, match=remedy):
        call()


def test_a_series_and_a_dict_of_lists_are_tables(monkeypatch):
    shown = []
    monkeypatch.setattr("analysis.show.tables.table.display", lambda record, text: shown.append(text))
    for table in (COUNTS[["term", "n"]], COUNTS.set_index("term")["n"], COUNTS[["term", "n"]].to_dict("list")):
        px.show_table(table, "counts", "c")
    assert len(set(shown)) == 1
    counted = tokens()["term"].astype("str").value_counts()
    content, stopped = px.measure.split_stop_words(counted, ["the", "of"])
    assert stopped.set_index("term")["n"].to_dict() == counted[["the", "of"]].to_dict() and "the" not in set(content["term"])
    lines = px.measure.evidence_of(pd.Series(["peace"], name="term"), tokens(), seeds().ledger, top=1)
    assert lines["n"].tolist() == [counted["peace"]]


@pytest.mark.parametrize(
    ("series", "columns"),
    [
        (pd.Series([1, 2], index=["a", "b"]), ["term", "n"]),
        (pd.Series([1, 2], index=["a", "b"], name="count"), ["term", "n"]),
        (pd.Series([1, 2], index=pd.Index(["a", "b"], name="source"), name="count"), ["source", "n"]),
        (pd.Series([0.5], index=["a"]), ["name", "value"]),
        (pd.Series([0.5], index=["a"], name="share"), ["name", "share"]),
        (pd.Series(["a"]), ["value"]),
        (pd.Series([1], index=pd.MultiIndex.from_tuples([("a", "b")], names=["x", "y"])), ["x", "y", "n"]),
    ],
)
def test_the_names_that_a_series_gets(series, columns):
    assert as_table(series).columns.tolist() == columns


@pytest.mark.parametrize("given", [{"a": [1], "b": [1, 2]}, {"a": 1}, [1], "a", None, 3])
def test_what_is_no_table_is_refused(given):
    with pytest.raises(UsageError):
        as_table(given)


def test_words_and_names():
    assert words(pd.Series(["b", "a"])) == ("b", "a") and words(iter(["a"])) == ("a",) and words(frozenset("ba")) == ("a", "b")
    for given in (1, None, b"a", {"a": 1}, [1], ["a", None], [float("nan")]):
        with pytest.raises(UsageError, match="Give a list of words: a text, or a list of texts"):
            words(given)
    assert names(3) == ["3"] and names([pd.Timestamp("2024-01-01")]) == ["2024-01-01 00:00:00"] and names(()) == []


def test_at_most_six_names_are_listed():
    frame = pd.DataFrame(columns=[f"column_{number}" for number in range(40)])
    with pytest.raises(SchemaError, match=r"has no column 'xyz'\. It has: 'column_0', .*, 'column_5' and 34 more$"):
        require_columns(frame, ["xyz"])
    with pytest.raises(SchemaError, match="There is none"):
        table_with(pd.DataFrame(), "n", None)


@pytest.mark.parametrize(
    ("name", "known", "remedy"),
    [
        ("SOURCE", ["source"], "Nearest: 'source'"),
        ("sorce", ["Source", "source"], "Nearest: 'Source'"),
        ("top_n", ["top", "min_n"], "Nearest: 'top'"),
        ("zzz", [], "There is none"),
        (2024, ["2024-01"], "Nearest: '2024-01'"),
        ("", ["a", "b"], "There are: 'a', 'b'"),
    ],
)
def test_nearest(name, known, remedy):
    assert nearest(name, known) == remedy


def test_choices_and_numbers():
    require_choice("own", ("own",), "voice")
    require_whole(0, least=0)
    require_whole(None, none=True)
    with pytest.raises(UsageError, match=r"n cannot be None\. Give a whole number from 2 on"):
        require_whole(None, "n", least=2)
