"""Charts: a table in, a figure out, drawn for a wide page and for a phone. `px.chart` in a notebook; `px.show_figure` displays one.

ranked_dots         a number for each row, with its interval
signed_dots         effects to both sides of zero, with their intervals
dumbbells           where each row stood and where it stands, with the interval of the move
signed_bars         parts to both sides of zero
part_bars           what a whole is made of, for each group
heat_map            a number for each row and column
cluster_map         a number for each pair, with a tree of what is nearest
rate_scatter        the rates of all words in two groups
trend_lines         a course of time
spans               dates and stretches of time
places_in_articles  where in the articles a word stands
passage_links       which passages articles share
"""

from ...lazy import lazily

NAMES = {
    "bars": ("part_bars", "signed_bars"),
    "dots": ("ranked_dots", "signed_dots"),
    "moved_dots": ("dumbbells",),
    "links": ("passage_links",),
    "maps": ("heat_map", "places_in_articles", "spans"),
    "scatter": ("rate_scatter",),
    "trees": ("cluster_map",),
    "trends": ("trend_lines",),
}

__getattr__, __dir__ = lazily(__name__, "px.chart", NAMES)
