"""Texts too short to tell their language: they take that of their source or corpus where it is clear, and never become a language."""

import pytest
from small_corpora import corpus

import analysis as px
from analysis.report.publish.unspoken import unspoken

LONG = {
    "en": "The mayor of the town said on Monday that the old bridge over the river would be closed for a whole year.\n",
    "de": "Der Bürgermeister der Stadt sagte am Montag, dass die alte Brücke über den Fluss ein ganzes Jahr lang gesperrt wird.\n",
    "ru": "Мэр города сказал в понедельник, что старый мост через реку будет закрыт на целый год.\n",
}
SHORT = {"en": "Bridge closed again.\n", "de": "Brücke in der Stadt wieder gesperrt.\n", "ru": "Мост снова закрыт.\n"}


def opened(folder, of, rows=(), **more):
    """A corpus with the articles named by `of`: path -> language of a long text, or of a short one behind "short "."""
    texts = {
        path: (SHORT[what.removeprefix("short ")] if what.startswith("short ") else LONG[what]).replace("Monday", f"Monday {n}")
        for n, (path, what) in enumerate(of.items())
    }
    return px.open(corpus(folder, texts, rows), **more)


def languages(view):
    articles = view.prepared.articles.set_index("doc_id")
    return {
        doc: (None if lang != lang else lang, origin)
        for doc, lang, origin in articles[["language", "language_origin"]].itertuples()
    }


def many(source, language, n):
    return {f"{source}/long{number}": language for number in range(n)}


def test_most_articles_without_a_language_do_not_make_the_page(tmp_path):
    view = opened(tmp_path, {**many("a", "en", 1), **many("b", "en", 1), **{f"a/x{n}": "short en" for n in range(9)}})
    assert view.language == "en" and len(view.articles) == 2  # two known articles are too few to lend
    assert view.left_out["reason"].tolist() == ["language: not stated"] and view.left_out["n_articles"].tolist() == [9]
    note = px.basis(view)
    assert note.unspoken == "9 articles (27 words) whose language is not known"
    (said, read) = (px.what_was_left_out(view).sentences, px.what_was_read(view).sentences)
    assert "Of those that were read, pages in English leave out 9 articles (27 words) whose language is not known." in said
    assert any("it is not known, and the other pages leave them out" in text for text in read)


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({**many("a", "en", 3), "a/x": "short en"}, ("en", "source")),
        ({**many("b", "en", 4), "a/x": "short en"}, ("en", "corpus")),
        ({**many("b", "en", 4), "a/x": "short ru"}, (None, "unknown")),  # other letters
        ({**many("b", "en", 4), "a/x": "short de"}, (None, "unknown")),  # the words speak against it
        ({**many("a", "en", 3), **many("b", "ru", 3), "a/x": "short en"}, ("en", "source")),
        ({**many("a", "en", 3), **many("b", "ru", 3), "b/x": "short ru"}, ("ru", "source")),
        ({**many("a", "en", 3), **many("b", "ru", 3), "c/x": "short en"}, (None, "unknown")),  # the corpus is not clear
        ({**many("a", "en", 20), **many("b", "de", 1), "b/x": "short en"}, (None, "unknown")),  # its source has another
        ({**{f"a/e{n}": "en" for n in range(3)}, **{f"a/d{n}": "de" for n in range(3)}, "a/x": "short en"}, (None, "unknown")),
    ],
)
def test_a_short_text_is_lent_a_language_where_it_is_clear(tmp_path, of, expected):
    view = opened(tmp_path, of)
    brief = next(doc for doc in of if doc.endswith("/x"))
    assert languages(view)[brief] == expected


def test_a_number_alone_is_lent_no_language(tmp_path):
    view = px.open(corpus(tmp_path, {**{f"a/{n}": f"{LONG['en']} {n}" for n in range(4)}, "a/x": "1 2 3.\n"}))
    assert languages(view)["a/x"] == (None, "unknown")


def test_a_language_that_is_given_stays_and_lends(tmp_path):
    rows = [
        {"file": "a/long*.txt", "language": "en-GB"},
        {"file": "b/x.txt", "language": "uk"},
        {"file": "a/y.txt", "language": ""},
    ]
    view = opened(tmp_path, {**many("a", "en", 3), "b/x": "short ru", "a/y": "short en"}, rows)
    found = languages(view)
    assert found["b/x"] == ("uk", "given") and found["a/y"] == ("en-GB", "source")


def test_the_page_tells_of_what_was_lent(tmp_path):
    view = opened(tmp_path, {**many("a", "en", 3), "a/x": "short en"})
    assert "1 article too short to tell was taken to be in the language of nearly all of the same source" in " ".join(
        px.what_was_read(view).sentences
    )
    assert px.basis(view).unspoken == ""
    assert not [text for text in px.what_was_left_out(view).sentences if "leave out" in text]


def test_the_languages_that_pages_leave_out_are_named_with_their_articles_and_words(tmp_path):
    view = opened(tmp_path, {**many("a", "en", 3), **many("b", "ru", 2), "c/x": "short de"})
    words = view.prepared.tokens["doc_id"].astype("str").str[0].value_counts()
    left = f"2 articles ({words['b']} words) in Russian and 1 article ({words['c']} words) whose language is not known"
    assert px.basis(view).unspoken == left
    said = px.what_was_left_out(view).sentences
    assert f"Of those that were read, pages in English leave out {left}." in said and not said[0].startswith("No article")
    assert unspoken([{"title": "Terms", "unspoken": [left]}]) == [f"The pages leave out {left}."]
