"""The picture of the report in the README: `python tests/picture.py RUN` takes it of a run of the five articles.

RUN is a published run, such as reports/current. The front page is opened in the system's Chromium, as wide as a laptop.
"""

import sys
from pathlib import Path

from browser import chromium, visit

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "report.png"
WIDTH, HEIGHT = 1280, 1500  # pixels


def take(run: Path, picture: Path = PICTURE) -> None:
    """Write the upper part of the front page of `run` as a PNG."""
    with chromium() as browser, visit(browser, WIDTH, height=HEIGHT) as page:
        page.goto((run.resolve() / "index.html").as_uri())
        page.screenshot(path=picture)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
