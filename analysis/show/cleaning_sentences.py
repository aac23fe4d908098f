"""Sentences on languages and cleaning, computed from the tables of text/languages.py, text/forms.py and measure/ledger.py."""

import pandas as pd

from .phrases import counted, listed, written


def languages_sentence(articles: pd.DataFrame) -> str:
    """In which languages the articles are, and how that is known. `articles` is table `articles`."""
    language = articles["language"].astype("object").where(articles["language"].notna(), "not stated")
    numbers = language.value_counts().rename_axis("language").reset_index(name="n")
    numbers = numbers.sort_values(["n", "language"], ascending=[False, True])
    texts = [f"{row.language} ({counted(row.n, 'article')})" for row in numbers.itertuples()]
    first = f"Languages: {listed(texts)}."
    origin = articles["language_origin"].value_counts()
    detected, unknown = int(origin.get("detected", 0)), int(origin.get("unknown", 0))
    parts = [first]
    if detected:
        low = articles.loc[articles["language_origin"].eq("detected"), "language_certainty"].min()
        parts.append(f"Detected on the text of {counted(detected, 'article')}, with a certainty of {low:.2f} or more.")
    if unknown:
        parts.append(f"Unknown for {counted(unknown, 'article')}: too short a text, or too unsure a guess.")
    return " ".join(parts)


def support_sentence(support: pd.DataFrame, language: str) -> str:
    """Which steps cannot be done for the language; "" where all can. `support` is what language_support gives."""
    missing = support[~support["available"]]
    if missing.empty:
        return ""
    steps = [f"{row.step} ({row.what})" for row in missing.itertuples()]
    spoken = f"the language “{language}”" if language else "articles whose language is not stated"
    return f"Not available for {spoken}: {listed(steps)}."


def flagged_sentence(effects: pd.DataFrame) -> str:
    """Which cleaning rules take so much that a person should look. `effects` is what rule_effects gives."""
    flagged = effects.dropna(subset="flag")
    if flagged.empty:
        return "No rule takes more than it should be trusted with."
    rules = [f"{row.rule} {row.flag} ({written(row.share_characters, 'share')} of all)" for row in flagged.itertuples()]
    return f"Look at what these rules removed: {listed(rules)}."


def recurring_sentence(recurring: pd.DataFrame) -> str:
    """How many lines recur within a source, and how many of them were removed. `recurring` is what recurring_lines gives."""
    if recurring.empty:
        return "No line recurs in three articles of a source."
    removed = int(recurring["removed"].sum())
    verb = "recurs" if len(recurring) == 1 else "recur"
    what = f"{counted(len(recurring), 'line')} of a source {verb} in three of its articles or more"
    return f"{what}; {removed:,} {'was' if removed == 1 else 'were'} removed as a part of the page."
