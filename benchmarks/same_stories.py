"""How often a word is named where outlets choose their stories and tell each alike: the table of docs/uncertainty.md, "The same story".

Corpora are those of tests/told_alike.py, some 150 articles of four outlets on 40 stories. What is counted is whether a finding names a
word: px.keywords of all articles, px.same_stories with the stories given and with those found, px.omissions within stories, and
px.same_stories where one outlet has a word of its own, in place of a usual one that the others then have more of than the rest.
"""

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from told_alike import told_alike  # noqa: E402

from analysis.findings.about_gaps import omissions  # noqa: E402
from analysis.findings.about_sources import keywords  # noqa: E402
from analysis.findings.about_stories import same_stories  # noqa: E402
from analysis.view import open as open_view  # noqa: E402

HABIT = {"Post": "allegedly"}


def named(seed: int) -> dict[str, bool]:
    """Whether each of the ways to ask names a word, in the corpus of one seed."""
    with tempfile.TemporaryDirectory() as place:
        folders = {
            "given": told_alike(Path(place, "given"), seed),
            "found": told_alike(Path(place, "found"), seed, story=False),
            "habit": told_alike(Path(place, "habit"), seed, habits=HABIT, story=False),
        }
        views = {name: open_view(folder) for name, folder in folders.items()}
        lacking = omissions(views["given"].in_stories)
        of_all, found = keywords(views["given"]), {name: same_stories(view) for name, view in views.items()}
    return {
        "all articles": bool(of_all.headline),
        "same stories, given": bool(found["given"].headline),
        "same stories, found": bool(found["found"].headline),
        "what one lacks, on the same stories": bool(lacking.headline),
        "same stories, found: a planted word": HABIT["Post"] in _words(found["habit"].headline),
        "same stories, found: another word beside it": bool(set(_words(found["habit"].headline)) - {HABIT["Post"], "usually"}),
    }


def _words(headline: str) -> list[str]:
    return [part.partition("”")[0] for part in headline.split("“")[1:]]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--corpora", type=int, default=40)
    asked = options.parse_args()
    found = [named(seed) for seed in range(asked.corpora)]
    print(f"| asked of | names a word, of {asked.corpora} corpora |\n|---|---:|")
    for name in found[0]:
        print(f"| {name} | {sum(one[name] for one in found)} |")


if __name__ == "__main__":
    main()
