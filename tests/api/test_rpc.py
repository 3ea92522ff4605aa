"""A client's view: the same facts by XML-RPC (erppeek) and by JSON-2 (odooly)."""

import json
import urllib.error
import urllib.request
import warnings

import pytest
from conftest import OURS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import erppeek
    import odooly


@pytest.fixture(scope="session")
def xmlrpc(lab):
    return erppeek.Client(lab["url"], db=lab["database"], user=lab["login"], password=lab["password"])


@pytest.fixture(scope="session")
def json2(lab):
    return odooly.Client(
        lab["url"] + "/json/2", db=lab["database"], user=lab["login"], api_key=lab["key"]
    )


def post(lab, path, body, key):
    request = urllib.request.Request(
        f"{lab['url']}/json/2/{path}",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def test_addons_are_installed_by_xmlrpc(xmlrpc):
    modules = xmlrpc.model("ir.module.module").browse([("name", "in", OURS)])
    assert set(modules.read("state")) == {"installed"}


def test_addons_are_installed_by_json2(json2):
    modules = json2.env["ir.module.module"].search([("name", "in", list(OURS))])
    assert sorted(modules.mapped("name")) == sorted(OURS)
    assert set(modules.mapped("state")) == {"installed"}


def test_both_speak_of_the_same_server(xmlrpc, json2, lab):
    plain = post(lab, "res.users/search_count", {"domain": []}, lab["key"])
    assert plain == xmlrpc.model("res.users").search_count([]) == json2.env["res.users"].search_count([])


def test_a_wrong_key_is_refused(lab):
    with pytest.raises(urllib.error.HTTPError) as refused:
        post(lab, "res.users/search_count", {"domain": []}, "wrong")
    assert refused.value.code == 401


def test_the_login_page_is_served(lab):
    with urllib.request.urlopen(f"{lab['url']}/web/login", timeout=60) as page:
        assert b'name="login"' in page.read()
