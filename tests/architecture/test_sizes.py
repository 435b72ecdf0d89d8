"""Files and functions stay small enough to be read in one go."""

import pytest

from tests.architecture.tree import PRODUCT, files_of, functions_of, parsed, shown

LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION = 300, 500, 40


def too_long_files() -> list[str]:
    rows = []
    for folder, cap in [*((folder, LONGEST_FILE) for folder in PRODUCT), ("tests", LONGEST_TEST_FILE)]:
        for path in files_of(folder):
            lines = path.read_text(encoding="utf-8").count("\n")
            if lines > cap:
                rows.append(f"{shown(path)}: {lines} lines; past {cap} a file becomes a folder of the same name")
    return rows


def too_long_functions() -> list[str]:
    rows = []
    for path in files_of(*PRODUCT):
        for function in functions_of(parsed(path)):
            lines = (function.end_lineno or 0) - function.lineno + 1
            is_migration = "migrations" in path.parts  # a table's creation is one list, however long
            if lines > LONGEST_FUNCTION and not is_migration:
                rows.append(f"{shown(path)}:{function.lineno} {function.name}: {lines} lines")
    return rows


def test_no_file_is_longer_than_its_cap() -> None:
    assert too_long_files() == []


def test_no_function_is_longer_than_forty_lines() -> None:
    assert too_long_functions() == []


@pytest.mark.parametrize("name", ["util", "utils", "helpers", "common", "misc"])
def test_no_file_has_a_name_that_says_nothing(name: str) -> None:
    assert [shown(path) for path in files_of(*PRODUCT, "tests") if path.stem == name] == []
