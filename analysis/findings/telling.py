"""Which keywords a sentence names, and how it names them. A table of keyness in, words by group and sentences out.

A ranked list begins with whatever is most frequent somewhere: "they", or the word of one long article. A reader is told words that say
something, that several articles have, and, where there are articles enough to know, that chance would hardly bring up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from ..measure.comparing.keyness import smallest_p
from ..show.phrases import counted, listed
from .held_against import UNKNOWN, names_of, told_by_both
from .sureness import CHANCE
from .wordings import on_the_same

if TYPE_CHECKING:
    from ..view import View

OTHERS = "the others"
NOTABLE = 6.63  # G² that one of 100 words reaches if words are drawn one by one: what lies below is not worth a sentence
MUCH = 1.25  # times as often: what chance would not bring up, but is less than a quarter more, nobody would see
SAID = 3  # groups, and words of each, in one sentence
RARE, MOST_OF_RARE = 5, 0.3  # occurrences below which a difference counts for little
ASIDE = {"a": "b", "b": "a"}


class Compared(NamedTuple):
    """What is compared with what: `a` with `b`, `a` with the others, or each group with the others.

    groups     the groups that are spoken of
    words      group -> its words; within stories those of the stories that the other side tells too
    n_articles group -> its articles, of these stories
    sizes      one row per side, as group_sizes has it
    told       what told_by_both gives, within stories; else None
    where      "On the same stories", within stories; else ""
    paged      groups that nothing sets apart but words that may be of their pages
    """

    a: str
    b: str
    groups: list[str]
    words: dict[str, int]
    n_articles: dict[str, int]
    sizes: pd.DataFrame
    told: pd.DataFrame | None = None
    where: str = ""
    paged: tuple[str, ...] = ()

    @classmethod
    def of(cls, view: View, a: str = "", b: str = "") -> Compared:
        sizes = view.sizes.assign(**{view.by: names_of(view.sizes, view.by)})
        words, n_articles = (dict(zip(sizes[view.by], sizes[name], strict=True)) for name in ("n_tokens", "n_articles"))
        if a:
            chosen = sizes[view.by] == a
            rest = sizes[sizes[view.by] == b] if b else sizes[~chosen]
            other = rest[["n_tokens", "n_articles"]].sum().to_frame().T.assign(**{view.by: b or OTHERS})
            sizes = pd.concat([sizes[chosen], other], ignore_index=True)
        groups = [a, b] if b else [a] if a else [name for name in words if name != UNKNOWN]
        if not view.within:
            return cls(a, b, groups, words, n_articles, sizes)
        told = told_by_both(view, a, b)
        words |= dict(zip(told["group"], told["n_tokens"], strict=True))
        n_articles |= dict(zip(told["group"], told["n_articles"], strict=True))
        return cls(a, b, groups, words, n_articles, sizes, told, on_the_same(view.within))

    def other(self, group: str) -> str:
        """What a group is compared with, by name where it is one group."""
        if self.b:
            return self.b if group == self.a else self.a
        return next(name for name in self.words if name != group) if len(self.words) == 2 else OTHERS

    def against(self, group: str) -> int:
        """The words of that."""
        if self.told is not None:
            return int(self.told.set_index("group").loc[group, "n_tokens_others"])
        return self.words[self.other(group)] if self.single(group) else sum(self.words.values()) - self.words[group]

    def testable(self) -> bool:
        """Whether there are articles enough that dealing them out anew could show a difference, in as many comparisons."""
        n, total = self.sizes["n_articles"], int(self.sizes["n_articles"].sum())
        n_tests = 1 if len(n) == 2 else len(n)
        least = (smallest_p(int(own), total - int(own)) for own in n) if self.told is None else self.told["smallest_p"]
        return min(least, default=1.0) * n_tests <= CHANCE

    def single(self, group: str) -> bool:
        """Whether that is one group."""
        return bool(self.b) or len(self.words) == 2


def both_sides(table: pd.DataFrame, by: str, a: str, b: str) -> pd.DataFrame:
    """A comparison of two as it looks from either side; any other as it is."""
    if not (a and b):
        return table
    names = {name: f"{name[:-1]}{ASIDE[name[-1]]}" for name in table.columns if name[-2:] in ("_a", "_b")}
    seen = table.rename(columns=names).assign(**{by: b, "g2": -table["g2"]})
    return pd.concat([table, seen], ignore_index=True)


def by_evidence(table: pd.DataFrame, by: str, n_articles: dict[str, int]) -> pd.DataFrame:
    """Keywords with those first, in each group, that dealing out the articles makes least often; of equal ones as they stand, by G².

    table      : what keyness gives for `by`
    n_articles : group -> its articles; of a group of one article nothing is known by articles, and its words stay as they are
    """
    groups = names_of(table, by)
    several = groups.map(n_articles).fillna(0).gt(1)
    order = pd.DataFrame({"group": pd.factorize(groups)[0], "p": table["p_articles"].round(9).fillna(2).where(several, 0)})
    return table.iloc[order.sort_values(["group", "p"], kind="stable").index].reset_index(drop=True)


def telling(table: pd.DataFrame, view: View, compared: Compared, tested: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The words that a sentence may name for each group: group -> rows, the group whose first word differs most before the others.

    table  : keywords, by group and falling G²
    tested : what beyond_chance gives; without a row nothing could be tested, and all that is notable may be named

    Of a group's words those are taken that say more than "the" or "they", wherever there are such. First come those that several of its
    articles have (of a group of one article: that another article has too), and only these if its articles are several; column `firm`.
    """
    more = table[(table["g2"] >= (0 if len(tested) else NOTABLE)) & (table["n_a"] > 0)]
    more = more[more["rate_per_1000_a"] >= MUCH * more["rate_per_1000_b"]]
    more = more.assign(**{view.by: names_of(more, view.by)})
    if len(tested):
        finds = tested[tested["p_any_word"] <= CHANCE]
        if compared.a:
            more = more[more["term"].isin(finds["term"])]
        else:
            keys = set(zip(names_of(finds, view.by), finds["term"], strict=True))
            named = zip(more[view.by], more["term"], strict=True)
            more = more[pd.Series([key in keys for key in named], index=more.index, dtype="bool")]
    found, stop_words = {}, view.stop_words()
    for group, rows in more[more[view.by] != UNKNOWN].groupby(view.by):
        content = rows[~rows["term"].isin(stop_words)]
        rows = content if len(content) else rows
        alone = compared.n_articles[group] == 1
        rows = rows.assign(firm=rows["n_articles_b"] > 0 if alone else rows["n_articles_a"] > 1)
        rows = rows[rows["firm"]] if rows["firm"].any() and not alone else rows
        found[group] = rows.sort_values("firm", ascending=False, kind="stable").head(SAID)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1]["g2"].iloc[0].round(9), pair[0])))


def clauses(
    by: str, compared: Compared, found: dict[str, pd.DataFrame], spelt: dict[str, str], top: int, few: bool, most: int = SAID
) -> str:
    """Which groups use which words more often, as a sentence without its full stop.

    top  : words of each group
    few  : whether it can be said of these articles only
    most : groups
    """
    texts = []
    for group, rows in list(found.items())[:most]:
        words, first, other = listed([f"“{spelt[term]}”" for term in rows["term"].head(top)]), not texts, compared.other(group)
        if by == "source":
            than = f" more often than {other}{'' if compared.single(group) else ' do'}" if first else ""
            texts.append(f"{group} {'uses ' if first else ''}{words}{than}")
        else:
            verb = "is" if min(len(rows), top) == 1 else "are"
            texts.append(f"{words} {verb} used more often in {group} than in {other}" if first else f"{words} in {group}")
    text = f"{', '.join(texts[:-1])}, and {texts[-1]}" if len(texts) > 1 else texts[0]
    if not few:
        return f"{compared.where}, {text}" if compared.where else text
    n = compared.sizes["n_articles"]
    each = ", one from each outlet," if (n == 1).all() and by == "source" and not compared.a else ""
    these = f"In these {int(n.sum()):,} articles{each}"
    return f"{compared.where}, in these {int(n.sum()):,} articles, {text}" if compared.where else f"{these} {text}"


def example(compared: Compared, found: dict[str, pd.DataFrame], spelt: dict[str, str]) -> str:
    """How often the first word stands on either side, and in how many articles."""
    group, rows = next(iter(found.items()))
    row, own, n_articles = rows.iloc[0], compared.words[group], compared.n_articles[group]
    spread = f", in {row['n_articles_a']:,} of its {counted(n_articles, 'article')}" if n_articles > 1 else ""
    there = "never" if row["n_b"] == 0 else times(row["n_b"])
    word = f"“{spelt[row['term']]}” stands {times(row['n_a'])} in {own:,} words of {group}{spread}"
    where = f" {compared.where[:1].lower()}{compared.where[1:]}" if compared.where else ""
    return f"{word}, and {there} in the {compared.against(group):,} of {compared.other(group)}{where}."


def times(n: int) -> str:
    """How often, in words.

    >>> times(1), times(2), times(1200)
    ('once', 'twice', '1,200 times')
    """
    return {1: "once", 2: "twice"}.get(int(n), f"{n:,} times")


def strength_of(found: dict[str, pd.DataFrame]) -> float:
    """How large the largest difference is: half of what the lower rate lacks of the higher one; little for rare words."""
    if not found:
        return 0.05
    rows = pd.concat([rows.head(1) for rows in found.values()])
    sizes = (1 - rows["rate_per_1000_b"] / rows["rate_per_1000_a"]) / 2
    return float(sizes.where(rows["n_a"] >= RARE, sizes.clip(upper=MOST_OF_RARE)).max())
