"""text/counted.py: counts by parts are those of the ordinary way, to the last bit, however a corpus is divided."""

from pathlib import Path

import pandas as pd
import pytest

import analysis as px
from analysis.errors import CorpusError, SchemaError, UsageError
from analysis.text.cleaning.clean import clean
from analysis.text.cleaning.rules import read_rules
from analysis.text.reading import streams
from analysis.text.reading.read import read_corpus
from analysis.text.words.tokens import tokenize

SEEDS = Path(px.__file__).parents[1] / "seeds"
HEAD = "doc_id,source,title,text,desk\n"
TEXTS = [
    "Lukashenko’s e-mail: 1,300 words. “U.S. aid,” he said; it’s don't. See www.a.by/x",
    "WAR and “war”\nthe war-time (Gazeta.ru) 3.69 of AT&T\tC++",
    "Ten\u00a0000 or 10\u00a0000 \u2028 a\u0301 é — – the the",
    "'Tis O'Brien's; children's toys' … so-\u00adcalled",
    '"" , . ! ?',
]


def usual(folder, language="en", by="source"):
    """Counts in the ordinary way, with no rule but the one that counts a title beside the text."""
    articles = read_corpus(folder).articles.assign(language=language)
    rules = [rule for rule in read_rules(folder) if rule.id == "stated_title"]
    tokens = px.measure.join_articles(tokenize(clean(articles, rules), articles), articles, by)
    return tokens, px.measure.count_terms(tokens, by)


def written(folder, *rows, name="a.csv", head=HEAD):
    pd.DataFrame(rows, columns=head.strip().split(",")).to_csv(folder / name, index=False)
    return folder


def made_up(folder, n_files=3, n_rows=40):
    for file in range(n_files):
        rows = []
        for at in range(n_rows):
            number = file * n_rows + at
            text = " ".join(TEXTS[(number + step) % len(TEXTS)] for step in range(1 + number % 4)) + f"\nnote {number % 7}"
            title = "" if number % 3 else text.splitlines()[0] if number % 2 else f"Title {number % 5}"
            rows.append((f"d{number}", f"s{number * number % 5}", title, text, f"desk {number % 2}"))
        written(folder, *rows, name=f"{file}.csv")
    return folder


def test_counts_are_those_of_the_ordinary_way(tmp_path):
    for folder in (SEEDS, made_up(tmp_path)):
        found = px.text.count_articles(folder, language="en")
        pd.testing.assert_frame_equal(found.counts, usual(folder)[1])
        assert found.quarantine.empty


@pytest.mark.parametrize("language", ["", "fr", "tr"])
def test_words_are_split_as_in_their_language(tmp_path, language):
    text = "L’eau d’aujourd’hui, Iğdır İstanbul ILIK qu'il dell'arte"
    folder = written(tmp_path, ("d1", "s", "", text, "x"), ("d2", "t", "", text.upper(), "x"))
    pd.testing.assert_frame_equal(px.text.count_articles(folder, language=language).counts, usual(folder, language)[1])


@pytest.mark.parametrize("block", [2_000, 5_000, streams.BLOCK])
def test_the_table_is_the_same_for_any_number_of_parts(tmp_path, block, monkeypatch):
    whole = px.text.count_articles(made_up(tmp_path), language="en", by="desk").counts
    monkeypatch.setattr(streams.Streamed, "block", block)
    assert (len(list(streams.Streamed(tmp_path, "desk"))) == 1) == (block == streams.BLOCK)
    again = px.text.count_articles(tmp_path, language="en", by="desk").counts
    pd.testing.assert_frame_equal(again, whole)
    assert again.to_parquet() == whole.to_parquet()


def test_files_of_other_forms_give_the_same(tmp_path):
    table = pd.read_csv(made_up(tmp_path, n_files=1) / "0.csv", keep_default_na=False)
    whole = px.text.count_articles(tmp_path, language="en").counts
    (tmp_path / "0.csv").unlink()
    table[:20].to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    table[20:].to_csv(tmp_path / "b.tsv", sep="\t", index=False)
    pd.testing.assert_frame_equal(px.text.count_articles(tmp_path, language="en").counts, whole)


def test_keyness_of_every_source_has_the_same_numbers(tmp_path):
    for folder in (SEEDS, made_up(tmp_path)):
        counts, tokens = px.text.count_articles(folder, language="en").counts, usual(folder)[0]
        expected = px.measure.keyness(tokens, "source", draws=1, checked=1)
        for source, own in counts.groupby("source"):
            rest = px.measure.add_counts(counts[counts["source"] != source])
            found = px.measure.keyness_of_counts(own, rest, own["n"].sum(), rest["n"].sum())
            block = expected[expected["source"] == source].reset_index(drop=True)
            pd.testing.assert_frame_equal(found, block[found.columns])


def test_counts_of_parts_add_up_to_counts_of_the_whole(tmp_path):
    tokens, counts = usual(made_up(tmp_path))
    halves = [tokens[tokens["doc_id"].astype(str) < "d5"], tokens[tokens["doc_id"].astype(str) >= "d5"]]
    parts = pd.concat([px.measure.count_terms(half, "source") for half in halves])
    pd.testing.assert_frame_equal(px.measure.add_counts(parts, "source"), counts)
    pd.testing.assert_frame_equal(px.measure.add_counts(parts), px.measure.count_terms(tokens))


def test_what_is_no_article_is_set_aside_as_by_prepare(tmp_path):
    rows = "d1,s,,one two,x\nd2,s,,,x\nd3,s,one\nd1,s,,one two,x\nd4,,T,three,x\n"
    (tmp_path / "a.csv").write_text(f"{HEAD}{rows}", encoding="utf-8")
    (tmp_path / "b.csv").write_bytes(f"{HEAD}d9,s,,caf\u00e9,x\n".encode("utf-16"))
    (tmp_path / "c.bin").write_bytes(b"\0\1")
    found = px.text.count_articles(tmp_path, language="en")
    expected = read_corpus(tmp_path)
    assert found.n_articles == len(expected.articles) == 3
    assert sorted(found.quarantine["reason"]) == sorted(expected.quarantine["reason"])
    pd.testing.assert_frame_equal(found.counts, usual(tmp_path)[1])


def test_two_articles_of_one_name_are_refused(tmp_path):
    folder = written(tmp_path, ("d1", "s", "", "one", "x"), ("d1", "s", "", "two", "x"))
    with pytest.raises(CorpusError, match="doc_id 'd1' is that of two articles"):
        px.text.count_articles(folder, language="en")


def test_what_cannot_be_meant_is_refused(tmp_path):
    folder = written(tmp_path, ("d1", "s", "", "one", "x"))
    with pytest.raises(UsageError, match="Nearest: 'split'"):
        px.text.count_articles(folder, language="en", possessive="splt")
    with pytest.raises(SchemaError, match="no article has the column 'desc'"):
        px.text.count_articles(folder, language="en", by="desc")
    with pytest.raises(CorpusError):
        px.text.count_articles(tmp_path / "none", language="en")
    (folder / "a.csv").write_text(f"{HEAD}d1,s,,,x\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="no article could be loaded"):
        px.text.count_articles(folder, language="en")
