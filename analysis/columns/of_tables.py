"""What a column means in one table where it means something else in others: a state is that of a file here, of a quotation there."""

OF_TABLES: dict[str, dict[str, str]] = {
    "inputs": {
        "state": "loaded, set aside (quarantined), or skipped by a rule",
        "reason": "why it was set aside or skipped",
    },
    "rules": {
        "action": "what the rule does with a line: remove it, change it, or mark it as a title or a heading",
        "n_articles": "articles in which the rule acted on a line",
        "share_characters": "characters of the lines that the rule acted on, as a share of the corpus before cleaning",
    },
    "all_rules": {"action": "what the rule does with a line: remove it, change it, or mark it as a title or a heading"},
    "changed_articles": {
        "state": "new; gone; altered; read otherwise: the same content, of which other words count; renamed; described otherwise",
        "differences": "what sources.csv, or the page, says otherwise of the article",
    },
    "changed_settings": {"kind": "what kind of setting it is", "state": "new, gone or altered"},
    "settings_read": {"kind": "what kind of setting it is", "name": "its name", "value": "what it is"},
    "articles_read": {"words": "fingerprint of the words of the article in their order"},
    "rates": {"kind": "term, topic, voice or speaker", "name": "which of them"},
    "counted": {"kind": "term, topic, variant of a concept, voice or speaker", "name": "which of them"},
    "stories": {"n_articles": "articles that tell the story"},
    "undated": {"reason": "why the date does not place it"},
    "concordance": {"left": "what stands before it in the line", "right": "what stands after it in the line"},
    "mentions": {"left": "what stands before it in the line", "right": "what stands after it in the line"},
    "patterns": {"n": "mentions that the pattern brought", "n_articles": "articles with such a mention"},
    "quotes": {
        "line": "line in which the quotation begins",
        "start": "character of that line at which the opening mark stands",
        "end": "character of its last line behind the closing mark",
        "kind": "speech; name: a name, a title, a word spoken of; scare: possibly kept at a distance; reported: without marks",
        "state": "attributed to a speaker, unattributed, or unclosed where the closing mark is missing",
        "n_tokens": "running words of the quotation",
    },
    "verbs": {
        "n": "quotations and reports that the verb introduces",
        "n_quotes": "quotations that it introduces",
        "n_reports": "reports without quotation marks that it introduces",
        "share": "quotations and reports that the verb introduces, as a share of those of the group that any verb introduces",
    },
    "hedges": {"n": "times it stands outside quotation marks"},
    "wording": {
        "state": "used; not used, though the group names the thing; or absent, where it does not name it",
        "n": "mentions of the thing in this word",
    },
    "omissions": {
        "kind": "a word (term), a name, a topic of topics.yml, or a concept of wording.yml",
        "expected": "times to be expected of the group at the others' rate",
    },
    "collocations": {
        "left": "the word that stands first",
        "right": "the word that stands second",
        "pair": "both words as they stand",
        "expected": "times to be expected if the two had nothing to do with each other",
    },
    "together": {"expected": "paragraphs to be expected with both if the two had nothing to do with each other"},
    "speaker_gaps": {"n": "times the group quotes or reports the speaker"},
    "syllables": {"n": "times the word occurs", "n_syllables": "syllables of the word, counted by rule"},
}
