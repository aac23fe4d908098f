"""Sentences on who is quoted and how, computed from the tables of measure/voices.py. A table in, a sentence out."""

import pandas as pd

from .phrases import counted, listed, written

CLASSES = ("neutral", "supportive", "distancing")


def voice_sentence(shares: pd.DataFrame, by: str) -> str:
    """How much is quoted, and by whom most and least. `shares` is what voice_shares gives for `by`."""
    n_quoted, n_tokens = int(shares["n_quoted"].sum()), int(shares["n_tokens"].sum())
    verb = "stands" if n_quoted == 1 else "stand"
    whole = f"{n_quoted:,} of {counted(n_tokens, 'running word')} ({written(n_quoted / n_tokens, 'share')}) {verb} inside quotations"
    if len(shares) < 2 or not n_quoted:
        return f"{whole}."
    ranked = shares.sort_values(["share_quoted", by], ascending=[False, True])
    most, least = ranked.iloc[0], ranked.iloc[-1]
    shown = f"most in {most[by]} ({written(most['share_quoted'], 'share')})"
    return f"{whole}; by share {shown}, least in {least[by]} ({written(least['share_quoted'], 'share')})."


def speakers_sentence(speakers: pd.DataFrame, top: int = 3) -> str:
    """Whose words are quoted most, and for what share nobody was found. `speakers` is what speakers gives for no group."""
    n_tokens = int(speakers["n_tokens"].sum())
    if not n_tokens:
        return "There is no quotation in these articles."
    known = speakers[speakers["speaker"].notna()]
    nobody = written(speakers.loc[speakers["speaker"].isna(), "n_tokens"].sum() / n_tokens, "share")
    texts = [f"{row.speaker} ({written(row.share_of_quoted, 'share')})" for row in known.head(top).itertuples()]
    if not texts:
        return f"Of {counted(n_tokens, 'quoted word')} none could be given to a speaker."
    texts[0] = texts[0].replace(")", f" of {counted(n_tokens, 'quoted word')})")
    return f"Most words are quoted from {listed(texts)}; for {nobody} nobody was found."


def verbs_sentence(verbs: pd.DataFrame, top: int = 3) -> str:
    """How quotations are led in. `verbs` is what verbs gives for no group."""
    n = int(verbs["n"].sum())
    if not n:
        return "No reporting verb leads a quotation in."
    parts = [f"{written(verbs.loc[verbs['verb_class'] == name, 'n'].sum() / n, 'share')} {name}" for name in CLASSES]
    parts[0] = parts[0].replace(" neutral", f" {'is' if n == 1 else 'are'} neutral")
    order = verbs.assign(rank=verbs["verb_class"].map(CLASSES.index)).sort_values(
        ["n", "rank", "verb"], ascending=[False, True, True]
    )
    texts = [f"“{row.verb}” ({row.n:,})" for row in order.head(top).itertuples()]
    return f"Of {counted(n, 'reporting verb')} {listed(parts)}; most frequent: {listed(texts)}."


def hedges_sentence(hedges: pd.DataFrame, top: int = 3) -> str:
    """Which hedges an outlet's own words have most. `hedges` is what hedges gives for no group."""
    if hedges.empty:
        return "No hedge of the list and no scare quotes stand in these articles’ own words."
    texts = [
        f"scare quotes ({row.n:,})" if "scare quotes" in row.term else f"“{row.term}” ({row.n:,})"
        for row in hedges.head(top).itertuples()
    ]
    return f"Most frequent hedges in own words: {listed(texts)}."
