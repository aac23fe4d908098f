"""The first of Parallax that runs: from here on Ctrl-C ends the process without a word, until a command listens for it.

Comes in: a process that has just begun. Goes out: the command line. It exists because Python answers Ctrl-C with a traceback wherever
it is just then, in an import or at its own end, and the command line alone takes a quarter of a second to import.
"""

import os
from importlib import import_module


def main() -> None:
    """Entry point of `parallax`."""
    quietly()
    import_module(f"{__package__}.__main__").main()


def quietly() -> None:
    """Let the system end this process at Ctrl-C, as it does at other signals. What was told to ignore it goes on doing so."""
    try:
        import signal  # here, since it imports more, and Ctrl-C may come meanwhile

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:  # it came a moment ago
        os._exit(130)
