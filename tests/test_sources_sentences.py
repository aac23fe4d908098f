"""sources_sentences.py: what is lacking."""

import pandas as pd

from analysis.show import sources_sentences as s


def test_what_is_lacking():
    lacking = pd.DataFrame({"source": ["Post", "Post", "Radio"], "item": ["war", "tax", "Kyiv"], "expected": [5.0, 2.0, 1.5]})
    assert s.omissions_sentence(lacking, "source", top=1).endswith("Post: war (5.00); Radio: Kyiv (1.50).")
    assert s.omissions_sentence(lacking.head(0), "source") == "No source lacks what at least half of the others have."
