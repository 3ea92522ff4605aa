"""What this checkout remembers: ports, databases, secrets, locks."""

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from pathlib import Path

from .paths import STACK
from .ui import Failed, say


def write_atomic(path: Path, text: str, mode: int = 0o644) -> None:
    """Replace a file in one step, so that an interruption leaves old or new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)


class State(dict):
    """A small JSON file, written atomically on save()."""

    def __init__(self, path: Path = STACK / "state.json", mode: int = 0o644):
        self.path, self.mode = path, mode
        try:
            super().__init__(json.loads(path.read_text()))
        except FileNotFoundError:
            super().__init__()
        except ValueError as error:
            raise Failed(f"{path} is damaged ({error}): delete it and run this again") from error

    def save(self, **values) -> None:
        """Merge the values and write everything."""
        self.update(values)
        write_atomic(self.path, json.dumps(self, indent=1, sort_keys=True) + "\n", self.mode)

    def database(self, name: str) -> dict:
        """What is known of one database: digest, sample."""
        return self.setdefault("databases", {}).setdefault(name, {})


class Secrets(State):
    """Random words made once and readable by this user only."""

    def __init__(self):
        super().__init__(STACK / "secrets.json", 0o600)

    def get_or_make(self, name: str, length: int = 12) -> str:
        """The secret of this name, made now if it is new."""
        if name not in self:
            self.save(**{name: secrets.token_urlsafe(length)})
        return self[name]


@contextmanager
def lock(path: Path, what: str):
    """One at a time; the kernel frees the lock whatever happens to us."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"  …    waiting for another {what} to finish")
            fcntl.flock(stream, fcntl.LOCK_EX)
        yield
