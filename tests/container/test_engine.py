"""Where no engine can be had, the reason is one line; what an image is made of."""

import os

import pytest
from servicestack.testing import engine, images


@pytest.fixture
def root(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)


def test_without_root_the_reason_says_so(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert "root" in engine.obstacle()


def test_elsewhere_than_on_debian_the_reason_says_so(monkeypatch, root):
    monkeypatch.setattr(engine, "os_release", lambda: {"ID": "fedora"})
    assert "Debian" in engine.obstacle()


def test_a_refusal_reaches_the_tests_in_one_line(monkeypatch, capsys):
    def refuse(*_args):
        raise engine.Failed("dockerd refuses: no cgroups")

    monkeypatch.setattr(engine, "unpacked_tools", lambda: "/nowhere")
    monkeypatch.setattr(engine.compose, "engine_answers", lambda: False)
    monkeypatch.setattr(engine, "obstacle", lambda: "")
    monkeypatch.setattr(engine.Engine, "start", refuse)
    monkeypatch.setattr(engine.Engine, "stop", lambda self: None)
    with engine.offered() as (prefix, env):
        assert not prefix and env == {"NO_ENGINE": "dockerd refuses: no cgroups"}
    assert "no Docker engine: dockerd refuses: no cgroups" in capsys.readouterr().err


def test_the_distribution_is_read(tmp_path):
    (tmp_path / "release").write_text('ID=debian\nVERSION_CODENAME="x"\n')
    assert engine.os_release(tmp_path / "release") == {"ID": "debian", "VERSION_CODENAME": "x"}
    assert engine.os_release(tmp_path / "none") == {}


def test_an_image_has_each_path_once(tmp_path):
    for name in ("root/etc", "more/etc/odoo", "more/opt/a/b"):
        (tmp_path / name).mkdir(parents=True)
    found = images._additions(tmp_path / "more", tmp_path / "root")
    assert sorted(map(str, found[2:])) == ["./etc/odoo", "./opt"]
