"""Markup in the text of a table or a text file: a line in, the line without tags, entities and shortcodes out.

A row of a table is often what stood in a content system's field, tags and all. Nothing here parses a page: what is a tag by its name
and its attributes goes, what is an entity becomes its character, and a plain < or & stays. Paragraphs of tags become lines.
"""

import html
import re

BLOCKS = (
    "p br hr div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption blockquote pre section article aside "
    "header footer main nav figure figcaption form fieldset iframe img video audio picture source embed object option select button"
)
INLINE = (
    "a abbr acronym address amp-img b base basefont bdi bdo big body center cite code col colgroup data datalist del details dfn em "
    "font head html i input ins kbd label legend link map area mark meta meter noscript nobr output param path progress q rp rt ruby s "
    "samp script small span strike strong style sub summary sup svg template textarea time title track tt u var wbr"
)
BARE = "async defer hidden controls checked disabled required autoplay loop muted allowfullscreen nowrap noshade itemscope download"


def _names(names: str) -> str:
    return "|".join(sorted(names.split(), key=len, reverse=True))


_VALUED = r"""[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*'|\\"[^"<>]*"|“[^”<>]*”|[^\s"'<>]+)"""
_ATTRIBUTES = rf"(?:[\s/]*+(?:{_VALUED}|(?:{_names(BARE)})\b))*+[\s/\\]*+>"
# names of elements that somebody made up have a hyphen or a colon, as <so-called> has: they need an attribute, or close
_BLOCK = rf"<\\?/?(?:{_names(BLOCKS)})\b{_ATTRIBUTES}"
_INLINE = rf"<\\?/?(?:{_names(INLINE)})\b{_ATTRIBUTES}|<[a-z]\w*[:-][\w:-]+\s+(?:{_VALUED}){_ATTRIBUTES}"
_INLINE += r"|<\\?/[a-z]\w*[:-][\w:-]+\s*>|</?o:p>"
# a second opening gives the first one up, so that many of them take no longer
_HIDDEN = r"<!--(?:(?!<!--).)*?-->|<(script|style)\b[^<>]*>(?:(?!<(?:script|style)\b).)*?<\\?/\1\s*>"
_HIDDEN += r"|<\?(?:php|xml)[^?]*\?>|<!doctype[^<>]*>|<!\[CDATA\[|\]\]>"
_CUT = rf"<(?:{_names(BLOCKS + ' ' + INLINE)})\s+[\w:-]+\s*=[^<>]*$"
# [caption id="a" width="300"], [url=https://…], [/caption]: shortcodes of content systems and forums
_VALUE = r"""(?:"[^"\[\]]*"|'[^'\[\]]*'|”[^”\[\]]*”|[^\s"'\[\]]+)"""
_SHORTCODE = rf"\[[a-z][a-z_-]+(?:=[^\s\[\]]+|(?:\s+[\w-]+={_VALUE})+)\s*/?\]|\[/[a-z][a-z_-]*\]"
_FLAGS = re.IGNORECASE | re.DOTALL
HIDDEN, BLOCK = re.compile(_HIDDEN, _FLAGS), re.compile(_BLOCK, _FLAGS)
INSIDE = re.compile(f"{_INLINE}|{_SHORTCODE}|{_CUT}", _FLAGS)
ANY = re.compile(f"{_HIDDEN}|{_BLOCK}|{_INLINE}", _FLAGS)
ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|&#\d{2,6}(?!\d)|&(?:nbsp|amp|quot|lt|gt)(?![A-Za-z0-9=;])"
)
DEEPEST = 3  # so often entities may be written as entities
# what a line with markup has; RE2, for pyarrow
SUSPECT = r"<[/!?\\a-zA-Z]|\]\]>|&[#a-zA-Z]|\[/?[a-z]"
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")


def without_markup(line: str) -> str:
    """The line as a browser would show it: tags of blocks are spaces, other tags are nothing, entities are characters.

    >>> without_markup("<p>The mayor&#8217;s <b>pl</b>an&nbsp;is <a href='x'>here</a>. 3 < 4 & AT&T</p>").strip()
    'The mayor’s plan\\xa0is here. 3 < 4 & AT&T'
    """
    for _ in range(DEEPEST):
        if "<" in line or "[" in line or "]]>" in line:
            line = INSIDE.sub("", BLOCK.sub(" ", HIDDEN.sub(" ", line)))
        if "&" not in line:
            break
        line, before = ENTITY.sub(_character, line), line
        if line == before:
            break
    return line


def lines_of_blocks(text: str) -> str:
    """A text with each block of markup on lines of its own, and each tag, comment and script within one line; any other as it is.

    >>> lines_of_blocks("<h2>Bridge</h2><p>It is <b\\nclass='x'>closed</b>.</p>a<br>b").split("\\n")
    ['<h2>Bridge</h2>', "<p>It is <b class='x'>closed</b>.</p>", 'a<br>', 'b']
    """
    if BLOCK.search(text) is None and HIDDEN.search(text) is None:
        return text
    text = ANY.sub(lambda match: _LINE_BREAK.sub(" ", match[0]), text)
    return BLOCK_EDGE.sub("\n", text)


# behind a block that ends and before one that begins, where the line goes on
_ENDING = r"p li h\d div tr ul ol blockquote figure figcaption section article"
_ENDS = "".join(rf"|(?<=</{name}>)" for name in _ENDING.split())
_BEGINS = r"(?<=[^\s>])[ \t]*(?=<(?:p|div|h\d|li|ul|ol|tr|blockquote|figure)\b)"
BLOCK_EDGE = re.compile(rf"(?:(?<=<br>)|(?<=<br/>)|(?<=<br />){_ENDS})[ \t]*(?=\S)|{_BEGINS}", re.IGNORECASE)


def _character(match: re.Match) -> str:
    """The character that an entity stands for; what stands for none stays as it is written."""
    written = match[0] if match[0].endswith(";") else match[0] + ";"
    found = html.unescape(written)
    return match[0] if found == written or "\ufffd" in found else found
