"""A formula is arithmetic and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pure import triangle

formula = triangle("formula")

names = st.sampled_from(["kept", "due", "n"])
numbers = st.integers(0, 1000) | st.floats(0, 1000)
leaves = names | numbers.map(repr)
texts = st.recursive(
    leaves,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})")
    | inner.map(lambda part: f"-{part}"),
    max_leaves=12,
)
values = st.fixed_dictionaries({"kept": numbers, "due": numbers, "n": numbers})


@given(texts, values)
def test_it_computes_what_python_computes(text, known):
    try:
        expected = eval(text, {"__builtins__": {}}, dict(known))  # noqa: S307 - the oracle; text is generated above
    except ZeroDivisionError:
        assert formula.evaluate(text, known) is None
        return
    got = formula.evaluate(text, known)
    assert got == expected or (got is None and abs(expected) == float("inf"))


@given(texts, values)
def test_one_missing_value_makes_the_result_unknown(text, known):
    parsed = formula.Formula(text)
    for name in parsed.names:
        assert parsed.evaluate({**known, name: None}) is None


@given(st.text(max_size=40))
def test_any_text_is_either_a_formula_or_a_value_error(text):
    try:
        parsed = formula.Formula(text)
    except ValueError:
        return
    assert parsed.evaluate(dict.fromkeys(parsed.names, 1)) is not False


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "1 +", "a.b", "a[0]", "f(1)", "a ** 2", "a // 2", "a % 2", "a if b else c", "a < b", "a and b",
        "not a", "~a", "+a", "[1]", "(1, 2)", "'x'", "True", "None", "1j", "lambda: 1", "a := 1", "(a := 1)", "{}",
        "f'{a}'", "...", "a; b", "a = 1", "import os", "__import__('os')", "().__class__", "a @ b", "a << 1",
        "*a", "await a", "(yield)", "9" * 1001, "(" * 400 + "1" + ")" * 400, "1\n2", "b'x'", "a | b", "1__0",
    ],
)  # fmt: skip
def test_everything_else_is_refused_when_it_is_written(text):
    with pytest.raises(ValueError):
        formula.Formula(text)


def test_a_measure_nobody_declared_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown measure: dew, kapt"):
        formula.Formula("kapt / dew * due", known={"kept", "due"})


def test_a_very_long_sum_is_no_way_to_crash():
    with pytest.raises(ValueError, match="at most"):
        formula.Formula("1+" * 900 + "1")
    assert formula.evaluate("-" * 90 + "1", {}) == 1


def test_no_infinity_reaches_the_dashboard():
    assert formula.evaluate("1e308 * 10", {}) is None
    assert formula.evaluate("a / b", {"a": 10**400, "b": 3}) is None
