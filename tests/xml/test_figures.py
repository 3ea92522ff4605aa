"""Every one of the sixty figures says how it is counted, against what, and what guards it."""

import pytest
from conftest import ADDONS
from lxml import etree

SIXTY = [f"K{number:02}" for number in range(1, 61)]
NO_TARGET = {
    "K01": "the same period last year",
    "K03": "the forecast",
    "K09": "a third of what a customer is worth",
    "K13": "the forecast",
    "K15": "three times what a new customer costs",
    "K16": "the budget or the forecast",
    "K30": "its own chart: few complaints may mean silence",
    "K42": "arrivals times the wanted time (Little)",
    "K56": "its own median and 5 %",
    "K57": "3 % a year less than before",
}


def _figures():
    for path in sorted(ADDONS.glob("triangle_kpis*/data/*_kpi.xml")):
        for record in etree.parse(path).iter("record"):
            if record.get("model") == "triangle.kpi":
                fields = {field.get("name"): field.text or field.get("eval") for field in record.iter("field")}
                yield fields["code"], fields


FIGURES = dict(_figures())


def test_all_sixty_are_there():
    assert [code for code in SIXTY if code not in FIGURES] == []


@pytest.mark.parametrize("code", SIXTY)
def test_a_figure_says_all_of_itself(code):
    fields = FIGURES[code]
    missing = {"definition", "drill_part", "guard"} - {name for name, text in fields.items() if text}
    assert not missing
    assert fields.get("formula") or fields.get("computed") or fields.get("num_measure")


@pytest.mark.parametrize("code", SIXTY)
def test_a_target_has_its_source_or_there_is_a_reason(code):
    named = {name for name in ("target", "target_source") if FIGURES[code].get(name)}
    assert named == (set() if code in NO_TARGET else {"target", "target_source"})
