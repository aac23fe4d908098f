"""marks.py and speakers.py: quotations that touch, corner brackets, Hebrew abbreviations, and those who sign what they say."""

import pytest
from labels import find_in_passage

TOUCHING = [
    ("“", "”"), ("\"", "\""), ("«", "»"), ("»", "«"), ("„", "“"), ("„", "”"), ("‘", "’"), ("”", "”"), ("「", "」"), ("『", "』"),
]  # fmt: skip


@pytest.fixture
def quotes(tmp_path):
    def find(text, language="en"):
        found, _, _ = find_in_passage("p", {"language": language, "text": text}, tmp_path)
        lines = text.split("\n")
        found = found[found["kind"].ne("reported")]
        pieces = [lines[row.line - 1][row.start : row.end] for row in found.itertuples()]
        return pieces, found

    return find


@pytest.mark.parametrize(("opens", "closes"), TOUCHING)
@pytest.mark.parametrize("stop", [".", "!", "?", "…", ""])
def test_touching_quotations_are_two(quotes, opens, closes, stop):
    pair = [f"{opens}Yes, we will go there{stop}{closes}", f"{opens}No, we will not go there{stop}{closes}"]
    pieces, found = quotes("".join(pair))
    assert pieces == pair and not found["state"].eq("unclosed").any() and found["n_tokens"].tolist() == [5, 6]


def test_three_touch_and_nested_ones_stay_inside(quotes):
    assert quotes("“Yes, we do.”“No, we do not.”“We never did.”")[0] == ["“Yes, we do.”", "“No, we do not.”", "“We never did.”"]
    assert quotes("“She said ‘we do.’”“‘No,’ said he, as ever.”")[0] == ["“She said ‘we do.’”", "“‘No,’ said he, as ever.”"]
    assert quotes("She said “‘We do,’ is what he told me.” twice.")[0] == ["“‘We do,’ is what he told me.”"]
    assert quotes("It’s 5’6” and the boys’ “own old house by the river”.")[0] == ["“own old house by the river”"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('דובר צה"ל אמר כן, וגם ארה״ב.', []),
        ('דובר צה"ל אמר: "אנחנו לא נצא מכאן עם מנכ"ל החברה."', ['"אנחנו לא נצא מכאן עם מנכ"ל החברה."']),
        ("הוא אמר: „אנחנו לא נצא מכאן היום.”", ["„אנחנו לא נצא מכאן היום.”"]),
        ('כך נכתב ב"הארץ" היום.', ['"הארץ"']),
        ('הדו"חות נמסרו לרמטכ"ל ולמנכ"לית.', []),
        ("השר אמר: ״אנחנו לא נצא מכאן היום.״", ["״אנחנו לא נצא מכאן היום.״"]),
    ],
)
def test_a_hebrew_abbreviation_opens_no_quotation(quotes, text, expected):
    assert quotes(text, "he")[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市長は「橋を閉鎖する。」と述べた。", ["「橋を閉鎖する。」"]),
        ("市長は「彼は『行く』と言った」と述べた。", ["「彼は『行く』と言った」"]),
        ("「橋を閉める。」「いや、閉めない。」", ["「橋を閉める。」", "「いや、閉めない。」"]),
        ("市长说：“桥要关闭。”他走了。", ["“桥要关闭。”"]),
        ("他写了《红楼梦》。", []),
    ],
)
def test_corner_brackets_are_quotation_marks_and_titles_are_not(quotes, text, expected):
    assert quotes(text, "ja")[0] == expected


SAID = "“We will open the bridge in the spring of next year.”"


@pytest.mark.parametrize(
    "signed",
    [
        f"{SAID} — Ann Lee, mayor of the town",
        f"{SAID} – Ann Lee, mayor of the town.",
        f"{SAID}\n— Ann Lee, mayor of the town",
        f"{SAID} -- Ann Lee",
        f"{SAID} — Mayor Ann Lee",
        f"{SAID} - Dr. Ann Lee (Larkham)",
        f"{SAID}\n– Ann Lee",
        f"{SAID}—Ann Lee, Mayor",
    ],
)
def test_who_signs_a_quotation_is_its_speaker(quotes, signed):
    before = "The bridge over the river was closed on Monday, and the town council met at night.\n"
    assert quotes(before + signed)[1]["speaker"].tolist() == ["Ann Lee"]


@pytest.mark.parametrize(
    "unsigned",
    [
        f"{SAID} — Ann Lee left the hall at night.",
        f"{SAID}\nAnn Lee, mayor of the town, left.",
        f"{SAID} — The town waits.",
        f"{SAID} — Ann Lee’s car stood outside.",
        f"The sign says {SAID} — Ann Lee, mayor of the town, never saw it.",
    ],
)
def test_a_dash_alone_is_no_signature(quotes, unsigned):
    assert "Ann Lee" not in quotes(unsigned)[1]["speaker"].tolist()
