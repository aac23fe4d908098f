"""For processes that a test sends signals to: they listen, also where the tests were started in the background and do not."""

import signal


def listen():
    """To be run in the child before its program: nohup and a shell's & have it ignore what the tests send."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
