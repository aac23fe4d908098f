"""What holds for all tests: a made-up example may take as long as a busy machine needs, and nothing is kept of a corpus."""

import os

from hypothesis import settings

os.environ["PARALLAX_CACHE"] = "off"  # for kernels and commands too; tests of what is kept give a folder of their own

settings.register_profile("any_machine", deadline=None)
settings.load_profile("any_machine")
