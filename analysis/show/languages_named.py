"""Languages as a sentence names them: an ISO 639 code in, an English name out.

It exists because a reader knows German, and need not know that its code is de.
"""

PAIRS = """
af:Afrikaans am:Amharic ar:Arabic as:Assamese az:Azerbaijani be:Belarusian bg:Bulgarian bn:Bengali br:Breton
bs:Bosnian ca:Catalan cs:Czech cy:Welsh da:Danish de:German el:Greek en:English eo:Esperanto es:Spanish et:Estonian
eu:Basque fa:Persian fi:Finnish fo:Faroese fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew hi:Hindi hr:Croatian
hu:Hungarian hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese ka:Georgian kk:Kazakh km:Khmer kn:Kannada
ko:Korean ku:Kurdish ky:Kyrgyz la:Latin lb:Luxembourgish lo:Lao lt:Lithuanian lv:Latvian mk:Macedonian ml:Malayalam
mn:Mongolian mr:Marathi ms:Malay mt:Maltese my:Burmese nb:Norwegian ne:Nepali nl:Dutch nn:Norwegian no:Norwegian
pa:Punjabi pl:Polish ps:Pashto pt:Portuguese ro:Romanian ru:Russian rw:Kinyarwanda si:Sinhala sk:Slovak sl:Slovenian
so:Somali sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil te:Telugu tg:Tajik th:Thai tk:Turkmen tl:Tagalog
tr:Turkish tt:Tatar ug:Uyghur uk:Ukrainian ur:Urdu uz:Uzbek vi:Vietnamese xh:Xhosa yo:Yoruba zh:Chinese zu:Zulu
"""
NAMES = dict(pair.split(":") for pair in PAIRS.split())


def language_named(code: str) -> str:
    """The name of a language; a code that is not among the names stays as it is.

    >>> language_named("de"), language_named("pt-BR"), language_named("xx")
    ('German', 'Portuguese (pt-BR)', 'the language “xx”')
    """
    name = NAMES.get(code.casefold())
    if name is not None:
        return name
    wide = NAMES.get(code.casefold().partition("-")[0])
    return f"{wide} ({code})" if wide else f"the language “{code}”"
