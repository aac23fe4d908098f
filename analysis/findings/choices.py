"""Who writes which variant of a concept, in words. The table of `count_wording` in; sides, and sentences on them, out.

It exists because a choice of words is told in three states that must not be mixed: a variant that is used, a variant that is not used
though the thing is named, and a thing that is not named. Labels are the corpus's own, so sentences are built around quotation marks.
"""

import difflib
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import pandas as pd

from ..measure.dictionary.wording import STATES, preferred
from ..show.phrases import counted, listed, named
from .wordings import begun

ALIKE = 0.6  # of difflib's ratio, from which two words are spellings of one: Kiev and Kyiv have .75, president and dictator .24
NAMES = 2  # groups that a sentence lists, and one more where that is all
NAMED = 3  # groups that are named in one sentence
SEVERAL = 6  # groups from which on a variant's mentions are told of the others together
FEWEST = 2  # mentions that make a preference: one mention is no habit
ENOUGH = 5  # mentions of a concept from which its shares can be compared
ALONE = 3  # mentions that make a word one group's own


class Side(NamedTuple):
    """The groups that write one variant most often: the variant, the groups with most mentions first, their mentions of the variant,
    and whether they write no other."""

    variant: str
    groups: list[str]
    n: int
    always: bool


def sides_of(wording: pd.DataFrame, by: str, concept: str, fewest: int = FEWEST) -> list[Side]:
    """The groups by the variant of a concept that they use most.

    wording : what count_wording gives for `by`
    fewest  : mentions of that variant that a group needs; a group with two variants in the first place stands on no side

    Returns the sides with most groups first, then with most mentions, then by variant.
    """
    rows = preferred(wording[wording["concept"] == concept].reset_index(drop=True))
    rows = rows[(rows["n_tied"] == 1) & (rows["n"] >= fewest)].sort_values("n", ascending=False, kind="stable")
    sides = [
        Side(str(variant), [str(name) for name in own[by]], int(own["n"].sum()), bool((own["n"] == own["n_concept"]).all()))
        for variant, own in rows.groupby("variant", sort=True)
    ]
    return sorted(sides, key=lambda side: (-len(side.groups), -side.n))


def opposed_in(wording: pd.DataFrame, by: str, concepts: Iterable[str], fewest: int = FEWEST) -> dict[str, list[Side]]:
    """The concepts on which there are two sides at least, in the order given: concept -> its sides."""
    sides = {concept: sides_of(wording, by, concept, fewest) for concept in concepts}
    return {concept: own for concept, own in sides.items() if len(own) > 1}


def one_word(a: str, b: str) -> bool:
    """Whether two variants are spellings of one word, or one a longer form of the other, rather than different words.

    >>> one_word("Kiev", "Kyiv"), one_word("Donald Trump", "Trump"), one_word("president", "dictator")
    (True, True, False)
    >>> one_word("peace agreement", "peace treaty")
    False
    """
    words, others = a.casefold().split(), b.casefold().split()
    own, other = [word for word in words if word not in others], [word for word in others if word not in words]
    first, second = sorted([" ".join(own), " ".join(other)])  # the ratio depends on which comes first
    return not own or not other or difflib.SequenceMatcher(None, first, second).ratio() >= ALIKE


def holding(
    wording: pd.DataFrame, by: str, concepts: Iterable[str], differ: Collection[tuple[str, str, str]]
) -> dict[str, list[Side]]:
    """The concepts on which some group is on another side than most, and holds its own: concept -> sides, as `sides_of` has them.

    wording : what count_wording gives for `by`
    differ  : the groups whose share of a variant is higher than the others' by more than chance: group, concept, variant
    """
    opposed = {}
    for concept, (common, *sides) in opposed_in(wording, by, concepts).items():
        rows = wording[wording["concept"] == concept]
        own = [(side, [name for name in side.groups if (name, concept, side.variant) in differ]) for side in sides]
        kept = [common]
        for side, groups in own:
            some = rows[rows["variant"].eq(side.variant) & rows[by].astype("str").isin(groups)]
            if groups:
                kept.append(
                    side._replace(groups=groups, n=int(some["n"].sum()), always=bool(some["n"].eq(some["n_concept"]).all()))
                )
        if len(kept) > 1:
            opposed[concept] = kept
    return opposed


def most_telling(opposed: dict[str, list[Side]], top: int = 2) -> list[str]:
    """At most `top` concepts for a headline: of those in `opposed`, first different words, which judge, then whatever comes first.

    opposed : concept -> its sides, two at least, the most telling concept first
    """
    words = [concept for concept, sides in opposed.items() if not one_word(sides[0].variant, against(sides).variant)]
    first = (words or list(opposed))[:1]
    return first + [concept for concept in opposed if concept not in first][: top - 1]


def against(sides: list[Side]) -> Side:
    """The side with most mentions against the one that most groups are on."""
    return max(sides[1:], key=lambda side: side.n)


def opposition(concept: str, sides: list[Side], top: int = NAMES) -> str:
    """Who writes this where others write that, the smaller side first, with `top` names or one more. One side stands alone.

    Where both together are more than NAMED, the larger side is most others, or others.

    >>> opposition("Capital", [Side("Kiev", ["X", "Y"], 9, True), Side("Kyiv", ["Z"], 3, False)])
    'Z most often writes “Kyiv” where X and Y write “Kiev” (Capital)'
    """
    common = sides[0]
    if len(sides) == 1:
        always = "" if common.always else "most often "
        return f"{_names(common.groups, top)} {always}{_write(common)} “{common.variant}” ({concept})"
    other = against(sides)
    often = "most often " if not other.always else ""
    much = "most often " if other.always and not common.always else ""
    return (
        f"{_names(other.groups, top)} {often}{_write(other)} “{other.variant}”"
        f" where {_others(common, other, sides)} {much}{_write(common)} “{common.variant}” ({concept})"
    )


def named_by(sides: list[Side]) -> set[str]:
    """The groups that `opposition` names, or would without its `top`."""
    common, other = sides[0].groups, against(sides).groups if len(sides) > 1 else []
    return {*other, *(common if len(common) + len(other) <= NAMED else [])}


def _others(common: Side, other: Side, sides: list[Side]) -> str:
    """The side that most groups are on, by name or as what it is."""
    if len(common.groups) + len(other.groups) <= NAMED:
        return listed(common.groups, NAMED)
    rest = sum(len(side.groups) for side in sides) - len(other.groups)
    return "most others" if 2 * len(common.groups) > rest else "others"


def _names(groups: list[str], top: int) -> str:
    """The first groups; one more than `top` where that is all, since "1 more" is no shorter than its name."""
    return listed(groups, top + 1 if len(groups) == top + 1 else top)


def _write(side: Side) -> str:
    return "writes" if len(side.groups) == 1 else "write"


def where_used(wording: pd.DataFrame, by: str, concept: str, variant: str) -> str:
    """Three sentences on one variant: how large a part it is of the mentions, who has other words, and who does not name the thing."""
    rows = wording[(wording["concept"] == concept) & (wording["variant"] == variant)]
    used = rows[rows["state"] == STATES[0]].sort_values(["share", "n"], ascending=False, kind="stable")
    if (rows["n_concept"] > 0).sum() > SEVERAL:
        return _used_most(used, rows, by, variant)
    parts = [_part(n, of, name) for n, of, name in used[["n", "n_concept", by]].itertuples(index=False, name=None)]
    others, absent = ([str(name) for name in rows.loc[rows["state"] == state, by]] for state in STATES[1:])
    others, absent = ([begun(_names(names, NAMES), by), len(names)] for names in (others, absent))
    texts = [
        f"“{variant}” makes up {_shares(parts, named(by))}.",
        f"{others[0]} {'uses' if others[1] == 1 else 'use'} other words for it." if others[1] else "",
        f"{absent[0]} {'has' if absent[1] == 1 else 'have'} none of the words listed for it." if absent[1] else "",
    ]
    return " ".join(filter(None, texts))


def _shares(parts: list[str], by: str) -> str:
    """The first parts, and in how many groups more the word stands.

    >>> _shares(["2 of the 3 mentions in X"], "source"), _shares(["a", "b", "c", "d", "e"], "source")
    ('2 of the 3 mentions in X', 'a and b, and stands in 3 further outlets')
    """
    if len(parts) <= NAMES + 1:
        return listed(parts)
    return f"{listed(parts[:NAMES])}, and stands in {counted(len(parts) - NAMES, f'further {named(by)}')}"


def _used_most(used: pd.DataFrame, rows: pd.DataFrame, by: str, variant: str) -> str:
    """How large a part a variant is in the group that uses it most, and in all others together."""
    first = used.iloc[0]
    others = rows[rows[by] != first[by]]
    n, of, n_others = int(others["n"].sum()), int(others["n_concept"].sum()), int((others["n_concept"] > 0).sum())
    there = f"{n:,} of the {of:,} in the {n_others:,} others that name it" if n else f"none of the {of:,} in the others"
    return f"“{variant}” makes up {_part(int(first['n']), int(first['n_concept']), str(first[by]))}, and {there}."


def _part(n: int, of: int, name: str) -> str:
    """So many of so many mentions in a group.

    >>> _part(2, 3, "X"), _part(3, 3, "X"), _part(1, 1, "X")
    ('2 of the 3 mentions in X', 'all 3 mentions in X', 'the one mention in X')
    """
    return (
        f"{'the one mention' if of == 1 else f'all {of:,} mentions' if n == of else f'{n:,} of the {of:,} mentions'} in {name}"
    )


def words_of_one(wording: pd.DataFrame, by: str, without: Sequence[str] = (), top: int = 3) -> list[tuple[str, str]]:
    """Variants that one group alone writes, though others name the thing too.

    Returns at most `top` pairs of group and variant, one for each concept not in `without`: those first that the others would have
    written most often if they chose as the group does (its share times their mentions), then by concept.
    """
    used = wording[(wording["n"] > 0) & ~wording["concept"].isin(list(without))]
    alone = used[used.groupby(["concept", "variant"])["n"].transform("size").eq(1) & used["n"].ge(ALONE)]
    all_mentions = wording.groupby("concept")["n"].sum()
    others = alone["concept"].map(all_mentions).astype("int64") - alone["n_concept"]
    alone = alone.assign(missed=(alone["share"] * others).astype("float64").round(9))
    alone = alone[others > 0].sort_values(["missed", "concept"], ascending=[False, True], kind="stable")
    first = alone.drop_duplicates("concept").head(top)
    return [(str(name), str(variant)) for name, variant in first[[by, "variant"]].itertuples(index=False)]


def coverage(wording: pd.DataFrame, by: str) -> str:
    """How many concepts all groups name, how many only some, and how many none."""
    sizes = wording.drop_duplicates([by, "concept"])
    n_naming = sizes["n_concept"].gt(0).groupby(sizes["concept"]).sum()
    n_all, n_none = int((n_naming == sizes[by].nunique()).sum()), int((n_naming == 0).sum())
    some = len(n_naming) - n_all - n_none
    parts = [(f"every {named(by)} names", n_all), ("only some name", some), (f"no {named(by)} names", n_none)]
    texts = [f"{who} {n:,}" for who, n in parts if n]
    if n_all == len(n_naming):
        which = {1: "the one thing", 2: "both things"}.get(n_all, f"all {n_all:,} things")
        return f"Every {named(by)} names {which} listed in wording.yml."
    return f"Of the {counted(len(n_naming), 'thing')} listed in wording.yml, {listed(texts)}."


def widest_share(wording: pd.DataFrame, concept: str, variants: Sequence[str]) -> float:
    """The largest difference between two groups in the share of one of the variants: over those with mentions enough; where there are
    none such, a small part of the difference over all."""
    rows = wording[(wording["concept"] == concept) & wording["variant"].isin(list(variants))].dropna(subset="share")
    enough = rows[rows["n_concept"] >= ENOUGH]
    gaps = [float(own["share"].max() - own["share"].min()) for _, own in enough.groupby("variant") if len(own) > 1]
    if gaps and max(gaps) > 0:
        return max(gaps)
    return 0.3 * max((float(own["share"].max() - own["share"].min()) for _, own in rows.groupby("variant")), default=0.0)
