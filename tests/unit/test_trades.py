"""Trades and ready-made request types in other languages: the same codes, times and links, other words."""

import json
from pathlib import Path

import pytest

ADDONS = Path(__file__).parents[2] / "addons"
FOLDERS = [ADDONS / "frontoffice_crm/data/trades", ADDONS / "backoffice_ops/data/catalogue"]
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.json"))]
LANGUAGES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES", "nl": "nl_NL", "ar": "ar_001"}
WORDS = {
    "name", "sentence", "keywords", "text", "department", "question", "help", "subject", "instructions", "words",
    "choices",
}


def skeleton(value):
    """Everything that is not for reading."""
    if isinstance(value, dict):
        rest = {key: part for key, part in value.items() if key not in (*WORDS, "language", "when_value")}
        return {key: skeleton(part) for key, part in rest.items()}
    return [skeleton(part) for part in value] if isinstance(value, list) else value


def texts(value, key=""):
    if isinstance(value, dict):
        return [text for name, part in value.items() for text in texts(part, name)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part, key)]
    return [value] if key in WORDS and isinstance(value, str) else []


def conditions(document):
    """(place of the chosen line, or the value itself) of each condition, in order."""
    found = []
    for service in document.get("request_types", ()):
        rows = [*service.get("requirements", ()), *service.get("checklists", ())]
        choices = {row["code"]: row["choices"].split("\n") for row in rows if row.get("choices")}
        for row in rows:
            lines, wanted = choices.get(row.get("when_item"), []), row.get("when_value")
            found.append(lines.index(wanted) if wanted in lines else wanted)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_in_another_language(path, lang):
    english = json.loads(path.read_text("utf-8"))
    other = json.loads((path.parent / lang / path.name).read_text("utf-8"))
    assert other["language"] == LANGUAGES[lang]
    assert skeleton(other) == skeleton(english)
    assert conditions(other) == conditions(english)
    pairs = list(zip(texts(english), texts(other), strict=True))
    for here, there in pairs:
        assert there.strip() and here.count("{") == there.count("{"), (here, there)
        assert here.count("\n") == there.count("\n") and here.count("<") == there.count("<"), (here, there)
        assert ("{when}" in here) == ("{when}" in there), (here, there)
    same = sum(here == there for here, there in pairs)
    assert same / len(pairs) < 0.15, "it is still English"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_word_for_one_department(lang):
    names = {}
    for path in FILES:
        there = json.loads((path.parent / lang / path.name).read_text("utf-8"))
        here = json.loads(path.read_text("utf-8"))
        for one, other in zip(here.get("request_types", ()), there.get("request_types", ()), strict=True):
            names.setdefault(one["department"], set()).add(other["department"])
    assert {name: words for name, words in names.items() if len(words) > 1} == {}
