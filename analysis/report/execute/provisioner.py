"""How jupyter_client gets the process of a kernel: forked where that can be, and else as it does it by itself.

Comes in: the nursery of a run. Goes out: the entry of a kernel's specification by which jupyter_client asks this module.
"""

from importlib.metadata import EntryPoint
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from .forked import Nursery

NAME = "parallax-fork"


class ForkProvisioner(LocalProvisioner):
    """jupyter_client's own way with processes of this machine, and another way of making them."""

    def __init__(self, nursery: Nursery, **settings: Any):
        super().__init__(**settings)
        self.nursery = nursery

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start `cmd` where none can be forked."""
        arguments = cmd[cmd.index("-f") :]
        self.process = self.nursery.fork(arguments, kwargs["env"], kwargs["cwd"], (kwargs["stdout"], kwargs["stderr"]))
        if self.process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid  # it leads a session, and so a process group, of its own
        self.cwd = kwargs["cwd"]
        return self.connection_info


def metadata_of(nursery: Nursery | None) -> dict[str, Any]:
    """What a kernel's specification says of the way its process is made; nothing where there is no nursery."""
    if nursery is None:
        return {}
    entry = EntryPoint(NAME, f"{__name__}:{ForkProvisioner.__name__}", KernelProvisionerFactory.GROUP_NAME)
    KernelProvisionerFactory.provisioners[NAME] = entry  # where it would put what is installed under that name
    return {"kernel_provisioner": {"provisioner_name": NAME, "config": {"nursery": nursery}}}
