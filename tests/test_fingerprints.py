"""fingerprints.py: what changes the print of an article's words, and what does not."""

from builders import tokens_from

from analysis.measure.counting import fingerprints
from analysis.measure.counting.fingerprints import word_prints


def printed(documents):
    return word_prints(tokens_from(documents)).set_index("doc_id")["words"].to_dict()


def test_only_the_words_and_their_order_decide():
    one = printed({"d": ["the war ended"], "e": ["the war ended"], "f": ["war the ended"], "g": ["the war"]})
    assert one["d"] == one["e"] and len(set(one.values())) == 3
    assert printed({"x": ["the war", "ended"]})["x"] == one["d"], "lines are no words"
    assert all(len(text) == 16 for text in one.values())


def test_blocks_change_nothing(monkeypatch):
    documents = {f"d{n}": ["a b c " * (n + 1)] for n in range(9)}
    whole = word_prints(tokens_from(documents))
    for size in (1, 7):
        monkeypatch.setattr(fingerprints, "WORDS", size)
        assert word_prints(tokens_from(documents)).equals(whole)
    assert whole["n_tokens"].tolist() == [3 * (n + 1) for n in range(9)]
    shuffled = tokens_from(documents).sample(frac=1, random_state=1)
    assert word_prints(shuffled).equals(whole)


def test_by_a_slow_sum():
    import zlib

    step, found = fingerprints.STEP, 0
    for place, word in enumerate(["a", "b", "a"]):
        found += (zlib.crc32(word.encode()) + 1) * pow(step, place + 1, 2**64)
    assert printed({"d": ["a b a"]})["d"] == f"{found % 2**64:016x}"
