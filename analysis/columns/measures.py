"""The columns of what was measured: terms, topics, comparisons, shared text, and how sure each is."""

from .column import Column, interval

MEASURES: dict[str, Column] = {
    "term": Column("term", "a word or a run of words, capital letters ignored"),
    "n": Column("n", "number of occurrences", "count"),
    "n_articles": Column("articles", "articles with at least one occurrence", "count"),
    "rate_per_1000": Column("per 1,000 words", "occurrences per 1,000 running words of the group", "rate"),
    "dp": Column(
        "DP", "Gries's deviation of proportions over articles: 0 is spread evenly, near 1 is one article's word", "number"
    ),
    "dp_norm": Column("DP, normalized", "DP divided by the highest value it could take here", "number"),
    "row": Column("row", "place of the row in the table it is the evidence for, counted from 0", "count"),
    "left": Column("left", "what stands to the left"),
    "hit": Column("hit", "the words that matched, as the article has them"),
    "right": Column("right", "what stands to the right"),
    "node": Column("word", "the word whose neighbours are listed"),
    "collocate": Column("neighbour", "a word found near it"),
    "n_left": Column("n left", "times the neighbour stands to the left", "count"),
    "n_right": Column("n right", "times the neighbour stands to the right", "count"),
    "observed": Column("observed", "times seen together", "count"),
    "expected": Column(
        "expected", "times to be expected: of two if they had nothing to do with each other, of one at the others' rate", "rate"
    ),
    "g2": Column("G²", "log-likelihood ratio; the sign says on which side the term is more frequent", "rate"),
    "pmi_bits": Column("PMI, bits", "pointwise mutual information: log2 of observed over expected", "rate"),
    "t": Column("t", "t-score: (observed − expected) / √observed", "rate"),
    "log_dice": Column("logDice", "14 + log2 of the Dice coefficient; 14 is always together", "rate"),
    "topic": Column("topic", "topic of topics.yml"),
    "topic_a": Column("topic", "first topic of the pair"),
    "topic_b": Column("with topic", "second topic of the pair"),
    "theme": Column("theme no.", "number of a discovered theme, the most prevalent first", "count"),
    "theme_label": Column("theme", "the first three terms of a discovered theme, which has no other name"),
    "rank": Column("rank", "place in the list, the highest first", "count"),
    "weight": Column(
        "weight", "of a term: its share of the theme; of a paragraph: the part of its TF-IDF that the theme holds", "number"
    ),
    "prevalence": Column("prevalence", "the theme's share of the weight of all themes, in the corpus or the group", "share"),
    "npmi": Column(
        "NPMI",
        "coherence: how much more often than by chance a theme's top terms meet in a paragraph; 1 always, 0 chance, −1 never",
        "number",
    ),
    "stability": Column(
        "stability",
        "agreement (Jaccard) of the theme's ten top terms with those found in random halves of the paragraphs; 1 is all",
        "number",
    ),
    "stability_chance": Column(
        "stability by chance",
        "the highest stability of as many themes when the same words are dealt out anew among the paragraphs, four times",
        "number",
    ),
    "cooccurrence_z": Column(
        "meetings beyond chance",
        "how much oftener its top terms meet in paragraphs that had no part in finding them than dealt-out words would, in standard "
        "deviations",
        "number",
    ),
    "stable": Column("stable", "yes where the stability is above .6 and above that by chance, and the meetings are above 3"),
    "k": Column("themes", "number of themes", "count"),
    "converged": Column("settled", "yes where the search for themes ended before its rounds were used up"),
    "chosen": Column("chosen", "the number of themes that was taken: the highest NPMI to two decimals, of equals the smallest"),
    "share_theme": Column("share of paragraph", "the theme's share of the weight of all themes in the paragraph", "share"),
    "n_theme": Column("theme's paragraphs", "paragraphs in which the theme is the strongest", "count"),
    "share_expected": Column("share expected", "the topic's share of all paragraphs", "share"),
    "overlap": Column("overlap", "paragraphs with both theme and topic as a share of those with either (Jaccard)", "number"),
    "overlap_expected": Column(
        "overlap expected", "the overlap if theme and topic had nothing to do with each other", "number"
    ),
    "flag": Column("flag", "what deserves a look"),
    "removed": Column("removed", "whether the line was removed as a part of the page"),
    "step": Column("step", "a step of the analysis that follows the language"),
    "available": Column("possible", "whether it can be done for this language"),
    "what": Column("how", "with which list or library it is done, or what happens without"),
    "n_forms": Column("forms", "number of different words that the lemma or stem stands for", "count"),
    "forms": Column("words as written", "the words that the lemma or stem stands for, with their occurrences"),
    "n_words": Column("words", "number of words: of a match, or the size at which groups are compared", "count"),
    "log2_ratio": Column(
        "log2 ratio", "log2 of the ratio of the two rates (or of observed over expected): 1 is twice as often", "rate"
    ),
    "log2_ratio_adjusted": Column("0.5 added", "yes where one side is 0 and 0.5 was added to both for the log2 ratio"),
    "n_a": Column("n, A", "occurrences in A", "count"),
    "n_b": Column("n, B", "occurrences in B", "count"),
    "n_articles_a": Column("articles, A", "articles of A with the term", "count"),
    "n_articles_b": Column("articles, B", "articles of B with the term", "count"),
    "rate_per_1000_a": Column("per 1,000 words, A", "occurrences per 1,000 running words of A", "rate"),
    "rate_per_1000_b": Column("per 1,000 words, B", "occurrences per 1,000 running words of B", "rate"),
    "stands": Column(
        "stands", "where most occurrences in the group stand, if it is one place of its articles: the word may be of its pages"
    ),
    "z": Column("z", "log-odds ratio with an informative Dirichlet prior, divided by its standard deviation", "rate"),
    "q": Column(
        "q", "false discovery rate (Benjamini-Hochberg) of G², which takes every word for an independent draw", "probability"
    ),
    "a": Column("A", "first group"),
    "b": Column("B", "second group"),
    "jsd_bits": Column("JSD, bits", "Jensen-Shannon divergence: 0 is the same mixture of words, 1 no word in common", "number"),
    "jsd_bits_low": Column(
        "JSD, low", "2.5 percentile over the draws: the spread of drawing from these articles, no confidence interval", "number"
    ),
    "jsd_bits_high": Column("JSD, high", "97.5 percentile over the draws", "number"),
    "jsd_bits_chance": Column(
        "JSD by chance", "mean divergence of two samples of this size when the pair's texts are dealt out at random", "number"
    ),
    "jsd_bits_chance_high": Column("JSD by chance, high", "97.5 percentile of the divergence by chance", "number"),
    "excess_bits": Column("JSD beyond chance", "divergence beyond that of two samples of one source", "number"),
    "unit": Column("drawn", "what is drawn as a whole: articles, or paragraphs where each side has one article"),
    "position_left": Column("place, left", "where the left node stands, counted in leaves from 0", "rate"),
    "position_right": Column("place, right", "where the right node stands, counted in leaves from 0", "rate"),
    "height_left": Column("height, left", "distance at which the left node was merged itself; 0 is a single group", "number"),
    "height_right": Column("height, right", "distance at which the right node was merged itself", "number"),
    "height": Column("height", "mean distance of the pairs with one group on either side", "number"),
    "item": Column("lacking", "the term, name, topic or concept that the group has not once"),
    "n_stories": Column("stories", "stories told by both sides in which the term occurs", "count"),
    "n_groups": Column("groups", "groups that have the passage", "count"),
    "n_groups_with": Column("others with it", "other groups that have it", "count"),
    "n_others": Column("others", "number of other groups", "count"),
    "n_articles_with": Column("articles with it", "articles of the other groups that have it", "count"),
    "rate_per_1000_expected": Column(
        "per 1,000 words, others", "occurrences per 1,000 running words of all other groups together", "rate"
    ),
    "p_none": Column(
        "p of none, words", "probability of none at the others' rate, if words were drawn one by one", "probability"
    ),
    "p_none_articles": Column(
        "p of none, articles",
        "probability that as many articles as the group has, drawn from all articles, all lack it",
        "probability",
    ),
    "q_none_articles": Column(
        "q of none, articles",
        "share of chance finds to expect among the gaps with such a p or a smaller one, of all that were looked for",
        "probability",
    ),
    "setting": Column("setting", "which choice is made otherwise"),
    "n_top": Column("keywords", "keywords under the settings as asked", "count"),
    "n_stay": Column("stay", "those that are keywords under the other setting too", "count"),
    "share_stays": Column("share that stays", "keywords that stay under the other setting", "share"),
    "best_rank": Column("best rank", "the keyword's best rank under any of the settings", "count"),
    "worst_rank": Column(
        "worst rank", "its worst rank; missing where under one of them it is not more frequent, or left out", "count"
    ),
    "n_settings_in_top": Column("stays under", "other settings under which it stays", "count"),
    "n_settings": Column("other settings", "other settings that can be applied to the group", "count"),
    "differences": Column("what differs", "parts of the rule that are not as they were"),
    "package": Column("package", "Parallax, Python or a library that results depend on"),
    "version_before": Column("version before", "version in the earlier run"),
    "version_after": Column("version now", "version in the later run"),
    "value_before": Column("before", "in the earlier run"),
    "value_after": Column("now", "in the later run"),
    "doc_id_before": Column("name before", "the article's identifier in the earlier run, where it was another one"),
    "n_new": Column("n, new", "occurrences in new articles", "count"),
    "n_earlier": Column("n, earlier", "occurrences in earlier articles of the same outlets", "count"),
    "n_articles_new": Column("new articles", "new articles with at least one occurrence", "count"),
    "n_articles_earlier": Column("earlier articles", "earlier articles with at least one occurrence", "count"),
    "rate_new": Column("rate, new", "rate of the new articles, in the unit that the caption names", "rate"),
    "rate_earlier": Column(
        "rate, earlier", "the same of earlier articles, each outlet weighing as much as among the new ones", "rate"
    ),
    "difference": Column("difference", "rate of the new articles less that of the earlier ones", "rate"),
    **interval("difference", "difference", "difference of the rates"),
    "log2_ratio_before": Column(
        "log2 ratio before", "log2 of the rate in the group over that in the rest, earlier run", "rate"
    ),
    "log2_ratio_before_low": Column("from", "lower bound of its 95 % interval by articles", "rate"),
    "log2_ratio_before_high": Column("to", "upper bound of its 95 % interval by articles", "rate"),
    "log2_ratio_after": Column("log2 ratio now", "log2 of the rate in the group over that in the rest, later run", "rate"),
    "log2_ratio_after_low": Column("from", "lower bound of its 95 % interval by articles", "rate"),
    "log2_ratio_after_high": Column("to", "upper bound of its 95 % interval by articles", "rate"),
    "lie_apart": Column("intervals lie apart", "whether the intervals of both runs have no number in common"),
    "n_before": Column("n before", "occurrences in the earlier run", "count"),
    "n_after": Column("n now", "occurrences in the later run", "count"),
    "rate_per_1000_before": Column("per 1,000 words before", "occurrences per 1,000 running words in the earlier run", "rate"),
    "rate_per_1000_after": Column("per 1,000 words now", "occurrences per 1,000 running words in the later run", "rate"),
    "difference_per_1000": Column("change per 1,000 words", "rate in the later run less that in the earlier one", "rate"),
    "g2_before": Column("G² before", "signed log-likelihood ratio in the earlier run", "rate"),
    "g2_after": Column("G² now", "signed log-likelihood ratio in the later run", "rate"),
    "n_a_before": Column("n before, A", "occurrences in the group, earlier run", "count"),
    "n_a_after": Column("n now, A", "occurrences in the group, later run", "count"),
    "n_b_before": Column("n before, B", "occurrences in the rest, earlier run", "count"),
    "n_b_after": Column("n now, B", "occurrences in the rest, later run", "count"),
    "cosine": Column("cosine", "cosine of the two groups' rates: 1 is the same mixture, 0 no word in common", "number"),
    "shift_bits": Column("shift, bits", "the term's part of the divergence, positive where A uses it more", "number"),
    "share_a": Column("share, A", "share of A's running words", "share"),
    "share_b": Column("share, B", "share of B's running words", "share"),
    "concept": Column("concept", "what is named, from wording.yml"),
    "variant": Column("variant", "one of the ways to name it"),
    "share": Column("share", "share of the concept's mentions in the group", "share"),
    "n_concept": Column("n, concept", "mentions of the concept in the group, in any variant", "count"),
    "first_doc_id": Column("first seen in", "article of the first occurrence"),
    "first_line": Column("at line", "line of the first occurrence", "count"),
    "position": Column("word no.", "place among the article's running words, counted from 1", "count"),
    "group": Column("group", "the outlet, or what else is compared"),
    "label": Column("as", "variant of the concept; for topics the topic again"),
    "pattern_line": Column("line of the pattern", "line of topics.yml or wording.yml where the pattern stands", "count"),
    "n_taken": Column("taken by others", "matches that another pattern of the same topic or concept took", "count"),
    "n_as_left": Column("pairs, left", "pairs whose left word is this one", "count"),
    "n_as_right": Column("pairs, right", "pairs whose right word is this one", "count"),
    "n_uncovered": Column("not covered", "paragraphs without a mention of any topic", "count"),
    "share_uncovered": Column("share not covered", "share of the group's paragraphs without a mention of any topic", "share"),
    "n_tied": Column("tied", "variants that share the first place: 1 is a clear preference, 0 a concept not named", "count"),
    "n_tokens_a": Column("words, A", "running words of A", "count"),
    "n_tokens_b": Column("words, B", "running words of B", "count"),
    "doc_id_a": Column("article A", "first article of the pair"),
    "doc_id_b": Column("article B", "second article of the pair"),
    "line_a": Column("line, A", "line of A where the passage begins", "count"),
    "line_b": Column("line, B", "line of B where the passage begins", "count"),
    "article_a": Column("article A", "the first article, as the figure calls it"),
    "article_b": Column("article B", "the second article, as the figure calls it"),
    "passage": Column("passage", "the words of the shortest article's; a bar stands between two lines"),
    "groups": Column("which groups", "groups that have the passage, a-z"),
    "articles": Column("articles", "articles that have the passage, five of them by their titles"),
    "text_a": Column("A", "the passage as A has it; a bar stands between two lines"),
    "text_b": Column("B", "the passage as B has it; a bar stands between two lines"),
    "score": Column(
        "agreement",
        "of shared passages the share of words that agree, of similar sentences the cosine of their words",
        "number",
    ),
    "kind": Column(
        "kind", "of a passage: shared word for word, or similar in other words; of what is lacking: term, name, topic, concept"
    ),
    "shared": Column("shared", "yes where the word stands in a passage that another article has too"),
    "jaccard": Column("Jaccard", "runs of five words that both articles have, as a share of those that either has", "number"),
    "family": Column("family", "first article, by name, of those linked by pairs of copies"),
    "n_passages": Column("passages", "passages that two articles share word for word", "count"),
    "n_similar": Column("similar", "pairs of similar sentences, beside the shared passages", "count"),
    "n_shared": Column("shared words", "running words in passages that another article has too", "count"),
    "share_shared": Column(
        "share shared", "share of the running words that stand in passages another article has too", "share"
    ),
    "kept": Column("stands for it", "the article of the family that is counted"),
    "verdict": Column(
        "verdict",
        "what so few articles can bear: descriptive, of these articles only, where no p of .05 could be reached; indicative, with "
        "fewer than ten articles on a side or one that makes the difference; testable",
    ),
    "log2_ratio_low": Column(
        "log2 ratio, sure",
        "bound nearest 0 of the interval of the log2 ratio, for all terms at once, if words were drawn one by one; 0: none is sure",
        "rate",
    ),
    **interval("log2_ratio_articles", "log2 ratio", "log2 ratio"),
    "p_articles": Column(
        "p, articles",
        "share of the ways to deal out whole articles that make as large a difference of this term",
        "probability",
    ),
    "rate": Column("rate", "occurrences per unit of what they are counted in", "number"),
    "rate_others": Column("rate, others", "the same of all other groups together", "number"),
    "rate_usual": Column("rate, usual", "median of the other groups' rates, each weighing as much as it has words", "number"),
    "rate_per_1000_others": Column(
        "per 1,000 words, others", "occurrences per 1,000 words of all other groups together", "rate"
    ),
    "rate_per_1000_usual": Column("per 1,000 words, usual", "median of the other groups, each weighing by its words", "rate"),
    "share_others": Column("share, others", "share in all other groups together", "share"),
    "share_usual": Column("share, usual", "median of the other groups' shares, each weighing by its size", "share"),
    "deviations": Column(
        "deviations", "how far from the rate of all, in standard deviations by articles; above 0 is more", "rate"
    ),
    "deviations_usual": Column("from the usual", "how far from the usual rate of the others, in the same deviations", "rate"),
    "p_any": Column(
        "p, any",
        "share of the ways to deal out the articles' counts in which any group and thing lies as far off",
        "probability",
    ),
    "p_any_word": Column(
        "p, any word",
        "share of the ways to deal out whole articles in which any of the words differs as much, times the number of comparisons",
        "probability",
    ),
    "sign_flips": Column(
        "made by one article",
        "number of articles that each make the difference alone: without one of them the sign turns",
        "count",
    ),
    "side": Column("side", "the side of the comparison that the article stands on, A or B"),
    "log2_ratio_without": Column("log2 ratio, without", "the log2 ratio where this article is left out", "rate"),
    "log2_ratio_change": Column("change", "log2 ratio without this article, less that of all articles", "rate"),
    "turns_sign": Column("turns the sign", "yes where the difference is gone or turns round without this article"),
    "turned_by": Column("which", "the articles that each alone make the difference"),
    **interval("rate_per_1000", "per 1,000 words", "rate per 1,000 words"),
    **interval("share_paragraphs", "share of paragraphs", "share of paragraphs", "share"),
    **interval("share", "share", "share", "share"),
    **interval("share_quoted", "share in quotation marks", "share in quotation marks", "share"),
    **interval("share_reported", "share reported", "share reported", "share"),
}
