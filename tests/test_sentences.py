"""sentences.py: where a sentence ends, in the languages that have lists and in scripts without capitals."""

import pandas as pd
import pytest

from analysis.text.cleaning.clean import clean
from analysis.text.words.tokens import tokenize

# language, text with a bar where one sentence ends and the next begins
SENTENCES = [
    # marks behind a space, and the closing mark behind that
    ("fr", "« Nous partons demain. »|La foule est restée."),
    ("fr", "« Nous partons ! »|La foule est restée."),
    ("fr", "Qui paiera ?|Personne ne le sait !|On verra."),
    ("fr", "« Nous partons ! » a crié la foule.|Elle est restée."),
    ("fr", "Il a dit : « Non. »|— Pourquoi ?|— Parce que."),
    ("fr", "M. Le Pen a vu Mme Roy.|Elle est venue à 5 h."),
    ("fr", "Le n° 5 et l'art. 12 de la loi.|L'article est ancien."),
    # other scripts
    ("ar", "هل تصدقون ذلك؟|لا أحد يعلم الجواب."),
    ("ur", "یہ سچ ہے۔|وہ آیا۔"),
    ("hi", "वह आया।|वह गया।"),
    ("zh", "他走了。|她来了！|真的吗？|是的。"),
    ("zh", "桥关闭了；|没有人知道。"),
    ("zh", "“我们走。”|人群留下了。"),
    ("ja", "「行く。」と彼は言った。|彼女は来た。"),
    ("ja", "円周率は３．１４です。|終わり。"),
    ("hy", "Նա եկավ։|Նա գնաց։"),
    ("el", "Ποιος ήρθε;|Κανείς."),
    ("en", "The bridge is closed; Nobody knows why."),
    # abbreviations before a capital
    ("en", "John saw her in the U.S.|He left at 5 p.m.|The mayor stayed."),
    ("en", "The U.S. President met Mr. Will and Gen. An at 5 p.m. Monday."),
    ("en", "He moved to Washington, D.C.|It was cold."),
    ("en", "He works for Apple Inc. in the U.S. Senate."),
    ("en", "J. May met R. De Niro and T. S. Eliot."),
    ("en", "She chose vitamin C.|The doctor left."),
    ("en", "He met John Smith Jr.|They talked."),
    ("ru", "Он жил в СССР до 1991 г.|Он уехал в г. Минск к проф. Иванову."),
    ("ru", "А. С. Пушкин и Л. Толстой.|Они писали."),
    # numbers
    ("en", "It is set out in order no. 5 of the ministry.|It is old."),
    ("en", "See p. 5 and Fig. 3, vol. 2, pp. 7 and No. 10 Downing Street."),
    ("en", "Did he go?|No.|He stayed."),
    ("en", "It fell by 3.69 to 5.|The rest is gone."),
    ("en", "It costs $5.|Nobody pays .5 of it."),
    ("de", "Er kam am 3. Oktober in den 2. Stock.|Danach ging er."),
    ("de", "Friedrich II. von Preußen kam am 3.10. nach Berlin.|Er blieb."),
    ("de", "Es war der 3.|Der Bürgermeister blieb."),
    ("de", "Das war 1990.|Bürger kamen, z. B. Frau Dr. Weiß vom TSV e. V. Hamburg."),
    ("es", "El Sr. Ruiz llegó a EE.UU. con la Dra. Soto.|La multitud esperaba en la pág. 5."),
    ("it", "Il dott. Bianchi e l'on. Rossi, art. 5, pag. 7.|Il sindaco resta."),
    ("pl", "W 2020 r.|Sejm uchwalił ustawę nr. 5 prof. Kowalskiego."),
    ("pt", "O Sr. Silva e a Dra. Costa, pág. 5.|Ela saiu."),
    ("nl", "Dhr. Jansen kwam o.a. naar nr. 5.|Hij bleef."),
    # a list's figure
    ("en", "1. Close the bridge now."),
    ("en", "2) Close it.|3. Open it."),
    ("en", "(4.) Open the road."),
    ("en", "A. Open the road.|B. Close it."),
    ("en", "IV. The history of the bridge."),
    ("en", "It was item 1.|The mayor stayed."),
    # three full stops are one ellipsis
    ("en", "I thought...|Well, maybe not."),
    ("en", "I thought…|Well, maybe not."),
    ("en", "I thought... well, maybe not."),
    ("en", "I thought ...|Well, maybe not."),
    ("en", "Lost . . .|The end."),
    # closing marks behind the stop, of every form
    ("en", "“We go.”|The crowd stayed."),
    ("en", "He said ‘no.’|The crowd stayed."),
    ("de", "„Wir gehen.“|Die Menge blieb."),
    ("de", "»Wir gehen.«|Die Menge blieb."),
    ("de", "„Wir gehen!“ rief die Menge.|Sie blieb."),
    ("en", "(He went.)|The crowd stayed [at home.]|All day."),
    ("en", "“Yes, we will go there.”|“No, we will not go there.”"),
    ("en", "“Go!”|— The crowd stayed."),
    # a small letter goes on, a name that begins with one does not
    ("en", "“No!” he said."),
    ("en", "“No!” — he said."),
    ("en", "He left.|iPhone sales rose.|eBay fell."),
    ("en", "Will it go?!|Who knows!!|Nobody."),
    ("", "He met Mr.|Smith in the U.S. senate."),
]  # fmt: skip


def sentences(text, language):
    articles = pd.DataFrame([("d", "d.txt", text, None, language)], columns=["doc_id", "file", "text", "title", "language"])
    tokens = tokenize(clean(articles, []), articles)
    return tokens.groupby("sentence")["term"].agg(list).tolist()


@pytest.mark.parametrize(("language", "marked"), SENTENCES, ids=[f"{language}: {text}" for language, text in SENTENCES])
def test_sentences(language, marked):
    parts = marked.split("|")
    whole = "".join(parts) if language in ("zh", "ja") or "”|“" in marked else " ".join(parts)
    found = sentences(whole, language)
    assert [len(words) for words in found] == [len(sentences(part, language)[0]) for part in parts], found


def test_a_sentence_ends_the_same_way_wherever_its_line_stands():
    text = "1. Close it. He left at 5 p.m. The mayor stayed. “Go !” The crowd stayed."
    once = sentences(text, "en")
    assert sentences(f"{text}\n{text}", "en") == once * 2 and len(once) == 5


def test_touching_quotations_are_two_sentences_and_no_word_is_lost():
    text = "“Yes, we will go there.”“No, we will not go there.”"
    assert sentences(text, "en") == [["yes", "we", "will", "go", "there"], ["no", "we", "will", "not", "go", "there"]]
