"""Child processes that never outlive us, and servers that do."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .ui import Failed

_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def die_with_parent():
    """A killed command must not leave half an installation running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [ln for ln in lines if "ERROR" in ln or "rror:" in ln or ln.startswith("E:")]
    return (errors or lines or ["no output"])[-1][:300]


def run(cmd, what: str, log: Path | None = None, stdin: str = "", check=True, **options):
    """Run a command to its end; its output goes to `log` when given.

    Returns (exit code, output). A failure raises Failed with one line.
    """
    try:
        done = subprocess.run(
            [str(part) for part in cmd],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            preexec_fn=die_with_parent,
            **options,
        )
    except OSError as error:
        raise Failed(f"{what}: cannot run {cmd[0]} ({error.strerror})") from error
    if log:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as stream:
            stream.write(done.stdout)
    if check and done.returncode:
        where = f" (all of it in {log})" if log else ""
        raise Failed(f"{what} failed: {_last_line(done.stdout)}{where}")
    return done.returncode, done.stdout


def stream(cmd, log: Path, env=None, cwd=None) -> int:
    """Run a command with its output going straight to a fresh log file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        return subprocess.run(
            [str(part) for part in cmd],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            preexec_fn=die_with_parent,
        ).returncode


def start(cmd, log: Path, env=None, detached=True) -> subprocess.Popen:
    """Start a server; `detached` lets it live on after this command."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as out:
        return subprocess.Popen(
            [str(part) for part in cmd],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
            preexec_fn=None if detached else die_with_parent,
        )


def command_line(pid: int) -> str:
    """Arguments of a process, or "" when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (OSError, UnicodeDecodeError):
        pass
    if sys.platform == "linux":
        return ""
    return run(["ps", "-p", pid, "-o", "args="], "ps", check=False)[1]


def pids_with(argument: str) -> list[int]:
    """Processes started with exactly this (checkout-specific) argument."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        if pid != os.getpid() and f" {argument} " in f"{command_line(pid)} ":
            found.append(pid)
    return found


def stop(pid: int, patience: float = 20.0) -> None:
    """Ask a process to end; insist after `patience` seconds."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not _alive(pid):
                return
            time.sleep(0.1)


def _alive(pid: int) -> bool:
    try:
        os.waitpid(pid, os.WNOHANG)  # a child of ours would stay as a zombie
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def port_is_free(port: int) -> bool:
    """Whether a server may listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(first: int = 8069, count: int = 200) -> int:
    """The first free loopback port from `first` on."""
    for port in range(first, first + count):
        if port_is_free(port):
            return port
    raise Failed(f"no free port between {first} and {first + count}: give one with --port")
