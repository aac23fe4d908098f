"""Quotations labelled by hand, held against what is found: the measure behind docs/voices.md.

`python tests/labels.py` prints the figures and every miss.
"""

import csv
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from analysis.text.cleaning.clean import clean  # noqa: E402
from analysis.text.prepare import prepare  # noqa: E402
from analysis.text.quotes.quotations import find_quotes  # noqa: E402
from analysis.text.quotes.quoted_words import mark_voice  # noqa: E402
from analysis.text.quotes.reporting import read_people  # noqa: E402
from analysis.text.words.tokens import tokenize  # noqa: E402
from analysis.text.words.word_rule import fold  # noqa: E402

FOLDER = Path(__file__).parent / "voices"


class Label(NamedTuple):
    """One labelled quotation: where it stands, its first and last words, what it is and whose; state is unclosed or nothing."""

    place: str
    line: int
    end_line: int
    first: str
    last: str
    kind: str
    speaker: str
    state: str = ""


class Score(NamedTuple):
    """Shares that are right: of the extents found and labelled, and of the speakers named and labelled; the kinds that agree."""

    n_labelled: int
    n_found: int
    extent_precision: float
    extent_recall: float
    n_speakers: int
    speaker_precision: float
    speaker_recall: float
    kinds_right: float
    misses: list[str]


def seed_labels() -> list[Label]:
    with (FOLDER / "seeds.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Label(r["file"], int(r["line"]), int(r["end_line"]), r["first"], r["last"], r["kind"], r["speaker"]) for r in rows]


def passages(file: str) -> dict[str, dict]:
    return yaml.safe_load((FOLDER / file).read_text(encoding="utf-8"))


def passage_labels(file: str) -> list[Label]:
    rows = [(name, *quote) for name, passage in passages(file).items() for quote in passage["quotes"]]
    return [Label(name, line, end, str(first), str(last), *rest) for name, line, end, first, last, *rest in rows]


def find_in_passage(name: str, passage: dict, folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read one passage as an article of its own: `quotes`, `tokens` and `ledger`. `folder` takes its list of people."""
    articles = pd.DataFrame({"doc_id": [name], "file": [f"{name}.txt"], "text": [passage["text"]], "title": [None]})
    articles = articles.assign(language=passage["language"], source="paper")
    ledger = clean(articles, [])
    tokens = tokenize(ledger, articles)
    described = folder / f"{name}.yml"
    described.write_text(yaml.safe_dump({"_people": passage.get("people", {})}, allow_unicode=True), encoding="utf-8")
    people = read_people(described)
    return find_quotes(ledger, tokens, articles, people), tokens, ledger


def placed(quotes: pd.DataFrame, tokens: pd.DataFrame, names: dict[str, str]) -> list[tuple]:
    """Each quotation found, with its words: place, line, end_line, words, kind, speaker, state."""
    found = []
    for row in quotes[quotes["kind"].ne("reported")].itertuples():
        of = tokens[tokens["doc_id"].astype("str") == str(row.doc_id)]
        behind = (of["line"] > row.line) | ((of["line"] == row.line) & (of["start"] > row.start))
        ahead = (of["line"] < row.end_line) | ((of["line"] == row.end_line) & (of["start"] < row.end))
        words = of.loc[behind & ahead, "term"].astype("str").tolist()
        speaker = "" if pd.isna(row.speaker) else str(row.speaker)
        found.append((names[str(row.doc_id)], row.line, row.end_line, words, row.kind, speaker, row.state))
    return found


def score(labels: list[Label], found: list[tuple]) -> Score:
    """Hold what was found against the labels. An extent is right if lines, first and last words agree."""
    left, misses, right, speakers, kinds = list(found), [], 0, 0, 0
    for label in labels:
        first, last = fold(label.first).split(), fold(label.last).split()
        match = next(
            (q for q in left if q[:3] == label[:3] and q[3][: len(first)] == first and q[3][-len(last) :] == last), None
        )
        if match is None:
            misses.append(f"extent not found: {label}")
            continue
        left.remove(match)
        right += 1
        kinds += match[4] == label.kind
        if match[4] != label.kind:
            misses.append(f"kind {match[4]}: {label}")
        same = fold(match[5]) == fold(label.speaker)
        speakers += bool(label.speaker) and same
        if not same:
            misses.append(f"speaker '{match[5]}': {label}")
        if (match[6] == "unclosed") != (label.state == "unclosed"):
            misses.append(f"state {match[6]}: {label}")
    misses += [f"extent found and not labelled: {quote}" for quote in left]
    named, wanted = sum(bool(quote[5]) for quote in found), sum(bool(label.speaker) for label in labels)
    return Score(
        len(labels),
        len(found),
        right / len(found),
        right / len(labels),
        wanted,
        speakers / named,
        speakers / wanted,
        kinds / right,
        misses,
    )


def score_seeds() -> Score:
    prepared = prepare(ROOT / "seeds")
    names = dict(zip(prepared.articles["doc_id"], prepared.articles["file"], strict=True))
    return score(seed_labels(), placed(prepared.quotes, prepared.tokens, names))


def score_passages(file: str, folder: Path) -> Score:
    found = []
    for name, passage in passages(file).items():
        quotes, tokens, _ = find_in_passage(name, passage, folder)
        found += placed(quotes, tokens, {name: name})
    return score(passage_labels(file), found)


def reported(quotes: pd.DataFrame, tokens: pd.DataFrame, names: dict[str, str]) -> list[tuple]:
    """Each report found, with its words: place, line, words, speaker, how the speaker is named."""
    found, by_line = [], dict(list(tokens.groupby([tokens["doc_id"].astype("str"), "line"])))
    for row in quotes[quotes["kind"].eq("reported")].itertuples():
        of = by_line[str(row.doc_id), row.line]
        words = of.loc[(of["start"] >= row.start) & (of["end"] <= row.end) & of["voice"].eq("reported"), "term"]
        speaker = "" if pd.isna(row.speaker) else str(row.speaker)
        found.append((names[str(row.doc_id)], row.line, words.astype("str").tolist(), speaker, row.by))
    return found


def score_reports(labels: list[tuple], found: list[tuple]) -> Score:
    """Hold reports against their labels (place, line, first words, last words, speaker), by the rule of `score`."""
    left, misses, right, speakers = list(found), [], 0, 0
    for label in labels:
        first, last = fold(label[2]).split(), fold(label[3]).split()
        match = next(
            (r for r in left if r[:2] == label[:2] and r[2][: len(first)] == first and r[2][-len(last) :] == last), None
        )
        if match is None:
            misses.append(f"report not found: {label}")
            continue
        left.remove(match)
        right += 1
        same = fold(match[3]) == fold(label[4])
        speakers += bool(label[4]) and same
        if not same:
            misses.append(f"speaker '{match[3]}' ({match[4]}): {label}")
    misses += [f"report found and not labelled: {report}" for report in left]
    named, wanted = sum(bool(report[3]) for report in found), sum(bool(label[4]) for label in labels)
    n, shares = len(found), (right / len(found), right / len(labels))
    return Score(len(labels), n, *shares, wanted, speakers / named, speakers / wanted, 1.0, misses)


def report_labels() -> list[tuple]:
    with (FOLDER / "reported_seeds.csv").open(encoding="utf-8", newline="") as file:
        return [(r["file"], int(r["line"]), r["first"], r["last"], r["speaker"]) for r in csv.DictReader(file)]


def score_reported_seeds() -> Score:
    prepared = prepare(ROOT / "seeds")
    names = dict(zip(prepared.articles["doc_id"], prepared.articles["file"], strict=True))
    return score_reports(report_labels(), reported(prepared.quotes, prepared.tokens, names))


def score_reported_passages(file: str, folder: Path) -> Score:
    found, labels = [], []
    for name, passage in passages(file).items():
        quotes, tokens, _ = find_in_passage(name, passage, folder)
        found += reported(quotes, mark_voice(tokens, quotes), {name: name})
        labels += [(name, *map(str, label)) for label in passage["reports"]]
    return score_reports([(name, int(line), *rest) for name, line, *rest in labels], found)


def score_pronouns(folder: Path) -> tuple[int, int, int, list[str]]:
    """Pronouns given to the right person, given to anybody, and those that a reader would give; and every miss."""
    right, named, wanted, misses = 0, 0, 0, []
    for number, passage in enumerate(passages("pronouns.yml")):
        quotes, _, _ = find_in_passage(f"p{number}", {"language": "en", **passage}, folder)
        found = quotes.loc[quotes["by"].eq("pronoun"), "speaker"]
        speaker = "" if found.empty or pd.isna(found.iloc[-1]) else str(found.iloc[-1])
        right += bool(speaker) and speaker == passage["speaker"]
        named, wanted = named + bool(speaker), wanted + bool(passage["speaker"])
        misses += [f"'{speaker}': {passage}"] if speaker != passage["speaker"] or found.empty else []
    return right, named, wanted, misses


def score_short(folder: Path) -> tuple[dict[str, list[str]], list[str]]:
    """For each kind that was found, the kinds that a reader gave; and every miss."""
    kinds, misses = {}, []
    for number, passage in enumerate(passages("short.yml")):
        quotes, _, _ = find_in_passage(f"p{number}", {"language": "en", **passage}, folder)
        found = quotes.loc[quotes["kind"].ne("reported"), "kind"].astype("str").tolist()
        assert len(found) == len(passage["kinds"]), passage
        for kind, label in zip(found, passage["kinds"], strict=True):
            kinds.setdefault(kind, []).append(label)
            misses += [f"kind {kind}, not {label}: {passage['text']}"] if kind != label else []
    return kinds, misses


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        for name in ("seeds.csv", "passages.yml", "later.yml", "languages.yml", "languages_later.yml"):
            result = score_seeds() if name == "seeds.csv" else score_passages(name, Path(made))
            print(name, *(f"{field} {getattr(result, field):.3f}" for field in Score._fields[:-1]), sep="\n  ")
            print(*result.misses, sep="\n  ")
        for name in ("reported_seeds.csv", "reported.yml"):
            result = score_reported_seeds() if name.endswith(".csv") else score_reported_passages(name, Path(made))
            print(name, *(f"{field} {getattr(result, field):.3f}" for field in Score._fields[:-2]), sep="\n  ")
            print(*result.misses, sep="\n  ")
        right, named, wanted, missed = score_pronouns(Path(made))
        print(f"pronouns.yml\n  precision {right / named:.3f}\n  recall {right / wanted:.3f}", *missed, sep="\n  ")
        kinds, missed = score_short(Path(made))
        precision = [f"{kind} {of.count(kind)} of {len(of)}" for kind, of in kinds.items()]
        print("short.yml", *precision, *missed, sep="\n  ")
