"""Scripts that put no spaces between words: which characters they are. Text in, runs of one script out.

It lies below all rooms, since the words of a text and the patterns that look for them have to be told apart by one rule.
"""

import regex

CJK = "cjk"  # Chinese and Japanese share their characters; the article's language tells them apart
SCRIPTS = {
    CJK: r"\p{Han}\p{Hiragana}\p{Katakana}〆ーｰﾞﾟ",
    "th": r"\p{Thai}",
    "lo": r"\p{Lao}",
    "km": r"\p{Khmer}",
    "my": r"\p{Myanmar}",
}
LETTER = rf"[{''.join(SCRIPTS.values())}]"
UNSPACED = regex.compile(LETTER)
# a run and what is drawn onto its characters: combining marks and the selectors of a character's shape
RUN = regex.compile("|".join(rf"(?P<{name}>(?:[{letters}]\p{{M}}*)+)" for name, letters in SCRIPTS.items()))
KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}ーｰ]")
HANGUL = regex.compile(r"\p{Hangul}")


def has_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script without spaces.

    >>> has_unspaced("人工智能 AI"), has_unspaced("Straße"), has_unspaced("한국어")
    (True, False, False)
    """
    return not text.isascii() and UNSPACED.search(text) is not None
