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
from ..measure.comparing.sensitivity import Sensitivity
from ..measure.comparing.sensitivity import sensitivity as stability
from ..measure.comparing.sensitivity import settings as other_settings
from ..measure.evidence.spellings import spellings
from ..show.charts.figures import Figure
from ..show.charts.maps import heat_map
from ..show.phrases import counted, listed, named
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .finding import KEPT, PAIRED, Finding, answers
from .held_against import names_of
from .keyness_shown import SHOWABLE, Shown, keyness_figures, keyness_tables, rows_kept, showable, words_shown
from .page_words import cautions, marked, page_words, telling_of_news, unmarked
from .sureness import CHANCE, Sureness, of_comparison, of_stories
from .telling import OTHERS, Compared, both_sides, by_evidence, clauses, example, strength_of
from .wordings import base_of, only_one

if TYPE_CHECKING:
    from ..view import View

MANY_WORDS = 500_000  # of a view, above which not all is ranked under each setting:
MOST_GROUPS, RANKED = 12, 2_000  # groups, those with most words; and the first terms of each
SETTINGS = {  # what settings() calls them, as a sentence puts it
    "stop words left out": "small words such as “the” are left out",
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


@answers("Which words set each apart?", within=PAIRED)
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
    Reading it: words come in articles. A word that only one article of a group has is that article's. Of a view within stories, groups
    are compared on the stories that both sides tell, each of which weighs as much on either side.
    """
    if b and not a:
        raise UsageError(f"b is '{b}', and a is not given", remedy="Give a too, or give the group as a")
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    compared, within = Compared.of(view, a, b), view.within or None
    if compared.told is not None and not compared.told["n_stories"].any():
        return Finding((f"{a} and {compared.other(a)} tell no {named(view.within)} in common, so nothing is compared.",))
    words, kept = view.stop_words(stop_list), rows_kept(view, 1 if a else len(view.sizes))
    checked = {"checked": SHOWABLE, "most_rows": kept} if kept else {}
    table = keyness(view.tokens, view.by, a or None, b or None, min_n=min_n, within=within, **checked)
    table = by_evidence(table[~table["term"].isin(words)].reset_index(drop=True), view.by, compared.n_articles)
    if table.empty:
        return Finding((f"No word stands {min_n:,} times or more, so none was compared; rarer words were not looked at.",))
    sure, tested = sure_of(compared, view), pd.DataFrame({"p_any_word": []})
    if compared.testable():
        tested = beyond_chance(view.tokens, view.by, a or None, b or None, within=within)
    known = page_words(view, showable(table, tested, view.by)) if kept else None
    sides = (table["g2"] >= 0).map({True: a, False: b}) if b else None
    table, tested = marked(table, view, sides, known), marked(tested, view, known=known)
    both = both_sides(table, view.by, a, b)
    found, every, compared = telling_of_news(both, view, compared, tested)
    groups = [a] if a else _drawn(compared, found, drawn)
    named_ones = [word for told in (found, every) for word in words_shown(table, told, view.by, groups, top)]
    spelt = spellings(view.tokens, view.ledger, named_ones)
    shown = Shown(view, compared, table, tested, found, spelt, kept=kept)
    more = both[both[view.by].isin(groups) & (both["g2"] > 0)].groupby(view.by, observed=True).head(top)
    return Finding(
        _answer(shown, (compared_words(shown, words, min_n), min_n, drawn), sure.verdict == "indicative"),
        headline=headline_of(shown),
        caveats=(_by_article(compared, found), *cautions([*every.values(), more], view, spelt)),
        figures=keyness_figures(shown, groups, top),
        tables=keyness_tables(shown, top, min_n),
        **sure._asdict(),
        strength=strength_of(found),
        compares=True,
        base=base_of(view),
    )


def compared_words(shown: Shown, left_out: frozenset[str], min_n: int) -> int:
    """How many words were compared; where not all have a row, those of both sides that stand so often."""
    if not shown.kept:
        return shown.table["term"].nunique()
    tokens, compared = shown.view.tokens, shown.compared
    some = tokens[tokens[shown.view.by].isin([compared.a, compared.b])] if compared.b else tokens
    n = some["term"].value_counts()
    return int((~n.index[n >= min_n].isin(left_out)).sum())


def sure_of(compared: Compared, view: View) -> Sureness:
    """How sure the comparison is: by articles, and within stories by these."""
    return of_comparison(compared.sizes, view.by) if compared.told is None else of_stories(compared.told, view)


def _drawn(compared: Compared, found: dict[str, pd.DataFrame], most: int) -> list[str]:
    """The groups that get a figure: those that a sentence names, in its order, and then the largest."""
    largest = sorted(compared.groups, key=lambda name: (-compared.words[name], name))
    return list(dict.fromkeys([*found, *largest]))[:most]


def headline_of(shown: Shown) -> str:
    """The answer for the front page: only words of several articles, wherever there are such."""
    found, few = shown.found, len(shown.tested) == 0
    firm = {group: rows[rows["firm"]] for group, rows in found.items() if rows["firm"].any()} or found
    return f"{clauses(shown.view.by, shown.compared, firm, shown.spelt, 2, few)}." if found else ""


def _answer(shown: Shown, counts: tuple[int, int, int], few: bool) -> tuple[str, ...]:
    """The answer in sentences.

    counts : words compared, least occurrences, groups to speak of at most
    few    : whether there are hardly enough articles for a test
    """
    n_words, min_n, most = counts
    view, compared, found, tested, spelt = shown.view, shown.compared, shown.found, shown.tested, shown.spelt
    one = named(view.by)
    if not found and compared.paged:
        return (
            f"{no_word(compared)} sets any {one} apart, except for words that may belong to the pages and not to the news.",
        )
    if not found and len(tested):
        looked = f"The test looked at the {counted(tested['term'].nunique(), 'word')} that most articles have."
        if (tested["p_any_word"] <= CHANCE).any():
            return (f"{no_word(compared)} is used much more often by one {one} than by the others.", looked)
        return (
            f"{no_word(compared)} sets the {one}s apart by more than chance would explain.",
            looked,
            _nearest(view, tested, few),
        )
    if not found:
        whose = f"in {compared.a} than in {compared.b or OTHERS}" if compared.a else f"in one {one} than in the others"
        looked = f"{counted(n_words, 'word')} {'stands' if n_words == 1 else 'stand'} {min_n:,} times or more"
        return (f"In these articles no word stands out: {looked}, and none of them much more often {whose}.",)
    rest = dict(list(found.items())[3:most])
    more = f"{clauses(view.by, compared, rest, spelt, 3, False, most)}." if rest else ""
    unsaid, without = len(found) - len(rest) - 3, [name for name in compared.groups if name not in (*found, *compared.paged)]
    left = f"The tables show such words of {counted(unsaid, one)} more." if unsaid > 0 else ""
    none = f"No word stands out in {listed(without, 3)}." if without else ""
    sentences = clauses(view.by, compared, found, spelt, 3, len(tested) == 0)
    return (f"{sentences}.", example(compared, found, spelt), more, left, none)


def no_word(compared: Compared) -> str:
    """How a sentence begins that says of what was compared that nothing was found."""
    return f"{compared.where} no word" if compared.where else "No word"


def _nearest(view: View, tested: pd.DataFrame, few: bool) -> str:
    """Which word comes nearest to a find, where the articles are so few that large differences do not show."""
    known = unmarked(tested).dropna(subset="p_any_word").sort_values("p_any_word", kind="stable")
    if not few or known.empty or known["p_any_word"].iloc[0] == 1:
        return ""
    first = known.iloc[0]
    spelt = spellings(view.tokens, view.ledger, first["term"])[first["term"]]
    return f"With so few articles only a very large difference would show; “{spelt}” in {first[view.by]} comes nearest to one."


def _by_article(compared: Compared, found: dict[str, pd.DataFrame]) -> str:
    """How many of the words named rest on one article of their group."""
    alone = [name for name, rows in found.items() if compared.n_articles[name] > 1 and not rows["firm"].any()]
    return f"Each word named for {listed(alone, 3)} stands in only one of its articles." if alone else ""


@answers("Would other settings find the same?", within=KEPT)
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
    found = _stability(view, min_n, drawn)
    known = found.settings.dropna(subset="share_stays")
    if known.empty:
        none = f"No word that stands {min_n:,} times or more was found more frequent in one {named(view.by)} than in the others"
        return Finding((f"{none}, so there is no keyword that another setting could change.",))
    means = known.groupby("setting", sort=False)["share_stays"].mean()
    least, most = means.idxmin(), means.idxmax()
    first = f"When one setting is changed, {100 * known['share_stays'].mean():.0f} % of the keywords stay, on average."
    differ = means[least] < means[most]
    second = f"Fewest stay when {SETTINGS[least]}, most when {SETTINGS[most]}." if differ else ""
    largest = view.sizes.assign(name=names_of(view.sizes, view.by)).sort_values(["n_tokens", "name"], ascending=[False, True])
    shown = found.settings.assign(**{view.by: names_of(found.settings, view.by)})
    shown = shown[shown[view.by].isin(largest["name"].head(drawn))].assign(setting=lambda rows: rows["setting"].map(SHORT))
    unit, caption = (
        "share of the first twenty keywords that stay",
        "Each group against the rest. A – marks a setting that cannot be applied.",
    )
    chart = heat_map(shown, "setting", view.by, "share_stays", unit, form="share", highest=1.0)
    title = f"Fewest keywords stay when {SETTINGS[least]}" if differ else "Equally many keywords stay under each setting"
    every, few = _not_all(view, found.settings)
    return Finding(
        (first, second, _firm(found.terms, view)),
        caveats=few,
        figures=(Figure(chart, "sensitivity", caption, title, (stability, other_settings)),),
        tables=(
            of_each(Table(found.terms, "sensitivity", every, None, top, folded=True, method=stability), view.by, "by rank"),
        ),
        **of_comparison(view.sizes, view.by)._asdict(),
        strength=0.1,
        base=base_of(view),
    )


def _stability(view: View, min_n: int, drawn: int) -> Sensitivity:
    """What other settings find; of many words the largest groups alone are looked at."""
    many = len(view.tokens) > MANY_WORDS
    bounds = {"most_groups": max(drawn, MOST_GROUPS), "most_rows": RANKED} if many else {}
    lemmas, stop_words = _lemmas(view), view.stop_words()
    settings = other_settings(view.tokens, view.by, stop_words=stop_words, lemmas=lemmas, min_n=min_n, **bounds)
    return stability(settings, view.by)


def _not_all(view: View, shown: pd.DataFrame) -> tuple[str, tuple[str, ...]]:
    """The caption of the table of keywords, and a caveat where not all groups are looked at."""
    every, n = "Each keyword with its range of ranks under all settings.", shown[view.by].nunique(dropna=False)
    every += f" A rank beyond {RANKED:,} is not told." if len(view.tokens) > MANY_WORDS else ""
    few = f"Looked at are keywords of the {counted(n, named(view.by))} with most words, against all others."
    return every, (few,) if n < len(view.sizes) else ()


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
    n, firm = len(firm), unmarked(marked(firm, view))
    # a word of each group before any second one
    firm = pd.concat([firm.drop_duplicates(view.by), firm]).drop_duplicates("term")
    if firm.empty:
        return f"{counted(n, 'keyword')} {'stays' if n == 1 else 'stay'} under all of them; they may be words of the pages."
    spelt = spellings(view.tokens, view.ledger, firm["term"].head(3))
    such = ", among others" if n > min(len(firm), 3) else ""
    firmest = zip(firm["term"].head(3), firm[view.by].head(3), strict=True)
    texts = [f"“{spelt[term]}” of {group}" for term, group in firmest]
    return f"{counted(n, 'keyword')} {'stays' if n == 1 else 'stay'} under all of them: {listed(texts)}{such}."
