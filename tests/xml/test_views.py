"""Rules for every XML file of the addons, with lxml."""

import re
from pathlib import Path

import pytest
from conftest import ADDONS, ALL, ROOT
from lxml import etree

FILES = sorted(path for addon in ALL for path in (ADDONS / addon).rglob("*.xml"))
COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(")


def test_something_is_checked():
    assert (ADDONS / ALL[0]).is_dir()


@pytest.fixture(params=FILES, ids=lambda path: path.relative_to(ADDONS).as_posix())
def document(request):
    return etree.parse(request.param)


def where(node):
    return f"line {node.sourceline}: <{node.tag}>"


def test_no_retired_view_syntax(document):
    """<tree>, attrs and states are errors or silently ignored since 17."""
    for node in document.iter("tree"):
        raise AssertionError(f"{where(node)} is <list> now")
    for node in document.xpath("//field[@name='arch']//*[@attrs or @states or @t-name='kanban-box']"):
        raise AssertionError(f"{where(node)} uses attrs, states or kanban-box")


def test_icons_say_what_they_mean(document):
    for node in document.iter("i", "span"):
        classes = (node.get("class") or node.get("t-attf-class") or "").split()
        if "fa" in classes and not ((node.text or "").strip() or len(node)):
            named = {"title", "t-att-title", "t-attf-title", "aria-label", "t-att-aria-label", "aria-hidden"}
            assert named & set(node.attrib), f"{where(node)} needs a title"


def test_no_fixed_colours(document):
    for node in document.iter(etree.Element):
        style = node.get("style") or ""
        assert not COLOR.search(style), f"{where(node)} has a fixed colour: {style}"


def test_buttons_do_something(document):
    for node in document.xpath("//field[@name='arch']//button"):
        assert node.get("name") or node.get("special") or "t-on-click" in node.attrib or node.get(
            "type"
        ), f"{where(node)} has no action"


def test_ids_are_unique(document):
    ids = [node.get("id") for node in document.xpath("/odoo//record | /odoo//menuitem | /odoo//template")]
    ids = [name for name in ids if name]
    # One file may write the same record twice only when it updates another addon's.
    own = [name for name in ids if "." not in name]
    assert len(own) == len(set(own))


@pytest.mark.parametrize("addon", ALL)
def test_every_data_file_is_in_the_manifest(addon):
    import ast

    folder = ADDONS / addon
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
    listed = set(manifest.get("data", [])) | set(manifest.get("demo", []))
    present = {
        path.relative_to(folder).as_posix()
        for part in ("data", "demo", "security", "views", "wizard", "report")
        for path in (folder / part).rglob("*")
        if path.suffix in (".xml", ".csv") and "static" not in path.parts
    }
    loaded_by_code = {name for name in present if name.startswith("data/files/")}
    assert present - listed - loaded_by_code == set()
    assert {name for name in listed if not Path(folder / name).exists()} == set(), ROOT
