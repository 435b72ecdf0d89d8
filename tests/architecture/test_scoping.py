"""No statement reads a scoped table but through `visible_to`."""

import ast
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import SERVICES, files_of, functions_of, parsed, shown

READING = {"select", "update", "delete", "exists", "get"}


@cache
def scoped_models() -> frozenset[str]:
    """Every mapped class of a feature is scoped when a repository has a `visible_to`, by the class it returns."""
    found = set[str]()
    for path in files_of(*(f"services/{name}" for name in SERVICES)):
        if "repository" in (path.stem, path.parent.name):
            for function in functions_of(parsed(path)):
                if function.name == "visible_to" and function.returns is not None:
                    found |= {node.id for node in ast.walk(function.returns) if isinstance(node, ast.Name)}
    return frozenset(found - {"Select"})


def whole_rows_read(tree: ast.AST, scoped: AbstractSet[str]) -> Iterator[tuple[str, int]]:
    """Yield (function, line) of each `select(Model)`, `get(Model, …)` and the like outside `visible_to`."""
    for function in functions_of(tree):
        if function.name in ("visible_to", "_json", "find_like"):
            continue
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            named = {leaf.id for argument in node.args for leaf in ast.walk(argument) if isinstance(leaf, ast.Name)}
            if name in READING and named & scoped:
                yield function.name, node.lineno


def faults_in(path: Path) -> list[str]:
    return [f"{shown(path)}:{line} {name}" for name, line in whole_rows_read(parsed(path), scoped_models())]


def test_there_are_scoped_tables() -> None:
    assert "Project" in scoped_models()


@pytest.mark.parametrize("path", list(files_of(*(f"services/{name}" for name in SERVICES))), ids=shown)
def test_every_read_of_a_scoped_table_goes_through_visible_to(path: Path) -> None:
    assert faults_in(path) == []


def test_a_read_past_visible_to_is_found() -> None:
    spoiled = ast.parse("async def load(session):\n    return await session.scalar(select(Project).where(True))\n")
    assert list(whole_rows_read(spoiled, {"Project"})) == [("load", 2)]
