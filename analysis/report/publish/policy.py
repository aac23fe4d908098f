"""The one script that a page may run, and the policy that allows it and nothing else.

Nothing comes in; out go the script's text, which the template puts into each page, and the content security policy with its hash. It
exists so that page, policy and the last look before publication cannot mean three different scripts.
"""

import base64
import hashlib
from pathlib import Path

TEMPLATE = Path(__file__).parent / "template"
SCRIPT = (TEMPLATE / "page.js").read_text(encoding="utf-8")


def policy(script: str) -> str:
    """The content security policy of a page: pictures and styles that it holds itself, this one script, and no request.

    script : exactly what stands between <script> and </script>

    >>> policy("1")[:60]
    "default-src 'none'; script-src 'sha256-a4ayc/80/OGda4BO/1o/V"
    """
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    own = f"script-src 'sha256-{digest}'; img-src data:; style-src 'unsafe-inline'"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


POLICY = policy(SCRIPT)
