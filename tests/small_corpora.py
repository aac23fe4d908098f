"""Small corpora written to a folder, for the tests of views and findings."""

import csv
from pathlib import Path

TINY = Path(__file__).with_name("tiny")


def corpus(folder: Path, articles: dict[str, str], rows: list[dict] = (), **files: str) -> Path:
    """A corpus folder.

    articles : name of a file below it, without its ending -> text
    rows     : of sources.csv, each with `file` and further columns; a source that is not named is the folder of the file
    files    : name of a describing file without its ending -> what it holds, as YAML
    """
    for name, text in articles.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if rows:
        rows = [{"source": row["file"].partition("/")[0], **row} for row in rows]
        with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(dict.fromkeys(name for row in rows for name in row)), restval="")
            writer.writeheader()
            writer.writerows(rows)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder
