"""Lines whose letters cannot have been written so: bytes that were read by a wrong table. Clean lines in, notices out.

These are told apart from what languages write. A run of words of nothing but Latin letters with marks (“Ìîñò ÷åðåç ðåêó”) is Cyrillic
that was read as Latin letters: no language has such words in a row. Nor has any words turned inside out (“лНЯР ВЕПЕГ”), signs within
words, or lines of a frame that touch letters. A replacement character is a letter that is lost. Nothing is mended here, since which
letters they were cannot always be known; the lines are told of by file and line.
"""

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

NOTICE = "letters read wrongly?"
LOST = "\ufffd"
MARKED = "À-ÖØ-öø-ÿŠšŸŽžŒœƒ"
WORD = rf"[{MARKED}÷×¸¨¹º³²¿¯ª¢¡´»«¥¦§®©¬°±µ¶·\x80-\x9f]"
# Three words in a row, of three letters or more together, without a single plain letter; French and Vietnamese have à, ô, y between.
# No word has more than 40 letters; without an end, a line of signs would be looked at from each of them to the last.
CYRILLIC_AS_LATIN = re.compile(rf"(?<![\w]){WORD}{{1,40}}(?:[ ,.:;-]+{WORD}+){{2,}}(?!\w)")
# KOI8 read as Windows Cyrillic, or the other way round, turns capitals into small letters and small ones into capitals.
TURNED = re.compile(r"(?<!\w)[а-яё][А-ЯЁ]{2,}(?!\w)")
MOST_CAPITALS = 0.7  # of the Cyrillic letters of a line with a word that is turned
# DOS's Cyrillic read by a table of Windows has signs within words, each a letter.
SIGN = re.compile(r"(?<=[^\W\d_])[¤¥¦§¨¬®¯±¶«»Ґ](?=[^\W\d_])")
FEWEST_SIGNS = 3
# The Macintosh's capitals, read as Windows Cyrillic, are letters of Serbian and signs; beside a letter that Serbian has not, neither.
MACINTOSH = re.compile(r"(?<!\w)[†‡‰™ЉЊЌЏЋЂ][а-яё]{2}")
FRAME = re.compile(r"[─-▟](?=[^\W\d_])|(?<=[^\W\d_])[─-▟]")  # KOI8 has them where other tables have letters
NO_SERBIAN = re.compile("[ыэъщЫЭ]")
# One look at all lines for those that have anything of the above, so that few are looked at one by one; RE2, for pyarrow.
SUSPECT = rf"{LOST}|{WORD}[ ,.:;-]+{WORD}+[ ,.:;-]+{WORD}|[а-яё][А-ЯЁ]{{2}}|[^\x00-@][¤¥¦§¨¬®¯±¶«»Ґ][^\x00-@]"
SUSPECT += "|[†‡‰™ЉЊЌЏЋЂ][а-яё]{2}|[─-▟]"
FEWEST_LETTERS = 8
EXAMPLE = 40  # characters of a line that a notice shows
MOST = 3  # lines that a notice names


def wrongly_read(text: str) -> str:
    """Why a line cannot have been written so; "" where it can.

    >>> wrongly_read("Ìîñò ÷åðåç ðåêó çàêðûëè"), wrongly_read("the ma\ufffdor"), wrongly_read("Là où l’été à Łódź était né, à été")
    ('Cyrillic that was read as Latin letters', 'a letter that is lost', '')
    """
    if LOST in text:
        return "a letter that is lost"
    if text.isascii():
        return ""
    if any(sum(map(str.isalpha, match[0])) >= FEWEST_LETTERS for match in CYRILLIC_AS_LATIN.finditer(text)):
        return "Cyrillic that was read as Latin letters"
    capitals, small = (sum(low <= char <= high for char in text) for low, high in ("АЯ", "ая"))
    turned = TURNED.search(text) and capitals >= max(MOST_CAPITALS * (capitals + small), FEWEST_LETTERS)
    if (
        turned
        or FRAME.search(text)
        or len(SIGN.findall(text)) >= FEWEST_SIGNS
        or (MACINTOSH.search(text) and NO_SERBIAN.search(text))
    ):
        return "letters that were read by another table than they were written by"
    return ""


def notices_of(ledger: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Table `notices` of the articles with lines that were read wrongly: each with its file, the lines, and what they look like."""
    lines = ledger[suspected(pa.array(ledger["text"], type=pa.large_string()))]
    lines = lines.assign(why=[wrongly_read(text) for text in lines["text"]])
    lines = lines[lines["why"].ne("")]
    known = articles.set_index(articles["doc_id"].astype("str"))
    rows = []
    for (doc_id, why), found in lines.groupby([lines["doc_id"].astype("str"), "why"], sort=True):
        numbers, of = ", ".join(map(str, found["line"].head(MOST))), "line" if len(found) == 1 else "lines"
        more = f" and {len(found) - MOST:,} more" if len(found) > MOST else ""
        place, example = known.loc[doc_id, "place"], found["text"].iloc[0][:EXAMPLE]
        detail = f"{of} {numbers}{more}: {why}, as in “{example}”; its words are counted as they stand. Give the file in UTF-8"
        rows.append((known.loc[doc_id, "file"], "" if pd.isna(place) else place, NOTICE, detail))
    return pd.DataFrame(rows, columns=["file", "place", "notice", "detail"], dtype="str")


def suspected(texts: pa.Array) -> np.ndarray:
    """Which lines are to be looked at one by one; missing ones are not."""
    return pc.match_substring_regex(texts, SUSPECT).fill_null(False).to_numpy(zero_copy_only=False)
