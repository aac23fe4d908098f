"""Values and names as a reader sees them: the small words that figures, tables and sentences are made of.

A value in, a text out, not escaped. It exists so that a number looks the same in a table, in a picture and in a sentence.
"""

import pandas as pd

MISSING = "–"
FORMS = {"count": "{:,.0f}", "rate": "{:,.2f}", "number": "{:,.3f}", "probability": "{:.3f}"}


def written(value: object, form: str) -> str:
    """One value in the form of its column: text, count, rate, number, share or probability.

    >>> written(1234, "count"), written(-0.456, "rate"), written(0.123, "share"), written(0.00004, "probability"), written(None, "rate")
    ('1,234', '−0.46', '12.3 %', '< 0.001', '–')
    >>> written(-0.0001, "number"), written(True, "text")
    ('0.000', 'yes')
    """
    if isinstance(value, (bool,)) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return MISSING
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if form == "probability" and float(value) < 0.001:
        return "< 0.001"
    if form == "share":
        return _signed(f"{100 * float(value):.1f}") + " %"
    return _signed(FORMS[form].format(value)) if form in FORMS else str(value)


def _signed(text: str) -> str:
    """A true minus sign, and none before a number that is written as 0."""
    return text.replace("-", "" if text.strip("-0.,") == "" else "−")


def listed(texts: list[str], top: int = 6) -> str:
    """Texts as a sentence lists them.

    >>> listed(["a", "b", "c"]), listed(["a"]), listed(["a", "b", "c"], top=2)
    ('a, b and c', 'a', 'a, b and 1 more')
    """
    if len(texts) > top:
        texts = [*texts[:top], f"{len(texts) - top} more"]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}" if texts else "none"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number and its noun.

    >>> counted(1, "article"), counted(1200, "word"), counted(0, "entry", "entries")
    ('1 article', '1,200 words', '0 entries')
    """
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def named(by: str) -> str:
    """What a group is called in a sentence: an outlet, an outlet type, a region.

    >>> named("source"), named("outlet_type")
    ('outlet', 'outlet type')
    """
    return "outlet" if by == "source" else str(by).replace("_", " ")


def of_all(n: int, table: pd.DataFrame, which: str) -> str:
    """How many of a table's rows a figure draws, and which they are.

    >>> of_all(2, pd.DataFrame({"n": range(5)}), "the first"), of_all(9, pd.DataFrame({"n": range(5)}), "the first")
    ('the first 2 of 5', 'all 5')
    """
    return f"{which} {n:,} of {len(table):,}" if n < len(table) else f"all {len(table):,}"
