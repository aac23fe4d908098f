"""Sentences on how sources differ and how sure that is: verdicts, equal size, omissions, sensitivity. Tables in, sentences out."""

from collections.abc import Callable

import pandas as pd

from .phrases import counted, listed, named, written

ORDER = ("testable", "indicative", "descriptive")


def keyness_sentence(keyness: pd.DataFrame, by: str, other: str = "the rest", top: int = 3) -> str:
    """The words that set each group apart from `other`, most telling first. `keyness` is what the measure of that name gives."""
    more = keyness[keyness["g2"] > 0]
    texts = []
    for name, group in more.groupby(by, observed=True, sort=True):
        words = [f"“{row.term}” ({row.n_a:,}:{row.n_b:,})" for row in group.head(top).itertuples()]
        texts.append(f"{name}: {listed(words)}")
    return f"More frequent here than in {other} (n here : n there). {'; '.join(texts)}."


def verdict_note(keyness: pd.DataFrame, sizes: pd.DataFrame, by: str, smallest_p: Callable[[int, int], float]) -> str:
    """What comparisons of whole articles can be said to show.

    keyness    : what the measure of that name gives
    sizes      : what group_sizes gives for `by`, of the groups that were compared
    smallest_p : measure.keyness.smallest_p
    """
    counts = keyness["verdict"].value_counts()
    texts = [f"{counts[verdict]:,} {verdict}" for verdict in ORDER if verdict in counts]
    said = f"Verdicts on the {counted(len(keyness), 'row')}: {listed(texts)}."
    compared = sizes[sizes[by].astype("str").isin(set(keyness[by].astype("str")))]
    n = int(sizes["n_articles"].sum())
    splits = [(smallest_p(int(own), n - int(own)), int(own)) for own in compared["n_articles"] if own < n]
    if set(counts.index) != {ORDER[-1]} or not splits:
        return f"{said} q and G² take words for independent draws; what is said by article does not."
    best, own = min(splits)
    reach = f"With {counted(own, 'article')} against {n - own:,}, no shuffling of articles reaches a p below"
    return (
        f"{said} {reach} {written(best, 'probability')}: these are descriptions of the texts, and no evidence on what sets one "
        f"{named(by)} and another apart."
    )


def equal_size_sentence(same: pd.DataFrame) -> str:
    """Which two groups are nearest and farthest at equal size. `same` is what measure.resampling.equal_size gives."""
    ranked = same.sort_values(["excess_bits", "a", "b"])
    near, far = (
        f"{row['a']} and {row['b']} ({written(row['excess_bits'], 'number')})" for _, row in ranked.iloc[[0, -1]].iterrows()
    )
    what = "Bits of divergence beyond what chance makes of one source"
    return f"{what}: between {near}." if len(ranked) == 1 else f"{what}: fewest between {near}, most between {far}."


def equal_size_note(same: pd.DataFrame) -> str:
    """What was drawn to compare at equal size, and how large chance alone makes a divergence."""
    units = " and ".join(f"{unit}s" for unit in sorted(same["unit"].unique()))
    chance, sizes = _range(same["jsd_bits_chance"], "number"), _range(same["n_words"], "count")
    drawn = f"Each pair at equal size, {sizes} words, {units} drawn at random"
    return f"{drawn}; of one and the same source such samples would be {chance} bits apart."


def _range(values: pd.Series, form: str) -> str:
    least, most = written(values.min(), form), written(values.max(), form)
    return least if least == most else f"{least} to {most}"


def sensitivity_sentence(settings: pd.DataFrame) -> str:
    """How much of the keywords stays under other settings. `settings` is Sensitivity.settings."""
    known = settings.dropna(subset="share_stays")
    if known.empty:
        return "No other setting could be applied."
    means = known.groupby("setting", sort=False)["share_stays"].mean()
    least, most = means.idxmin(), means.idxmax()
    return (
        f"Of the keywords {written(known['share_stays'].mean(), 'share')} stay when a setting is changed:"
        f" most with “{most}” ({written(means[most], 'share')}), fewest with “{least}” ({written(means[least], 'share')})."
    )
