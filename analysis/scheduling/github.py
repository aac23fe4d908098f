"""A workflow of GitHub: a job in, YAML out, written by a library.

The repository is what is there at a run: so paths lead from its top, and the reports of before come from a cache that GitHub keeps.
"""

import shlex
from pathlib import Path
from typing import Any

from .. import __version__
from ..errors import UsageError
from .job import Job

REPORTS, CACHE = "reports", ".parallax-cache"
MINE = "parallax-workbook"


def written(job: Job) -> dict[str, str]:
    """The workflow; raises UsageError for a corpus, or a file beside it, that lies in no repository or in another one."""
    import yaml  # here, as it takes time, and other kinds do without

    class Dumper(yaml.SafeDumper):
        """Texts of several lines as blocks, as people write workflows."""

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)

    Dumper.add_representer(str, text)
    root = _repository(job)
    words = [_in_repository(word, root) if word in job.paths and word != job.reports else word for word in job.arguments]
    words = [REPORTS if word == job.reports else word for word in words]
    words += [] if "--reports" in words else ["--reports", REPORTS]
    body = yaml.dump(_workflow(job, words, root), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=1000)
    head = f"""# {job.name}: commit this as .github/workflows/{job.name}.yml. GitHub's times are in UTC, and may be some minutes late.
# A step that fails (exit codes 2 to 7, 11) fails the workflow, and GitHub mails its author. Each report is an artifact of its run;
# a repository that sits still for 60 days has its schedules turned off by GitHub. To see it work: Actions, {job.name}, Run workflow.
"""
    return {f"{job.name}.yml": head + body}


def _workflow(job: Job, words: list[str], root: Path) -> dict[str, Any]:
    state = f"{job.name}-${{{{ github.run_id }}}}"
    steps = [
        {"uses": "actions/checkout@v4"},
        {"uses": "actions/setup-python@v5", "with": {"python-version": "3.12"}},
        {"name": "Install Parallax", "run": f"python -m pip install {_package(root)}"},
        {
            "name": "Bring what was made before",
            "uses": "actions/cache@v4",
            "with": {"path": f"{REPORTS}\n{CACHE}\n", "key": state, "restore-keys": f"{job.name}-"},
        },
        {"name": "Make the report", "run": _literal(shlex.join(["parallax", "run", *words])), "env": {"PARALLAX_CACHE": CACHE}},
        {"name": "Copy it", "if": "${{ !cancelled() }}", "run": f'cp -rL {REPORTS}/current "$RUNNER_TEMP/report"'},
        {
            "uses": "actions/upload-artifact@v4",
            "if": "${{ !cancelled() }}",
            "with": {"name": job.name, "path": "${{ runner.temp }}/report", "retention-days": 30},
        },
    ]
    return {
        "name": job.name,
        "on": {"schedule": [{"cron": job.every.text}], "workflow_dispatch": None},
        "permissions": {"contents": "read"},
        "concurrency": {"group": job.name},
        "jobs": {"report": {"runs-on": "ubuntu-latest", "timeout-minutes": 120, "steps": steps}},
    }


def _literal(text: str) -> str:
    """A text in which GitHub is not to look for expressions."""
    return text.replace("${{", "${{ '${{' }}")


def _repository(job: Job) -> Path:
    inside = Path(job.corpus) if job.corpus in job.paths else Path.cwd()
    for folder in (inside, *inside.parents):
        if (folder / ".git").exists():
            return folder
    remedy = "Put it into the repository that is to run it"
    raise UsageError("this folder lies in no git repository", file=str(inside), remedy=remedy)


def _in_repository(place: str, root: Path) -> str:
    if not Path(place).is_relative_to(root):
        raise UsageError(f"this lies outside of the repository {root}", file=place, remedy="Put it into the repository")
    return Path(place).relative_to(root).as_posix()


def _package(root: Path) -> str:
    """What pip installs: the repository where it is Parallax's own, else this version of it."""
    own = root / "pyproject.toml"
    return "." if own.is_file() and f'name = "{MINE}"' in own.read_text(encoding="utf-8") else f"{MINE}=={__version__}"
