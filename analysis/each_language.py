"""`parallax run --each-language`: a report in each language of a corpus that has articles enough. Words in, reports out.

The first report is the one that a run without it makes, of the language with most articles, in the reports folder. Each other one is
a run of its own in a folder below, named by the language: with its lock, its log, its history and its one step of publication. It
joins what reads a corpus with what runs it, as the command line does.
"""

import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import ParallaxError, as_failure, visible
from .options import Asked
from .report.publish import history
from .running import LANGUAGE
from .running import carry_out as carry_out_one
from .settled import Settled, settle
from .show.languages_named import language_named
from .typed import corpus_folder, named_rules

if TYPE_CHECKING:
    import pandas as pd

ENOUGH = 5  # articles: with fewer hardly a difference between outlets is more than that of single articles


def carry_out(asked: Asked, flags: Collection[str], file: Path | None = None) -> int:
    """Make the report, and with --each-language those of the other languages behind it.

    Arguments and what is raised are those of running.carry_out, for the first report. Where another one fails, a line says so and the
    others are made all the same; returns the exit code of the last one that failed, else of the first that was not 0.
    """
    code = carry_out_one(asked, flags, file)
    settled = settle(asked, flags, corpus_folder(asked.corpus), file)
    if not settled.asked.each_language:
        return code
    reports = Path(settled.asked.reports)
    counts = _counts(settled)
    for language in _enough(counts):
        code = _one_more(asked, flags, file, settled, language) or code
    for folder in (reports, *(reports / language for language in counts.index)):
        history.renew(folder)
    return code


def _counts(settled: Settled) -> "pd.Series":
    """How many articles are in each language; what was read for the first report is kept on this machine."""
    from .measure.counting.selection import spoken_in_most
    from .text.prepare import prepare

    asked, without = settled.asked, named_rules(settled.values.get("without_rules", []))
    how = {"workers": asked.workers, "cluster": asked.cluster}
    prepared = prepare(corpus_folder(asked.corpus), without_rules=without, progress=lambda step: None, **how)
    return spoken_in_most(prepared.tokens, prepared.articles)


def _enough(counts: "pd.Series") -> Iterator[str]:
    """The languages but the first that have articles enough; a line says which have not."""
    for language, n in list(counts.items())[1:]:
        if n >= ENOUGH:
            yield str(language)
        else:
            few = f"{n} article{'' if n == 1 else 's'} in {language_named(str(language))}"
            print(f"{few}: fewer than the {ENOUGH} that a report of their own takes", file=sys.stderr)


def _one_more(asked: Asked, flags: Collection[str], file: Path | None, settled: Settled, language: str) -> int:
    """The exit code of the run in one more language."""
    first = settled.asked.title or f"Parallax: {corpus_folder(asked.corpus).resolve().name}"
    own = {
        "reports": str(Path(settled.asked.reports) / language),
        "parameter": [*asked.parameter, f"{LANGUAGE}={language}"],
        "title": f"{first}, in {language_named(language)}",
        "each_language": False,
    }
    try:
        return carry_out_one(asked._replace(**own), {*flags, *own}, file)
    except ParallaxError as error:
        failure = as_failure(error)
        print(f"the report in {language_named(language)}: {visible(str(failure))}", file=sys.stderr)
        return failure.exit_code
