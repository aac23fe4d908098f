"""A DAG of Airflow 2.9 or later: a job in, a Python file out.

The command is no template: a path may hold braces, and what ends in .sh would be opened as one.
"""

import shlex
from string import Template

from .job import Job

TEXT = Template('''"""${name}: copy this file into the folder of DAGs of an Airflow on this machine; its times are in UTC.

To see it work: airflow dags test ${name}
To watch it: the second task fails where the report is old, the last run failed, or no whole report is there (exit codes 8, 9, 10).
"""

from datetime import datetime, timedelta, timezone

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.bash import BashOperator

COMMAND = ${command}
STATUS = ${status}
ENVIRONMENT = ${environment}


class Plain(BashOperator):
    """Runs a command as it stands: braces in it are no template."""

    template_fields = ()


with DAG(
    dag_id=${quoted},
    schedule=${every},
    start_date=datetime(2024, 1, 1, tzinfo=timezone.utc),
    catchup=False,  # a report of last week cannot be made of today's articles
    max_active_runs=1,
    default_args={"owner": "parallax", "retries": 0},  # the same articles fail the same way; add on_failure_callback to be told
) as dag:
    # 75: another run is going on, which is no failure; any other but 0 fails the task, and its log says why
    run = Plain(
        task_id="run",
        bash_command=COMMAND,
        env=ENVIRONMENT,
        append_env=True,
        skip_on_exit_code=75,
        execution_timeout=timedelta(hours=6),
    )
    status = Plain(
        task_id="status",
        bash_command=STATUS,
        env=ENVIRONMENT,
        append_env=True,
        skip_on_exit_code=None,
        trigger_rule="all_done",
    )
    run >> status
''')


def written(job: Job) -> dict[str, str]:
    """The file, by its name."""
    text = TEXT.substitute(
        name=job.name,
        command=repr(shlex.join(job.command)),
        status=repr(shlex.join(job.status)),
        environment=repr(job.environment),
        quoted=repr(job.name),
        every=repr(job.every.text),
    )
    return {f"{job.name.replace('-', '_')}.py": text}
