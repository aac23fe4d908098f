"""Whole runs: the five articles by the real notebooks, and corpora that are nothing like them. Slow, and the proof of the rest."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from seeds_run import EPOCH, report_of_seeds, run_seeds

import analysis as px
from analysis.report.publish.policy import SCRIPT
from analysis.show.tables.spreadsheets import spreadsheet

ROOT = Path(__file__).resolve().parent.parent
TINY = ROOT / "tests" / "tiny"
PAGES = [
    "00_corpus", "01_terms", "02_topics", "03_sources", "04_voices", "05_wording", "06_language", "07_themes", "08_changes",
]  # fmt: skip

ONLY = {name: ("--only", name) for name in PAGES}

pytestmark = pytest.mark.slow


def parallax(*arguments, cwd):
    environment = os.environ | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "analysis", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300)


def report_of(folder, *arguments):
    done = parallax("run", *arguments, "--reports", folder / "reports", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "reports" / "current"


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return report_of_seeds(tmp_path_factory)


class Page(HTMLParser):
    """What a test asks of a page: its tags, its findings as text, its first words."""

    def __init__(self, path):
        super().__init__()
        self.tags, self.findings, self.text, self._open = [], [], [], False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "p":
            self._open = "px-finding" in (dict(attributes).get("class") or "")
            if self._open:
                self.findings.append("")

    def handle_endtag(self, tag):
        self._open = self._open and tag != "p"

    def handle_data(self, data):
        self.text.append(data)
        if self._open:
            self.findings[-1] += data


def pages(report):
    return {name: Page(report / f"{name}.html") for name in [*PAGES, "index"]}


def test_each_page_is_one_file_that_asks_for_nothing(report):
    for name, page in pages(report).items():
        for tag, attributes in page.tags:
            assert tag not in ("iframe", "link", "object", "embed", "base", "form"), (name, tag)
            assert not [key for key in attributes if key.startswith("on")], (name, attributes)
            for key in ("src", "srcset", "href", "data", "poster", "action"):
                value = attributes.get(key) or ""
                assert not re.match(r"(?i)\s*(?:[a-z]+:)?//|\s*(?!data:image/)[a-z]+:", value), (name, tag, value[:60])
            if tag == "meta" and attributes.get("http-equiv"):
                assert attributes["http-equiv"] == "Content-Security-Policy"
        html = (report / f"{name}.html").read_text(encoding="utf-8")
        assert [tag for tag, _ in page.tags].count("script") == 1 and f"<script>{SCRIPT}</script>" in html
        assert "default-src 'none'" in html and html.rstrip().endswith("</html>")
        assert '<html lang="en">' in html and "<title>" in html and 'name="description"' in html


def test_every_figure_says_in_words_what_it_shows(report):
    for name, page in pages(report).items():
        images = [attributes for tag, attributes in page.tags if tag == "img"]
        assert images or name in ("07_themes", "08_changes"), "no theme is stable enough to be drawn, and nothing is compared"
        for attributes in images:
            assert len(attributes["alt"]) > 20 and attributes["src"].startswith("data:image/svg+xml;base64,")
        assert len({attributes["id"] for _, attributes in page.tags if "id" in attributes}) == sum(
            "id" in a for _, a in page.tags
        )


def test_every_link_leads_to_something(report):
    for name, page in pages(report).items():
        own = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        for tag, attributes in page.tags:
            if tag == "a" and "href" in attributes:
                path, _, anchor = attributes["href"].partition("#")
                assert not path or (report / path).is_file(), (name, path)
                assert path or not anchor or anchor in own, (name, anchor)


def table(report, page, name):
    return pd.read_parquet(report / "tables" / page / f"{name}.parquet")


def found_in(report):
    return {finding["name"]: finding for finding in json.loads((report / "findings.json").read_text())["findings"]}


def test_sentences_agree_with_the_tables(report):
    said = {name: " ".join(finding["sentences"]) for name, finding in found_in(report).items()}
    articles = table(report, "00_corpus", "articles")
    largest, n = articles.sort_values("n_tokens").iloc[-1], articles["n_tokens"].sum()
    assert f"{len(articles)} articles" in said["what_was_read"] and f"{n:,} words" in said["what_was_read"]
    assert f"{largest['source']} alone has {100 * largest['n_tokens'] / n:.0f} %" in said["what_was_read"]
    account = table(report, "00_corpus", "account").drop(columns=["doc_id", "share_characters"]).sum()
    assert f"Of {account['n_raw']} lines received" in said["what_was_removed"]
    assert f"{account['n_removed']} were removed" in said["what_was_removed"]
    assert len(table(report, "00_corpus", "removed")) == account["n_removed"]
    first = table(report, "01_terms", "terms").iloc[0]
    assert f"{first['rate_per_1000']:.2f} times" in found_in(report)["frequent_terms"]["figures"][0]["title"]
    nearest = table(report, "03_sources", "divergence").iloc[0]
    assert f"{nearest['a']} and {nearest['b']} are {nearest['jsd_bits']:.2f} bits apart" in said["divergence"]
    lacking = table(report, "05_wording", "omissions")
    told = [(f"{row.source} ", f"“{row.item}”") for row in lacking.itertuples()]
    assert any(outlet in text and item in text for outlet, item in told for text in re.split(r"(?<=[.;]) ", said["omissions"]))
    assert said["themes"].startswith(f"None of the {len(table(report, '07_themes', 'themes'))} themes is found again")
    n_mentions, n_paragraphs = re.search(r"in (\d+) of its (\d+) paragraphs", said["topics"]).groups()
    topics, sizes = table(report, "02_topics", "topics"), table(report, "02_topics", "coverage").set_index("source")
    named = topics["topic"].astype("str").map(lambda topic: f"“{topic}”" in said["topics"])
    told = topics[topics["n_paragraphs"].eq(int(n_mentions)) & named]
    assert int(n_paragraphs) in set(sizes.loc[told["source"].astype("str"), "n_paragraphs"])


def test_pages_and_findings_json_say_the_same(report):
    shown = pages(report)
    for finding in found_in(report).values():
        assert finding["sentences"][0] in shown[finding["notebook"]].findings
        ids = [attributes.get("id") for _, attributes in shown[finding["notebook"]].tags]
        assert finding["anchor"] in ids
    assert set(px.NAMES["findings.about_sources"]) <= set(found_in(report))


def test_the_front_page_begins_with_how_the_outlets_differ(report):
    text = " ".join("".join(pages(report)["index"].text).split())
    articles = table(report, "00_corpus", "articles")
    differ, cards = text[text.index("How they differ") : text.index("What was found")], text[text.index("What was found") :]
    assert f"articles{len(articles)} " in differ and f"words{articles['n_tokens'].sum():,} " in differ
    assert "“dictator”" in differ and differ.count("How sure:") == 1 and "cannot show what is a habit" in differ
    assert (
        cards.index("What does each call the same thing?")
        < cards.index("Which words are used most?")
        < cards.index("The pages")
    )
    for finding in found_in(report).values():
        if finding["headline"]:
            assert text.count(finding["headline"]) <= 1, "nothing stands there twice"


def test_what_a_run_stores_is_what_a_later_one_is_compared_with(report):
    articles, rules = table(report, "00_corpus", "articles"), table(report, "00_corpus", "all_rules")
    terms = pd.concat([table(report, "01_terms", name) for name in ("terms", "left_out")])
    keywords = table(report, "03_sources", "keyness")
    versions = json.loads((report / "run.json").read_text())["versions"]
    for same in (
        px.measure.article_changes(articles, articles),
        px.measure.rule_changes(rules, rules),
        px.measure.software_changes(versions, versions),
    ):
        assert same.rows.empty and same.counts.set_index("state")["n"]["unchanged"] > 0
    assert px.measure.rate_changes(terms, terms).empty and px.measure.keyword_turns(keywords, keywords, "source").empty
    later = terms[terms["term"] != "ukraine"]
    assert px.measure.rate_changes(terms, later)[["term", "state"]].values.tolist() == [["ukraine", "gone"]]
    turned = keywords.assign(g2=keywords["g2"].where(keywords["term"] != "kiev", -keywords["g2"]))
    assert set(px.measure.keyword_turns(keywords, turned, "source")["term"]) == {"kiev"}


def test_a_second_run_tells_an_altered_article_from_the_tool(tmp_path):
    corpus = shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    first = report_of(tmp_path, "seeds", *ONLY["08_changes"]).resolve()
    article = next(corpus.glob("002_*.txt"))
    article.write_text(article.read_text(encoding="utf-8").replace("Ukraine", "Belarus", 1), encoding="utf-8")
    second = report_of(tmp_path, "seeds", *ONLY["08_changes"], "-p", "top", "5")
    said = found_in(second)["what_changed"]
    assert said["numbers"]["earlier_run"] == first.name and said["numbers"]["same_tool"]
    assert {state: n for state, n in said["numbers"]["articles"].items() if n} == {"altered": 1, "unchanged": 4}
    settings = table(second, "08_changes", "changed_settings")
    assert settings[["kind", "name", "state"]].values.tolist() == [["parameter", "top", "new"]]
    rates = table(second, "08_changes", "rates").query("kind == 'term'").set_index("name")
    assert (rates["n_after"] - rates["n_before"]).to_dict() == {"ukraine": -1, "belarus": 1}
    front = (second / "index.html").read_text()
    assert said["headline"] in front and "nothing to compare" in (first / "08_changes.html").read_text()
    assert not found_in(first)["what_changed"]["headline"] and "first run" not in (first / "index.html").read_text()


def test_every_table_lies_beside_the_pages_in_both_forms(report):
    listed = sorted(path.relative_to(report).with_suffix("").as_posix() for path in report.glob("tables/*/*.parquet"))
    shown = [path.relative_to(report).as_posix() for path in report.glob("tables/*/*.csv")]
    assert listed == sorted(name.removesuffix(".csv").removesuffix(".shown") for name in shown)
    for name in shown:
        n_shown, n = len(pd.read_csv(report / name)), len(pd.read_parquet(report / f"{name.split('.')[0]}.parquet"))
        assert n_shown < n if name.endswith(".shown.csv") else n_shown == n, name
    assert sorted({path.suffix for path in report.glob("figures/*/*")}) == [".csv", ".png", ".svg"]
    assert len(listed) > 30
    record = json.loads((report / "run.json").read_text())
    assert record["corpus"]["n_loaded"] == 5 and record["left_out"] == {}


def test_no_table_repeats_another_or_publishes_the_texts(report):
    frames = {path.relative_to(report).as_posix(): pd.read_parquet(path) for path in sorted(report.glob("tables/*/*.parquet"))}
    seen = {}
    for name, frame in frames.items():
        known = seen.setdefault(tuple(frame.columns), [])
        assert not [other for other in known if frame.equals(frames[other])], (name, known)
        known.append(name)
    whole = sum(len(path.read_text()) for path in (ROOT / "seeds").glob("*.txt"))
    for name, frame in frames.items():
        texts = [frame[column].dropna().drop_duplicates() for column in frame.columns if frame[column].dtype != "float64"]
        longest = max((int(column.astype("str").str.len().sum()) for column in texts), default=0)
        assert longest < whole / 2 or name.endswith("_lines.parquet") or "passages" in name, (name, longest, whole)


def test_the_same_run_gives_the_same_bytes_however_its_kernels_came_to_be(report, tmp_path):
    again = run_seeds(tmp_path, fork="0")
    assert report.name == again.name
    one, two = (
        {path.relative_to(run).as_posix(): path.read_bytes() for path in run.rglob("*") if path.is_file()}
        for run in (report, again)
    )
    assert sorted(one) == sorted(two) and sum(name.startswith("tables/") for name in one) > 50
    assert [name for name in one if one[name] != two[name]] == []


def test_a_second_run_has_its_tables_and_figures_once_and_outlives_the_first(tmp_path):
    first = report_of(tmp_path, TINY, "--only", "00_corpus", "--only", "06_language").resolve()
    second = report_of(tmp_path, TINY, "--only", "06_language", "--title", "Another").resolve()
    shared = [path for kind in ("tables", "figures") for path in (second / kind).rglob("*.*")]
    assert len(shared) > 20 and first != second
    assert all(path.samefile(first / path.relative_to(second)) and not path.stat().st_mode & 0o222 for path in shared)
    shutil.rmtree(first)
    for line in (second / "SHA256SUMS").read_text().splitlines():
        digest, _, name = line.partition("  ")
        assert hashlib.sha256((second / name).read_bytes()).hexdigest() == digest, name


def test_a_run_is_no_larger_than_three_times_its_text_and_fifty_megabytes(report):
    size = sum(path.stat().st_size for path in report.rglob("*") if path.is_file())
    text = sum(path.stat().st_size for path in (ROOT / "seeds").glob("*.txt"))
    assert size < 3 * text + 12e6, "of five articles it is far below 50 MB: their pages, pictures and notebooks"


def test_every_table_can_be_had_whole_as_csv(report, tmp_path):
    done = parallax("export", report.resolve(), "*", "--to", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for path in report.glob("tables/*/*.parquet"):
        written = tmp_path / "out" / path.relative_to(report / "tables").with_suffix(".csv")
        assert written.read_bytes() == spreadsheet(pd.read_parquet(path)), path


def test_another_corpus_by_a_column_of_its_own(tmp_path):
    report = report_of(tmp_path, TINY, "-p", "by", "region", "-p", "top", "5", "-p", "parts", "body")
    sizes = table(report, "01_terms", "terms_by_group")
    assert "region" in sizes.columns and len(set(sizes["region"])) > 1
    assert "part: title" in (report / "01_terms.html").read_text()


def test_one_voice_alone_and_rules_that_are_turned_off(tmp_path):
    settings = ["-p", "voice", "own", "-p", "shared", "without", "-p", "without_rules", "ticker", "-p", "form", "lemma"]
    report = report_of(tmp_path, *settings, *ONLY["00_corpus"], *ONLY["01_terms"], *ONLY["03_sources"], *ONLY["04_voices"])
    front, terms = (report / "index.html").read_text(), (report / "01_terms.html").read_text()
    assert "voice: quoted (" in terms and "shared with another article (" in terms
    removed = table(report, "00_corpus", "removed")
    assert "ticker" not in set(removed["rule"]) and "photo_credit" in set(removed["rule"])
    forms = table(report, "01_terms", "forms")
    assert (forms["n_forms"] > 1).any() and "Lukashenk" in front
    quoted = table(report, "04_voices", "voices")
    assert (quoted["n_outside"] + quoted["n_reported"] + quoted["n_quoted"]).equals(quoted["n_tokens"])


def test_two_are_compared_and_every_finding_opens_its_lines(tmp_path):
    report = report_of(
        tmp_path, TINY, "-p", "a", "Radio Vale", "-p", "b", "Vale Courier", "-p", "top", "5", *ONLY["03_sources"]
    )
    keyness = table(report, "03_sources", "keyness")
    assert set(keyness["source"]) == {"Radio Vale"}
    tiny = px.prepare(TINY)
    counts = px.measure.count_terms(px.measure.join_articles(tiny.tokens, tiny.articles, "source"), "source")
    n = counts.set_index(["source", "term"])["n"]
    for row in keyness.itertuples():
        assert row.n_a == n.get(("Radio Vale", row.term), 0) and row.n_b == n.get(("Vale Courier", row.term), 0)
    html = (report / "03_sources.html").read_text()
    assert (
        "more in Radio Vale" in html and "more in Vale Courier" in html and 'class="px-evidence"' in html and "<mark>" in html
    )


def test_the_same_corpus_by_month(tmp_path):
    report = report_of(tmp_path, TINY, "-p", "by", "month", "--only", "01_terms", "--only", "03_sources")
    assert set(table(report, "01_terms", "terms_by_group")["month"].dropna()) == set(
        px.prepare(TINY).articles["month"].dropna()
    )


MIXED = {
    "post/bridge.html": (
        "<html lang='en'><head><title>The old bridge opens</title></head><body><article><h1>The old bridge opens</h1>"
        + "<p>The old bridge over the river opened on Tuesday, and many people came to cross it after months of waiting.</p>"
        + "<p>“It is safe again,” the mayor of the town said, and walked over it with the head of the fire brigade.</p>"
        + "<p>The town paid two million for the work, which took four months longer than planned, the council said.</p>"
        + "</article></body></html>"
    ),
    "post/closed.txt": "The bridge is closed\nBy Anna Smith\nThe bridge is closed until spring, the mayor said on Monday.\nRead more\n",
    "radio/ru.txt": "Мост через реку закрыт до весны, сообщил в понедельник мэр города. Жители недовольны этим решением властей.\n",
    "radio/uk.txt": "Міст через річку зачинено до весни, повідомив у понеділок міський голова. Мешканці невдоволені рішенням влади.\n",
    "radio/be.txt": "Мост праз раку зачынены да вясны, паведаміў у панядзелак старшыня горада. Жыхары незадаволеныя рашэннем уладаў.\n",
    "table.csv": 'text,outlet,published\n"The ferry runs hourly, the captain said, and is full.",Courier,2024-11-02\n,Courier,\n',
    "feed.jsonl": '{"body": "The boat is full, people said, and the bridge stays closed until spring.", "source": "Net"}\n{"broken\n',
    "post/picture.txt": b"\x89PNG\r\n\x1a\n\0\0",
    "post/empty.txt": b"",
    "post/odd.txt": b"caf\xe9",
    "post/slides.pptx": b"PK\x03\x04",
}


def test_all_formats_four_languages_and_faults_in_one_folder(tmp_path):
    corpus = tmp_path / "mixed"
    for name, content in MIXED.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    pd.DataFrame({"text": ["The mill is open, the miller said to those who came."], "source": ["Mill"]}).to_parquet(
        corpus / "a.parquet"
    )
    report = report_of(tmp_path, corpus)
    inputs, lost = table(report, "00_corpus", "inputs"), table(report, "00_corpus", "quarantine")
    counts = inputs[["n_inputs", "n_loaded", "n_quarantined", "n_skipped"]].sum()
    assert counts["n_inputs"] == counts["n_loaded"] + counts["n_quarantined"] + counts["n_skipped"] == 14
    assert sorted(lost["reason"]) == ["binary", "empty", "empty", "encoding", "json", "unknown_format"]
    languages = table(report, "00_corpus", "articles").set_index("doc_id")["language"]
    assert languages[["radio/ru", "radio/uk", "radio/be", "post/bridge"]].tolist() == ["ru", "uk", "be", "en"]
    assert "guessed column" in set(table(report, "00_corpus", "notices")["notice"])
    assert "language: ru" in (report / "01_terms.html").read_text()


def test_what_a_corpus_cannot_be_asked_is_left_out_and_named(tmp_path):
    corpus = tmp_path / "one-source"
    corpus.mkdir()
    for number, text in enumerate(["The bridge is closed, the mayor said.", "Nobody crosses the bridge now, the mayor said."]):
        (corpus / f"{number}.txt").write_text(text)
    done = parallax("run", corpus, "--reports", tmp_path / "reports", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    report = tmp_path / "reports" / "current"
    assert sorted(path.name for path in report.glob("0*.html")) == [
        "00_corpus.html",
        "01_terms.html",
        "04_voices.html",
        "06_language.html",
        "08_changes.html",
    ]
    front = (report / "index.html").read_text()
    assert "02_topics is left out: this corpus has no topics.yml" in front
    assert "03_sources is left out: there is only one source" in front
    assert "05_wording is left out: there is only one source" in front and "07_themes is left out: " in front
    assert "02_topics was left out" in done.stderr and not list(report.glob("tables/0[2357]*"))


def test_where_nothing_can_be_asked_nothing_is_published(tmp_path):
    corpus = tmp_path / "one"
    corpus.mkdir()
    (corpus / "a.txt").write_text("The bridge is closed, the mayor said.")
    done = parallax("run", corpus, "--only", "02_topics", "--reports", tmp_path / "reports", cwd=tmp_path)
    assert done.returncode == 2 and "this corpus has no topics.yml" in done.stderr
    assert len(done.stderr.splitlines()) == 1 and not (tmp_path / "reports" / "current").exists()
