"""Sentences on topics: tables of measure.dictionary.topics in, what a reader is told of them out.

They stand beside about_topics.py, which puts tables, figures and sentences together.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..show.phrases import counted, listed, named, of_all, written
from .short import percent

OFTEN = 5  # paragraphs, observed or expected, below which a pair of topics is not spoken of
TWICE = 1.0  # log2 ratio from which two topics are said to seek each other, and below whose negative to shun each other
MUCH_MORE = 3  # times as many paragraphs in the largest group as in the smallest, from which on the smallest has little room


ENOUGH = 20  # paragraphs of a group from which on its shares may set the scale of a figure
NAMED = 3  # groups that one sentence names


class Gap(NamedTuple):
    """The topic by which two groups differ most: who dwells on it, who does not, and who else never mentions it."""

    topic: str
    most: str
    least: str
    n_most: int
    total_most: int
    n_least: int
    total_least: int
    size: float
    size_low: float
    silent: tuple[str, ...]

    @classmethod
    def widest(cls, gaps: pd.DataFrame, counts: pd.DataFrame, by: str) -> Gap | None:
        """The first of `gaps`, what share_gaps gives for `counts`; None where no two groups differ."""
        if gaps.empty or gaps["gap"].max() <= 0:
            return None
        row = gaps.iloc[0]
        own = counts[counts["topic"].eq(row["topic"]) & counts["n"].eq(0)].sort_values("of", ascending=False, kind="stable")
        silent = tuple(own[by].astype("str"))
        return cls(*row.tolist(), silent if row["least"] in silent else ())

    @property
    def beyond_chance(self) -> bool:
        """Whether so few paragraphs leave a difference at all."""
        return self.size_low > 0

    def sentence(self, by: str) -> str:
        """The difference as a reader is told it; outlets speak, months and regions do not.

        >>> Gap("War", "Post", "Radio", 8, 12, 0, 27, 0.67, 0.4, ("Radio",)).sentence("source")
        'Post speaks of “War” in 8 of its 12 paragraphs; Radio never mentions it.'
        >>> Gap("War", "May", "June", 8, 12, 1, 20, 0.62, 0.3, ()).sentence("month")
        'In May “War” is in 8 of 12 paragraphs; in June it is in 1 of 20.'
        """
        others, all_most = listed(list(self.silent), NAMED - 1), counted(self.total_most, "paragraph")
        if by == "source":
            mention = "mentions" if len(self.silent) == 1 else "mention"
            shares = f"{self.least} in {_of(self.n_least, self.total_least)} its {self.total_least:,}"
            least = f"{others} never {mention} it" if self.silent else shares
            return f"{self.most} speaks of “{self.topic}” in {_of(self.n_most, self.total_most)} its {all_most}; {least}."
        shares = f"in {self.least} it is in {_of(self.n_least, self.total_least)} {self.total_least:,}"
        least = f"in {others} it is never mentioned" if self.silent else shares
        return f"In {self.most} “{self.topic}” is in {_of(self.n_most, self.total_most)} {all_most}; {least}."

    def title(self) -> str:
        """The difference above a figure.

        >>> Gap("War", "Post", "Radio", 8, 12, 0, 27, 0.67, 0.4, ("Radio",)).title()
        '“War” differs most: 8 of 12 paragraphs in Post, none of 27 in Radio'
        """
        most = f"{_of(self.n_most, self.total_most)} {counted(self.total_most, 'paragraph')} in {self.most}"
        return (
            f"“{self.topic}” differs most: {most}, {_of(self.n_least, self.total_least)} {self.total_least:,} in {self.least}"
        )


def _of(n: int, total: int) -> str:
    return "none of" if not n else "all of" if n == total and n > 1 else f"{n:,} of"


def largest_difference(gap: Gap | None, sizes: pd.DataFrame, by: str) -> tuple[str, ...]:
    """The largest difference between groups, and before it that so few paragraphs may make it by chance, if they may."""
    if len(sizes) < 2:
        return ()
    if gap is None:
        return (f"No topic has a larger share of the paragraphs in one {named(by)} than in another.",)
    if gap.beyond_chance:
        return (gap.sentence(by),)
    return (
        "No topic differs by more than chance could explain in so few paragraphs.",
        f"The largest difference: {gap.sentence(by)}",
    )


def speaks_more(rows: pd.DataFrame, by: str, others: str) -> tuple[str, str]:
    """The difference that stands out most, and two more; that there is none. `rows` is what `held` gives of paragraphs with a topic.

    >>> columns = ["source", "topic", "n", "total", "rate_others"]
    >>> rows = pd.DataFrame([["Post", "War", 8, 12, 0.1], ["Web", "Tax", 0, 90, 0.2]], columns=columns)
    >>> for sentence in speaks_more(rows, "source", "the other outlets"): print(sentence)
    Post speaks of “War” in 8 of its 12 paragraphs (67 %), the other outlets in 10 % of theirs.
    Beyond chance too: Web never speaks of “Tax” in its 90 paragraphs (the others in 20 %).
    """
    if rows.empty:
        return (f"No topic differs between the {named(by)}s by more than chance would explain.", "")
    said = rows.head(NAMED).to_dict("records")
    texts = [_speaks(row, by) for row in said]
    usual = [percent(row["rate_others"]) for row in said]
    more = [f"{text} (the others in {share})" for text, share in zip(texts[1:], usual[1:], strict=True)]
    part = f" ({percent(said[0]['n'] / said[0]['total'])})" if said[0]["n"] else ""
    return f"{texts[0]}{part}, {others} in {usual[0]} of theirs.", f"Beyond chance too: {'; '.join(more)}." if more else ""


def _speaks(row: dict, by: str) -> str:
    """How many paragraphs of a group speak of a topic."""
    topic, all_of = f"“{row['topic']}”", counted(int(row["total"]), "paragraph")
    if by == "source":
        often = f"speaks of {topic} in {int(row['n']):,} of" if row["n"] else f"never speaks of {topic} in"
        return f"{row[by]} {often} its {all_of}"
    return f"In {row[by]} {topic} is in {_of(int(row['n']), int(row['total']))} {all_of}"


def darkest_share(counts: pd.DataFrame, by: str, drawn: list[str]) -> tuple[float, str]:
    """The share that gets the darkest shade, the highest of any group with paragraphs enough, and which groups drawn lie beyond it.

    counts : what count_topics gives for `by`, with `of`, the paragraphs of each group

    >>> rows = [["X", 0.2, 50], ["Y", 0.9, 3]]
    >>> darkest_share(pd.DataFrame(rows, columns=["source", "share_paragraphs", "of"]), "source", ["X", "Y"])
    (0.2, ' Darkest: 20.0 % or more; Y (3 paragraphs) goes beyond.')
    """
    high = counts.loc[counts["of"] >= ENOUGH, "share_paragraphs"].max()
    if not high > 0:
        return 1.0, ""
    over = counts[counts[by].astype("str").isin(drawn) & (counts["share_paragraphs"] > high)].drop_duplicates(by)
    names = [f"{name} ({counted(int(of), 'paragraph')})" for name, of in over[[by, "of"]].itertuples(index=False)]
    beyond = f"; {listed(names, NAMED)} {'goes' if len(names) == 1 else 'go'} beyond" if names else ""
    return float(high), f" Darkest: {written(high, 'share')}{' or more' if names else ''}{beyond}."


def first_topics(counts: pd.DataFrame, by: str) -> str:
    """The topic that each group speaks of in most of its paragraphs, for the topics that come first in most groups.

    counts : what count_topics gives for `by`, with `of`, the paragraphs of each group

    >>> rows = [["X", "War", 2, 0.5], ["X", "Tax", 1, 0.2], ["Y", "War", 1, 0.1], ["Z", "Tax", 0, 0.0]]
    >>> first_topics(pd.DataFrame(rows, columns=["source", "topic", "n", "share_paragraphs"]), "source")
    'The topic in most paragraphs is “War” in X and Y.'
    """
    spoken = counts[counts["share_paragraphs"] > 0].sort_values(
        ["share_paragraphs", "n", "topic"], ascending=[False, False, True]
    )
    first = spoken.drop_duplicates(by)
    if first.empty:
        return "No paragraph mentions a topic; titles and headings do."
    if counts[by].nunique() < 2:
        n, of = int(first["n_paragraphs"].iloc[0]), counted(int(first["of"].iloc[0]), "paragraph")
        return f"“{first['topic'].iloc[0]}” is in more paragraphs than any other topic: {n:,} of {of}."
    groups = first.groupby("topic", sort=False)[by].agg(lambda names: [str(name) for name in names])
    leading = sorted(groups.items(), key=lambda item: -len(item[1]))[:3]
    few = sum(len(names) for _, names in leading) <= NAMED
    texts = [f"“{topic}” in {listed(names) if few else counted(len(names), named(by))}" for topic, names in leading]
    return f"The topic in most paragraphs is {listed(texts)}."


def absences_of(counts: pd.DataFrame, by: str, gap: Gap | None = None, top: int = 2) -> str:
    """Which topics are missing where others' paragraphs would lead one to expect them.

    counts : what count_topics gives for `by`, with `of`, the paragraphs of each group
    gap    : what has been said already
    top    : how many topics are named

    Topics that one group alone mentions come first, then those with most paragraphs to be expected in a group without any.
    """
    n_groups = counts[by].nunique()
    if n_groups < 2:
        return ""
    said = gap.topic if gap and gap.silent else None
    missing, only = [], {}
    for topic, rows in counts[counts["topic"] != said].groupby("topic", sort=True):
        silent = rows[rows["n"] == 0].sort_values("of", ascending=False, kind="stable")
        if silent.empty or len(silent) == n_groups:
            continue
        spoken, room = rows[rows["n"] > 0], silent["of"].max()
        expected = room * spoken["n_paragraphs"].sum() / max(rows["of"].sum() - room, 1)
        alone = str(spoken[by].iloc[0]) if len(spoken) == 1 and n_groups > 2 else ""
        missing.append((not alone, -expected, f"“{topic}”", alone, [str(name) for name in silent[by]]))
    if not missing:
        return "" if said else f"Each {named(by)} mentions each topic at least once."
    for _, _, topic, alone, _ in (shown := sorted(missing)[:top]):
        only.setdefault(alone, []).append(topic)
    texts = [f"only {group} mentions {listed(topics)}" for group, topics in only.items() if group]
    texts += [f"{topic} is never mentioned in {listed(silent, 2)}" for _, _, topic, alone, silent in shown if not alone]
    return f"{texts[0][:1].upper()}{'; '.join(texts)[1:]}."


def drawn_groups(sizes: pd.DataFrame, by: str, top: int, first: tuple[str, ...] = ()) -> list[str]:
    """The groups of a figure that has room for `top`: the `first`, which a sentence names, and then those with most words.

    >>> drawn_groups(pd.DataFrame({"source": ["X", "Y", "Z"], "n_tokens": [9, 5, 7]}), "source", 2, ("Y",))
    ['Y', 'X']
    """
    largest = sizes.sort_values(["n_tokens", by], ascending=[False, True])[by].astype("str")
    return list(dict.fromkeys([*first, *largest]))[: max(top, len(first))]


def drawn_said(sizes: pd.DataFrame, by: str, top: int) -> str:
    """How many groups a figure has, where it has not all; the end of a caption.

    >>> drawn_said(pd.DataFrame({"source": ["X", "Y", "Z"]}), "source", 2)
    ' Outlets: those that differ most and those with most words, 2 of 3.'
    """
    if top >= len(sizes):
        return ""
    groups = named(by).capitalize()
    return f" {groups}s: {of_all(top, sizes, 'those that differ most and those with most words,')}."


def unequal_room(sizes: pd.DataFrame, by: str) -> str:
    """That a short group has little room for topics. `sizes` is what coverage gives for `by`."""
    least, most = (sizes.sort_values(["n_paragraphs", by], ascending=[up, True]).iloc[0] for up in (True, False))
    if least["n_paragraphs"] * MUCH_MORE > most["n_paragraphs"]:
        return ""
    numbers = f"{least[by]} has {counted(int(least['n_paragraphs']), 'paragraph')}, {most[by]} {int(most['n_paragraphs']):,}"
    return f"Where little is written, much is left out: {numbers}."


def pairs_said(pairs: pd.DataFrame) -> tuple[str, ...]:
    """Which topics meet most, which meet more than chance would have it, and which less. `pairs` is what cooccurrence gives."""
    first = pairs.iloc[0]
    n = int(first["observed"])
    most = f"{_both(first)} meet most often: in {counted(n, 'paragraph')}, where chance would give {_about(first['expected'])}."
    high = pairs[(pairs["observed"] >= OFTEN) & (pairs["log2_ratio"] >= TWICE)]
    low = pairs[(pairs["expected"] >= OFTEN) & (pairs["observed"] * 2**TWICE <= pairs["expected"])]
    low = low.assign(part=low["observed"] / low["expected"])
    seek = [_with_chance(row) for _, row in high.sort_values("log2_ratio", ascending=False, kind="stable").head(2).iterrows()]
    shun = [_with_chance(row) for _, row in low.sort_values("part", kind="stable").head(2).iterrows()]
    return (
        most,
        f"At least twice as often as by chance: {'; '.join(seek)}." if seek else "",
        f"At most half as often as by chance: {'; '.join(shun)}." if shun else "",
    )


def _with_chance(row: pd.Series) -> str:
    return f"{_both(row)} ({counted(int(row['observed']), 'paragraph')}, by chance {_about(row['expected'])})"


def _both(row: pd.Series) -> str:
    return f"“{row['topic_a']}” and “{row['topic_b']}”"


def _about(n: float) -> str:
    return f"about {n:,.0f}" if n >= 1 else "less than 1"


def missed(n: int, n_bare: int, n_thin: int, widest: str) -> tuple[str, str]:
    """How many of n paragraphs have no topic, and how many would have none without the widest.

    >>> missed(10, 1, 4, "War")
    ('1 of 10 paragraphs mentions no topic of topics.yml.', 'Without “War”, the topic in most paragraphs, there would be 4.')
    >>> missed(10, 0, 0, "War")[0], missed(0, 0, 0, "War")[0]
    ('Each of 10 paragraphs mentions a topic of topics.yml.', 'Only titles and headings count here, no paragraph.')
    """
    if not n:
        return "Only titles and headings count here, no paragraph.", ""
    said = f"{n_bare:,} of {counted(n, 'paragraph')} {'mentions' if n_bare == 1 else 'mention'} no topic of topics.yml."
    if not n_bare:
        said = f"Each of {counted(n, 'paragraph')} mentions a topic of topics.yml."
    return said, f"Without “{widest}”, the topic in most paragraphs, there would be {n_thin:,}." if n_thin > n_bare else ""


def unmatched_said(n: int, n_patterns: int) -> str:
    """How many patterns found nothing.

    >>> unmatched_said(0, 9), unmatched_said(9, 9)
    ('Each of the 9 patterns in topics.yml finds something.', 'None of the 9 patterns in topics.yml finds anything.')
    """
    of = f"of the {counted(n_patterns, 'pattern')} in topics.yml"
    if n_patterns == 1:
        return f"The one pattern in topics.yml finds {'nothing' if n else 'something'}."
    if n == n_patterns:
        return f"None {of} finds anything."
    return f"{n:,} {of} {'finds' if n == 1 else 'find'} nothing." if n else f"Each {of} finds something."
