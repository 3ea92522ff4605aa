"""A bare Debian for some commands: the machine's own system under a layer that is thrown away.

The layer (overlay on a tmpfs) is in mounts and processes of its own, so what is removed or
installed in it never reaches the machine, however the commands end.
"""

import os
import shlex
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass

from conftest import ROOT

COPY = "/tmp/checkout"  # of this checkout, inside the layer, for everybody to read
PACKAGES = ("postgresql*", "python3*-venv", "chromium*")
OUTER = """
set -e
mount -t tmpfs none "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
mount --rbind /dev "$1/root/dev"
mount -t proc proc "$1/root/proc"
mkdir "$1/root/answers"
mount --bind "$2" "$1/root/answers"
exec chroot "$1/root" /bin/bash -c "$3"
"""
# Nothing is started or stopped for a package, and no manual page is indexed: there is only the layer.
PURGE = f"""
printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
found=$(dpkg-query -W -f '${{db:Status-Abbrev}} ${{Package}}\\n' {shlex.join(PACKAGES)} 2>/dev/null \
    | awk '$1 == "ii" {{print $2}}')
[ -z "$found" ] || DEBIAN_FRONTEND=noninteractive dpkg --purge --no-triggers --force-depends $found
mkdir -p {COPY} && cp -r {ROOT}/scripts {ROOT}/requirements-odoo.txt {COPY}/ && chmod -R a+rX {COPY}
mkdir -m 777 -p {COPY}/.stack
"""
NOBODY = (
    "setpriv --reuid=65534 --regid=65534 --clear-groups "
    f"env HOME={COPY}/.stack PATH=/usr/local/bin:/usr/bin:/bin DOCKER_HOST=unix:///nowhere"
)


@dataclass
class Answer:
    """What a command in the layer said."""

    status: int
    out: str
    err: str

    @property
    def last(self):
        """The line the user is left with."""
        return (self.err.strip().splitlines() or [""])[-1]


def obstacle(folder):
    """Why there is no such machine here, or "" if there is."""
    if sys.platform != "linux" or os.geteuid():
        return "it takes root on Linux"
    missing = [name for name in ("apt-get", "dpkg-query", "unshare", "setpriv") if not shutil.which(name)]
    if missing:
        return f"{missing[0]} is missing"
    done = _layer(folder, "true")
    return f"no layer can be mounted: {done.stderr.strip()[-200:]}" if done.returncode else ""


def _layer(folder, script):
    layer, answers = folder / "layer", folder / "answers"
    layer.mkdir(exist_ok=True)
    answers.mkdir(exist_ok=True)
    own = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child", "--propagation", "private"]
    command = [*own, "bash", "-c", OUTER, "layer", str(layer), str(answers), script]
    return subprocess.run(command, capture_output=True, text=True, timeout=400, cwd="/")


def run(folder, steps):
    """Purge PACKAGES in a layer, then run shell lines there, one after the other: {name: Answer}."""
    lines = [PURGE]
    for number, line in enumerate(steps.values()):
        at = f"/answers/{number}"
        lines.append(f"( {line} ) >{at}.out 2>{at}.err </dev/null; echo $? >{at}.status")
    done = _layer(folder, "\n".join(lines))
    assert done.returncode == 0, done.stderr
    return {name: _answer(folder / "answers", number) for number, name in enumerate(steps)}


def _answer(folder, number):
    texts = [(folder / f"{number}.{part}").read_text(errors="replace") for part in ("status", "out", "err")]
    return Answer(int(texts[0]), *texts[1:])


def command_that(code, user=""):
    """A shell line: one of our commands whose work is this Python code, failing as all of them fail."""
    program = f"""
        import sys
        sys.path.insert(0, "{COPY}/scripts")
        from servicestack import cli
        def work(_args):
            {code}
            return 0
        cli.COMMANDS["status"] = work
        sys.argv[1:] = []
        sys.exit(cli.main("status"))
    """
    python = f"{user} python3" if user else sys.executable
    return f"{python} -c {shlex.quote(textwrap.dedent(program))}"
