"""Whatever is uploaded ends in a sentence, never in a fault of ours, and the process that serves stays well."""

import asyncio
import json
import resource

import psutil
import pytest

from services.shared.attachments.rules import CSV as CSV_TYPE
from services.shared.attachments.rules import XLSX as XLSX_TYPE
from services.shared.attachments.rules import examine
from services.shared.errors import Refusal
from services.shared.imports import process
from services.shared.imports.judging import problem_of
from services.shared.imports.limits import MEMORY_BYTES, PROCESSOR_SECONDS
from services.shared.imports.process import read_in_process
from services.shared.imports.rules.faults import Unreadable
from tests.shared.hostile_files import READ, Hostile, files, million_rows
from tests.shared.import_files import FORM, GOOD_ROW, TITLES, XLSX, workbook

ROOM_FOR_ONE_FILE = 200 * 1024  # KiB by which the serving process may grow, the file itself not counted


# What the quality gates ask for (G16); an adversary that is taken away must be replaced.
LEAST_HOSTILE = 40


def test_there_are_enough_hostile_files_and_each_is_another_one() -> None:
    names = [file.name for file in files()]
    assert len(set(names)) == len(names) == 58
    assert len(names) >= LEAST_HOSTILE


async def fate_of(content: bytes, declared: str) -> set[str]:
    """Return what comes of a file: the refusal's code, the problem's, the faults', or that it was read."""
    try:
        found = examine(content, declared, (XLSX_TYPE, CSV_TYPE))
        answer = await read_in_process(FORM, found.media_type, content)
    except (Refusal, Unreadable) as refusal:
        return {refusal.code}
    if problem := problem_of(answer):
        return {problem["code"]}
    findings = [json.loads(line) for line in answer.splitlines()[1:]]
    faults = {finding["fault"][3] for finding in findings if "fault" in finding}
    return faults or {READ}


@pytest.mark.parametrize("file", list(files()), ids=lambda file: file.name)
async def test_a_hostile_file_ends_in_a_sentence(file: Hostile) -> None:
    fate = await fate_of(file.make(), file.declared)
    assert fate & file.fates, fate


async def test_a_hostile_file_takes_no_memory_of_the_serving_process() -> None:
    bombs = [(file.make(), file.declared) for file in files() if "bomb" in file.name or "million" in file.name]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for content, declared in bombs:
        await fate_of(content, declared)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < ROOM_FOR_ONE_FILE


async def test_the_event_loop_goes_on_while_a_file_is_read() -> None:
    content, turns = million_rows(), 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count_turns())
    await read_in_process(FORM, XLSX, content)
    counting.cancel()
    assert turns > 100


async def test_a_reading_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "WALL_SECONDS", 0.0)
    with pytest.raises(Unreadable) as refused:
        await read_in_process(FORM, XLSX, workbook([TITLES, GOOD_ROW]))
    assert refused.value.code == "reading_took_too_much"
    assert children_of_this_process() == []


async def test_a_reading_process_is_ended_with_whoever_waits_for_it() -> None:
    reading = asyncio.create_task(read_in_process(FORM, XLSX, million_rows()))
    (await started_child()).suspend()  # it would never end by itself
    reading.cancel()
    await asyncio.wait_for(asyncio.gather(reading, return_exceptions=True), 60)
    assert children_of_this_process() == []


async def test_a_reading_process_has_bounds_on_memory_and_time() -> None:
    reading = asyncio.create_task(read_in_process(FORM, XLSX, million_rows()))
    child = await started_child()
    bounds = child.rlimit(psutil.RLIMIT_AS), child.rlimit(psutil.RLIMIT_CPU)
    await reading
    assert bounds == ((MEMORY_BYTES,) * 2, (PROCESSOR_SECONDS,) * 2)


async def test_a_reading_process_gets_no_settings_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BURANAKAN_DSN", "postgresql://nobody")
    reading = asyncio.create_task(read_in_process(FORM, XLSX, million_rows()))
    environment = (await started_child()).environ()
    await reading
    assert "BURANAKAN_DSN" not in environment


async def started_child() -> psutil.Process:
    """Return the reading process once it is at work, which is when it has bound itself; raises when it ends before."""
    child = None
    while True:
        child = child or next(iter(children_of_this_process()), None)
        if child and child.rlimit(psutil.RLIMIT_FSIZE)[1] == 0:
            return child
        await asyncio.sleep(0)


def children_of_this_process() -> list[psutil.Process]:
    """Return the reading processes that this one has started and that still run."""
    children = psutil.Process().children()
    return [child for child in children if "services.shared.imports.child" in " ".join(_command_of(child))]


def _command_of(child: psutil.Process) -> list[str]:
    try:
        return child.cmdline()
    except psutil.NoSuchProcess:
        return []
