"""A line of a crontab: a job in, text out.

cron ends a command at a percent sign, knows two folders of programs, takes a thousand characters, and mails whatever is printed.
"""

import shlex

from ..errors import UsageError
from .job import Job

LONGEST = 998  # characters of a command; Debian's cron takes a longer one for an error


def written(job: Job) -> dict[str, str]:
    """The line, and a second one that watches it; raises UsageError for what no crontab can hold."""
    command = _line(job, job.command)
    run = _checked(f'out=$({command} 2>&1); [ $? -eq 75 ] || [ -z "$out" ] || echo "$out"')
    watch = _checked(f'out=$({_line(job, job.status)} 2>&1) || echo "$out"')
    text = f"""# {job.name}: copy these lines into what `crontab -e` opens. Their times are this machine's.
# cron mails what a line prints: the one line of a failure, alerts, and nothing while all is well or another run is going on (75).
# Above them, MAILTO=you@example.org says to whom. Where this machine has no mail program, let a monitor run the second line's command.
{job.every.text} {run}
# Once a day: a mail where the report is old, the last run failed, or no whole report is there (exit codes 8, 9, 10).
23 7 * * * {watch}
# To see it work, run by hand: {shlex.join(job.status)}
"""
    return {f"{job.name}.cron": text}


def _line(job: Job, command: list[str]) -> str:
    variables = " ".join(f"{name}={shlex.quote(value)}" for name, value in job.environment.items())
    return f"{variables} {shlex.join(command)}"


def _checked(command: str) -> str:
    if "\\" in command or not command.isprintable():
        remedy = "Rename the file, or put the option into parallax.toml"
        raise UsageError("a crontab cannot hold a backslash or a line break", remedy=remedy)
    command = command.replace("%", "\\%")
    if len(command) > LONGEST:
        remedy = "Put the options into parallax.toml, which lies in the corpus"
        raise UsageError(f"the command has {len(command):,} characters, and cron takes {LONGEST}", remedy=remedy)
    return command
