"""markup.py: tags, entities and shortcodes are no words; a plain < or & stays; what went is in the ledger."""

import pytest

from analysis import prepare
from analysis.text.cleaning.characters import correct
from analysis.text.cleaning.markup import lines_of_blocks

CHANGED = [
    ("<p>The mayor&#8217;s plan&nbsp;is <a href=\"https://x.org/y\" class='z'>here</a>.</p>", "The mayor’s plan is here."),
    ("&ldquo;Yes,&rdquo; he said &mdash; &laquo;no&raquo; &quot;x&quot;", '“Yes,” he said — «no» "x"'),
    ("&#8220;Hi&#x201D; &#8216;a&#8217", "“Hi” ‘a’"),
    ("a <b>w</b>ord<br>and<br/>next <IMG SRC=x.png ALT='y'>one", "a word and next one"),
    ("&lt;p&gt;Text&lt;/p&gt; &amp;amp; &amp;lt; more", "Text & < more"),
    ('[caption id="a1" width="300"]A boat[/caption] and [url=http://x.org]this[/url]', "A boat and this"),
    ("Text <!-- ad --> and <script type='x'>var a = 1 < 2;</script><style>p {}</style>", "Text and"),
    ('Cut off <a href="https://x.org/very', "Cut off"),
    ('<o:p></o:p>Word <amp-img src="a.jpg"></amp-img> of <w:t xml:space="preserve">Office</w:t>', "Word of Office"),
    (r"<p class=\"a\">From JSON<\/p>", "From JSON"),
    ("<video controls src=a>Film</video> <![CDATA[raw]]>", "Film raw"),
]
UNCHANGED = [
    "a < b and c > d", "AT&T, R&D & H&M", "I <3 you", "x<y, a<b", "if 1 <2 and 3> 2", "<so-called> peace", "A & B; C &D; &foo; &copy=1",
    "the [mayor] said [sic] [a] [1]", "<unknown> <Name>", "<b and c>", "<<Мост>>"[1:-1], "query?a=1&amp=2", "&", "<", "->", "&;",
]  # fmt: skip


@pytest.mark.parametrize(("raw", "text"), CHANGED)
def test_markup_goes(raw, text):
    line, acted = correct(raw)
    assert line == text and acted[0] == "markup"
    assert correct(line) == (line, [])


@pytest.mark.parametrize("raw", UNCHANGED)
def test_what_is_no_markup_stays(raw):
    assert correct(raw) == (raw, [])


def test_the_rule_can_be_turned_off():
    assert correct("<b>a</b> &amp;", {"white_space"}) == ("<b>a</b> &amp;", [])


def test_blocks_have_lines_of_their_own():
    text = "<h2>Bridge</h2><p>It is <b\nclass='x'>closed</b>.</p>Now<br />then<P>c</P><ul><li>d</li></ul>"
    lines = lines_of_blocks(text).split("\n")
    assert [correct(line)[0] for line in lines] == ["Bridge", "It is closed.", "Now", "then", "c", "d", ""]
    assert lines_of_blocks("a < b\n\nx <b>c</b>") == "a < b\n\nx <b>c</b>"


def test_a_corpus_with_markup(tmp_path):
    text = "<h2>A heading</h2><p>&#8220;The plan&#8221;, he said.</p><script>\nvar x = 1;\n</script><p>&nbsp;</p>"
    row = f'1,A,Bridge &amp; road,"{text}"\n'
    (tmp_path / "a.csv").write_text("id,source,title,text\n" + row, encoding="utf-8")
    found = prepare(tmp_path)
    assert list(found.tokens["term"].astype(str)) == ["bridge", "road", "a", "heading", "the", "plan", "he", "said"]
    ledger = found.ledger
    assert ledger.loc[ledger["rule"].astype("str").str.contains("markup"), "action"].isin(["changed", "removed"]).all()
    assert ledger["raw"].str.contains("script").any() and len(found.quotes) == 1
