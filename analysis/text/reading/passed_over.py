"""Files that are no articles, by a rule. A file of a corpus in, the rule out."""

from ...places import SETTINGS
from . import corpus_file
from .files import Found
from .sources import NAME

DESCRIBING = (NAME, "topics.yml", "wording.yml", "cleaning.yml", corpus_file.NAME)
MARKERS = ("_SUCCESS", "_metadata", "_common_metadata")  # of a partitioned table


def skipped(found: Found) -> str:
    """The rule by which a file is no article: one that describes the corpus, a hidden one, a read-me. Empty for any other."""
    name = found.file.rpartition("/")[2]
    if found.kind == "hidden folder":
        return "hidden folder"
    if found.file in DESCRIBING:
        return "describes the corpus"
    if found.file == SETTINGS:
        return "settings of runs"
    if name.startswith((".", "~$")):
        return "hidden file"
    if name in MARKERS:
        return "marks a partitioned table"
    return "read-me file" if name.casefold().startswith("readme") else ""
