"""Every program of comparison runs, with few rows; what it measures is no matter of a test."""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench import house, load, push, reads, served, soak
from tests.conftest import As
from tests.stack import Stack

Main = Callable[[Sequence[str]], int]


@pytest.fixture
def here(stack: Stack, as_: As, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """The tests' own house in the place of the one that each program would start."""

    @contextmanager
    def running() -> Iterator[house.House]:
        yield house.House(
            stack.dsn,
            stack.service_url("indicators"),
            stack.gateway_url,
            Path(),
            dict.fromkeys(("gateway", "indicators"), os.getpid()),
        )

    monkeypatch.setattr(house, "running", running)
    monkeypatch.setattr(house.House, "headers", lambda _, grants: as_(grants))
    monkeypatch.setenv("DATABASE_URL", stack.dsn)
    return stack


async def printed(main: Main, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a program beside the house, and return what it prints."""
    assert await asyncio.to_thread(main, arguments) == 0
    return capsys.readouterr().out


@pytest.mark.usefixtures("here")
async def test_a_load_is_loaded_once(capsys: pytest.CaptureFixture[str]) -> None:
    first = await printed(load.main, capsys, "--rows", "1000")
    again = await printed(load.main, capsys, "--rows", "1000")
    assert not first.startswith("0 values added")
    assert again.startswith("0 values added, 1,")


@pytest.mark.usefixtures("here")
async def test_the_ways_to_push_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    table = await printed(push.main, capsys, "--rows", "24", "--rounds", "1")
    assert [line.split(" | ")[2] for line in table.splitlines()] == ["plain", "CSV", "JSON", "ORM"] * 2


@pytest.mark.usefixtures("here")
async def test_the_ways_to_read_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    table = await printed(reads.main, capsys, "--rows", "1000", "--rounds", "2")
    assert [line.split(" | ")[1] for line in table.splitlines()] == [
        "bare",
        "year rows",
        "bare",
        "year rows",
        "bare",
        "HTTP",
        "bare",
        "matrix",
        "HTTP",
        "bare",
        "HTTP",
    ]


@pytest.mark.usefixtures("here")
async def test_what_is_served_is_compared_with_a_bare_server(capsys: pytest.CaptureFixture[str]) -> None:
    table = await printed(served.main, capsys, "--rows", "1000", "--rounds", "1", "--provinces", "2")
    assert [line.split(" | ")[1] for line in table.splitlines()] == [
        served.BARE,
        served.SERVICE,
        served.BARE,
        served.SERVICE,
        served.BARE,
        served.GATEWAY,
    ]


@pytest.mark.usefixtures("here")
async def test_a_soak_writes_its_figures_in_their_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = tmp_path / "reliability.md"
    document.write_text(f"before\n{soak.BEGIN}\nold\n{soak.END}\nafter\n")
    few = ("--rows", "1000", "--push-rows", "24", "--rounds", "1", "--provinces", "2", "--document", str(document))
    figures = await printed(soak.main, capsys, *few)
    text = document.read_text()
    assert text.startswith(f"before\n{soak.BEGIN}")
    assert text.endswith(f"{soak.END}\nafter\n")
    assert figures.strip() in text
    assert "old" not in text
    assert "Not run here" in text
