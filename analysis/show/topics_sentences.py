"""Sentences on topics of a dictionary and on discovered themes: tables of measure.topics and measure.themes in, sentences out."""

import pandas as pd

from .phrases import counted, listed, named, written


def topics_sentence(topics: pd.DataFrame, by: str) -> str:
    """The topic each group speaks of most, by share of paragraphs. `topics` is what count_topics gives for `by`."""
    spoken = topics[topics["n"] > 0].sort_values(["share_paragraphs", "n", "topic"], ascending=[False, False, True])
    first = spoken.drop_duplicates(by).sort_values(by)
    texts = [f"{row[by]}: {row['topic']} ({written(row['share_paragraphs'], 'share')})" for row in first.to_dict("records")]
    return f"The topic in most paragraphs, with its share of them. {'; '.join(texts)}."


def topic_gaps_sentence(topics: pd.DataFrame, by: str) -> str:
    """Which topics a group does not mention at all."""
    absent = topics[topics["n"] == 0].groupby(by, observed=True)["topic"].agg(list)
    texts = [f"{name}: {listed(list(missing), 12)}" for name, missing in absent.items()]
    return f"Not mentioned once. {'; '.join(texts)}." if texts else f"Every {named(by)} mentions every topic."


def coverage_sentence(coverage: pd.DataFrame, widest: str, n_without: int) -> str:
    """How much no topic covers, and how much only the widest topic does. `coverage` is what topics.coverage gives."""
    n, n_uncovered = int(coverage["n_paragraphs"].sum()), int(coverage["n_uncovered"].sum())
    if not n:
        return "There is no paragraph, only titles and headings."
    text = f"No topic is mentioned in {n_uncovered:,} of {counted(n, 'paragraph')} ({written(n_uncovered / n, 'share')})."
    return f"{text} Without “{widest}”, the topic in most paragraphs, it would be {n_without:,} ({written(n_without / n, 'share')})."


def themes_sentence(themes: pd.DataFrame) -> str:
    """How many themes were found, which prevail, and how many of them would be found again. `themes` is Themes.themes."""
    texts = [f"“{row.theme_label}” ({written(row.prevalence, 'share')})" for row in themes.head(3).itertuples()]
    n_stable = int(themes["stable"].sum())
    again = f"{n_stable:,} of them {'is' if n_stable == 1 else 'are'}" if n_stable else "none of them is"
    found = f"{counted(len(themes), 'theme')}, the largest {listed(texts)}"
    return f"{found}; {again} found again in other halves of the paragraphs."


def themes_note(themes: pd.DataFrame) -> str:
    """What unstable themes are good for."""
    if themes["stable"].all():
        return ""
    kind = "A theme that is not found again is one way of sorting these paragraphs among several as good"
    return f"{kind}: read its paragraphs, and do not count it."


def agreement_sentence(best: pd.DataFrame, agreement: float) -> str:
    """Which theme answers to which topic. `best` is what best_topics gives, `agreement` what theme_agreement gives."""
    ranked = best.sort_values(["overlap", "theme"], ascending=[False, True])
    texts = [f"“{row.theme_label}” is nearest to {row.topic}" for row in ranked.head(2).itertuples()]
    over_all = f"Over all themes the agreement with the topics is {written(agreement, 'number')}"
    return f"{'; '.join(texts)}. {over_all}, where 0 is chance and 1 the same."
