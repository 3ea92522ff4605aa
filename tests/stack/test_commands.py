"""The commands of ./scripts: pure parts, and how they fail."""

import doctest
import importlib
import json
import os
import pkgutil
import socket
import subprocess
import sys

import pytest
import servicestack
from conftest import ROOT
from servicestack import compose, database, debian, paths, proc, state, ui
from servicestack.testing import kinds, lab, upgrading
from servicestack.testing.result import Result

COMMANDS = ("up", "down", "status", "logs", "shell", "test", "bench", "import-log")
MODULES = [
    name
    for _finder, name, _pkg in pkgutil.walk_packages(servicestack.__path__, "servicestack.")
    if ".inside" not in name and ".bench." not in name
]


@pytest.mark.parametrize("name", MODULES)
def test_doctests(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_command_explains_itself(name):
    done = subprocess.run([ROOT / "scripts" / name, "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "usage" in done.stdout


def test_an_unstarted_checkout_says_so_in_one_line(tmp_path):
    """A copy that was never started: no traceback, one line, what to do."""
    import shutil

    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    done = subprocess.run([tmp_path / "scripts/status"], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "status: nothing here yet: start the stack with ./scripts/up\n"


def test_a_wrong_odoo_source_says_so_in_one_line(tmp_path):
    import shutil

    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    env = {**os.environ, "ODOO_SOURCE": str(tmp_path), "DOCKER_HOST": "unix:///nowhere"}
    done = subprocess.run([tmp_path / "scripts/up"], capture_output=True, text=True, env=env)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("up: ODOO_SOURCE=")


def test_a_server_of_the_user_is_not_ours():
    """PGPORT and the like are set on many machines; none of them reaches what a command starts."""
    code = (
        "import os, sys\nfrom servicestack.cli import main\nsys.argv[1:] = ['--help']\n"
        "try:\n    main('up')\nexcept SystemExit:\n    print([name for name in os.environ if name[:2] == 'PG'])"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "PGPORT": "1", "PGHOST": "nowhere", "PGOPTIONS": "-x"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert done.stdout.splitlines()[-1] == "[]", done.stderr


def test_state_is_written_in_one_step(tmp_path):
    file = tmp_path / "state.json"
    state.State(file).save(port=1)
    state.State(file).save(database="x")
    assert json.loads(file.read_text()) == {"port": 1, "database": "x"}
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_damaged_state_is_named(tmp_path):
    file = tmp_path / "state.json"
    file.write_text("{")
    with pytest.raises(ui.Failed, match="delete it"):
        state.State(file)


def test_secrets_are_for_the_owner_only(tmp_path, monkeypatch):
    monkeypatch.setattr(state, "STACK", tmp_path)
    first = state.Secrets().get_or_make("admin")
    assert state.Secrets().get_or_make("admin") == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_busy_port_is_passed_over():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert not proc.port_is_free(port)
        assert proc.free_port(port) > port


@pytest.mark.parametrize("name", ["postgres", "A", "", "x; drop", "../x", "template0"])
def test_database_names_that_are_refused(name):
    with pytest.raises(ui.Failed):
        database.check_name(name)


def test_missing_program_is_one_line():
    with pytest.raises(ui.Failed, match="cannot run /no/such/program"):
        proc.run(["/no/such/program"], "trying")


def test_machine_without_a_mirror(tmp_path):
    with pytest.raises(ui.Failed, match="ODOO_SOURCE"):
        debian.machine_mirror(tmp_path)


def test_mirror_is_read_from_either_format(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text("# x\ndeb mirror://m/debian-security s main\ndeb mirror://m/debian s main\n")
    assert debian.machine_mirror(tmp_path) == (debian.KEYRING, "mirror://m/debian")
    (tmp_path / "sources.list.d/a.sources").write_text(
        "Types: deb\nURIs: mirror://n/debian\nSuites: s\nSigned-By: /k\n"
    )
    assert debian.machine_mirror(tmp_path) == ("/k", "mirror://n/debian")


def test_links_stay_inside_the_unpacked_tree(tmp_path):
    (tmp_path / "usr/share").mkdir(parents=True)
    (tmp_path / "usr/share/real").write_text("x")
    (tmp_path / "usr/link").symlink_to("/usr/share/real")
    debian._make_links_relative(tmp_path)
    assert (tmp_path / "usr/link").read_text() == "x"


def test_env_file_keeps_what_the_user_wrote(tmp_path, monkeypatch):
    monkeypatch.setattr(compose, "ENV_FILE", tmp_path / ".env")
    monkeypatch.setattr(compose, "ROOT", ROOT)
    compose.write_env(POSTGRES_PASSWORD="secret")
    (tmp_path / ".env").write_text((tmp_path / ".env").read_text() + "MINE=1\n")
    compose.write_env(ODOO_PORT=8099)
    values = compose.read_env()
    assert (values["POSTGRES_PASSWORD"], values["ODOO_PORT"], values["MINE"]) == ("secret", "8099", "1")
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_digest_ignores_tests_and_sees_code(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ADDONS", tmp_path)
    (tmp_path / "a/tests").mkdir(parents=True)
    (tmp_path / "a/x.py").write_text("1")
    before = paths.addons_digest()
    (tmp_path / "a/tests/test_x.py").write_text("1")
    assert paths.addons_digest() == before
    (tmp_path / "a/x.py").write_text("2")
    assert paths.addons_digest() != before


@pytest.fixture
def bridged(tmp_path, monkeypatch):
    """A checkout with our three addons, a bridge to sale and one on top of it."""
    depends = {
        "frontoffice_crm": ["crm"], "backoffice_ops": ["frontoffice_crm", "hr"], "triangle_kpis": ["backoffice_ops"],
        "a_on_sale": ["frontoffice_crm_sale"], "frontoffice_crm_sale": ["frontoffice_crm", "sale"],
        "on_courses": ["backoffice_ops", "hr_skills_slides"],
    }
    for name, names in depends.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__manifest__.py").write_text(repr({"depends": names}))
    (tmp_path / "no_addon").mkdir()
    monkeypatch.setattr(paths, "ADDONS", tmp_path)


def test_bridges_come_after_what_they_depend_on(bridged):
    assert paths.bridges() == ("frontoffice_crm_sale", "on_courses", "a_on_sale")
    assert paths.all_addons() == (*paths.OURS, "frontoffice_crm_sale", "on_courses", "a_on_sale")


def test_a_bridge_that_brings_a_website_is_tested_apart(bridged):
    assert paths.bridges_apart() == ("on_courses",)
    assert paths.bridges_together() == ("frontoffice_crm_sale", "a_on_sale")
    assert lab.stock_dependencies((*paths.OURS, *paths.bridges_together())) == ["crm", "hr", "sale"]


def test_up_does_not_install_the_apps_of_bridges(bridged):
    assert paths.MODULES == "frontoffice_crm,backoffice_ops,triangle_kpis"
    assert lab.stock_dependencies() == ["crm", "hr"]
    assert lab.stock_dependencies(paths.all_addons()) == ["crm", "hr", "hr_skills_slides", "sale"]


def test_a_circle_of_addons_is_named(bridged):
    (paths.ADDONS / "frontoffice_crm_sale/__manifest__.py").write_text("{'depends': ['a_on_sale']}")
    with pytest.raises(ValueError, match="a_on_sale, frontoffice_crm_sale"):
        paths.bridges()


def test_no_bridge_is_skipped_aloud(monkeypatch):
    monkeypatch.setattr(kinds, "bridge_addons", tuple)
    result = Result("bridges")
    kinds.bridges(None, result)
    assert result.skipped == 1 and result.notes[0].startswith("SKIPPED bridges")


def test_a_checkout_without_the_history_skips_the_upgrade_aloud(tmp_path, monkeypatch):
    monkeypatch.setattr(upgrading, "FOLDER", tmp_path / "releases")
    monkeypatch.setattr(upgrading, "known_releases", lambda: [("19.0.0.0.1", "0" * 40)])
    result = Result("install")
    assert not upgrading.run(None, result, "x")
    assert (result.skipped, result.failed) == (1, 0)
    assert result.notes[0].startswith("SKIPPED upgrade from 19.0.0.0.1: taking release")


def test_releases_are_numbers_with_a_full_commit():
    releases = upgrading.known_releases()
    assert releases and all(number.startswith("19.0.") and len(commit) == 40 for number, commit in releases)
