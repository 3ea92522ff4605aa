"""A Docker engine for the tests on a machine that has none.

Debian's packages are unpacked beside the system, not installed. The daemon
gets processes, mounts and network of its own: no other program sees an engine
appear, no firewall rule or port of the machine is touched, and nothing is left
when it ends, however it ends.
"""

import os
import platform
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from .. import compose, proc
from ..debian import OLD_SUITE, SUITE, PrivateApt
from ..odoo_source import apt_install
from ..paths import STACK, cache_dir, checkout_id
from ..state import lock
from ..ui import Failed, say, step

NEW_PACKAGES = "docker.io docker-cli docker-compose containerd tini-static".split()
# Built for an older C library than the newest, or tied to libraries of their suite.
OLD_PACKAGES = (
    "runc debootstrap iptables libip4tc2 libip6tc2 libxtables12 libmnl0 "
    "libnetfilter-conntrack3 libnfnetlink0 libnftnl11"
).split()
PATIENCE = 60.0
PLENTY = 10 << 20  # kB
# SIOCSIFFLAGS with IFF_UP: a new network has its loopback down.
LOOPBACK_UP = (
    "import fcntl, socket, struct;"
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh14x', b'lo', 1))"
)


def os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """What the distribution says about itself."""
    lines = path.read_text().splitlines() if path.exists() else []
    return {key: value.strip('"') for key, _, value in (line.partition("=") for line in lines)}


def obstacle() -> str:
    """Why no engine can be started here, or "" if one may be tried."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return f"only prepared for Linux on x86_64, this is {sys.platform} on {platform.machine()}"
    if os.geteuid():
        return "starting one takes root"
    if os_release().get("ID") != "debian" or not shutil.which("apt-get"):
        return "starting one takes Debian's packages, and this is no Debian"
    missing = [name for name in ("unshare", "nsenter", "dpkg", "tar") if not shutil.which(name)]
    return f"{missing[0]} is missing" if missing else ""


def unpacked_tools() -> Path:
    """Folder with the engine's programs; downloads them the first time."""
    home = cache_dir() / "engine" / "tools"
    with lock(cache_dir() / "engine.lock", "download of the Docker engine"):
        if not home.exists():
            if not shutil.which("wget"):  # debootstrap fetches with it
                apt_install("wget")
            _download(home)
    return home


def _download(home: Path) -> None:
    apt = PrivateApt(cache_dir() / "engine" / "apt")
    building = home.with_name(f".building-{home.name}")
    names = [f"{n}/{SUITE}" for n in NEW_PACKAGES] + [f"{n}/{OLD_SUITE}" for n in OLD_PACKAGES]
    with step("download a Docker engine from the machine's Debian mirror (80 MB)"):
        apt("update", "-o", "Acquire::Check-Valid-Until=false")
        apt("download", *names)
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for deb in (apt.home / "debs").glob("*.deb"):
        proc.run(["dpkg", "-x", deb, building], f"unpacking {deb.name}")
    for name in ("iptables", "ip6tables"):
        (building / "usr/sbin" / name).symlink_to("xtables-nft-multi")
    plugins = building / "config/cli-plugins"
    plugins.mkdir(parents=True)
    command = "usr/libexec/docker/cli-plugins/docker-compose"
    (plugins / "docker-compose").symlink_to(f"../../{command}")
    building.rename(home)


class Engine:
    """One daemon, its folder and its namespaces."""

    def __init__(self):
        self.tools = unpacked_tools()
        self.home = STACK / "engine"
        # The kernel's limit for the name of a socket is 107 bytes.
        self.run_dir = Path(tempfile.gettempdir()) / f"st-{checkout_id()}-engine"
        self.log = STACK / "log" / "engine.log"
        self.process = None

    @property
    def env(self) -> dict[str, str]:
        """Environment in which `docker` is this engine's."""
        return {
            "PATH": f"{self.tools}/usr/bin:{os.environ.get('PATH', '')}",
            "DOCKER_HOST": f"unix://{self.run_dir}/docker.sock",
            "DOCKER_CONFIG": str(self.tools / "config"),
        }

    @property
    def prefix(self) -> list[str]:
        """What a command is started with to be in the engine's network."""
        return ["nsenter", f"--net=/proc/{self.process.pid}/ns/net"]

    def docker(self, *args, check=True) -> tuple[int, str]:
        """Run a docker command against this engine."""
        env = {**os.environ, **self.env}
        return proc.run(["docker", *args], f"docker {args[0]}", check=check, env=env)

    def _command(self) -> list:
        own = ["--fork", "--kill-child", "--mount-proc", "--propagation", "private"]
        data = self.home / "data"
        data.mkdir(parents=True)
        return [
            *("unshare", "--mount", "--pid", "--net", *own, *_in_memory(data)),
            *(self.tools / "usr/sbin/dockerd", "--data-root", data, "--exec-root", self.run_dir / "exec"),
            *("--host", self.env["DOCKER_HOST"], "--pidfile", self.run_dir / "dockerd.pid"),
            *("--bridge", "none", "--exec-opt", "native.cgroupdriver=cgroupfs"),
            *("--cgroup-parent", self._cgroup),
        ]

    @property
    def _cgroup(self) -> str:
        return f"service-triangle-{checkout_id()}"

    def start(self) -> None:
        """Start the daemon; Failed with its own last words."""
        self.clean()
        self.run_dir.mkdir(mode=0o700, parents=True)
        tools, libs = self.tools, self.tools / "usr/lib/x86_64-linux-gnu"
        env = {
            **os.environ,
            "PATH": f"{tools}/usr/sbin:{tools}/usr/bin:{os.environ.get('PATH', '')}",
            "LD_LIBRARY_PATH": str(libs),
            "XTABLES_LIBDIR": str(libs / "xtables"),
        }
        self.log.unlink(missing_ok=True)
        self.process = proc.start(self._command(), self.log, env=env, detached=False)
        deadline = time.monotonic() + PATIENCE
        while self.docker("info", check=False)[0]:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"dockerd refuses: {self._last_words()}")
            time.sleep(0.5)
        proc.run([*self.prefix, sys.executable, "-c", LOOPBACK_UP], "loopback")

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        loud = [line for line in lines if "level=info" not in line and "level=debug" not in line]
        return (loud or lines or ["no output"])[-1][:250]

    def stop(self) -> None:
        """End the daemon, and with its process namespace every container."""
        if self.process and self.process.poll() is None:
            pid = self.process.pid
            children = Path(f"/proc/{pid}/task/{pid}/children")
            inside = children.read_text().split() if children.exists() else []
            for first in inside or [pid]:  # unshare itself then ends, having buried it
                os.kill(int(first), signal.SIGKILL)
            self.process.wait()
        self.clean()

    def clean(self) -> None:
        """Remove what an engine of this checkout left; its mounts died with it."""
        for pid in proc.pids_with(str(self.home / "data")):
            if "unshare" in proc.command_line(pid):
                os.kill(pid, signal.SIGKILL)
        for _attempt in range(20):
            shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(self.run_dir, ignore_errors=True)
            for pattern in (self._cgroup, f"*/{self._cgroup}"):  # cgroup 2, cgroup 1
                for group in Path("/sys/fs/cgroup").glob(pattern):
                    _remove_cgroup(group)
            if not self.home.exists() and not self.run_dir.exists():
                return
            time.sleep(0.5)


def _in_memory(folder: Path) -> list[str]:
    """Start of a command whose folder is in memory, if there is plenty: images are thrown away."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    facts = {key: int(rest.split()[0]) for key, rest in (line.split(":") for line in lines)}
    if facts.get("MemAvailable", 0) < PLENTY:
        return []
    return ["sh", "-c", 'mount -t tmpfs none "$0" && exec "$@"', str(folder)]


def _remove_cgroup(group: Path) -> None:
    """Empty control groups are removed from the inside out."""
    for folder, _folders, _files in os.walk(group, topdown=False):
        try:
            os.rmdir(folder)
        except OSError:
            return


@contextmanager
def offered():
    """Yield (prefix, environment) for tests that want an engine.

    The machine's own engine if it answers, else one of ours; without either the
    environment says why in NO_ENGINE.
    """
    if compose.engine_answers():
        yield [], {}
        return
    reason = obstacle()
    if reason:
        say(f"       no Docker engine answers and none can be started: {reason}")
        yield [], {"NO_ENGINE": reason}
        return
    with _ours() as found:
        yield found


@contextmanager
def _ours():
    engine = None
    try:
        try:
            engine = Engine()
            env = _started(engine)
            found = engine.prefix, env
        except Failed as failure:
            say(f"       no Docker engine: {failure}")
            found = [], {"NO_ENGINE": str(failure)}
        yield found
    finally:
        if engine:
            engine.stop()


def _started(engine: Engine) -> dict[str, str]:
    """Environment of an engine that runs and has the images."""
    from . import images

    with step("start a private Docker engine"):
        engine.start()
    return {**engine.env, **images.build(engine)}
