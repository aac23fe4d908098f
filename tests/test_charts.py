"""The charts themselves: nothing covers anything or leaves the paper, the words say the numbers, and the marks stand where they should.

test_figures.py holds what is common to all figures: two widths, two papers, letters that stay letters.
"""

import base64
import math
import re
import warnings
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from displays import catch, html_of
from matplotlib.lines import Line2D
from paper import dots_of, drawn, lines_of, marks, outside, overlapping, shapes_of, texts

from analysis.show.charts import bars as charts
from analysis.show.charts import cells as cells_room
from analysis.show.charts import dots, figures, labels, links, maps, moved_dots, scatter, trees, trends
from analysis.show.charts.row_names import row_names
from analysis.show.charts.sheet import DARK, NARROW, PAPER, SERIES, WIDE, Sheet, text_width
from analysis.show.phrases import written

LONG = "an outlet with a name that is far too long for any label to hold, whatever the paper"
HOSTILE = [
    "<script>alert(1)</script>",
    "$\\frac{1}{0}$",
    "_hidden",
    "\u202eevil\x00",
    "]]>",
    "字" * 80,
    "😀 emoji",
    '" onload="x',
    LONG,
]
NAN = math.nan
MERGES = ["position_left", "height_left", "position_right", "height_right", "height"]
SHARED = ["doc_id_a", "position_a", "n_tokens_a", "doc_id_b", "position_b", "n_tokens_b", "kind"]


def effects(names, seed=0):
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 2, len(names)).round(3)
    table = pd.DataFrame({"name": names, "value": values, "low": values - 1, "high": values + rng.exponential(3, len(names))})
    table.loc[table.index % 3 == 1, ["low", "high"]] = NAN
    table.loc[table.index % 5 == 4, "high"] = 1e6
    return table


def ranked(names, seed=0):
    table = effects(names, seed)
    return table.assign(value=table["value"].abs(), low=table["low"].clip(0), detail="in 4 of 5 articles")


def rates(names, seed=0):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(np.outer(rng.pareto(0.8, len(names)) + 0.3, [4.0, 5.0]))
    return pd.DataFrame({"name": names, "a": counts[:, 0] / 4, "b": counts[:, 1] / 5})


def tree(names, seed=0):
    rng = np.random.default_rng(seed)
    pairs = [(names[i], names[j], float(rng.uniform(0.2, 0.9))) for i in range(len(names)) for j in range(i)]
    merges, left, below = [], 0.0, 0.0
    for place in range(1, len(names)):
        merges.append((left, below, float(place), 0.0, 0.1 + 0.05 * place))
        left, below = (left + place) / 2, 0.1 + 0.05 * place
    return pd.DataFrame(pairs, columns=["a", "b", "jsd_bits"]), names, pd.DataFrame(merges, columns=MERGES)


def periods(names, count=12, seed=0):
    rng = np.random.default_rng(seed)
    rows = [(name, f"2024-{month + 1:02d}", float(rng.gamma(4))) for name in names for month in range(count)]
    table = pd.DataFrame(rows, columns=["series", "period", "value"])
    table.loc[rng.random(len(table)) < 0.2, "value"] = NAN
    return table.assign(low=table["value"] * 0.8, high=table["value"] * 1.3)


def shared(docs, count, seed=0):
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(count if len(docs) > 1 else 0):
        a, b = (docs[place] for place in sorted(rng.choice(len(docs), 2, replace=False).tolist()))
        rows.append((a, *rng.integers([1, 8], [800, 90]).tolist(), b, *rng.integers([1, 8], [800, 90]).tolist()))
        rows[-1] += ("similar" if number % 4 == 3 else "shared",)
    return pd.DataFrame(rows, columns=SHARED), pd.DataFrame(
        {"doc_id": docs, "n_tokens": [900 + place for place in range(len(docs))]}
    )


def moved(names):
    rows = [(name, 3.0 * place, abs(9.0 - 2 * place), 9.0 - 5 * place) for place, name in enumerate(names)]
    table = pd.DataFrame(rows, columns=["name", "before", "now", "difference"])
    return table.assign(low=table["difference"] - 2, high=table["difference"] + 2)


def cells(names):
    rng = np.random.default_rng(0)
    rows = [(f"topic {row}", name, float(rng.random()), int(rng.integers(0, 2000))) for row in range(6) for name in names]
    return pd.DataFrame(rows, columns=["topic", "name", "share", "n"])


# kind of chart -> a chart of rows, articles or series that are called so
MADE = {
    "ranked": lambda names: dots.ranked_dots(
        ranked(names), "name", "value", "per 1,000 words, with 95 % intervals", detail="detail", low="low", high="high"
    ),
    "effects": lambda names: dots.signed_dots(
        effects(names), "name", "value", "low", "high", "log2 ratio of the rates", "more in Nasha Niva", "more in the rest"
    ),
    "moved": lambda names: moved_dots.dumbbells(
        moved(names), "name", "before", "now", "low", "high", "in 1,000 words", "earlier articles", "12 new articles"
    ),
    "bars": lambda names: charts.signed_bars(effects(names), "name", "value", "bits", "more in Nasha Niva", "more in the rest"),
    "scatter": lambda names: scatter.rate_scatter(
        rates(names), "name", "a", "b", "per 1,000 words of A", "per 1,000 of B", names
    ),
    "tree": lambda names: trees.cluster_map(
        tree(names)[0], "a", "b", "jsd_bits", "divergence, bits (0 alike)", *tree(names)[1:]
    ),
    "trend": lambda names: trends.trend_lines(
        periods(names), "period", "value", "series", "per 1,000 words", low="low", high="high"
    ),
    "links": lambda names: links.passage_links(*shared(names, 3 * len(names))),
    "second": lambda names: maps.heat_map(
        cells(names), "topic", "name", "share", "share of paragraphs", form="share", second=("n", "count", "paragraphs")
    ),
    "rows": lambda names: maps.heat_map(cells(names), "name", "topic", "share", "share of paragraphs", form="share"),
    "parts": lambda names: charts.part_bars(cells(names), "name", "topic", "n", "paragraphs, %"),
}
NAMED = {
    "none": [],
    "one": ["war"],
    "two": ["BelTA", "Nasha Niva"],
    "some": ["BelTA", "Nasha Niva", "Belarusian People's Republic", LONG, "Zerkalo"],
    "many": [f"{number:03d}_article about war and peace" for number in range(14)],
    "hostile": HOSTILE,
}


@pytest.fixture(autouse=True)
def _no_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("names", NAMED)
@pytest.mark.parametrize("kind", MADE)
def test_no_text_covers_another_or_leaves_the_paper(kind, names, width):
    figure = drawn(MADE[kind](NAMED[names]), width)
    assert figure.get_size_inches()[0] == width
    assert outside(figure) == [] and overlapping(figure) == []


def test_texts_that_cover_each_other_or_leave_the_paper_are_seen():
    sheet = figures.Chart(lambda width: _crowded(width), "alt").draw(2.0)
    assert overlapping(sheet) == [("one", "other")] and outside(sheet) == ["far away"]


def _crowded(width):
    sheet = Sheet(width, 1.0)
    sheet.text(0.5, 0.5, "one")
    sheet.text(0.55, 0.52, "other")
    sheet.text(1.9, 0.2, "far away")
    return sheet.figure


@pytest.mark.parametrize("kind", MADE)
def test_a_chart_is_drawn_alike_twice_in_colours_that_dark_paper_knows(kind, monkeypatch):
    caught = catch(monkeypatch)
    for _ in range(2):
        figures.show_figure(MADE[kind](NAMED["some"]), "f", "Caption")
    assert caught[0] == caught[1]
    shown = [html_of(bundle) for bundle in caught]
    for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", shown[0]):
        svg = base64.b64decode(data).decode()
        used = set(re.findall(r"(?:fill|stroke): (#[0-9a-f]{6})", svg.split("</style>", 1)[1]))
        assert used and used <= set(DARK), used - set(DARK)
        tags = {node.tag.split("}")[1] for node in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "style", "defs", "g", "path", "use", "text", "tspan", "clipPath", "rect"}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", MADE)
def test_hostile_names_stay_text(kind, text, monkeypatch):
    caught = catch(monkeypatch)
    figures.show_figure(MADE[kind]([text, "other"]), "f", "Caption")
    shown = [html_of(bundle) for bundle in caught]
    assert "<script" not in shown[0] and not re.search(r"<[^>]*\son\w+=\"x", shown[0])
    for data in re.findall(r"base64,([A-Za-z0-9+/=]+)", shown[0]):
        assert "alert(1)</script>" not in base64.b64decode(data).decode()


# Ranked dots and effects

ROWS = pd.DataFrame(
    {"name": ["war", "peace", "talks"], "value": [4.0, 2.0, 0.5], "low": [3.0, NAN, 0.1], "high": [5.0, NAN, 99.0]}
)


def test_the_words_of_dots_have_numbers_intervals_and_what_is_cut():
    alt = dots.ranked_dots(ROWS, "name", "value", "per 1,000", low="low", high="high").alt
    assert "war 4.00 (3.00 to 5.00), peace 2.00, talks 0.50 (0.10 to 99.00)." in alt
    assert alt.endswith("Cut where the scale ends, with an arrowhead: the interval of talks.")
    assert "arrowhead" not in dots.ranked_dots(ROWS.head(2), "name", "value", "per 1,000", low="low", high="high").alt


def test_the_words_of_effects_have_both_sides():
    table = ROWS.assign(value=[4.0, -2.0, NAN])
    alt = dots.signed_dots(table, "name", "value", "low", "high", "log2", "more here", "more there").alt
    assert "more here: war 4.00 (3.00 to 5.00)" in alt and "more there: peace −2.00" in alt


@pytest.mark.parametrize(
    ("values", "bounds", "expected"),
    [
        ([], [], (0, 0)),
        ([4.0, 2.0], [], (0, 4)),
        ([4.0], [(1.0, 9.0)], (0, 9)),  # to the widest bound
        ([4.0], [(1.0, 11.0)], (0, 10)),  # at most 2.5 times the largest value
        ([4.0, -6.0], [(-30.0, NAN)], (-15, 4)),
        ([0.0], [(0.0, 3.0)], (0, 3)),  # without a value to compare with nothing is cut
        ([NAN, 1.0], [(NAN, NAN)], (0, 1)),
    ],
)
def test_a_scale_reaches_to_the_widest_bound_within_reason(values, bounds, expected):
    assert dots.reach(values, bounds) == expected


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_number_stands_behind_its_interval(width):
    figure = drawn(dots.ranked_dots(ROWS, "name", "value", "per 1,000", low="low", high="high"), width)
    for text, (left, top, _, bottom) in texts(figure):
        if text in ("4.00", "2.00", "0.50"):
            row = [line for line in lines_of(figure) if top < line[0, 1] < bottom]
            assert row and max(line[:, 0].max() for line in row) < left


def test_the_words_of_a_move_have_both_numbers_and_the_interval_of_what_lies_between():
    table = pd.DataFrame(
        {"name": ["flood", "dam"], "before": [1.0, 4.0], "now": [3.0, 2.0], "low": [1.0, NAN], "high": [3.0, NAN]}
    )
    chart = moved_dots.dumbbells(table, "name", "before", "now", "low", "high", "in 1,000 words", "earlier", "new")
    assert chart.alt == (
        "in 1,000 words, earlier → new: flood 1.00 → 3.00, moved by 2.00 (1.00 to 3.00), dam 4.00 → 2.00, moved by −2.00."
    )
    is_hollow = [line.get_markerfacecolor() == PAPER for line in marks(drawn(chart, WIDE), Line2D)]
    places = [line.get_xdata()[0] for line in marks(drawn(chart, WIDE), Line2D)]
    assert is_hollow == [True, False, True, False, True, False]  # what rises, what falls, the heading
    assert places[0] < places[3] < places[1] < places[2] and (places[2] - places[0]) == pytest.approx(
        1.5 * (places[1] - places[0])
    )


def test_hollow_dots_are_those_without_an_interval():
    figure = drawn(dots.signed_dots(ROWS, "name", "value", "low", "high", "log2", "more", "less"), WIDE)
    hollow = [line for line in marks(figure, Line2D) if line.get_markerfacecolor() == PAPER]
    full = [line for line in marks(figure, Line2D) if line.get_markerfacecolor() != PAPER]
    assert [len(line.get_xdata()) for line in hollow] == [1] and sum(len(line.get_xdata()) for line in full) == 2
    assert hollow[0].get_ydata()[0] > min(full[0].get_ydata())


def test_effects_stand_at_equal_distances_from_zero():
    table = ROWS.assign(value=[2.0, -2.0, 0.0])
    figure = drawn(dots.signed_dots(table, "name", "value", "low", "high", "log2", "more", "less"), WIDE)
    by_row = dict(sorted((round(y, 6), x) for x, y in dots_of(figure)))
    right, left, zero = by_row.values()
    assert right - zero == pytest.approx(zero - left)


def test_other_texts_may_stand_in_place_of_the_values():
    chart = dots.signed_dots(ROWS.assign(of="5 : 1"), "name", "value", "low", "high", "log2", "more", "less", numbers="of")
    assert [text for text, _ in texts(drawn(chart, WIDE))].count("5 : 1") == 3 and "4.00" in chart.alt


def test_a_row_without_a_value_has_no_dot():
    table = ROWS.assign(value=[4.0, NAN, 1.0])
    for chart in (
        dots.ranked_dots(table, "name", "value", "n"),
        dots.signed_dots(table, "name", "value", "low", "high", "n", "+", "-"),
    ):
        assert len(dots_of(drawn(chart, WIDE))) == 2 and "–" in [text for text, _ in texts(drawn(chart, WIDE))]


# Two rates

RATES = pd.DataFrame({"name": ["war", "peace", "talks", "gone"], "a": [10.0, 1.0, 0.0, NAN], "b": [1.0, 1.0, 5.0, 1.0]})


def test_the_words_of_a_scatter_count_its_sides():
    alt = scatter.rate_scatter(RATES, "name", "a", "b", "per 1,000 of A", "per 1,000 of B", ["talks", "war", "unknown"]).alt
    assert (
        "3 pairs of rates, per 1,000 of A and per 1,000 of B: the first is higher in 1, the second in 1, one of them is 0 in 1."
        in alt
    )
    assert "1 rows without a rate are not drawn." in alt and alt.endswith("Named: talks 0.00 and 5.00, war 10.00 and 1.00.")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_rates_stand_on_one_scale_for_both(width):
    figure = drawn(scatter.rate_scatter(RATES, "name", "a", "b", "A", "B", ["war", "peace"]), width)
    (war, peace), *_ = [
        line.get_xydata() for line in marks(figure, Line2D) if len(line.get_xdata()) == 2 and line.get_markersize() == 5
    ]
    # ten times the rate to the right, the same height: the lower and the left edge are as far from peace
    (diagonal,) = [line for line in lines_of(figure) if (line[0] != line[1]).all()]
    (left, bottom), (right, top) = diagonal
    assert peace[0] - left == pytest.approx(bottom - peace[1], abs=1e-3)
    assert right - left == pytest.approx(bottom - top)
    assert war[1] == pytest.approx(peace[1]) and war[0] > peace[0]
    zero = [xy for line in marks(figure, Line2D) for xy in line.get_xydata() if xy[0] < left]
    assert len(zero) == 1, "a rate of 0 stands in the strip at the left"


def test_dots_that_fall_together_are_one_larger_dot():
    table = pd.DataFrame({"name": [f"w{number}" for number in range(5000)], "a": 1.0, "b": [1.0] * 4998 + [2.0] * 2})
    figure = drawn(scatter.rate_scatter(table, "name", "a", "b", "A", "B"), WIDE)
    sizes = {line.get_markersize() for line in marks(figure, Line2D) if len(line.get_xdata())}
    assert len(dots_of(figure)) == 2 and sizes == {scatter.PILES[0][1], scatter.PILES[2][1]}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("seed", range(4))
def test_names_in_a_crowd_keep_apart_and_the_first_ones_are_there(seed, width):
    table = rates([f"word{number}" for number in range(3000)], seed)
    outlying = (np.log2(table["a"] + 0.1) - np.log2(table["b"] + 0.1)).abs().sort_values(ascending=False, kind="stable").index
    named = table["name"].loc[outlying[:60]].tolist()
    figure = drawn(scatter.rate_scatter(table, "name", "a", "b", "per 1,000 of A", "per 1,000 of B", named), width)
    written = [text for text, _ in texts(figure) if text in named]
    assert outside(figure) == [] and overlapping(figure) == []
    assert written and len(written) == len(set(written)) and named[0] in written


def test_names_find_places_around_a_dot_and_the_last_ones_none():
    spots = np.array([[1.0, 1.0]] * 60)
    placed = labels.place_labels(spots, ["a name"] * 60, np.empty((0, 2)), (0, 0, 2, 2))
    assert 8 <= len(placed) < 60 and list(placed) == sorted(placed)
    assert placed[0] == (pytest.approx(1.08), pytest.approx(1.0), None), "the nearest place at the right"
    assert placed == labels.place_labels(spots, ["a name"] * 60, np.empty((0, 2)), (0, 0, 2, 2))


def test_a_name_does_not_cover_the_mass():
    right = np.column_stack([np.linspace(1.1, 1.9, 20), np.full(20, 1.0)])
    ((x, _, _),) = labels.place_labels(np.array([[1.0, 1.0]]), ["a name"], right, (0, 0, 2, 2)).values()
    assert x < 1
    wall = np.random.default_rng(0).uniform(0, 2, (5000, 2))
    assert labels.place_labels(np.array([[1.0, 1.0]]), ["a name"], wall, (0, 0, 2, 2)) == {}


# Trees

PAIRS = pd.DataFrame({"a": ["x", "x", "y"], "b": ["y", "z", "z"], "jsd_bits": [0.1, 0.25, 0.3]})
JOINTS = pd.DataFrame([(1.0, 0.0, 2.0, 0.0, 0.1), (0.0, 0.0, 1.5, 0.1, 0.28)], columns=MERGES)


def test_the_words_of_a_tree_have_its_order_and_its_joints():
    alt = trees.cluster_map(PAIRS, "a", "b", "jsd_bits", "bits", ["z", "x", "y"], JOINTS).alt
    assert "bits. z: z –, x 0.250, y 0.300; x: z 0.250, x –, y 0.100; y:" in alt
    assert alt.endswith("In the order of the tree: z, x, y; its branches are joined at 0.100, 0.280.")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_tree_meets_the_middles_of_its_rows_or_columns(width):
    figure = drawn(trees.cluster_map(PAIRS, "a", "b", "jsd_bits", "bits", ["z", "x", "y"], JOINTS), width)
    lines, at, across = lines_of(figure)[:6], *((1, 0) if width == WIDE else (0, 1))
    boxes = [(text, (box[at] + box[at + 2]) / 2) for text, box in texts(figure) if text in ("x", "y", "z")]
    leaves = dict(boxes[3:] if width == WIDE else boxes[:3])
    assert [lines[row][0, at] for row in (3, 0, 1)] == [pytest.approx(leaves[name], abs=0.02) for name in "zxy"]
    lengths = [abs(np.diff(lines[row][:, across])[0]) for row in (0, 3)]
    assert lengths[1] / lengths[0] == pytest.approx(2.8), "heights are drawn to scale"


# Heat maps with a second number


@pytest.mark.parametrize(
    ("columns", "width", "expected", "explained"),
    [
        (4, WIDE, ["38.0 %", "· 5"], ["share · paragraphs"]),
        (3, NARROW, ["38.0 %", "· 5"], ["share · paragraphs"]),
        (4, NARROW, ["38 %", "· 5"], ["share · paragraphs"]),
        (6, NARROW, ["38 %", "5"], ["share", "below it: paragraphs"]),
        (9, NARROW, ["5"], ["shade: share", "number: paragraphs"]),
        (60, NARROW, [], ["share", "darkest: 38.0 %"]),
    ],
)
def test_a_second_number_is_written_where_there_is_room(columns, width, expected, explained):
    table = pd.DataFrame(
        {"topic": "a topic of some length", "source": [f"s{number}" for number in range(columns)], "share": 0.38, "n": 5}
    )
    chart = maps.heat_map(table, "topic", "source", "share", "share", form="share", second=("n", "count", "paragraphs"))
    found = [text for text, _ in texts(drawn(chart, width))]
    cells = [text for text in found if re.fullmatch(r"(38(\.0)? %|(· )?5)", text)]
    assert sorted(cells) == sorted(expected * columns)
    assert found[-len(explained) :] == explained or [text for text in found if text in explained] == explained
    assert "a topic of some length: s0 38.0 % (5)" in chart.alt and chart.alt.startswith("share (paragraphs)")


@pytest.mark.parametrize(
    ("form", "values", "expected"),
    [
        ("share", [0.004, 0.0, 0.51, NAN], ["<1 %", "0 %", "51 %", "–"]),
        ("rate", [0.04, 0.0, 12.34, -0.04], ["<0.1", "0.0", "12.3", ">−0.1"]),
        ("number", [0.1234, 0.0, 0.001, 0.5], ["0.12", "0.00", "<0.01", "0.50"]),
    ],
)
def test_a_number_is_shortened_where_there_is_little_room_but_never_to_nothing(form, values, expected):
    grid = cells_room.Grid(["r"], list("abcd"), np.array([values]), form, 1.0)
    assert cells_room._variants(grid)[1] == expected
    assert cells_room._variants(grid)[0] == [written(number, form) for number in values]


# Trends

TIMES = pd.DataFrame(
    {
        "series": ["A"] * 4 + ["B"],
        "period": ["2024-03", "2024-01", "2024-02", "2024-05", "2024-04"],
        "value": [3.0, 1.0, NAN, 5.0, 2.0],
    }
)


def test_the_words_of_a_trend_have_every_value():
    alt = trends.trend_lines(TIMES, "period", "value", "series", "per 1,000").alt
    assert "A: 2024-01 1.00, 2024-03 3.00, 2024-05 5.00, none in 2 of 5 periods; B: 2024-04 2.00, none in 4 of 5" in alt
    empty = TIMES.assign(value=[NAN] * 4 + [1.0])
    assert trends.trend_lines(empty, "period", "value", "series", "n").alt.endswith("Without a value: A.")


def test_a_line_has_a_gap_where_a_value_is_missing():
    table = pd.DataFrame({"s": "A", "p": [f"2024-{n}" for n in range(10, 16)], "v": [1.0, 2.0, NAN, 3.0, 4.0, 5.0]})
    figure = drawn(trends.trend_lines(table, "p", "v", "s", "n"), WIDE)
    curves = [len(line) for line in lines_of(figure) if line[0, 1] > line[-1, 1]]
    assert curves == [2, 3] and len(dots_of(figure)) == 5


def test_dots_stand_at_even_distances_and_heights_from_zero():
    table = pd.DataFrame({"s": "A", "p": ["2024-01", "2024-02", "2024-09"], "v": [1.0, 2.0, 4.0]})
    (x1, y1), (x2, y2), (x3, y3) = dots_of(drawn(trends.trend_lines(table, "p", "v", "s", "n"), WIDE))
    assert x2 - x1 == pytest.approx(x3 - x2) and y1 - y3 == pytest.approx(3 * (y1 - y2))


def test_periods_of_a_categorical_column_keep_their_order():
    kinds = pd.CategoricalDtype(["winter", "spring", "autumn"])
    table = pd.DataFrame({"s": "A", "p": pd.Series(["autumn", "winter"], dtype=kinds), "v": [2.0, 1.0]})
    assert "A: winter 1.00, autumn 2.00, none in 1 of 3 periods" in trends.trend_lines(table, "p", "v", "s", "n").alt


def test_more_series_than_colours_are_named_as_left_out():
    table = periods([f"s{number}" for number in range(11)], 3)
    chart = trends.trend_lines(table, "period", "value", "series", "n")
    assert (
        "3 more series not drawn" in [text for text, _ in texts(drawn(chart, NARROW))]
        and "3 more series not drawn." in chart.alt
    )
    assert len(marks(drawn(chart, WIDE), Line2D)) == len(SERIES)


def test_names_stand_at_the_ends_where_they_fit_and_else_above():
    short, long = periods(["A", "B"]), periods(["A", LONG])
    ended = short.assign(
        value=short["value"].where(short["period"].lt("2024-03") | short["series"].eq("B"))
    )  # no line to its name
    for table, above in ((short, False), (long, True), (ended, True)):
        figure = drawn(trends.trend_lines(table, "period", "value", "series", "n"), NARROW)
        (top,) = [box[1] for text, box in texts(figure) if text == "A"]
        assert (top < 0.4) == above


def test_an_interval_that_is_cut_in_a_trend_is_named():
    table = TIMES.assign(low=TIMES["value"], high=[3.5, 1.5, NAN, 500.0, NAN])
    alt = trends.trend_lines(table, "period", "value", "series", "n", low="low", high="high").alt
    assert "2024-05 5.00 (5.00 to 500.00)" in alt and alt.endswith("the interval of A 2024-05.")


# Links


def linked(*rows):
    return pd.DataFrame(rows, columns=SHARED)


ARTICLES = pd.DataFrame({"doc_id": list("abcd"), "n_tokens": [100, 200, 300, 400], "title": ["One", "Two", "Three", "Four"]})
LINKS = linked(
    ("a", 1, 10, "c", 291, 10, "shared"),
    ("a", 50, 20, "c", 1, 21, "shared"),
    ("b", 5, 8, "c", 5, 8, "similar"),
    ("a", 5, 8, "x", 5, 8, "shared"),
)


def test_the_words_of_links_have_every_pair():
    alt = links.passage_links(LINKS, ARTICLES, "title").alt
    assert (
        "One and Three: 2 shared passages of 30 words; Two and Three: 1 pair of similar sentences" in alt and "Four" not in alt
    )
    assert "similar" not in links.passage_links(LINKS, ARTICLES, similar=False).alt
    assert links.passage_links(LINKS.head(0), ARTICLES).alt == "Where articles share text. No two of them share any."
    assert links.passage_links(LINKS, ARTICLES, "title", top=2).alt.endswith(
        "1 more articles that share something are not drawn."
    )


def test_passages_are_marked_where_they_stand():
    figure = drawn(links.passage_links(LINKS, ARTICLES, "title", similar=False), WIDE)
    boxes = [(*shape.min(axis=0), *np.ptp(shape, axis=0)) for shape in shapes_of(figure) if len(shape) == 5]
    bands = [shape for shape in shapes_of(figure) if len(shape) > 5]
    (a_left, _, a_width, a_height), (_, _, c_width, _) = sorted((box for box in boxes if box[2] > 1), key=lambda box: box[2])
    assert c_width == pytest.approx(3 * a_width), "a bar is as long as its article"
    places = sorted(round((left - a_left) / a_width * 100) + 1 for left, _, width, height in boxes if width < 1)
    assert places == [1, 1, 50, 291] and len(bands) == 2
    assert all(np.ptp(band[:, 1]) > 4 * a_height for band in bands), "a band leads from bar to bar"


def test_the_articles_with_most_links_are_drawn_next_to_each_other():
    rows = [("a", 1, 9, "d", 1, 9, "shared"), ("d", 1, 50, "b", 1, 50, "shared"), ("a", 1, 30, "c", 1, 30, "shared")]
    figure = drawn(links.passage_links(linked(*rows), ARTICLES), WIDE)
    order = [text for text, _ in sorted(texts(figure), key=lambda found: found[1][1]) if text in set("abcd")]
    assert order in (["b", "d", "a", "c"], ["c", "a", "d", "b"])


# A scale that one small group does not set


def scale_table(small):
    """Twelve groups with rates from 1 to 3 for four words, and a small one with `small` times as much."""
    rows = [(f"w{word}", f"g{group:02}", 1 + (word + group) % 3) for word in range(4) for group in range(12)]
    return pd.DataFrame([*rows, *((f"w{word}", "small", 3.0 * small) for word in range(4))], columns=["w", "g", "rate"])


@pytest.mark.parametrize(("small", "edged"), [(1, 0), (10, 4)])
def test_one_small_group_sets_no_scale(small, edged):
    chart = maps.heat_map(scale_table(small), "w", "g", "rate", "times")
    for width in (WIDE, NARROW):
        figure = chart.draw(width)
        assert [text for text, _ in texts(figure) if "edged" in text] == ["edged: above 3.00, up to 30.00"] * bool(edged)
    grid = cells_room.Grid([], [], np.array([[1.0, np.nan, 30.0]]), "rate", 3.0)
    assert grid.beyond.tolist() == [[False, False, True]]
    assert f"small {3 * small:.2f}" in chart.alt, "the words have every number"


def test_a_scale_that_is_asked_for_is_kept():
    chart = maps.heat_map(scale_table(10), "w", "g", "rate", "times", highest=40)
    assert not any("edged" in text for text, _ in texts(chart.draw(WIDE)))


def test_a_scale_of_nothing_or_zeros_has_an_end():
    assert cells_room.scale_end(np.array([np.nan])) == 1.0 and cells_room.scale_end(np.zeros(30)) == 0.0


# Names that are long, and many of them
OUTLETS = [
    f"{town} {kind}"
    for kind in ("Chronicle", "Gazette")
    for town in ["Ash", "Birk", "Corham", "Dren", "Elm", "Far", "Gor", "Holt", "Ick", "Jas", "Kel", "Lom", "Mar"]
]
TITLES = [f"“{place}: The Council of the Region Talks of Bridges Again and {place} Waits” (0{number})" for number, place in
          enumerate(("Ashbury", "Birkham", "Corham"))]  # fmt: skip


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("kind", ["rows", "second", "columns", "tree"])
def test_every_row_and_column_of_a_map_of_26_outlets_has_its_name(kind, width):
    if kind == "columns":
        chart = maps.heat_map(cells(OUTLETS), "topic", "name", "share", "share of paragraphs", form="share")
    else:
        chart = MADE[kind](OUTLETS)
    figure = drawn(chart, width)
    found = [text for text, _ in texts(figure)]
    assert {name: found.count(name) for name in OUTLETS} == dict.fromkeys(OUTLETS, 2 if kind == "tree" else 1)
    assert outside(figure) == [] and overlapping(figure) == []


def test_a_raised_heading_is_led_to_from_its_column():
    figure = drawn(maps.heat_map(cells(OUTLETS), "topic", "name", "share", "share", form="share"), NARROW)
    boxes = dict(texts(figure))
    low, high = (boxes[name] for name in OUTLETS[:2])
    assert high[3] < low[1] + 0.2, "every second one stands above the others"
    (leader, *others) = [line for line in lines_of(figure) if abs(line[0][0] - line[1][0]) < 1e-9]
    assert len(others) == 12 and high[0] < leader[0][0] < high[2]


def test_so_many_columns_that_two_rows_of_names_do_not_do_have_some_names():
    names = [f"outlet {number}" for number in range(80)]
    figure = drawn(maps.heat_map(cells(names), "topic", "name", "share", "share", form="share"), NARROW)
    found = [text for text, _ in texts(figure) if text.startswith("outlet")]
    assert 10 < len(found) < 80 and overlapping(figure) == []


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_long_titles_are_wrapped_and_cut_behind_a_word(width):
    table = pd.DataFrame({"name": TITLES * 2, "part": ["kept"] * 3 + ["removed"] * 3, "n": [5, 1, 4, 2, 3, 2]})
    places = pd.DataFrame({"term": "war", "name": TITLES, "place": [0.1, 0.5, 0.9]})
    pairs = pd.DataFrame([("a", 1, 90, "b", 1, 90, "shared"), ("b", 200, 30, "c", 1, 30, "shared")], columns=SHARED)
    articles = pd.DataFrame({"doc_id": list("abc"), "n_tokens": 300, "title": TITLES})
    whole = {word for title in TITLES for word in re.findall(r"\w+", title)}
    for chart in (
        charts.part_bars(table, "name", "part", "n", "lines", whole=False),
        maps.places_in_articles(places, "term", "name", "place", TITLES),
        links.passage_links(pairs, articles, "title"),
    ):
        figure = drawn(chart, width)
        names = [text for text, _ in texts(figure) if re.search("bury|ham|Region|Bridges|Council|Talks", text)]
        assert len(names) >= 5 and {word for text in names for word in re.findall(r"\w+", text)} <= whole
        assert outside(figure) == [] and overlapping(figure) == []
        assert set(TITLES) <= set(chart.data.astype("str").to_numpy().ravel()), "the data beside the figure have them in full"


def test_a_name_without_a_place_to_cut_is_cut_within():
    found = row_names(["an averylongnamethatgoesonandon"], 1.0, (8.5,), most=1)
    assert found.lines[0][0].endswith("…") and len(found.lines[0][0]) > 10 and found.width() <= 1.0


@pytest.mark.parametrize("values", [[0.6, 0.5, -0.4, -1.9], [1.9, 0.4, -0.5]])
def test_the_headings_of_both_sides_are_whole(values):
    table = pd.DataFrame({"name": [f"word {n}" for n in range(len(values))], "value": values})
    sides = "more in Holner Gazette", "more in Selick Post"
    figure = drawn(charts.signed_bars(table, "name", "value", "percent", *sides), NARROW)
    found = [text for text, _ in texts(figure)]
    assert any("Holner Gazette →" in text for text in found) and any(
        text.startswith("← ") and "Selick Post" in text for text in found
    )
    assert outside(figure) == [] and overlapping(figure) == []


def test_letters_are_measured_as_wide_as_browsers_draw_them():
    """Small letters fitted to whole points are up to four percent narrower, which cut the first letter of a long name."""
    text = "People on the move, not in Seldale Observer"
    assert text_width([text], 9.5) >= 0.999 * text_width([text], 95) / 10


def test_a_unit_that_is_long_stands_on_two_lines():
    unit = "share of the themes in the paragraphs of each outlet of the whole corpus"
    figure = drawn(maps.heat_map(cells(OUTLETS[:12]), "topic", "name", "share", unit, form="share"), NARROW)
    said = " ".join(text for text, _ in sorted(texts(figure), key=lambda one: one[1][1]))
    assert unit in said and outside(figure) == []
