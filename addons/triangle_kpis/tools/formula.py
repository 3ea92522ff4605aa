"""Arithmetic over measures that are already summed: the only language a KPI speaks.

Names, numbers, ``+ - * /``, unary minus and parentheses. A formula is checked
when it is saved; everything else is refused there, never while drawing.
"""

import ast
import math
import operator

LONGEST = 1000
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


class Formula:
    """A checked formula.

    >>> share = Formula("kept / due * 100", known={"kept", "due"})
    >>> sorted(share.names)
    ['due', 'kept']
    >>> share.evaluate({"kept": 9, "due": 12})
    75.0
    >>> share.evaluate({"kept": 0, "due": 0}) is None
    True
    >>> share.evaluate({"kept": None, "due": 12}) is None
    True
    >>> Formula("__import__('os')")
    Traceback (most recent call last):
        ...
    ValueError: a formula knows names, numbers, + - * / and parentheses, not "__import__('os')"
    """

    def __init__(self, text, known=None):
        """Parse ``text``; ValueError for anything outside the language or a name not in ``known``."""
        self.text = text
        self._tree = _parse(text)
        self.names = frozenset(node.id for node in ast.walk(self._tree) if isinstance(node, ast.Name))
        unknown = sorted(self.names - set(known)) if known is not None else []
        if unknown:
            raise ValueError(f"unknown measure: {', '.join(unknown)}")

    def pooled(self, values):
        """(dividend, divisor) of shares counted together: one sum divided by another, None for anything else.

        >>> Formula("(a_num + b_num) / (a_den + b_den)").pooled({"a_num": 1, "b_num": 1, "a_den": 2, "b_den": 3})
        (2, 5)
        >>> Formula("a_num / a_den").pooled({"a_num": 1, "a_den": 2}), Formula("a / (b - c)").pooled({})
        (None, None)
        """
        tree = self._tree
        if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, ast.Div) or isinstance(tree.right, ast.Name):
            return None
        if not (_is_sum(tree.left) and _is_sum(tree.right)):
            return None
        sides = _value(tree.left, values), _value(tree.right, values)
        return None if None in sides else sides

    def evaluate(self, values):
        """The number, or ``None`` when a value is missing, a divisor is zero or nothing finite comes out."""
        result = _value(self._tree, values)
        return result if result is not None and math.isfinite(result) else None


def evaluate(text, values):
    """Parse and evaluate in one go.

    >>> evaluate("-(a - 2) * 1.5", {"a": 4})
    -3.0
    """
    return Formula(text).evaluate(values)


def _parse(text):
    if not isinstance(text, str) or not text.strip():
        raise ValueError("a formula cannot be empty")
    if len(text) > LONGEST:
        raise ValueError(f"a formula has at most {LONGEST} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        _check(tree)
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError(f"this is not a formula: {text!r}") from error
    return tree


def _check(node):
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        _check(node.left)
        _check(node.right)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        _check(node.operand)
    elif not isinstance(node, ast.Name) and not _is_number(node):
        part = ast.unparse(node)
        raise ValueError(f'a formula knows names, numbers, + - * / and parentheses, not "{part}"')


def _is_sum(node):
    """Whether names are added up, and nothing else."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _is_sum(node.left) and _is_sum(node.right)
    return isinstance(node, ast.Name)


def _is_number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _value(node, values):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values.get(node.id)
    if isinstance(node, ast.UnaryOp):
        operand = _value(node.operand, values)
        return None if operand is None else -operand
    left, right = _value(node.left, values), _value(node.right, values)
    if left is None or right is None:
        return None
    try:
        return OPERATORS[type(node.op)](left, right)
    except (ZeroDivisionError, OverflowError):
        return None
