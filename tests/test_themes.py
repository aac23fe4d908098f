"""themes.py and theme_fit.py: planted themes, scikit-learn from the text as second opinion, a slow coherence, and odd corpora."""

import warnings
from itertools import combinations, pairwise
from math import log

import numpy as np
import pandas as pd
import pytest
from builders import MADE_UP, ledger_from, sourced, tokens_from
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.columns import COLUMNS
from analysis.errors import NotApplicableError, SchemaError, UsageError
from analysis.measure.themes import discovery as module
from analysis.measure.themes import theme_fit
from analysis.measure.themes.discovery import best_paragraphs, find_themes
from analysis.measure.themes.held_out import meeting_deviations
from analysis.measure.themes.theme_fit import npmi, repeated, top_terms

PLANTED = {
    "war": ["army", "front", "tank", "shell", "attack", "truce", "brigade", "drone", "trench", "border", "sniper", "siege"],
    "money": ["bank", "loan", "price", "tax", "wage", "debt", "budget", "market", "export", "rate", "bond", "tariff"],
    "match": ["goal", "team", "coach", "league", "referee", "fan", "stadium", "striker", "keeper", "penalty", "cup", "final"],
}
FILLER = ["the", "of", "and", "to", "in", "is", "it", "that", "was", "for"]


def paragraph(draw, words, length=9):
    return " ".join([*draw.choice(words, length, replace=False), *draw.choice(FILLER, 3)])


def planted(seed=1, articles=12, each=6):
    """Articles of six paragraphs; paragraphs of war, money and match take turns, war oftener."""
    draw = np.random.default_rng(seed)
    kinds = ["war", "money", "match", "war", "money", "war"]
    return {
        f"d{number:02d}": ["# a heading", *(paragraph(draw, PLANTED[kind]) for kind in kinds[:each])]
        for number in range(articles)
    }


def noise(seed=1, articles=12, each=6):
    draw = np.random.default_rng(seed)
    words = [f"w{number:02d}" for number in range(40)]
    return {f"d{number:02d}": [" ".join(draw.choice(words, 10)) for _ in range(each)] for number in range(articles)}


TEXTS = planted()
LINES = [line for lines in TEXTS.values() for line in lines[1:]]


@pytest.fixture(scope="module")
def tokens():
    return sourced(tokens_from(TEXTS), {doc: "X" if doc < "d04" else "Y" for doc in TEXTS})


@pytest.fixture(scope="module")
def found(tokens):
    return find_themes(tokens, stop_words=FILLER, by="source")


def test_planted_themes_are_found(found):
    assert found.choice.loc[found.choice["chosen"], "k"].tolist() == [3]
    top = {theme: set(rows["term"]) for theme, rows in found.terms.groupby("theme")}
    assert [len(words) for words in top.values()] == [10, 10, 10]
    named = {theme: next(name for name, words in PLANTED.items() if top[theme] <= set(words)) for theme in top}
    assert named[1] == "war" and sorted(named.values()) == ["match", "money", "war"]
    assert found.themes.set_index("theme")["n_paragraphs"].to_dict() == {
        theme: {"war": 36, "money": 24, "match": 12}[name] for theme, name in named.items()
    }
    assert found.strongest["theme"].map(named).tolist() == ["war", "money", "match", "war", "money", "war"] * 12
    assert found.themes["stability"].min() > 0.6 and found.themes["stable"].all()
    assert (found.n_paragraphs, found.n_fitted, found.n_without, found.n_terms) == (72, 72, 0, 36)


def test_columns_and_orders(found):
    names = ["theme", "theme_label"]
    assert list(found.terms.columns) == [*names, "rank", "term", "weight"]
    measures = ["prevalence", "n_paragraphs", "npmi", "stability", "stability_chance", "cooccurrence_z", "stable"]
    assert list(found.themes.columns) == [*names, *measures]
    assert list(found.by_group.columns) == ["source", *names, "prevalence", "n_paragraphs"]
    assert list(found.paragraphs.columns) == [*names, "rank", "doc_id", "line", "weight", "share_theme"]
    assert list(found.choice.columns) == ["k", "npmi", "converged", "chosen"]
    assert list(found.strongest.columns) == ["doc_id", "line", "theme", "share_theme"]
    assert {name for table in found[:6] for name in table.columns} <= set(COLUMNS)
    assert found.themes["prevalence"].is_monotonic_decreasing
    for _, rows in found.terms.groupby("theme"):
        assert rows["rank"].tolist() == list(range(1, 11)) and rows["theme_label"].iloc[0] == ", ".join(rows["term"][:3])
        pairs = list(zip(-rows["weight"].round(12), rows["term"], strict=True))
        assert pairs == sorted(pairs)
    assert repr(found).startswith("Themes(terms: 30 rows, themes: 3 rows")


def test_scikit_learn_from_the_text_agrees(tokens):
    ours = find_themes(tokens, k=3, stop_words=FILLER)
    vectorizer = TfidfVectorizer(token_pattern=r"\S+", stop_words=FILLER, min_df=3)
    model = NMF(3, init="nndsvda", random_state=0, max_iter=theme_fit.MOST_ROUNDS)
    amounts = model.fit_transform(vectorizer.fit_transform(LINES))
    sizes = model.components_.sum(axis=1)
    amounts, terms = amounts * sizes, model.components_ / sizes[:, None]
    order = np.argsort(-amounts.sum(axis=0))
    words = vectorizer.get_feature_names_out()
    for theme, row in enumerate(terms[order], start=1):
        best = np.lexsort((words, -row))[:10]
        mine = ours.terms[ours.terms["theme"] == theme]
        assert mine["term"].tolist() == words[best].tolist()
        assert mine["weight"].tolist() == pytest.approx(row[best])
    # theirs are the weights as the fit left them, ours those that suit the fitted themes best
    expected = amounts[:, order].sum(axis=0) / amounts.sum()
    assert ours.themes["prevalence"].tolist() == pytest.approx(expected, abs=1e-3)


def slow_npmi(words, lines):
    sets = [set(line.split()) for line in lines]

    def share(*terms):
        return sum(set(terms) <= line for line in sets) / len(sets)

    values = []
    for a, b in combinations(words, 2):
        both = share(a, b)
        if both < 1:
            values.append(log(both / share(a) / share(b)) / -log(both) if both else -1)
    return sum(values) / len(values)


def test_coherence_is_what_a_slow_count_says(found):
    for row in found.themes.itertuples():
        words = found.terms.loc[found.terms["theme"] == row.theme, "term"]
        assert row.npmi == pytest.approx(slow_npmi(words, LINES))


def test_npmi_known_answers():
    """Columns: a and b always together in half of the rows, c never with them, d in every row, e in every row too."""
    table = np.array([[1, 1, 0, 1, 1], [1, 1, 0, 1, 1], [0, 0, 1, 1, 1], [0, 0, 1, 1, 1]])
    table = theme_fit.csr_matrix(table.astype(float))
    got = npmi([np.array(top) for top in ([0, 1], [0, 2], [0, 3], [3, 4], [1], [2, 0, 1])], table)
    assert got.tolist() == pytest.approx([1, -1, 0, np.nan, np.nan, (-1 - 1 + 1) / 3], nan_ok=True)


def test_top_terms_break_ties_by_name_and_leave_out_nothing_weighs():
    rows = top_terms(np.array([[0.25, 0.5, 0.25, 0.0], [0.0, 0.0, 0.0, 1.0]]))
    assert [row.tolist() for row in rows] == [[1, 0, 2], [3]]
    assert top_terms(np.full((1, 12), 1 / 12) + np.arange(12) * 1e-16)[0].tolist() == list(range(10))


def test_a_clean_corpus_is_stable():
    """Ten words to a theme: there is nothing else that could be among its top ten."""
    texts = {doc: [" ".join(words[:10]) for words in PLANTED.values()] for doc in TEXTS}
    found = find_themes(tokens_from(texts), k=3)
    assert found.themes["stability"].tolist() == [1, 1, 1] and found.themes["stable"].all()


@pytest.mark.parametrize("k", [3, 5, 8])
def test_noise_is_not_stable(k):
    found = find_themes(tokens_from(noise()), k=k)
    assert not found.themes["stable"].any()


def test_shuffled_words_are_not_stable(tokens):
    """The same words in the same places' order of length, dealt anew: what random starts alone would call stable."""
    term = tokens["term"]
    shuffled = tokens.assign(term=term.iloc[np.random.default_rng(2).permutation(len(term))].array)
    assert not find_themes(shuffled, k=3, stop_words=FILLER).themes["stable"].any()


def test_a_theme_has_a_partner_of_its_own():
    """Three planted themes and one more of the first's terms: only one of the two can have the partner that comes back."""
    tokens = tokens_from({doc: [" ".join(words[:10]) for words in PLANTED.values()] for doc in TEXTS})
    paragraphs = theme_fit.paragraphs_of(tokens)
    counts = theme_fit.word_counts(paragraphs, np.arange(len(paragraphs)))
    space = theme_fit.space_of(counts, 1)
    table = theme_fit.weighted(counts, space)
    top = top_terms(theme_fit.fit(table, 3, 0).terms)
    assert repeated(top, table, counts, (3, 4, 0))[0].tolist() == [1, 1, 1]
    found, met = repeated([*top, top[0]], table, counts, (3, 4, 0))
    assert sorted(found) == [0, 1, 1, 1] and sorted(met)[0] == 0 and sorted(met)[1] > 10


def same(a, b):
    for mine, other in zip(a, b, strict=True):
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, other, check_exact=True)
        else:
            assert mine == other


def test_twice_the_same_and_in_any_order_of_rows(tokens, found):
    before = tokens.copy()
    same(found, find_themes(tokens, stop_words=FILLER, by="source"))
    same(found, find_themes(tokens.sample(frac=1, random_state=3), stop_words=FILLER, by="source"))
    pd.testing.assert_frame_equal(tokens, before)


def test_another_order_of_the_articles_changes_nothing_but_order(found):
    names = dict(zip(TEXTS, reversed(TEXTS), strict=True))
    other = find_themes(tokens_from({names[doc]: lines for doc, lines in TEXTS.items()}), stop_words=FILLER)
    assert other.themes["theme_label"].tolist() == found.themes["theme_label"].tolist()
    assert other.themes["stable"].all()  # the halves are others
    for name in ("prevalence", "npmi"):
        assert other.themes[name].tolist() == pytest.approx(found.themes[name].tolist(), abs=1e-3)
    renamed = found.strongest.assign(doc_id=found.strongest["doc_id"].astype(str).map(names))
    assert renamed.sort_values(["doc_id", "line"])["theme"].tolist() == other.strongest["theme"].tolist()


def test_groups_by_hand(found):
    """Source X has four of the twelve articles, and each article the same mixture."""
    got = found.by_group.set_index(["source", "theme"])
    whole = found.themes.set_index("theme")
    assert got.loc["X", "n_paragraphs"].tolist() == [12, 8, 4] and got.loc["Y", "n_paragraphs"].tolist() == [24, 16, 8]
    assert got.loc["X", "prevalence"].tolist() == pytest.approx(whole["prevalence"].tolist(), abs=0.03)
    assert got.groupby("source")["prevalence"].sum().tolist() == pytest.approx([1, 1])


def test_a_group_without_paragraphs_has_no_prevalence():
    texts = {**TEXTS, "e": ["# only a heading"]}
    got = find_themes(tokens_from(texts), k=3, stop_words=FILLER, by="doc_id").by_group
    rows = got[got["doc_id"] == "e"]
    assert rows["prevalence"].isna().all() and rows["n_paragraphs"].tolist() == [0, 0, 0]
    assert got.loc[got["doc_id"] != "e", "prevalence"].notna().all()


def test_what_parts_a_paragraph_makes_no_group(tokens):
    voice = pd.Categorical(np.where(tokens["term"] == "army", "quoted", "outside"))
    with pytest.raises(SchemaError, match="line 2 of article 'd00' is in the groups 'outside' and 'quoted'") as caught:
        find_themes(tokens.assign(voice=voice), by="voice")
    assert "Group by a column of the article" in str(caught.value)


def test_the_best_paragraphs_are_shown(found):
    table = best_paragraphs(found, ledger_from(TEXTS), top=2)
    assert table[["theme", "rank"]].values.tolist() == [[theme, rank] for theme in (1, 2, 3) for rank in (1, 2)]
    for row in table.itertuples():
        assert row.text == TEXTS[row.doc_id][row.line - 1]
        assert len(set(row.text.split()) & set(found.terms.loc[found.terms["theme"] == row.theme, "term"])) >= 7
        assert row.share_theme > 0.9
    for _, rows in found.paragraphs.groupby("theme"):
        assert len(rows) == 10 and all(a >= b for a, b in pairwise(rows["weight"]))
    with pytest.raises(SchemaError, match="no text for line"):
        best_paragraphs(found, ledger_from({"d00": TEXTS["d00"]}))
    for top in (0, 11):
        with pytest.raises(UsageError, match=f"(no {top} paragraphs|top cannot be {top})"):
            best_paragraphs(found, ledger_from(TEXTS), top=top)


def test_a_sample_finds_the_same_and_says_so(tokens, found):
    sampled = find_themes(tokens, k=3, stop_words=FILLER, most_paragraphs=36)
    assert (sampled.n_fitted, sampled.n_paragraphs, len(sampled.strongest)) == (36, 72, 72)
    assert sampled.strongest["theme"].tolist() == found.strongest["theme"].tolist()
    other = find_themes(tokens, k=3, stop_words=FILLER, most_paragraphs=36, seed=1)
    assert sampled.terms["weight"].tolist() != other.terms["weight"].tolist()
    same(sampled, find_themes(tokens, k=3, stop_words=FILLER, most_paragraphs=36))


def test_parts_give_what_the_whole_gives(tokens, found, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 7)
    parts = find_themes(tokens, stop_words=FILLER, by="source")
    assert parts.strongest["theme"].tolist() == found.strongest["theme"].tolist()
    assert parts.by_group["prevalence"].tolist() == pytest.approx(found.by_group["prevalence"].tolist(), abs=1e-3)
    pd.testing.assert_frame_equal(parts.terms, found.terms)


def test_what_did_not_settle_is_said_and_not_warned_of(tokens, monkeypatch):
    monkeypatch.setattr(theme_fit, "MOST_ROUNDS", 2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert find_themes(tokens, k=3, stop_words=FILLER).choice["converged"].tolist() == [False]


def test_a_paragraph_of_other_words_has_no_theme():
    texts = {**TEXTS, "e": ["words nobody else has", "the of and"]}
    found = find_themes(tokens_from(texts), k=3, stop_words=FILLER)
    assert found.n_without == 2 and found.n_paragraphs == 74
    last = found.strongest[found.strongest["doc_id"] == "e"]
    assert last["theme"].isna().all() and last["share_theme"].isna().all()
    assert found.themes["n_paragraphs"].sum() == 72


def test_halves_without_a_word_that_counts():
    """Ten words, all in three of two hundred paragraphs: in some halves there is nothing to find themes in."""
    texts = {"d": [*[" ".join(PLANTED["war"][:10])] * 3, *[f"w{line}" for line in range(197)]]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = find_themes(tokens_from(texts), k=2, seeds=30)
    assert found.n_without == 197 and found.themes["stability"].between(0, 1).all()


def test_equal_paragraphs_are_one_theme():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = find_themes(tokens_from({"d": [" ".join(PLANTED["war"])] * 20}), seeds=2)
    assert found.themes["n_paragraphs"].sum() == 20 and found.themes["npmi"].isna().all()
    assert found.themes["prevalence"].sum() == pytest.approx(1)
    assert found.choice.loc[found.choice["chosen"], "k"].tolist() == [3]  # none is coherent: the smallest


FEW = {
    "19 paragraphs": ({"d": LINES[:19]}, "there are 19 paragraphs, and themes need 20"),
    "headings are none": ({"d": LINES[:19] + ["# heading"] * 9}, "there are 19 paragraphs"),
    "nine words": ({"d": [" ".join(PLANTED["war"][:9])] * 20}, "there are 9 words that 3 paragraphs or more have"),
    "no word twice": ({"d": [f"w{line}" for line in range(20)]}, "there are 0 words that 3 paragraphs"),
}


@pytest.mark.parametrize(("texts", "message"), FEW.values(), ids=FEW)
def test_too_little_for_themes(texts, message):
    with pytest.raises(NotApplicableError, match=message):
        find_themes(tokens_from(texts))


def test_twenty_paragraphs_and_ten_words_are_enough():
    found = find_themes(tokens_from({"d": [" ".join(PLANTED["war"][:10])] * 20}), k=2, seeds=1)
    assert found.n_paragraphs == 20 and found.n_terms == 10


def test_the_stop_list_may_leave_nothing(tokens):
    with pytest.raises(NotApplicableError, match="there are 0 words"):
        find_themes(tokens, stop_words=set(tokens["term"]))


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"k": 1}, "k cannot be 1"),
        ({"k": 37}, "37 themes cannot come of half of 72 paragraphs, or 36 terms"),
        ({"seeds": 0}, "seeds cannot be 0"),
        ({"min_paragraphs": 0}, "min_paragraphs cannot be 0"),
        ({"most_paragraphs": 19}, "most_paragraphs cannot be 19"),
    ],
)
def test_numbers_that_cannot_be_meant(tokens, asked, message):
    with pytest.raises(UsageError, match=message):
        find_themes(tokens, stop_words=FILLER, **asked)


def test_no_words_are_an_error(tokens):
    with pytest.raises(SchemaError, match="'tokens' has no row"):
        find_themes(tokens.head(0))
    with pytest.raises(SchemaError, match="has no column 'outlet'"):
        find_themes(tokens, by="outlet")


@settings(MADE_UP)
@given(st.integers(0, 10**6), st.integers(4, 8), st.integers(2, 6))
def test_of_any_corpus_shares_add_up(seed, articles, k):
    tokens = tokens_from(noise(seed, articles))
    got = find_themes(tokens, k=k, by="doc_id", seeds=1, seed=seed)
    assert got.themes["prevalence"].sum() == pytest.approx(1)
    assert got.by_group.groupby("doc_id", observed=True)["prevalence"].sum().tolist() == pytest.approx([1] * articles)
    assert got.by_group.groupby("theme")["n_paragraphs"].sum().tolist() == got.themes["n_paragraphs"].tolist()
    assert got.themes["n_paragraphs"].sum() + got.n_without == got.n_paragraphs == 6 * articles
    assert got.themes["theme"].tolist() == list(range(1, len(got.themes) + 1)) and len(got.themes) <= k
    assert got.themes[["npmi", "stability"]].stack().between(-1, 1).all()
    assert got.paragraphs["share_theme"].between(0, 1 + 1e-9).all() and (got.paragraphs["weight"] > 0).all()


def drawn_paragraphs(n, n_words, length, seed=0):
    """Tokens of paragraphs whose words are drawn one by one, the first ones often: no words go together."""
    rng, weights = np.random.default_rng(seed), 1 / np.arange(3, n_words + 3)
    names = np.array([f"w{place:03}" for place in range(n_words)])
    terms = rng.choice(names, (n, length), p=weights / weights.sum()).ravel()
    tokens = pd.DataFrame({"doc_id": np.repeat([f"d{place:05}" for place in range(n)], length), "term": terms})
    tokens["position"] = np.tile(np.arange(1, length + 1), n)
    return tokens.assign(line=1, sentence=1, part="body", start=0, end=1, voice="own", shared=False)


def test_themes_of_many_drawn_words_are_not_believed():
    """Of two themes of so many paragraphs one often comes back by more than .6, though no words go together."""
    found = [find_themes(drawn_paragraphs(1000, 60, 40, seed), k=2).themes for seed in range(6)]
    assert sum(bool((themes["stability"] > 0.6).any()) for themes in found) >= 3
    assert not any(themes["stable"].any() for themes in found)


@pytest.mark.parametrize(("n", "n_words", "length", "k"), [(60, 200, 40, 3), (300, 3000, 40, 8), (4000, 60, 80, 2)])
def test_drawn_words_meet_elsewhere_as_often_as_chance_says(n, n_words, length, k):
    """Whatever the size, the mean deviation stays where that of one half would: within 2."""
    themes = find_themes(drawn_paragraphs(n, n_words, length), k=k, seeds=4).themes
    assert themes["cooccurrence_z"].abs().max() < 2 and not themes["stable"].any()


def test_meetings_counted_by_hand():
    """Two words, once each, among four in two paragraphs of two: they meet in 1 of 3 dealings; variance e(2) − e(2)²."""
    together, apart = csr_matrix([[1, 1, 0], [0, 0, 2]]), csr_matrix([[1, 0, 1], [0, 1, 1]])
    spread = np.sqrt(2 * (1 / 4 - 1 / 16))
    top = [np.array([0, 1])]
    assert meeting_deviations(top, together).tolist() == pytest.approx([(1 - 1 / 3) / spread])
    assert meeting_deviations(top, apart).tolist() == pytest.approx([(0 - 1 / 3) / spread])
    assert meeting_deviations([np.array([0]), np.array([], dtype=int)], together).tolist() == [0, 0]
