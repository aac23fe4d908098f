"""Text in, words, sentences, lemmas and languages out."""
