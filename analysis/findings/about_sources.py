"""Which words set the groups apart, and would another way of looking find the same? A view in, a finding for either question out.

A list of keywords is never empty, not even where chance alone dealt out the articles. So what a sentence says depends on what so many
articles can bear: of few it describes these articles, of many it names only words that differ more than chance would make any word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..errors import NotApplicableError, UsageError
from ..measure.comparing.chance import beyond_chance
from ..measure.comparing.keyness import keyness
from ..measure.comparing.sensitivity import sensitivity as stability
from ..measure.comparing.sensitivity import settings as other_settings
from ..measure.evidence.behind import evidence_of
from ..measure.evidence.spellings import spellings
from ..show.charts.dots import signed_dots
from ..show.charts.figures import Figure
from ..show.charts.maps import heat_map
from ..show.phrases import counted, listed, named
from ..show.tables.heads import MOST_ROWS, of_each
from ..show.tables.table import Table
from .finding import Finding, answers
from .sureness import of_comparison
from .telling import CHANCE, OTHERS, Compared, both_sides, clauses, example, names_of, strength_of, telling
from .wordings import base_of, only_one

if TYPE_CHECKING:
    from ..view import View

RATIO = "log2 of the ratio of the rates; 1 is twice as often"
LARGEST = "those first whose counts differ most"
BOUNDS = ("log2_ratio_articles_low", "log2_ratio_articles_high")
HOLLOW = "A hollow dot has no interval: a side has one article only, or has the word in none or hardly any."
METHOD = (keyness,)
SETTINGS = {  # what settings() calls them, as a sentence puts it
    "stop words left out": "the small words of the grammar are left out",
    "lemmas": "the forms of a word are counted as one",
    "shared passages left out": "passages that another article has too are left out",
    "outside words only": "words that are quoted or reported are left out",
    "quoted words only": "only words in quotation marks are counted",
    "ranked by z": "rare words are held back",
    "ranked by z, prior of 10,000": "rare words are held back strongly",
    "ranked by z, prior of 100": "rare words are held back a little",
}

SHORT = {  # and as a row of a figure does
    "stop words left out": "without small words",
    "lemmas": "word forms as one",
    "shared passages left out": "without shared passages",
    "outside words only": "without what others say",
    "quoted words only": "only quoted words",
    "ranked by z": "rare words held back",
    "ranked by z, prior of 10,000": "held back strongly",
    "ranked by z, prior of 100": "held back a little",
}


@answers("Which words set each apart?")
def keywords(
    view: View, a: str = "", b: str = "", top: int = 10, min_n: int = 3, drawn: int = 6, stop_list: str = "none"
) -> Finding:
    """The words that each group uses more often than the others, or than one other.

    a, b      : one side of a comparison of two, and the other; without b all others together, without both each group with the rest
    top       : words in each figure, and at most shown of each group in the table `keyness`
    min_n     : occurrences on both sides together that a word needs
    drawn     : groups that get a figure of their own: those with words to name, then those with most words
    stop_list : words to leave out: "function words" or "none"; the sentences leave out function words wherever there are others

    Tables: `keyness`, every word, the first ones of each group with the lines they stand in; and, where there are enough articles for
    a test, `beyond_chance`, how often chance makes any word differ as much.
    Reading it: words come in articles. A word that only one article of a group has is that article's.
    """
    if b and not a:
        raise UsageError(f"b is '{b}', and a is not given", remedy="Give a too, or give the group as a")
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    words = view.stop_words(stop_list)
    table = keyness(view.tokens, view.by, a or None, b or None, min_n=min_n)
    table = table[~table["term"].isin(words)]
    if table.empty:
        return Finding((f"No word stands {min_n:,} times or more, so there is nothing to compare.",))
    compared = Compared.of(view, a, b)
    sure, tested = of_comparison(compared.sizes, view.by), pd.DataFrame({"p_any_word": []})
    if compared.testable():
        tested = beyond_chance(view.tokens, view.by, a or None, b or None)
    found = telling(both_sides(table, view.by, a, b), view, compared, tested)
    groups = [a] if a else _drawn(compared, found, drawn)
    spelt = spellings(view.tokens, view.ledger, _shown(table, found, view.by, groups, top))
    return Finding(
        _answer(view, compared, found, tested, spelt, (table["term"].nunique(), min_n, drawn), sure.verdict == "indicative"),
        headline=_headline(view.by, compared, found, spelt, len(tested) == 0),
        caveats=(_by_article(compared, found),),
        figures=tuple(_figures(table, view, compared, groups, found, spelt, top, len(tested) > 0)),
        tables=_tables(table, view, compared, tested, top, min_n),
        **sure._asdict(),
        strength=strength_of(found),
        compares=True,
        base=base_of(view),
    )


def _drawn(compared: Compared, found: dict[str, pd.DataFrame], most: int) -> list[str]:
    """The groups that get a figure: those that a sentence names, in its order, and then the largest."""
    largest = sorted(compared.groups, key=lambda name: (-compared.words[name], name))
    return list(dict.fromkeys([*found, *largest]))[:most]


def _shown(table: pd.DataFrame, found: dict[str, pd.DataFrame], by: str, groups: list[str], top: int) -> list[str]:
    """All words that a sentence or a figure shows."""
    drawn = table[table[by].isin(groups)].groupby(by, observed=True).head(top)["term"]
    return list(dict.fromkeys([*drawn, *(term for rows in found.values() for term in rows["term"])]))


def _headline(by: str, compared: Compared, found: dict[str, pd.DataFrame], spelt: dict[str, str], few: bool) -> str:
    """The answer for the front page: only words of several articles, wherever there are such."""
    firm = {group: rows[rows["firm"]] for group, rows in found.items() if rows["firm"].any()} or found
    return f"{clauses(by, compared, firm, spelt, 2, few)}." if found else ""


def _answer(
    view: View,
    compared: Compared,
    found: dict[str, pd.DataFrame],
    tested: pd.DataFrame,
    spelt: dict[str, str],
    counts: tuple[int, int, int],
    few: bool,
) -> tuple[str, ...]:
    """The answer in sentences.

    counts : words compared, least occurrences, groups to speak of at most
    few    : whether there are hardly enough articles for a test
    """
    n_words, min_n, most = counts
    one = named(view.by)
    if not found and len(tested):
        looked = f"Looked at were the {counted(tested['term'].nunique(), 'word')} that most articles have."
        if (tested["p_any_word"] <= CHANCE).any():
            return (f"No word is used much more often by one {one} than by the others.", looked)
        return (f"No word sets the {one}s apart by more than chance would.", looked, _nearest(view, tested, few))
    if not found:
        whose = f"in {compared.a} than in {compared.b or OTHERS}" if compared.a else f"in one {one} than in the others"
        looked = f"{counted(n_words, 'word')} {'stands' if n_words == 1 else 'stand'} {min_n:,} times or more"
        return (f"In these articles no word stands out: {looked}, and none of them much more often {whose}.",)
    rest = dict(list(found.items())[3:most])
    more = f"{clauses(view.by, compared, rest, spelt, 3, False, most)}." if rest else ""
    unsaid, without = len(found) - len(rest) - 3, [name for name in compared.groups if name not in found]
    left = f"The tables show such words of {counted(unsaid, one)} more." if unsaid > 0 else ""
    none = f"No word stands out in {listed(without, 3)}." if without else ""
    sentences = clauses(view.by, compared, found, spelt, 3, len(tested) == 0)
    return (f"{sentences}.", example(compared, found, spelt), more, left, none)


def _nearest(view: View, tested: pd.DataFrame, few: bool) -> str:
    """Which word comes nearest to a find, where the articles are so few that large differences do not show."""
    known = tested.dropna(subset="p_any_word").sort_values("p_any_word", kind="stable")
    if not few or known.empty or known["p_any_word"].iloc[0] == 1:
        return ""
    first = known.iloc[0]
    spelt = spellings(view.tokens, view.ledger, first["term"])[first["term"]]
    return f"With so few articles only a very large difference would show; “{spelt}” in {first[view.by]} comes nearest to one."


def _by_article(compared: Compared, found: dict[str, pd.DataFrame]) -> str:
    """How many of the words named rest on one article of their group."""
    alone = [name for name, rows in found.items() if compared.n_articles[name] > 1 and not rows["firm"].any()]
    return f"Each word named for {listed(alone, 3)} stands in one of its articles only." if alone else ""


def _figures(
    table: pd.DataFrame,
    view: View,
    compared: Compared,
    groups: list[str],
    found: dict[str, pd.DataFrame],
    spelt: dict[str, str],
    top: int,
    tested: bool,
) -> list[Figure]:
    figures = []
    for number, group in enumerate(groups, start=1):
        rows = table[table[view.by] == group].head(top)
        if rows.empty:
            continue
        counts = [f"{own:,} : {others:,}" for own, others in zip(rows["n_a"], rows["n_b"], strict=True)]
        rows, other = rows.assign(word=rows["term"].map(spelt), counts=counts), compared.other(group)
        chart = signed_dots(
            rows, "word", "log2_ratio", *BOUNDS, RATIO, f"more in {group}", f"more in {other}", numbers="counts"
        )
        what = f"The {counted(len(rows), 'word')} whose counts differ most, by G²; at the right how often {group} and {other} have it"
        caption = f"{what}, in {counted(compared.words[group], 'word')} and in {compared.against(group):,}. {HOLLOW}"
        words = [f"“{spelt[term]}”" for term in found[group]["term"].head(2)] if group in found else []
        title = f"{listed(words)} {'stands' if len(words) == 1 else 'stand'} out in {group}" if words else ""
        title = title or (
            f"No word of {group} differs by more than chance would" if tested else f"No word stands out in {group}"
        )
        figures.append(Figure(chart, f"keyness_{number}", caption, title, METHOD if number == 1 else None))
    return figures


def _tables(
    table: pd.DataFrame, view: View, compared: Compared, tested: pd.DataFrame, top: int, min_n: int
) -> tuple[Table, ...]:
    each, other = compared.a or f"each {named(view.by)}", compared.b or OTHERS
    tokens = view.tokens
    if compared.b:
        tokens = tokens[tokens[view.by].isin([compared.a, compared.b])]
    every = f"The words used {min_n} times or more, {each} (A) against {other} (B), with how sure it is."
    n_groups = table[view.by].nunique()
    shown = of_each(Table(table, "keyness", every, None, min(top * n_groups, MOST_ROWS)), view.by, LARGEST)
    evidence = evidence_of(shown.head, tokens, view.ledger)
    tables = [shown._replace(folded=True, method=METHOD, evidence=evidence, opened=2)]
    if len(tested):
        caption = (
            "How often chance alone makes any word differ as much as this one does, for the words that most articles have."
        )
        chance = Table(tested, "beyond_chance", caption, top=top, folded=True, method=beyond_chance)
        tables.append(of_each(chance, view.by, "least likely first"))
    return tuple(tables)


@answers("Would other settings find the same?")
def sensitivity(view: View, top: int = 40, min_n: int = 3, drawn: int = 12) -> Finding:
    """How many of each group's first twenty keywords stay when one choice is made otherwise.

    top   : rows of the table
    min_n : occurrences that a word needs
    drawn : groups in the figure, those with most words

    Table: `sensitivity`, each keyword with its range of ranks.
    Reading it: a word that stays under all settings does not hang on these choices; it may still hang on one article.
    """
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    settings = other_settings(view.tokens, view.by, stop_words=view.stop_words(), lemmas=_lemmas(view), min_n=min_n)
    found = stability(settings, view.by)
    known = found.settings.dropna(subset="share_stays")
    if known.empty:
        none = f"No word that stands {min_n:,} times or more is more frequent in one {named(view.by)} than in the others"
        return Finding((f"{none}, so there is no keyword that another setting could change.",))
    means = known.groupby("setting", sort=False)["share_stays"].mean()
    least, most = means.idxmin(), means.idxmax()
    first = f"When one choice is made otherwise, {100 * known['share_stays'].mean():.0f} % of the keywords stay, on average."
    differ = means[least] < means[most]
    second = f"Fewest stay when {SETTINGS[least]}, most when {SETTINGS[most]}." if differ else ""
    largest = view.sizes.assign(name=names_of(view.sizes, view.by)).sort_values(["n_tokens", "name"], ascending=[False, True])
    shown = found.settings.assign(**{view.by: names_of(found.settings, view.by)})
    shown = shown[shown[view.by].isin(largest["name"].head(drawn))].assign(setting=lambda rows: rows["setting"].map(SHORT))
    unit, caption = (
        "share of the twenty first keywords that stay",
        "Each group against the rest. A – stands where a setting cannot be applied.",
    )
    chart = heat_map(shown, "setting", view.by, "share_stays", unit, form="share", highest=1.0)
    title = f"Fewest keywords stay when {SETTINGS[least]}" if differ else "As many keywords stay under each setting"
    every = "Each keyword with its range of ranks under all settings."
    return Finding(
        (first, second, _firm(found.terms, view)),
        figures=(Figure(chart, "sensitivity", caption, title, (stability, other_settings)),),
        tables=(
            of_each(Table(found.terms, "sensitivity", every, None, top, folded=True, method=stability), view.by, "by rank"),
        ),
        **of_comparison(view.sizes, view.by)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _lemmas(view: View) -> pd.DataFrame | None:
    try:
        return view.tokens_as("lemma")
    except NotApplicableError:
        return None


def _firm(terms: pd.DataFrame, view: View) -> str:
    """The keywords that stay under all settings, content words first."""
    terms = terms.assign(**{view.by: names_of(terms, view.by)})
    firm = terms[(terms["n_settings_in_top"] == terms["n_settings"]) & (terms["n_settings"] > 0)]
    content = firm[~firm["term"].isin(view.stop_words())]
    firm = content if len(content) else firm
    if firm.empty:
        return "No keyword stays under all of them."
    firm = firm.sort_values(["rank", view.by]).drop_duplicates("term")
    firm = pd.concat([firm.drop_duplicates(view.by), firm]).drop_duplicates(
        "term"
    )  # a word of each group before any second one
    spelt = spellings(view.tokens, view.ledger, firm["term"].head(3))
    such = ", among others" if len(firm) > 3 else ""
    texts = [f"“{spelt[row.term]}” of {getattr(row, view.by)}" for row in firm.head(3).itertuples()]
    return f"{counted(len(firm), 'keyword')} {'stays' if len(firm) == 1 else 'stay'} under all of them: {listed(texts)}{such}."
