"""Jobs of jupyter-scheduler: a job in, a script out that hands its notebooks to a server, one by one.

jupyter-scheduler runs a single notebook in a folder of its own, where no corpus lies, and pastes what a parameter is given as code.
"""

import pprint
from string import Template

from ..errors import UsageError
from ..places import notebooks, seeds
from .job import Job

TEXT = Template('''"""${name}: gives each notebook to jupyter-scheduler as a job of its own. Run it once, with the server's address:

    JUPYTER_TOKEN=... python ${file}_jobs.py http://127.0.0.1:8888

The server (`parallax lab`, or another one) needs jupyter-scheduler in the environment that Parallax is in, and is to stay up.
To see it work, add --now: Notebook Jobs in JupyterLab lists the jobs, and each result is there as HTML.

These are single pages, made by Jupyter: no front page, no findings.json, no look before publication, no --keep, no --if-changed.
The other kinds of `parallax schedule` make whole reports. The corpus is named by its whole path, since jobs run in a folder of their
own: "Run job with input folder" need not be ticked.
"""

import json
import os
import sys
import time
from urllib.parse import quote
from urllib.request import Request, urlopen

FOLDER = ""  # of the notebooks, below the server's folder: "" for ${folders}
SCHEDULE, TIMEZONE = ${every}, "UTC"
JOBS = ${jobs}


def asked(path, body=None):
    """What the server answers."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": "token " + os.environ["JUPYTER_TOKEN"], "Content-Type": "application/json"}
    with urlopen(Request(sys.argv[1].rstrip("/") + "/scheduler/" + path, data, headers), timeout=60) as answer:
        return json.load(answer)


def begun(number):
    """A minute apart, where the schedule names one: kernels that start at once may ask for the same port, and one of them dies."""
    minute, rest = SCHEDULE.split(" ", 1)
    return f"{min(int(minute) + number, 59)} {rest}" if minute.isdigit() else SCHEDULE


environment = asked("runtime_environments")[0]["name"]
for number, (notebook, parameters) in enumerate(JOBS.items()):
    job = {
        "name": ${quoted} + "-" + notebook.removesuffix(".ipynb"),
        "input_uri": os.path.join(FOLDER, notebook),
        "runtime_environment_name": environment,
        "output_formats": ["html", "ipynb"],
        "parameters": parameters,
        "schedule": begun(number),
        "timezone": TIMEZONE,
    }
    definition = asked("job_definitions", job)["job_definition_id"]
    if "--now" in sys.argv:
        asked(f"job_definitions/{quote(definition)}/jobs", {"parameters": parameters})
        time.sleep(5)
    print(job["name"], definition)
''')


def written(job: Job) -> dict[str, str]:
    """The script, by its name; raises UsageError where the notebooks are Parallax's own, which no server shows."""
    folders = {path.parent.resolve() for path in job.notebooks}
    if notebooks().resolve() in folders:
        remedy = "Copy them by `parallax lab`, and name the copies: --notebooks parallax-lab"
        raise UsageError("jupyter-scheduler runs notebooks below a server's folder", remedy=remedy)
    corpus = job.corpus or str(seeds())
    jobs = {
        path.name: {name: repr(value) for name, value in (values | ({"corpus": corpus} if "corpus" in values else {})).items()}
        for path, values in job.notebooks.items()
    }
    text = TEXT.substitute(
        name=job.name,
        file=job.name.replace("-", "_"),
        folders=", ".join(sorted(repr(str(folder)) for folder in folders)),
        every=repr(job.every.text),
        jobs=pprint.pformat(jobs, width=120, sort_dicts=False),
        quoted=repr(job.name),
    )
    return {f"{job.name.replace('-', '_')}_jobs.py": text}
