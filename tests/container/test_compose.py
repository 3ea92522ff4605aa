"""The compose file as text everywhere, and as a running stack, plain and scaled, where an engine is."""

import os
import re
import stat
import subprocess

import docker
import pytest
import yaml
from checkout import Checkout
from conftest import ROOT
from office import STEPS, VERIFY, Office, Person, Refused, Stream

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
SCALE = ("replica", "odoo-1", "odoo-2", "proxy")
READS = "SELECT xact_commit FROM pg_stat_database WHERE datname = '{}'"
PLAIN = sorted(name for name, service in SERVICES.items() if "profiles" not in service)


@pytest.fixture(scope="module")
def engine():
    try:
        client = docker.from_env(timeout=10)
        client.ping()
    except docker.errors.DockerException as error:
        reason = os.environ.get("NO_ENGINE", str(error)[:80])
        pytest.skip(f"no Docker engine answers and none was started: {reason}")
    return client


@pytest.fixture(scope="module")
def tell(request):
    """tell(text) puts a line into the log of the run."""
    plugins = request.config.pluginmanager
    capture, report = (plugins.get_plugin(name) for name in ("capturemanager", "terminalreporter"))

    def write(text):
        with capture.global_and_fixture_disabled():
            report.ensure_newline()
            report.write_line(text)

    return write


@pytest.fixture(scope="module")
def stack(engine, tmp_path_factory, tell):
    """A copy of the checkout, up."""
    copy = Checkout(engine, tmp_path_factory.mktemp("compose") / "checkout")
    try:
        tell(f"engine {engine.version()['Version']}, {engine.info()['Driver']}")
        tell(f"first ./scripts/up: {copy.up():.1f} s")
        yield copy
    finally:
        copy.remove()


@pytest.fixture(scope="module")
def office(stack):
    return Office(stack.status())


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
    assert set(COMPOSE["volumes"]) == {"db", "odoo", "replica"}


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
    env = tmp_path / "env"
    env.write_text("POSTGRES_PASSWORD=x\n")
    command = ["docker", "compose"]
    if subprocess.call([*command, "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        command = ["docker-compose"]
    subprocess.run([*command, "--env-file", env, "config", "-q"], cwd=ROOT, check=True)


# -- the running stack -----------------------------------------------------------------------------


def test_it_is_up_and_says_so(stack):
    facts = stack.status()
    assert facts["mode"] == "docker" and facts["health"] == "pass"
    assert facts["versions"]["odoo"] == stack.setting("ODOO_IMAGE")


def test_two_services_are_enough_for_most():
    assert PLAIN == ["db", "odoo"]


@pytest.mark.parametrize("name", PLAIN)
def test_containers_run_and_are_healthy(stack, name):
    stack.wait_healthy(name)
    container = stack.container(name)
    assert container.status == "running"
    assert container.attrs["HostConfig"]["RestartPolicy"]["Name"] == "unless-stopped"
    assert container.labels["com.docker.compose.project.working_dir"] == str(stack.folder)
    assert not container.attrs["HostConfig"]["Privileged"]


def test_only_odoo_has_a_port_and_only_on_the_loopback(stack):
    bound = stack.container("odoo").attrs["NetworkSettings"]["Ports"]
    ends = [end for ends in bound.values() for end in ends or ()]
    assert ends == [{"HostIp": "127.0.0.1", "HostPort": stack.setting("ODOO_PORT")}]
    assert not any(stack.container("db").attrs["NetworkSettings"]["Ports"].values())


def test_addons_cannot_be_changed_from_inside_and_data_lives_in_volumes(stack):
    mounts = {mount["Destination"]: mount for mount in stack.container("odoo").attrs["Mounts"]}
    addons = mounts["/mnt/extra-addons"]
    assert addons["Source"] == str(stack.folder / "addons") and not addons["RW"]
    touch = ["touch", "/mnt/extra-addons/frontoffice_crm/x"]
    status, output = stack.container("odoo").exec_run(touch, user="root")
    assert status and b"Read-only" in output
    assert mounts["/var/lib/odoo"]["Name"] == f"{stack.project}_odoo"
    [data] = [m for m in stack.container("db").attrs["Mounts"] if m["Destination"].endswith("/data")]
    assert data["Type"] == "volume" and data["Name"] == f"{stack.project}_db"


def test_odoo_is_not_root(stack):
    assert stack.container("odoo").exec_run(["id", "-un"])[1].strip() == b"odoo"


def test_the_secret_is_in_no_image_label_or_command(stack, engine):
    secret = stack.setting("POSTGRES_PASSWORD")
    assert len(secret) >= 24
    assert stat.S_IMODE((stack.folder / ".env").stat().st_mode) == 0o600
    for name in PLAIN:
        container = stack.container(name)
        known = [container.image.attrs, container.image.history(), container.labels]
        known += [container.attrs["Path"], container.attrs["Args"], container.top()["Processes"]]
        assert secret not in str(known)


def test_a_second_up_is_quick(stack, tell):
    took = stack.up()
    tell(f"second ./scripts/up: {took:.1f} s")
    assert took < 15


def test_a_promise_is_followed_to_its_end(office):
    promise, request = office.promise_and_request("no heat since Monday")
    office.jonas.call("backoffice.handoff", "action_accept", [request])
    with pytest.raises(Refused):
        office.jonas.call("backoffice.handoff", "action_accept", [request])
    office.jonas.call("backoffice.handoff", "action_deliver", [request], "Pump is on the van")
    [row] = office.admin.read("frontoffice.promise", [promise], "state")
    assert row["state"] == "enabled"
    office.priya.call("backoffice.handoff", "action_confirm", [request])
    office.priya.call("frontoffice.promise", "action_keep", [promise])
    [row] = office.admin.read("frontoffice.promise", [promise], "state", "in_full")
    assert (row["state"], row["in_full"]) == ("kept", True)
    [row] = office.admin.read("backoffice.handoff", [request], "state")
    assert row["state"] == "done"


@pytest.mark.parametrize("victim", ["odoo", "db"])
def test_nothing_acknowledged_is_lost_by_a_kill(stack, office, victim, tell):
    """SIGKILL amid a stream of transitions; ./scripts/up; every acknowledged step is there."""
    before = stack.status()
    stream = Stream(office)
    stream.start()
    stream.wait_for(25)
    stack.container(victim).kill("SIGKILL")
    stream.join(130)
    assert stream.error is not None and not stream.is_alive()
    assert len(stream.acknowledged) >= 25, f"the stream broke before the kill: {stream.error!r}"
    stack.container(victim).wait(timeout=30)
    assert stack.container(victim).attrs["State"]["ExitCode"] == 137
    tell(f"{victim} killed after {len(stream.acknowledged)} steps: {stream.error!r}")
    tell(f"{victim} up again: {stack.up():.1f} s")
    assert stack.status() == before
    office.enter()
    _everything_is_there(office, stream)
    lines = [line for line in stack.odoo_shell(VERIFY).splitlines() if line.startswith("VERIFIED")]
    assert len(lines) == 3 and all(line.endswith(" []") for line in lines), lines


def _everything_is_there(office, stream):
    requests = sorted({request for request, _kind in stream.acknowledged})
    fields = ["handoff_id", "seq", "kind"]
    rows = office.admin.call("backoffice.handoff.event", "search_read", [("handoff_id", "in", requests)], fields)
    found = {(row["handoff_id"][0], row["kind"]) for row in rows}
    assert found >= set(stream.acknowledged)
    for request in requests:
        numbers = sorted(row["seq"] for row in rows if row["handoff_id"][0] == request)
        assert numbers == list(range(1, len(numbers) + 1))
    assert len(office.admin.read("frontoffice.promise", stream.promises, "state")) == len(stream.promises)
    _goes_on(office, requests[-1], {kind for request, kind in found if request == requests[-1]})


def _goes_on(office, request, done):
    """The request that was on its way when the server died goes on where it was."""
    for step in (step for step, (_who, _arguments, kind) in STEPS.items() if kind not in done):
        office.step(step, request)
    [row] = office.admin.read("backoffice.handoff", [request], "state")
    assert row["state"] == "done"


def test_down_and_up_again_keeps_everything(stack, office, tell):
    count = office.admin.call("backoffice.handoff.event", "search_count", [])
    stack.script("down")
    labels = {"label": f"com.docker.compose.project={stack.project}"}
    assert not stack.engine.containers.list(all=True, filters=labels)
    tell(f"up after down: {stack.up():.1f} s")
    office.enter()
    assert office.admin.call("backoffice.handoff.event", "search_count", []) == count


# -- two servers behind a proxy, reads from a replica -----------------------------------------------


@pytest.fixture(scope="module")
def scaled(stack, tell):
    stack.compose("--profile", "scale", "up", "-d")
    for service in SCALE:
        stack.wait_healthy(service, 240.0)
    tell(f"the profile has {', '.join(SCALE)}")
    return stack


@pytest.fixture(scope="module")
def person(scaled):
    facts = scaled.status()
    return Person({**facts, "url": f"http://127.0.0.1:{scaled.setting('SCALE_PORT')}"}, facts["login"],
                  facts["password"])


def test_both_servers_answer(scaled):
    assert len({scaled.served_by() for _i in range(8)}) == 2


def test_one_login_is_enough_for_both(person):
    """Requests of one session take turns; a server that did not know it would refuse."""
    assert all(person.call("res.users", "read", [person.uid], ["login"]) for _i in range(6))


def test_pages_are_read_from_the_replica(scaled, person):
    assert scaled.replica_sql("SELECT pg_is_in_recovery()") == "t"
    sql = READS.format(scaled.setting("ODOO_DATABASE"))
    before = int(scaled.replica_sql(sql))
    for _i in range(6):
        assert person.call("triangle.dashboard", "get_page", {})["tiles"]
    scaled.replica_sql("SELECT pg_sleep(2)")  # counters arrive with a delay
    assert int(scaled.replica_sql(sql)) > before


def test_a_server_that_dies_is_not_missed(scaled, person):
    scaled.container("odoo-1").kill("SIGKILL")
    for _i in range(6):
        assert person.call("triangle.dashboard", "get_page", {})["tiles"]


def test_only_the_proxy_has_a_port(scaled):
    for service in ("replica", "odoo-1", "odoo-2"):
        ports = scaled.container(service).attrs["NetworkSettings"]["Ports"]
        assert not any(ports.values())
