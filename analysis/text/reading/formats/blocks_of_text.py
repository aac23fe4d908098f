"""A table of a document as lines. Rows of cells of paragraphs in; out comes a row of facts a line, layout as the blocks it holds."""

IN_A_CELL = 200  # letters of a cell that is layout and no fact


def rows_of_table(rows: list[list[list[str]]]) -> list[str]:
    """The lines of a table: its cells between bars, or its paragraphs one below the other where a cell holds several or a long one.

    >>> rows_of_table([[["Team"], ["Points"]], [["Larkham"], []]])
    ['Team | Points', 'Larkham |']
    >>> rows_of_table([[["The mayor closed the bridge.", "Nobody knows for how long."], ["Sport"]]])
    ['The mayor closed the bridge.', 'Nobody knows for how long.', 'Sport']
    """
    filled = [cells for cells in rows if any(cells)]
    layout = len(filled) < 2 or any(
        len(cell) > 1 or any(len(text) > IN_A_CELL for text in cell) for cells in filled for cell in cells
    )
    if layout or all(len(cells) == 1 for cells in filled):
        return [text for cells in filled for cell in cells for text in cell]
    return [" | ".join(" ".join(" ".join(cell).split()) for cell in cells).strip() for cells in filled]
