"""How do the groups tell the same stories? A view in, a finding out.

Outlets choose what they report, and a plain comparison of their words tells first of that choice. Here each article is held against
articles of the same story alone, by the column `story` of the corpus or as days, names and rare words show which these are; a word is
named only where dealing out the articles of each story anew would hardly ever make any word differ as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..errors import NotApplicableError
from ..measure.comparing.chance import beyond_chance
from ..measure.comparing.keyness import keyness
from ..measure.evidence.spellings import spellings
from ..show.phrases import counted, named
from ..show.tables.table import Table
from .about_sources import headline_of, no_word
from .apart import HELD
from .finding import PAIRED, Finding, answers
from .keyness_shown import SHOWABLE, Shown, keyness_figures, keyness_tables, rows_kept, showable, words_shown
from .page_words import cautions, marked, page_words, telling_of_news
from .short import TITLE_WORDS, beginning, clean
from .sureness import of_stories
from .telling import SAID, Compared, by_evidence, clauses, example, strength_of
from .wordings import base_of, only_one, stories_said

if TYPE_CHECKING:
    from ..view import View

STORY = "story"  # the column that names the events
TELLING = 3  # telling words that name a story whose articles have no title
TOLD = 5  # titles of a story's articles that its row lists
CHOICE = "What an outlet chooses to report is left out of this: it says how the same events are told, and nothing about other events."
FOUND = "Which articles tell the same story was worked out from dates, names and rare words: look at the table before you rely on it."


@answers("How do they tell the same stories?", within=PAIRED)
def same_stories(view: View, top: int = 10, min_n: int = 3, drawn: int = 3) -> Finding:
    """Which stories several groups tell, and which words each uses more often than the others on the same ones.

    top   : words in each figure, and at most shown of each group; twice as many stories
    min_n : occurrences on both sides together that a word needs
    drawn : groups that get a figure, those with most words; none without a word that holds

    Tables: `stories`, those that two groups tell, each with its telling words and the titles of its articles; where there are enough
    of them for a test, `keyness_within`, every word with its lines, and `beyond_chance_within`.
    Reading it: stories are those of the column `story`, else those that were found. A word is named where it holds among all words
    when the articles of each story are dealt out anew; a view that keeps to stories already leaves the headline to px.keywords.
    """
    if len(view.sizes) < 2:
        return Finding((only_one(view),))
    try:
        told = view.in_stories
    except NotApplicableError:
        return Finding((_none(view),))
    compared = Compared.of(told)
    sure, among = of_stories(compared.told, told), _stories(told)
    listing = _listing(told, among, 2 * top)
    guessed = () if told.stories_given else (FOUND,)
    few = Finding(_which(view, told, among), "", guessed, (), (listing,), **sure._asdict(), strength=0.05, base=base_of(told))
    kept = rows_kept(told, len(told.sizes))
    table = _keyness(told, min_n, kept) if compared.testable() else pd.DataFrame()
    if table.empty:
        rare = f"No word stands {min_n:,} times or more in them; rarer words were not looked at."
        return few._replace(caveats=(*guessed, rare)) if compared.testable() else few
    table = by_evidence(table, told.by, compared.n_articles)
    tested = beyond_chance(told.tokens, told.by, within=told.within)
    known = page_words(told, showable(table, tested, told.by)) if kept else None
    table, tested = marked(table, told, known=known), marked(tested, told, known=known)
    found, every, compared = telling_of_news(table, told, compared, tested)
    groups = sorted(found, key=lambda name: (-compared.words[name], name))[:drawn]
    words = [*words_shown(table, found, told.by, groups, top), *words_shown(table, every, told.by, [], top)]
    spelt = spellings(told.tokens, told.ledger, words)
    shown = Shown(told, compared, table, tested, found, spelt, "keyness_within", kept)
    return few._replace(
        sentences=(*_answer(shown), *few.sentences),
        headline="" if view.within else headline_of(shown),
        caveats=(CHOICE, *guessed, *cautions(every.values(), told, spelt)),
        figures=keyness_figures(shown, groups, top),
        tables=(listing, *keyness_tables(shown, top, min_n)),
        strength=HELD + strength_of(found) if found else few.strength,
        compares=True,
    )


def _keyness(told: View, min_n: int, kept: int | None) -> pd.DataFrame:
    """Each group held against what others write of its stories; of too many words the first ones, and some looked at by articles."""
    bounds = {"checked": SHOWABLE, "most_rows": kept} if kept else {}
    return keyness(told.tokens, told.by, min_n=min_n, within=told.within, **bounds)


def _none(view: View) -> str:
    """That there is nothing to compare, and what would help."""
    if view.by == STORY:
        return "The groups are the stories themselves, so nothing is compared on the same story."
    none = f"is told by two {named(view.by)}s"
    if STORY in view.articles and view.articles[STORY].notna().any():
        return f"No story that the column “{STORY}” names {none}, so nothing is compared on the same story."
    helps = f"a column “{STORY}” in sources.csv would say which articles tell the same one"
    return f"No story {none}, as far as dates, names and rare words show; {helps}."


def _answer(shown: Shown) -> tuple[str, ...]:
    """Which words each group uses more on the same stories; or that none does, beyond what chance makes."""
    by, compared, found = shown.view.by, shown.compared, shown.found
    if not found and compared.paged:
        return (
            f"{no_word(compared)} sets any {named(by)} apart, except for words that may belong to the pages and not to the news.",
        )
    if not found:
        looked = f"The test looked at the {counted(shown.tested['term'].nunique(), 'word')} that most of these articles have."
        return (f"{no_word(compared)} sets the {named(by)}s apart by more than chance would explain.", looked)
    left = len(found) - SAID
    more = f"The tables show such words of {counted(left, named(by))} more." if left > 0 else ""
    return (f"{clauses(by, compared, found, shown.spelt, SAID, False)}.", example(compared, found, shown.spelt), more)


def _which(view: View, told: View, among: pd.DataFrame) -> tuple[str, ...]:
    """How many stories there are, in how many of the articles, and which one most groups tell."""
    n, n_articles, first = len(among), len(told.articles), among.iloc[0]
    tell = f"told by two or more {named(view.by)}s" if told.within == STORY else f"shared by two or more {named(view.by)}s"
    of = f"{n_articles:,} of {counted(len(view.articles), 'article')}" if told is not view else counted(n_articles, "article")
    count = stories_said(n, told.within)
    many = f"{f'One{count[1:]} is' if n == 1 else f'{count} are'} {tell}, in {of}"
    name = f"“{first['told_as'] if told.within == 'story' else first['story']}”"
    if n == 1:
        return (f"{many}: {name}.",)
    return (f"{many}.", f"The one that most {named(view.by)}s have, {first['n_groups']:,} of them, is {name}.")


def _stories(told: View) -> pd.DataFrame:
    """The stories of a view, those that most groups tell first: told_as, a title or words, and how the articles begin."""
    articles = told.articles.sort_values(["date_start", "doc_id"], na_position="last", kind="stable")
    titles = [clean(title) if isinstance(title, str) else "" for title in articles["title"]]
    lines = told.ledger[told.ledger["text"].astype("str").str.strip().ne("")].drop_duplicates("doc_id")
    begins = articles["doc_id"].astype("str").map(dict(zip(lines["doc_id"].astype("str"), lines["text"], strict=True)))
    texts = [title or clean(str(text)) for title, text in zip(titles, begins.fillna(""), strict=True)]
    told_as = [
        f"{source}: {beginning(text, TITLE_WORDS)}"
        for source, text in zip(articles["source"].astype("str"), texts, strict=True)
    ]
    rows = pd.DataFrame({"story": articles[told.within].astype("str").to_numpy(), "title": titles, "titles": told_as})
    rows["n_groups"] = articles[told.by].astype("object").to_numpy()
    each = rows.groupby("story", sort=False).agg({"n_groups": "nunique", "titles": _several})
    firsts = rows[rows["title"] != ""].drop_duplicates("story").set_index("story")["title"]
    table = told.stories.drop(columns="words", errors="ignore").merge(each.reset_index(), on="story", validate="1:1")
    table["words"] = table["story"].map(told.story_words)
    some = table["words"].str.split(", ").str[:TELLING].str.join(", ")
    table["told_as"] = [
        beginning(firsts.get(story, words), TITLE_WORDS) for story, words in zip(table["story"], some, strict=True)
    ]
    order = ["n_groups", "n_articles", "first_day", "story"]
    return table.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def _several(texts: pd.Series) -> str:
    """How the articles of a story begin, a few of them."""
    left = len(texts) - TOLD
    return "; ".join([*texts.head(TOLD), *([f"and {left:,} more"] if left > 0 else [])])


def _listing(told: View, among: pd.DataFrame, top: int) -> Table:
    """The table of stories."""
    what = "story" if told.within == STORY else f"value of {named(told.within)}"
    caption = f"Each {what} that two or more {named(told.by)}s have, with its telling words and how its articles begin."
    own = ["story"] if told.stories_given else []  # what was found has a number, which says nothing
    columns = [*own, "told_as", "n_articles", "n_sources", "first_day", "words", "titles"]
    return Table(among, "stories", caption, columns, top, folded=True)
