"""What is other than in the last run: articles, rules, parameters and versions, told apart. A view in, a finding out.

Like those of about_corpus.py it speaks of the whole corpus, whatever the view narrows. It exists so that a reader of a report that is
made again and again knows whether the news moved or the tool did, before any number is compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..measure.comparing.article_changes import DESCRIBED, RENAMED, REREAD, article_changes
from ..measure.comparing.changes import ALTERED, GONE, NEW, UNCHANGED, setting_changes
from ..measure.counting.fingerprints import word_prints
from ..show.phrases import counted, listed
from ..show.tables.heads import of_each
from ..show.tables.table import Table
from .finding import Finding, answers
from .since import ARTICLES, FILE, SETTINGS, Since, articles_read, settings_read, since
from .wordings import titled

if TYPE_CHECKING:
    from ..view import View

FIRST = "This is the first run of this corpus here, so there is nothing to compare it with."
NOTHING_STORED = "The last run stored nothing to compare with; the next run will have this one."
KEPT = "What the next run is compared with"
SAME_TOOL = "Rules, parameters and versions are the same, so what moved is the corpus."
BY_THE_TOOL = "Differences in counts may come from that and not from the news."
STRENGTH = 0.15


@answers("What is other than in the last run?")
def what_changed(view: View, earlier: str | Path = "", top: int = 60) -> Finding:
    """Which articles are new, gone or altered since the last good run of this corpus, and which rules, parameters and versions changed.

    earlier : the folder of the run to compare with; "" takes the one that a run is given, and finds none in JupyterLab
    top     : rows shown of each table

    Tables: `changed_articles` and `changed_settings`, where there are such; `articles_read` and `settings_read`, which the next run is
    compared with.
    Reading it: articles are known again by their content, so one that was renamed is not new. What is read otherwise has the same
    content, of which other words count: its rules changed, or rules that look at many articles decide otherwise now.
    """
    found, kept = since(view, earlier), _kept(view, top)
    if found.articles is None:
        return Finding((FIRST if found.earlier is None else NOTHING_STORED,), tables=kept, base=_base(view))
    rows, settings, n = found.articles.rows, found.settings.rows, found.articles.counts.set_index("state")["n"]
    first = _articles_said(found, n)
    changed = len(rows) > 0 or len(found.tool) > 0
    tables = (
        of_each(
            Table(rows, "changed_articles", f"Articles that are other than in {found.when}.", top=top, method=article_changes),
            "state",
        ),
        Table(settings, "changed_settings", f"Settings that are other than in {found.when}.", top=top, method=setting_changes),
    )
    return Finding(
        (first, _otherwise_said(n), _outlets_said(rows), tool_said(found)),
        headline=first if changed else "",
        tables=(*(table for table in tables if len(table.frame)), *kept),
        strength=STRENGTH,
        base=_base(view),
        numbers={"earlier_run": found.earlier.run, "articles": n.to_dict(), "same_tool": found.tool.empty},
    )


def tool_said(found: Since) -> str:
    """What changed of the tool, and what that means for numbers."""
    tool = found.tool
    if tool.empty:
        return SAME_TOOL if len(found.articles.rows) else ""
    inside = tool[~tool["kind"].eq(FILE)] if (~tool["kind"].eq(FILE)).any() else tool
    texts = [_setting(row) for row in inside.itertuples()]
    moved = found.articles.rows["state"].isin([NEW, GONE, ALTERED]).any()
    still = BY_THE_TOOL if moved else "The articles are the same: whatever differs is the tool's doing."
    return f"{titled(listed(texts, 4))}. {still}"


def _setting(row: tuple) -> str:
    name = f"the {row.kind} “{row.name}”"
    if row.state == ALTERED and max(len(str(row.value_before)), len(str(row.value_after))) <= 40 and row.kind != FILE:
        return f"{name} is now {row.value_after}, and was {row.value_before}"
    return f"{name} {'was altered' if row.state == ALTERED else f'is {row.state}'}"


def _articles_said(found: Since, n: pd.Series) -> str:
    """How many articles are new, gone and altered, in one sentence."""
    parts = [f"{n[state]:,} {'is' if n[state] == 1 else 'are'} {state}" for state in (NEW, GONE) if n[state]]
    parts += [f"{n[ALTERED]:,} {'was' if n[ALTERED] == 1 else 'were'} altered"] if n[ALTERED] else []
    rest = int(n[[REREAD, RENAMED, DESCRIBED, UNCHANGED]].sum())
    if not parts:
        everything = f"{'the one article is' if rest == 1 else f'all {rest:,} articles are'} as in {found.when}"
        return f"No article is new, gone or altered: {everything}."
    noun = parts[0].replace(" ", f" article{'' if parts[0].startswith('1 ') else 's'} ", 1)
    alike = f"; {rest:,} {'has' if rest == 1 else 'have'} the same content as before" if rest else ""
    return f"Since {found.when}, {listed([noun, *parts[1:]])}{alike}."


def _otherwise_said(n: pd.Series) -> str:
    """What became of articles whose content is the same."""
    parts = []
    if n[REREAD]:
        parts.append(f"other words count of {n[REREAD]:,}")
    if n[RENAMED]:
        parts.append(f"{n[RENAMED]:,} {'has' if n[RENAMED] == 1 else 'have'} another name")
    if n[DESCRIBED]:
        parts.append(f"{n[DESCRIBED]:,} {'is' if n[DESCRIBED] == 1 else 'are'} described otherwise")
    return f"Of articles with the same content, {listed(parts)}." if parts else ""


def _outlets_said(rows: pd.DataFrame) -> str:
    """From whom most of the new articles are."""
    new = rows[rows["state"].eq(NEW)] if "source" in rows else rows.head(0)
    if len(new) < 2:
        return ""
    n = new["source"].astype("str").value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return f"The new ones are from {listed([f'{name} ({size:,})' for name, size in n.items()], 4)}."


def _kept(view: View, top: int) -> tuple[Table, ...]:
    """What a later run is compared with."""
    articles = Table(articles_read(view), ARTICLES, f"{KEPT}: the articles, their contents and words as fingerprints.", top=top)
    settings = Table(settings_read(view), SETTINGS, f"{KEPT}: rules, topics, variants and files.", top=top)
    return articles._replace(folded=True, method=word_prints), settings._replace(folded=True)


def _base(view: View) -> str:
    return counted(len(view.prepared.articles), "article")
