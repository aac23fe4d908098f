"""A published run becomes one archive: the folder as it was published, and nothing else.

Comes in: the folder of a run, whole. Goes out: a zip that is the same to the byte whenever it is made of the same run. It exists so
that the tables, figures and notebooks can be sent along with the pages.
"""

import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ..check.page_faults import SUMS

WHEN = "%Y-%m-%d %H:%M:%S UTC"  # as run.json says when a run was made
FIRST_YEAR = 1980  # before which a zip has no time
LEVEL = 6  # of compression; it is part of what makes two archives of a run the same
RIGHTS = 0o100644  # a plain file, which its owner may write


def write_zip(run: Path, file: BinaryIO) -> int:
    """Write a run as an archive: one folder, named as the run, with the files that its checksums name, and these. Returns how many.

    The time of each file in it is that when the run was made.
    """
    made = datetime.strptime(json.loads((run / "run.json").read_bytes())["when"], WHEN)
    names = [line.split("  ", 1)[1] for line in (run / SUMS).read_text(encoding="utf-8").splitlines()]
    time = max(made.timetuple()[:6], (FIRST_YEAR, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        for name in sorted({*names, SUMS}, key=lambda name: (name != "index.html", name)):
            about = zipfile.ZipInfo(f"{run.name}/{name}", time)
            about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, RIGHTS << 16
            about.file_size = (run / name).stat().st_size
            with (run / name).open("rb") as source, archive.open(about, "w") as target:
                shutil.copyfileobj(source, target)
    return len(names) + 1
