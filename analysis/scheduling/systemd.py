"""A service and a timer of systemd: a job in, two units out.

systemd expands % and $, and reads backslashes in quotes; and it can keep a run from everything but the folders it writes to.
"""

import getpass
import shlex
import tempfile
from pathlib import Path

from ..errors import UsageError
from ..remote import is_address
from .job import Job

# What notebooks' kernels can live with: they talk by sockets of this machine, and packages map memory that they execute.
HARDENING = """\
NoNewPrivileges=yes
PrivateDevices=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictSUIDSGID=yes
LockPersonality=yes
"""


def written(job: Job) -> dict[str, str]:
    """The two units by their names; raises UsageError for a text that no unit can hold."""
    name, user = job.name, getpass.getuser()
    writable = [place for place in (job.reports, job.cache) if place and not is_address(place)]
    folders = "".join(f"# sudo install -d -o {user} {shlex.quote(place)}\n" for place in writable)
    service = f"""# {name}.service: makes the report; {name}.timer says when. To install both:
{folders}# sudo cp {name}.service {name}.timer /etc/systemd/system/ && sudo systemctl enable --now {name}.timer
# To see it work: sudo systemctl start {name}.service; systemctl list-timers {name}.timer; journalctl -u {name}.service
# To watch it: {shlex.join(job.status)}
[Unit]
Description=Parallax report: {_escaped(job.name)}
# OnFailure=a-unit-of-yours-that-tells-you@%n.service

[Service]
Type=oneshot
User={user}
{"".join(f"Environment={_quoted(f'{key}={value}')}{chr(10)}" for key, value in job.environment.items())}\
ExecStart={_quoted(job.program[0])} {" ".join(_quoted(word).replace("$", "$$") for word in job.command[1:])}
# 75: another run is going on, which is no failure. All other codes are told on the unit's log, and start what OnFailure= names
SuccessExitStatus=75
# A run that is asked to end cleans up by itself, and what is left of it is ended then
KillMode=mixed
TimeoutStopSec=60
Nice=10
# It may read what its account may, and write here alone; what --on-failure and --on-success start is bound by that too
{"".join(f"ReadWritePaths={_quoted(place)}{chr(10)}" for place in writable)}{_temporary(job)}{HARDENING}"""
    times = "".join(f"OnCalendar={line}\n" for line in job.every.calendars())
    timer = f"""# {name}.timer: when {name}.service runs, by this machine's clock
[Unit]
Description=When the Parallax report {_escaped(job.name)} is made

[Timer]
{times}# A run that was missed while the machine was off is made up for
Persistent=yes

[Install]
WantedBy=timers.target
"""
    return {f"{name}.service": service, f"{name}.timer": timer}


def _temporary(job: Job) -> str:
    """An empty /tmp of its own; where what a run reads or writes lies there, the one that all have."""
    places = (*job.paths, *job.environment.values(), *job.program, job.reports, job.cache)
    shared = any("tmp" in Path(place).parts[:3] for place in places)
    return f"ReadWritePaths={_quoted(tempfile.gettempdir())}\n" if shared else "PrivateTmp=yes\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    if not text.isprintable():
        raise UsageError(f"a unit cannot hold {text!r}", remedy="Rename the file, or put the option into parallax.toml")
    inner = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_escaped(inner)}"'
