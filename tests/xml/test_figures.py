"""Every one of the sixty figures says how it is counted, against what, and what guards it."""

import pytest
from conftest import ADDONS
from lxml import etree

SIXTY = [f"K{number:02}" for number in range(1, 61)]
#: no number holds for everybody: these say what to compare them with
NO_TARGET = {"K01", "K03", "K09", "K13", "K15", "K16", "K30", "K42", "K56", "K57"}


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
def test_a_target_has_its_source_or_it_says_what_to_compare_with(code):
    named = {name for name in ("target", "target_source", "target_note") if FIGURES[code].get(name)}
    assert named == ({"target_note"} if code in NO_TARGET else {"target", "target_source"})
