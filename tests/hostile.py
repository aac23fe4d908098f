"""Corpora made to exhaust memory or time, each read by `parallax check` in a process of its own, under a limit of both.

    make hostile [ARGS="--scale 0.1 --only word bomb"]

A row of the table is a corpus: what it took, in CPU seconds and megabytes at most (1 MB is 10**6 bytes), and how it ended. The exit
code is 1 where one took more than LIMIT allows, died, or failed without saying why. The tests run the list in small.
"""

import argparse
import gzip
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SECONDS, MEGABYTES = 60, 2_000
ADDRESSES = 12 << 30  # bytes of address space, so that a failure does not take the machine with it
BLOCK = 1 << 20
TEXT = "The mayor closed the old bridge over the river on Monday, and nobody knows when it will be open again.\n"
WORDS = TEXT.replace(",", "").replace("\n", " ").encode()


class Case(NamedTuple):
    """A file beside two good articles: what it holds, as chunks of bytes, by a scale of which 1 is the full size."""

    name: str
    file: str
    content: Callable[[float], Iterator[bytes] | bytes]
    ends: tuple[int, ...] = (0,)  # exit codes that are right
    says: str = ""  # a word that must stand in what is printed


class Outcome(NamedTuple):
    """What a process took, and how it ended."""

    code: int
    seconds: float
    megabytes: float
    said: str


def repeated(piece: bytes, size: float) -> Iterator[bytes]:
    """A piece again and again, to a size in bytes."""
    block = piece * max(1, BLOCK // len(piece))
    left = int(size)
    while left > 0:
        yield block[:left]
        left -= len(block)


def numbered(form: str, n: float, before: str = "") -> Iterator[bytes]:
    """`form` for each number from 0 to n."""
    yield before.encode()
    for start in range(0, int(n), 10_000):
        yield "".join(form.format(number) for number in range(start, min(start + 10_000, int(n)))).encode()


def chained(*parts: Iterator[bytes] | bytes) -> Iterator[bytes]:
    for part in parts:
        yield from (part,) if isinstance(part, bytes) else part


def capitals(n: float, join: str = " ") -> Iterator[bytes]:
    """n distinct words that begin with a capital."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for start in range(0, int(n), 10_000):
        words = []
        for number in range(start, min(start + 10_000, int(n))):
            word = ""
            for _ in range(5):
                number, at = divmod(number, 26)
                word += letters[at]
            words.append(word.capitalize())
        yield (join.join(words) + join).encode()


def packed(chunks: Iterator[bytes]) -> Iterator[bytes]:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as file:
        for chunk in chunks:
            file.write(chunk)
    yield out.getvalue()


MB = 1_000_000
LARGE = int(4.99 * MB)  # characters of a text, the most that is read
CSV = b"id,text\n"
CASES = [
    Case("word of 10 MB", "a.txt", lambda s: repeated(b"a", 10 * MB * s)),
    Case("word of 19 MB in capitals", "a.txt", lambda s: repeated(b"A", 19 * MB * s)),
    Case("text of 19 MB in capitals", "a.txt", lambda s: repeated(b"THE MAYOR CLOSED THE BRIDGE. ", 19 * MB * s)),
    Case("capitals in lines", "a.txt", lambda s: repeated(b"THE MAYOR CLOSED THE BRIDGE.\n", LARGE * s)),
    Case("line of words", "a.txt", lambda s: repeated(WORDS, LARGE * s)),
    Case("article of 230,000 lines", "a.txt", lambda s: numbered("Line {} of many.\n", 230_000 * s)),
    Case("article of ten million blank lines", "a.txt", lambda s: repeated(b"\n", 10 * MB * s)),
    Case("letters joined by hyphens", "a.txt", lambda s: repeated(b"a-", LARGE * s)),
    Case("letters joined by apostrophes", "a.txt", lambda s: repeated(b"a'", LARGE * s)),
    Case("letters joined by full stops", "a.txt", lambda s: repeated(b"a.", LARGE * s)),
    Case("digits", "a.txt", lambda s: repeated(b"7", LARGE * s)),
    Case("full stops", "a.txt", lambda s: repeated(b". ", LARGE * s)),
    Case("quotation marks", "a.txt", lambda s: repeated(b'"', LARGE * s)),
    Case("quotation marks with spaces", "a.txt", lambda s: repeated(b'" ', LARGE * s)),
    Case("curly marks", "a.txt", lambda s: repeated("“”".encode(), LARGE * s)),
    Case(
        "nested quotations",
        "a.txt",
        lambda s: chained(repeated("“a ".encode(), LARGE * s / 2), repeated(" a”".encode(), LARGE * s / 2)),
    ),
    Case("quotations of a word", "a.txt", lambda s: repeated("“No,” he said. ".encode(), LARGE * s)),
    Case("apostrophes", "a.txt", lambda s: repeated("’".encode(), LARGE * s)),
    Case("dashes in lines", "a.txt", lambda s: repeated("— No, said Ann.\n".encode(), LARGE * s)),
    Case("combining marks", "a.txt", lambda s: repeated("\u0301".encode(), LARGE * s)),
    Case("letter with combining marks", "a.txt", lambda s: chained(b"a", repeated("\u0301\u0323".encode(), LARGE * s))),
    Case("Chinese without a space", "a.txt", lambda s: repeated("他走了。".encode(), LARGE * s)),
    Case("Thai without a space", "a.txt", lambda s: repeated("เมื่อวาน".encode(), LARGE * s)),
    Case("address without an end", "a.txt", lambda s: chained(b"https://", repeated(b"a.b/", LARGE * s))),
    Case("tags", "a.txt", lambda s: repeated(b"<b>", LARGE * s)),
    Case("open tags", "a.txt", lambda s: repeated(b"<", LARGE * s)),
    Case("entities", "a.txt", lambda s: repeated(b"&amp;", LARGE * s)),
    Case("wrongly read letters", "a.txt", lambda s: repeated("Ã©".encode(), LARGE * s)),
    Case("800,000 distinct capital words", "a.txt", lambda s: capitals(800_000 * s)),
    Case("400,000 names in pairs", "a.txt", lambda s: capitals(400_000 * s, " said. ")),
    Case("heads of articles", "a.txt", lambda s: repeated(b"Document 1 of 2\n", LARGE * s)),
    Case("marks of messages", "a.txt", lambda s: repeated(b"From x " + b" " * 20 + b"Mon Jan 10 10:10 2024\n", LARGE * s)),
    Case("web page, one paragraph", "a.html", lambda s: chained(b"<html><body><p>", repeated(TEXT.encode(), LARGE * s))),
    Case("web page, nested", "a.html", lambda s: chained(b"<html><body>", repeated(b"<div>", LARGE * s)), says="html"),
    Case("bytes that are no UTF-8", "a.txt", lambda s: repeated(b"caf\xe9 au lait. ", LARGE * s)),
    Case(
        "table of 200,000 columns",
        "a.csv",
        lambda s: chained(numbered("c{},", 200_000 * s, "text,"), b"z\n", repeated(b"x,", 400_000 * s), b"x,x\n"),
    ),
    Case(
        "table of 200,000 columns, 100 rows",
        "a.csv",
        lambda s: chained(
            numbered("c{},", 200_000 * s, "text,"),
            b"z\n",
            *[part for _ in range(100) for part in (repeated(b"x,", 400_000 * s), b"x,x\n")],
        ),
    ),
    Case(
        "JSONL, 200,000 keys",
        "a.jsonl",
        lambda s: chained(numbered('"c{}":1,', 200_000 * s, '{"text":"' + TEXT.strip() + '",'), b'"z":1}\n'),
    ),
    Case(
        "JSONL, new keys in each row",
        "a.jsonl",
        lambda s: numbered('{{"text":"The bridge is closed.","k{0}":1}}\n', 50_000 * s),
    ),
    Case(
        "table with one cell of 50 MB",
        "a.csv",
        lambda s: chained(CSV, b"1,", repeated(WORDS, 50 * MB * s), b"\n2,good one here\n"),
    ),
    Case("table whose mark never closes", "a.csv", lambda s: chained(CSV, b'1,"', repeated(TEXT.encode(), 200 * MB * s))),
    Case("table of empty cells", "a.csv", lambda s: chained(CSV, repeated(b",\n", 20 * MB * s))),
    Case(
        "own column of 50 MB a cell",
        "a.csv",
        lambda s: chained(
            b"id,own,text\n",
            *[part for n in range(4) for part in (b"%d," % n, repeated(b"x", 50 * MB * s), b",The bridge is closed.\n")],
        ),
        (0, 3),
    ),
    Case(
        "title of 50 MB",
        "a.csv",
        lambda s: chained(b"id,title,text\n1,", repeated(b"Bridge ", 50 * MB * s), b",The bridge is closed.\n"),
    ),
    Case("JSONL line of 100 MB", "a.jsonl", lambda s: chained(b'{"text":"', repeated(b"bridge ", 100 * MB * s), b'"}\n')),
    Case("JSONL line of brackets", "a.jsonl", lambda s: chained(b'{"text":"x","y":', repeated(b"[", LARGE * s), b"\n")),
    Case(
        "JSONL line of numbers",
        "a.jsonl",
        lambda s: chained(b'{"text":"The bridge","y":[', repeated(b"1,", LARGE * s), b"1]}\n"),
    ),
    Case(
        "JSONL line of objects",
        "a.jsonl",
        lambda s: chained(b'{"text":"The bridge","y":[', repeated(b"{},", LARGE * s), b"1]}\n"),
    ),
    Case(
        "JSONL line of one number",
        "a.jsonl",
        lambda s: chained(b'{"text":"The bridge","y":', repeated(b"9", LARGE * s), b"}\n"),
    ),
    Case("100,000 blank lines in a .gz", "a.jsonl.gz", lambda s: packed(repeated(b"\n", 100_000 * s))),
    Case("100 million blank lines in a .gz", "a.jsonl.gz", lambda s: packed(repeated(b"\n", 100 * MB * s))),
    Case("100 million blank lines, CSV in a .gz", "a.csv.gz", lambda s: packed(chained(CSV, repeated(b"\n", 100 * MB * s)))),
    Case("bomb of 3 GB, CSV", "a.csv.gz", lambda s: packed(chained(CSV, b"1,", repeated(b"\0", 3000 * MB * s)))),
    Case("bomb of 1 GB, JSONL", "a.jsonl.gz", lambda s: packed(repeated(b" ", 1000 * MB * s))),
    Case("200,000 tiny articles", "a.csv", lambda s: numbered("{0},Bridge {0} is closed.\n", 200_000 * s, "id,text\n")),
    Case("200,000 tiny articles, JSONL", "a.jsonl", lambda s: numbered('{{"text":"Bridge {} is closed."}}\n', 200_000 * s)),
    Case("million rows without a text", "a.jsonl", lambda s: numbered('{{"n":{}}}\n', MB * s)),
    Case("million rows that are no JSON", "a.jsonl", lambda s: numbered("no {}\n", MB * s)),
    Case(
        "sources.csv of 100 MB",
        "sources.csv",
        lambda s: numbered("file{},Post\n", 6 * MB * s, "file,source\none.txt,Post\ntwo.txt,Post\n"),
        (3,),
    ),
    Case(
        "sources.csv of 10,000 globs",
        "sources.csv",
        lambda s: numbered("x{}*.txt,Post\n", 10_000 * s, "file,source\none.txt,Post\ntwo.txt,Post\n"),
        (3,),
    ),
    Case(
        "sources.csv of 200,000 columns",
        "sources.csv",
        lambda s: chained(numbered("c{},", 200_000 * s, "file,source,"), b"z\n"),
        (3,),
    ),
    Case("topics.yml of a million patterns", "topics.yml", lambda s: numbered("  - word{}\n", MB * s, "Topic:\n"), (3,)),
    Case("topics.yml of 100 MB", "topics.yml", lambda s: repeated(b"# remark\n", 100 * MB * s), (3,)),
    Case("topics.yml of 10 MB in a line", "topics.yml", lambda s: chained(b"Topic: [", repeated(b"a, ", 10 * MB * s)), (3,)),
    Case("wording.yml of a million patterns", "wording.yml", lambda s: numbered("  - word{}\n", MB * s, "Topic:\n"), (3,)),
    Case(
        "wording.yml, a pattern of 900 kB",
        "wording.yml",
        lambda s: chained(b"Topic: [", repeated(b"a ", 0.9 * MB * s), b"]"),
        (3,),
    ),
    Case(
        "topics.yml of 900 kB of stars",
        "topics.yml",
        lambda s: chained(b"Topic: ['", repeated(b"a*", 0.9 * MB * s), b"']"),
        (3,),
    ),
    Case(
        "cleaning.yml of a million rules",
        "cleaning.yml",
        lambda s: numbered("  - id: r{0}\n    pattern: x{0}\n    reason: y\n", MB * s, "rules:\n"),
        (3,),
    ),
    Case(
        "cleaning.yml of 10,000 rules",
        "cleaning.yml",
        lambda s: numbered("  - id: r{0}\n    pattern: x{0}\n    reason: y\n", 10_000 * s, "rules:\n"),
        (0, 3),
    ),
    Case(
        "cleaning.yml, a pattern of 900 kB",
        "cleaning.yml",
        lambda s: chained(b"rules:\n  - id: r\n    reason: y\n    pattern: ", repeated(b"a.*", 0.9 * MB * s)),
        (3,),
    ),
    Case(
        "cleaning.yml, a pattern that repeats",
        "cleaning.yml",
        lambda s: b"rules:\n  - id: r\n    reason: y\n    pattern: ((a{100}){100}){100}",
        (3,),
    ),
    Case("corpus.toml of 100 MB", "corpus.toml", lambda s: numbered("a{} = 1\n", 7 * MB * s), (3,)),
    Case("topics.yml nested deeply", "topics.yml", lambda s: repeated(b"[", MB * s), (3,)),
]


def write(case: Case, folder: Path, scale: float) -> None:
    """The corpus of a case: its files, and two articles that are good."""
    folder.mkdir(parents=True)
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(TEXT * 3, encoding="utf-8")
    with (folder / case.file).open("wb") as file:
        file.writelines(chained(case.content(scale)))


# A process begins with the peak of the one that started it, and a test may have taken more than what it starts: so a small one does.
STARTS = """
import os, signal, sys
pid = os.fork()
if not pid:
    os.execv(sys.argv[2], sys.argv[2:])
signal.signal(signal.SIGABRT, signal.SIG_IGN)
_, status, used = os.wait4(pid, 0)
os.write(int(sys.argv[1]), f"{os.waitstatus_to_exitcode(status)} {used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
"""


def bounded(command: list[str], seconds: float) -> Outcome:
    """What a process took, which is killed after `seconds`."""
    reads, writes = os.pipe()
    with tempfile.TemporaryFile() as said, os.fdopen(reads, "rb") as told:
        process = subprocess.Popen(
            [sys.executable, "-S", "-c", STARTS, str(writes), *command], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said,
            stderr=said, start_new_session=True, env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"},
            preexec_fn=_limit, pass_fds=(writes,),
        )  # fmt: skip
        os.close(writes)
        timer = threading.Timer(seconds, lambda: os.killpg(process.pid, signal.SIGABRT))
        timer.start()
        try:
            process.wait()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            timer.cancel()
        code, taken, peak = told.read().split()
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    unit = 1 if sys.platform == "darwin" else 1024
    return Outcome(int(code), float(taken), int(peak) * unit / 1e6, text)


def faults(case: Case, outcome: Outcome) -> str:
    """What is wrong with how a case ended; "" where nothing is."""
    if outcome.code < 0:
        return f"killed by signal {-outcome.code}"
    if "unforeseen" in outcome.said or "Traceback" in outcome.said:
        return "unforeseen"
    if outcome.code not in case.ends:
        return f"exit code {outcome.code}"
    if outcome.seconds > SECONDS or outcome.megabytes > MEGABYTES:
        return "took too much"
    return "" if case.says in outcome.said else f"does not say '{case.says}'"


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))


def last_line(said: str) -> str:
    """What a process said of its failure, or where it was when its time was up."""
    lines = said.splitlines()
    told = [line for line in lines if line.startswith("parallax: ")]
    places = [line.replace(str(ROOT), "").strip() for line in lines if line.startswith("  File ") and "/analysis/" in line]
    return " < ".join([*told[-1:], *places[:2]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=4.0 * SECONDS, help="after which a process is killed")
    parser.add_argument("--only", nargs="*", default=[], help="words of which a case's name has one")
    asked = parser.parse_args()
    bad = 0
    print(f"{'corpus':45}{'CPU s':>8}{'MB':>8}  exit  what is wrong")
    for case in CASES:
        if asked.only and not any(word in case.name for word in asked.only):
            continue
        with tempfile.TemporaryDirectory() as place:
            write(case, Path(place) / "corpus", asked.scale)
            outcome = bounded([sys.executable, "-m", "analysis", "check", f"{place}/corpus"], asked.seconds)
        wrong = faults(case, outcome)
        bad += bool(wrong)
        print(
            f"{case.name:45}{outcome.seconds:8.1f}{outcome.megabytes:8.0f}  {outcome.code:4}  {wrong}  {last_line(outcome.said)[:150]}",
            flush=True,
        )
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
