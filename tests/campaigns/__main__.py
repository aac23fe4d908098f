"""`python tests/campaigns`, which `make campaigns` is."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]  # a script finds what lies beside it alone

from campaigns.runner import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
