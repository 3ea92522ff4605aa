"""The compose file as text everywhere, and as a running stack where an engine is."""

import re
import shutil
import subprocess

import docker
import pytest
import yaml
from conftest import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


@pytest.fixture(scope="module")
def engine():
    try:
        client = docker.from_env(timeout=10)
        client.ping()
    except docker.errors.DockerException as error:
        pytest.skip(f"no Docker engine answers here: {str(error)[:80]}")
    return client


def test_official_images_of_the_right_versions():
    assert SERVICES["odoo"]["image"] == "${ODOO_IMAGE:-odoo:19}"
    assert SERVICES["db"]["image"] == "${POSTGRES_IMAGE:-postgres:16}"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_health_is_checked(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_ports_are_on_the_loopback_only(name):
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", []))


def test_data_is_in_named_volumes_and_addons_are_read_only():
    assert "db:/var/lib/postgresql/data" in SERVICES["db"]["volumes"]
    assert "odoo:/var/lib/odoo" in SERVICES["odoo"]["volumes"]
    assert "./addons:/mnt/extra-addons:ro" in SERVICES["odoo"]["volumes"]
    assert set(COMPOSE["volumes"]) == {"db", "odoo"}


def test_no_secret_is_written_down():
    example = (ROOT / ".env.example").read_text()
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.M)
    assert "POSTGRES_PASSWORD:?" in SERVICES["db"]["environment"]["POSTGRES_PASSWORD"]


def test_every_variable_has_an_example():
    text = (ROOT / "docker-compose.yml").read_text()
    wanted = set(re.findall(r"\$\{(\w+)", text))
    given = set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert wanted == given


def test_compose_accepts_the_file(engine, tmp_path):
    command = ["docker", "compose"] if not subprocess.call(
        ["docker", "compose", "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) else [shutil.which("docker-compose") or pytest.skip("no compose command")]
    env = tmp_path / "env"
    env.write_text("POSTGRES_PASSWORD=x\n")
    subprocess.run([*command, "--env-file", env, "config", "-q"], cwd=ROOT, check=True)


def test_the_stack_comes_up_and_survives_a_kill(engine, tmp_path):
    """A copy of the checkout: up, log in, kill Odoo, up again, same data."""
    copy = tmp_path / "checkout"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".stack", ".env", "test-results"))
    up = [copy / "scripts/up", "--no-sample"]
    try:
        subprocess.run(up, check=True, stdin=subprocess.DEVNULL)
        first = _status(copy)
        assert first["mode"] == "docker" and first["health"] == "pass"
        [container] = [
            found
            for found in engine.containers.list(filters={"label": "com.docker.compose.service=odoo"})
            if str(copy) in found.labels["com.docker.compose.project.working_dir"]
        ]
        container.kill()
        subprocess.run(up, check=True, stdin=subprocess.DEVNULL)
        assert _status(copy) == first
    finally:
        subprocess.run([copy / "scripts/down"], check=False)
        _remove_volumes(engine, copy)


def _status(copy):
    import json

    return json.loads(subprocess.check_output([copy / "scripts/status", "--json"]))


def _remove_volumes(engine, copy):
    import hashlib

    project = "service-triangle-" + hashlib.sha256(str(copy).encode()).hexdigest()[:8]
    for volume in engine.volumes.list(filters={"label": f"com.docker.compose.project={project}"}):
        volume.remove(force=True)
