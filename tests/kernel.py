"""A kernel as JupyterLab starts one, for the tests of what is seen in an open notebook."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec

HERE = Path(__file__).parents[1]


class Notebook:
    """An open notebook: `run` executes a cell and gives its outputs as (kind, content), in the order in which they came."""

    def __init__(self, client):
        self.client = client

    def run(self, source):
        found = []
        self.client.execute_interactive(source, output_hook=found.append, timeout=60, store_history=True)
        kinds = ("stream", "display_data", "update_display_data", "execute_result", "error")
        return [(item["msg_type"], item["content"]) for item in found if item["msg_type"] in kinds]

    def html(self, source):
        """The HTML that a cell displays, joined."""
        return "".join(content.get("data", {}).get("text/html", "") for _, content in self.run(source))


@contextmanager
def open_notebook(folder, **environment):
    """A notebook in `folder`, with a kernel of its own until the context ends."""
    manager = KernelManager()
    manager._kernel_spec = KernelSpec(argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARALLAX")}
    manager.start_kernel(env=kept | {"PYTHONPATH": str(HERE)} | environment, cwd=str(folder))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield Notebook(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
