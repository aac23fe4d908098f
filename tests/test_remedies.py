"""What is said of each file that could not be loaded: the lines, their number, and that every reason has a remedy."""

import re
from pathlib import Path

from analysis.text.reading import remedies

READING = Path(remedies.__file__).parent


def test_every_reason_of_the_room_has_its_remedy():
    reasons = {
        found
        for path in READING.rglob("*.py")
        for found in re.findall(r'(?:Fault|Unreadable)\(\s*"(\w+)"', path.read_text(encoding="utf-8"))
    }
    reasons |= {"outside_root"}  # it stands behind an if
    assert reasons == set(remedies.REMEDIES) and len(reasons) >= 20
    assert all(remedy and remedy[-1] not in ".;" for remedy in remedies.REMEDIES.values())


def test_a_file_has_one_line_and_the_rest_is_counted():
    faults = [("t.csv", "row 1, line 2", "empty", "nothing"), ("t.csv", "row 2, line 3", "csv_row", "2 cells")]
    faults += [(f"{n:02}.pdf", "", "unknown_format", "what is read: .txt") for n in range(remedies.MOST + 2)]
    lines = remedies.lines([*faults, ("z.txt", "byte 0", "encoding", "not UTF-8")], "the report lists them")
    assert len(lines) == remedies.MOST + 1
    assert lines[0] == "t.csv, row 1, line 2: empty: nothing (and 1 more of this file). Fill it, or take it out of the folder"
    assert lines[1].startswith("00.pdf: unknown_format: what is read: .txt. Save it as text")
    assert lines[-1] == "and 4 more files (3 unknown_format, 1 encoding); the report lists them"
    assert remedies.lines([]) == []
