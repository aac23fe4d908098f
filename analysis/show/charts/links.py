"""A chart of what articles share: a bar for each article, and bands between the passages that two of them have in common.

Tables in, a `figures.Chart` out, as in bars.py. A table of pairs says how much is shared; this shows where in the articles it stands.
"""

import numpy as np
import pandas as pd

from ...arguments import require_whole, table_with
from .bars import EDGE, GAP, SCALE, legend, legend_lines
from .figures import Chart
from .row_names import LINE, row_names
from .sheet import INK, MUTED, RAMP, RULE, SERIES, SMALL, Sheet, label, text_width

BAR = 0.13  # inches
ROOM = 0.95, 0.42  # inches between the middles of two bars, at two articles and at twelve
LEAST = 0.02  # inches of a mark, so that a short passage in a long article is still seen
BEND = 28  # corners of the side of a band
SHADES = RAMP[2:]
KINDS = ("shared passage", "similar sentences")
SHOWN = ["doc_id_a", "position_a", "n_tokens_a", "doc_id_b", "position_b", "n_tokens_b", "kind"]


def passage_links(
    shared: pd.DataFrame, articles: pd.DataFrame, name: str = "doc_id", *, similar: bool = True, top: int = 12
) -> Chart:
    """A bar for each article, as long as it has words, with its shared passages marked, and bands that lead to them in other articles.

    The more words a passage has, the more its band stands out from the paper. Similar sentences are thin lines. Articles that share
    most stand next to each other, and those that share nothing are not drawn; where no two do, the first ones stand without bands.

    shared   : table `shared`
    articles : one row per article: doc_id, n_tokens (its words) and, if it is another column, `name`
    name     : column of the articles' labels
    similar  : False leaves similar sentences out
    top      : how many articles to draw: those of the pairs with most shared words, then with most similar sentences, then a-z
    """
    require_whole(top)
    shared, articles = table_with(shared, *SHOWN), table_with(articles, "doc_id", "n_tokens", name)
    links = _links(shared, articles, similar)
    docs = _chosen(links, top)
    drawn = links[links["doc_id_a"].isin(docs) & links["doc_id_b"].isin(docs)]
    left_out = len(set(links["doc_id_a"]) | set(links["doc_id_b"])) - len(docs)
    docs = _neighbours(drawn, docs) or sorted(articles["doc_id"].astype("str"))[:top]
    known = articles.assign(doc_id=articles["doc_id"].astype("str")).drop_duplicates("doc_id").set_index("doc_id", drop=False)
    names, sizes = [str(text) for text in known.loc[docs, name]], known.loc[docs, "n_tokens"].astype("int64").tolist()
    kinds = [kind for kind, there in zip(KINDS, ("shared", "similar"), strict=True) if drawn["kind"].eq(there).any()]

    def draw(width: float):
        keys = legend_lines(list(KINDS), width - 2 * EDGE) if KINDS[1] in kinds else []
        found = row_names(names, 0.36 * width, (SMALL,), most=3)
        labels = found.lines  # the number of words stands below names of one line
        counts = [f"{size:,} words" for size in sizes]
        left = text_width([*counts, *(text for lines in labels for text in lines)], SMALL) + GAP + EDGE
        least = max(ROOM[1], LINE * found.most_lines() + 0.08)
        top, pitch = EDGE + 0.24 * len(keys) + 0.22, max(least, ROOM[0] - (ROOM[0] - ROOM[1]) * (len(docs) - 2) / 10)
        right, bottom = width - 2 * EDGE, top + pitch * max(len(docs) - 1, 0) + 0.24
        sheet, per_word = Sheet(width, bottom + SCALE), (right - left) / max(sizes, default=1)
        rows = dict(zip(docs, [top + pitch * row for row in range(len(docs))], strict=True))
        bars = [(left, y - BAR / 2, per_word * size, BAR) for y, size in zip(rows.values(), sizes, strict=True)]
        sheet.boxes(bars, [RULE] * len(bars))
        _threads(sheet, drawn[drawn["kind"].eq("similar")], rows, left, per_word)
        _bands(sheet, drawn[drawn["kind"].eq("shared")], rows, left, per_word)
        for lines, count, y in zip(labels, counts, rows.values(), strict=True):
            shown = [(text, INK) for text in lines] if len(lines) > 1 else [(lines[0], INK), (count, MUTED)]
            for place, (text, colour) in enumerate(shown):
                sheet.text(left - GAP / 2, y + (place - (len(shown) - 1) / 2) * LINE, text, SMALL, colour, "right")
        legend(sheet, keys, list(KINDS), EDGE)
        sheet.scale(left, right, bottom, 0, max(sizes, default=0), "place in the article, words")
        return sheet.figure

    called = dict(zip(docs, names, strict=True))
    data = drawn[SHOWN] if name == "doc_id" else _named(drawn, called)
    return Chart(draw, _in_words(drawn, called, left_out), data)


def _named(drawn: pd.DataFrame, called: dict[str, str]) -> pd.DataFrame:
    """The rows with the articles' names, which the picture may have to shorten."""
    names = {f"article_{side}": drawn[f"doc_id_{side}"].map(called) for side in "ab"}
    return drawn.assign(**names)[["article_a", "article_b", *SHOWN]]


def _links(shared: pd.DataFrame, articles: pd.DataFrame, similar: bool) -> pd.DataFrame:
    """Passages and sentences whose articles are both in the table of articles."""
    columns = ["doc_id_a", "position_a", "n_tokens_a", "doc_id_b", "position_b", "n_tokens_b", "kind"]
    links = shared[columns].astype(dict.fromkeys(["doc_id_a", "doc_id_b", "kind"], "str"))
    known = set(articles["doc_id"].astype("str"))
    kept = links["doc_id_a"].isin(known) & links["doc_id_b"].isin(known) & (links["kind"].eq("shared") | similar)
    return links[kept].reset_index(drop=True)


def _chosen(links: pd.DataFrame, top: int) -> list[str]:
    """The articles of the pairs that share most, so that no bar stands without a band."""
    ends = [sorted(pair) for pair in links[["doc_id_a", "doc_id_b"]].itertuples(index=False)]
    same = links["kind"].eq("shared").to_numpy()
    pairs = pd.DataFrame(ends, columns=["a", "b"], dtype="object")
    pairs = pairs.assign(words=np.where(same, links["n_tokens_a"], 0), sentences=~same)
    pairs = pairs.groupby(["a", "b"], as_index=False).sum()
    docs: list[str] = []
    for a, b, *_ in pairs.sort_values(["words", "sentences", "a", "b"], ascending=[False, False, True, True]).itertuples(
        index=False
    ):
        more = [doc for doc in (a, b) if doc not in docs]
        docs += more if len(docs) + len(more) <= top else []
    return docs


def _neighbours(links: pd.DataFrame, docs: list[str]) -> list[str]:
    """The articles in an order in which those that share most stand next to each other: a chain that grows at both ends."""
    weights: dict[tuple[str, str], int] = {}
    for a, b, n, kind in links[["doc_id_a", "doc_id_b", "n_tokens_a", "kind"]].itertuples(index=False):
        for pair in ((a, b), (b, a)):
            weights[pair] = weights.get(pair, 0) + (n * 100 if kind == "shared" else 1)
    chain, waiting = docs[:1], docs[1:]
    while waiting:
        _, _, place, end = min(
            (-weights.get((chain[end], doc), 0), -end, place, end) for place, doc in enumerate(waiting) for end in (0, -1)
        )
        doc = waiting.pop(place)
        chain = [doc, *chain] if end == 0 else [*chain, doc]
    return chain


def _ends(links: pd.DataFrame, side: str, rows: dict[str, float], left: float, per_word: float) -> tuple[list, list, list]:
    """Left and right end of each passage and the height of its bar, in inches."""
    start = left + per_word * (links[f"position_{side}"].to_numpy(dtype=float) - 1)
    end = start + np.maximum(per_word * links[f"n_tokens_{side}"].to_numpy(dtype=float), LEAST)
    return start.tolist(), end.tolist(), [rows[doc] for doc in links[f"doc_id_{side}"]]


def _threads(sheet: Sheet, links: pd.DataFrame, rows: dict[str, float], left: float, per_word: float) -> None:
    """Thin lines between the middles of similar sentences, with a stroke in each bar."""
    if links.empty:
        return
    part = np.linspace(0, 1, BEND)
    bend, curves, strokes = part**2 * (3 - 2 * part), [], []
    sides = [_ends(links, side, rows, left, per_word) for side in "ab"]
    for a, end_a, y_a, b, end_b, y_b in zip(*sides[0], *sides[1], strict=True):
        a, b, down = (a + end_a) / 2, (b + end_b) / 2, 1 if y_b > y_a else -1
        start, end = y_a + down * BAR / 2, y_b - down * BAR / 2
        curves.append(list(zip((a + (b - a) * bend).tolist(), (start + (end - start) * part).tolist(), strict=True)))
        strokes += [(x - LEAST / 2, y - BAR / 2, LEAST, BAR) for x, y in ((a, y_a), (b, y_b))]
    sheet.curves(curves, [SERIES[1]] * len(curves), 0.6)
    sheet.boxes(strokes, [SERIES[1]] * len(strokes))


def _bands(sheet: Sheet, links: pd.DataFrame, rows: dict[str, float], left: float, per_word: float) -> None:
    """Passages marked in the bars, and bands between them, bent so that they leave a bar upright; the longest lie on top."""
    links = links.sort_values("n_tokens_a", kind="stable")
    if links.empty:
        return
    part = np.linspace(0, 1, BEND)
    bend, shapes = part**2 * (3 - 2 * part), []
    sides = [_ends(links, side, rows, left, per_word) for side in "ab"]
    for a, end_a, y_a, b, end_b, y_b in zip(*sides[0], *sides[1], strict=True):
        heights = (y_a + (y_b - y_a) * part).tolist()
        first, second = ((near + (far - near) * bend).tolist() for near, far in ((a, b), (end_a, end_b)))
        shapes.append([*zip(first, heights, strict=True), *zip(second[::-1], heights[::-1], strict=True)])
    share = links["n_tokens_a"].to_numpy(dtype=float) / links["n_tokens_a"].max()
    steps = np.minimum((share * len(SHADES)).astype(int), len(SHADES) - 1)
    sheet.shapes(shapes, [SHADES[step] for step in steps], opaque=0.8)
    marks = [(start, y - BAR / 2, end - start, BAR) for ends in sides for start, end, y in zip(*ends, strict=True)]
    sheet.boxes(marks, [SERIES[0]] * len(marks))


def _in_words(links: pd.DataFrame, names: dict[str, str], left_out: int) -> str:
    same = links["kind"].eq("shared")
    table = links.assign(
        words=links["n_tokens_a"].where(same, 0), passages=same.astype("int64"), sentences=(~same).astype("int64")
    )
    table = table.groupby(["doc_id_a", "doc_id_b"], as_index=False)[["words", "passages", "sentences"]].sum()
    table = table.sort_values(["words", "sentences", "doc_id_a", "doc_id_b"], ascending=[False, False, True, True])
    pairs = []
    for a, b, words, passages, sentences in table.itertuples(index=False):
        parts = [f"{passages:,} shared passage{'' if passages == 1 else 's'} of {words:,} words"] if passages else []
        parts += [f"{sentences:,} pair{'' if sentences == 1 else 's'} of similar sentences"] if sentences else []
        pairs.append(f"{label(names[a])} and {label(names[b])}: {', '.join(parts)}")
    more = f" {left_out:,} more articles that share something are not drawn." if left_out else ""
    return f"Where articles share text. {label('; '.join(pairs), 1200) if pairs else 'No two of them share any'}.{more}"
