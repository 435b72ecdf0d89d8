"""The source tree as the architecture tests see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("services", "gateway", "migrations", "operations", "example", "bench")
SERVICES = ("plans", "indicators", "budget", "evaluation")


def files_of(*folders: str) -> Iterator[Path]:
    """Return every Python file under `folders`."""
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def features() -> Iterator[Path]:
    """Return every feature folder of the services."""
    for service in SERVICES:
        for folder in sorted((ROOT / "services" / service).iterdir()):
            if folder.is_dir() and (folder / "__init__.py").exists():
                yield folder


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function in a tree, inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def shown(path: Path) -> str:
    """Return a path as the tree shows it."""
    return str(path.relative_to(ROOT))
