"""Progress and failures: one line each, on standard error."""

import sys
import threading
import time
from contextlib import contextmanager

HEARTBEAT = 15.0  # seconds between two signs of life of a long step


class Failed(Exception):
    """Cannot go on; the text is the one line the user reads."""


def say(text: str) -> None:
    """One line of progress."""
    print(text, file=sys.stderr, flush=True)


def seconds(value: float) -> str:
    """
    >>> seconds(0.04), seconds(61.26)
    ('0.0 s', '61.3 s')
    """
    return f"{value:.1f} s"


@contextmanager
def step(title: str):
    """Show a step, its signs of life while it lasts, and how long it took."""
    start, done = time.monotonic(), threading.Event()

    def beat():
        while not done.wait(HEARTBEAT):
            say(f"       {title} … {time.monotonic() - start:.0f} s")

    say(f"  …    {title}")
    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    except BaseException:
        say(f"  FAIL {title} ({seconds(time.monotonic() - start)})")
        raise
    finally:
        done.set()
    say(f"  ok   {title} ({seconds(time.monotonic() - start)})")
