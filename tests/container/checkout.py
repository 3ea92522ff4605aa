"""A copy of this checkout with a compose stack of its own, and its containers."""

import hashlib
import http.client
import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from conftest import ROOT

LEFT_OUT = shutil.ignore_patterns(".git", ".stack", ".env", "test-results", "__pycache__", ".hypothesis")


class Checkout:
    """`./scripts` commands of the copy, and what the engine says of its containers."""

    def __init__(self, engine, folder: Path):
        self.engine, self.folder = engine, folder
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
        self.project = "service-triangle-" + hashlib.sha256(str(folder).encode()).hexdigest()[:8]
        self._name_images()

    def _name_images(self):
        """Stand-ins for the published images go into .env, as a user would name them."""
        text = (self.folder / ".env.example").read_text()
        for name in ("ODOO_IMAGE", "POSTGRES_IMAGE", "PROXY_IMAGE"):
            if name in os.environ:
                text = re.sub(rf"^{name}=.*$", f"{name}={os.environ[name]}", text, flags=re.M)
        (self.folder / ".env").write_text(text)

    def setting(self, name):
        """A value of the copy's .env."""
        return re.search(rf"^{name}=(.*)$", (self.folder / ".env").read_text(), re.M)[1]

    def script(self, name, *args):
        """Run a command of ./scripts; what it prints."""
        command = [self.folder / "scripts" / name, *args]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        assert done.returncode == 0, f"{name} ended with {done.returncode}"
        return done.stdout

    def up(self):
        """./scripts/up; seconds it took."""
        start = time.monotonic()
        self.script("up", "--no-sample")
        return time.monotonic() - start

    def status(self):
        """./scripts/status --json."""
        return json.loads(self.script("status", "--json"))

    def container(self, service):
        """The container of a service, as the SDK sees it now."""
        labels = [f"com.docker.compose.project={self.project}", f"com.docker.compose.service={service}"]
        labels.append("com.docker.compose.oneoff=False")
        [found] = self.engine.containers.list(all=True, filters={"label": labels})
        return found

    def wait_healthy(self, service, patience=120.0):
        """Until the image's health check passes."""
        deadline = time.monotonic() + patience
        while self.container(service).health != "healthy":
            assert time.monotonic() < deadline, f"{service} is {self.container(service).health}"
            time.sleep(0.5)

    def odoo_shell(self, code):
        """Run code in `odoo shell` inside the running container; what it prints."""
        database = self.setting("ODOO_DATABASE")
        shell = ["odoo", "shell", "-d", database, "--no-http", "--log-level=warn"]
        command = ["docker", "exec", "-i", self.container("odoo").id, *shell]
        done = subprocess.run(command, input=code, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def compose(self, *args):
        """Run docker compose on the copy; what it prints."""
        command = ["docker", "compose"]
        if subprocess.call([*command, "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
            command = ["docker-compose"]
        done = subprocess.run(
            [*command, "-p", self.project, *args], cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def served_by(self):
        """Which server answers a request to the proxy."""
        link = http.client.HTTPConnection("127.0.0.1", int(self.setting("SCALE_PORT")), timeout=60)
        link.request("GET", "/web/health")
        answer = link.getresponse()
        assert answer.status == 200
        return answer.getheader("X-Served-By")

    def replica_sql(self, sql):
        """Ask the replica; its answer as text."""
        command = ["psql", "-XAtq", "-U", "odoo", "-d", "postgres", "-h", "/var/run/postgresql", "-c", sql]
        status, output = self.container("replica").exec_run(command)
        assert status == 0, output
        return output.decode().strip()

    def remove(self):
        """Stop it and forget its data."""
        self.compose("--profile", "scale", "down")
        for volume in self.engine.volumes.list(filters={"label": f"com.docker.compose.project={self.project}"}):
            volume.remove(force=True)
