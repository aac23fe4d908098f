"""Small notebooks for the tests of the report room, written to a folder as an analyst's editor would write them."""

import json
from pathlib import Path

HEAD = "# Words\n\nWhich words are used, and how often? It costs $5 and $6."
PARAMETERS = 'corpus: str = "seeds"  # folder\ntop_n: int = 20  # rows\nfocus: str = "war"  # a word'


def code(source: str, *tags: str) -> dict:
    """A code cell."""
    return {"cell_type": "code", "execution_count": None, "metadata": {"tags": list(tags)}, "outputs": [], "source": source}


def markdown(source: str) -> dict:
    """A Markdown cell."""
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def say(sentence: str, *tags: str) -> dict:
    """A code cell that says a sentence, as an analyst's notebook does."""
    return code(f"import parallax_workbook as px\n\npx.say({sentence!r})", *tags)


def write(path: Path, *cells: dict, head: str = HEAD, parameters: str = PARAMETERS) -> Path:
    """A notebook of a title, a parameters cell and `cells`."""
    cells = (markdown(head), code(parameters, "parameters"), *cells)
    notebook = {
        "cells": [{"id": f"c{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
