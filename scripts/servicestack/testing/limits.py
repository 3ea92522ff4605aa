"""House limits: method <= 25 lines, file <= 300 lines, complexity <= 8.

Named exceptions live in limits-exceptions.txt beside this file, one
`path` or `path::qualified.name` a line, followed by its reason.
"""

import ast
from pathlib import Path

from ..paths import ADDONS, ROOT

MAX_LINES, MAX_FILE, MAX_COMPLEXITY = 25, 300, 8
EXCEPTIONS = Path(__file__).with_name("limits-exceptions.txt")
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.comprehension, ast.match_case)


def allowed() -> set[str]:
    """Names of the exceptions."""
    lines = EXCEPTIONS.read_text().splitlines()
    return {line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def complexity(node: ast.AST) -> int:
    """McCabe's number of a function, without the functions inside it.

    Counted as ruff's C901 does: statements that branch, not `and` or `x if y else z`.

    >>> complexity(ast.parse("def f(x):\\n    for y in x:\\n        if y and x: return y").body[0])
    3
    """
    count, todo = 1, list(ast.iter_child_nodes(node))
    while todo:
        child = todo.pop()
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(child, _BRANCHES):
            count += 1
        todo.extend(ast.iter_child_nodes(child))
    return count


def length(node) -> int:
    """Lines of a function without its docstring and decorators."""
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str):
        lines -= first.end_lineno - first.lineno + 1
    return lines


def functions(tree: ast.AST, prefix: str = ""):
    """(qualified name, node) of every function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + node.name, node
            yield from functions(node, f"{prefix}{node.name}.")
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")


def _files():
    for folder in (ADDONS, ROOT / "scripts", ROOT / "tests"):
        for pattern in ("*.py", "*.js"):
            yield from sorted(folder.rglob(pattern))


def _in_file(path: Path):
    """(name, problem) of every limit a file breaks."""
    name = path.relative_to(ROOT).as_posix()
    text = path.read_text()
    if text.count("\n") > MAX_FILE:
        yield name, f"{text.count(chr(10))} lines, at most {MAX_FILE}"
    if path.suffix != ".py" or "tests" in path.parts:
        return
    for function, node in functions(ast.parse(text)):
        if length(node) > MAX_LINES:
            yield f"{name}::{function}", f"{length(node)} lines, at most {MAX_LINES}"
        if complexity(node) > MAX_COMPLEXITY:
            yield f"{name}::{function}", f"complexity {complexity(node)}, at most {MAX_COMPLEXITY}"


def problems() -> list[str]:
    """Every limit broken without being a named exception, and exceptions not needed."""
    found = [pair for path in _files() for pair in _in_file(path)]
    names, known = {name for name, _problem in found}, allowed()
    unneeded = [f"exception no longer needed: {name}" for name in sorted(known - names)]
    return [f"{name}: {text}" for name, text in found if name not in known] + unneeded
