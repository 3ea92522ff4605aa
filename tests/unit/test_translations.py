"""Every language is complete: no term of a template is missing, and nothing to fill in gets lost."""

import re
from pathlib import Path

import polib
import pytest

ADDONS = Path(__file__).resolve().parents[2] / "addons"
LANGUAGES = ("de", "fr", "es", "nl", "ar")
TEMPLATES = sorted(ADDONS.glob("*/i18n/*.pot"))
FILL_IN = re.compile(r"%\(\w+\)[sdrf]|%[sdrf]|\{\{.*?\}\}|\{\w*\}|</?[a-zA-Z]+")


def test_every_addon_has_a_template():
    addons = sorted(path.parent for path in ADDONS.glob("*/__manifest__.py"))
    assert [path.parent.parent for path in TEMPLATES] == addons


@pytest.fixture(params=TEMPLATES, ids=lambda path: path.stem)
def template(request):
    return request.param


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_missing(template, language):
    translated = {e.msgid: e.msgstr for e in polib.pofile(template.with_name(f"{language}.po")) if not e.fuzzy}
    missing = [e.msgid for e in polib.pofile(template) if not translated.get(e.msgid, "").strip()]
    assert not missing, f"{len(missing)} terms, first: {missing[0]!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_stays(template, language):
    for entry in polib.pofile(template.with_name(f"{language}.po")):
        wanted, found = sorted(FILL_IN.findall(entry.msgid)), sorted(FILL_IN.findall(entry.msgstr))
        assert wanted == found, f"{entry.msgid!r} -> {entry.msgstr!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_another_language(template, language):
    """Names and codes may stay; whole sentences may not."""
    same = [
        e.msgid for e in polib.pofile(template.with_name(f"{language}.po"))
        if e.msgid == e.msgstr and len(re.sub(r"\{\{.*?\}\}", "", e.msgid).split()) > 4 and "%" not in e.msgid
    ]
    assert not same, same[:3]
