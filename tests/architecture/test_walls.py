"""Who may import whom: import-linter's contracts hold, cover every feature, and can fail."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import PRODUCT, ROOT, features, files_of, parsed, shown

NAMES = {
    "__init__",
    "routes",
    "views",
    "facts",
    "decisions",
    "imports",
    "attachments",
    "usecases",
    "repository",
    "clients",
    "models",
    "schemas",
    "access",
    "rules",
    "engine",
    "errors",
    "data",
}
CLOCKS = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    return subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)


def contracts() -> list[dict[str, list[str]]]:
    found: list[dict[str, list[str]]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    return found


def module_of(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


def test_the_walls_hold() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("services/plans/projects/rules.py", "import sqlalchemy"),
        ("services/plans/projects/repository.py", "from services.plans.projects import usecases"),
        ("services/shared/money.py", "import services.plans.main"),
        ("services/budget/main.py", "import services.plans.main"),
        ("gateway/main.py", "import services.plans.main"),
    ],
)
def test_a_hole_in_a_wall_is_found(tmp_path: Path, file: str, line: str) -> None:
    for name in PRODUCT:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a") as spoiled:
        spoiled.write(f"\n{line}\n")
    assert lint(tmp_path).returncode != 0


def test_every_feature_stands_in_the_contract_of_layers() -> None:
    listed = {container for contract in contracts() for container in contract.get("containers", [])}
    assert {module_of(folder) for folder in features()} <= listed


def test_every_feature_has_only_rooms_of_known_names() -> None:
    rooms = {shown(path) for folder in features() for path in folder.iterdir() if path.name != "__pycache__"}
    assert {room for room in rooms if Path(room).stem not in NAMES} == set()


def test_the_rules_and_access_tables_of_every_feature_are_held_pure() -> None:
    listed = {module for contract in contracts() for module in contract.get("source_modules", [])}
    pure = {f"{module_of(folder)}.{name}" for folder in features() for name in ("rules", "access")}
    places = {name: ROOT / Path(*name.split(".")) for name in pure}
    existing = {name for name, place in places.items() if place.is_dir() or place.with_suffix(".py").exists()}
    assert existing <= listed


def test_rules_never_ask_the_clock() -> None:
    asked = []
    folders = [module_of(folder).replace(".", "/") + "/rules" for folder in features()]
    single = [path for path in files_of("services", "gateway") if path.stem in ("rules", "access")]
    for path in [*single, *files_of(*folders)]:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS and isinstance(node.ctx, ast.Load):
                asked.append(f"{shown(path)}:{node.lineno} {node.attr}")
            if isinstance(node, ast.AsyncFunctionDef):
                asked.append(f"{shown(path)}:{node.lineno} async")
    assert asked == []
