"""What holds for all tests: a made-up example may take as long as a busy machine needs, and nothing is kept of a corpus.

Files go to the processes of the tests whole, the longest ones first, so that none of them is alone at the end.
"""

import os

from hypothesis import settings

os.environ["PARALLAX_CACHE"] = "off"  # for kernels and commands too; tests of what is kept give a folder of their own

settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")

LONGEST = (
    "test_browser_pages", "test_whole_runs", "test_parts", "test_every_finding", "test_page_words", "test_command_line", "test_workers",
    "test_newsroom_run", "test_about_stories", "test_remote", "test_browser_lab", "test_bad_input", "test_planted", "test_resampling",
)  # fmt: skip


def pytest_collection_modifyitems(items):
    """The longest files first, all others as they come."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONGEST)))
