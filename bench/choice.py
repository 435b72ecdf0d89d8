"""`python -m bench.choice`: 3,000 projects in 94 areas chosen through the house; gap, seconds and longest pause.

Areas and funds have ceilings, some projects are joint, dimensions have minimum shares, some requests exclude each
other, some must be in. Once in any order, once with every list's own order kept. "created" is the request that takes
everything as it stands, "search" the solver with all its checks, "whole" from the first request to the last byte kept;
"pause" is the longest that the budget service's event loop let a small request wait meanwhile, asked all the time;
"idle" is the same right before, with nothing to do: what the machine's other work takes. Writes the figures with
their date into docs/reliability.md.
"""

import argparse
import asyncio
import datetime as dt
import json
import os
import platform
import random
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from bench import house
from bench.soak import DOCUMENT, written
from services.shared import reference
from tests.budget.ledger.books import Place
from tests.budget.requests.lists import Desk, desk
from tests.contract.world import World

PORT, NEEDED = 18900, ("gateway", "plans", "budget")
PROJECTS, YEAR = 3_000, 2562
BEGIN, END = "<!-- choice: written by make soak -->", "<!-- choice: end -->"
FUNDS, DIMENSIONS = ("AREA", "OSM"), ("economy", "society", "environment", "security")
# What there is of what is asked: of an area, of a fund; the least share of a dimension, in percent.
AREA_SHARE, FUND_SHARE, LEAST_SHARE = 0.45, 0.38, 20
JOINT, EXCLUSIONS, MUST_HAVES = 0.05, 100, 20
IDLE_SECONDS = 3.0
GAP_PERCENT, TIME_LIMIT, LARGEST_GAP, LONGEST_SECONDS = 0.1, 110, 1.0, 120.0
SELECTIONS = "/v1/project-selections"
BUREAU = "budget_bureau"
_LISTS = """
INSERT INTO budget.submission
SELECT copy.* FROM budget.request r JOIN budget.submission s ON s.id = r.submission_id,
       unnest($2::jsonb[]) AS changed, jsonb_populate_record(s, changed) AS copy
 WHERE r.id = $1
"""
_REQUESTS = """
INSERT INTO budget.request
SELECT copy.* FROM budget.request r, unnest($2::jsonb[]) AS changed, jsonb_populate_record(r, changed) AS copy
 WHERE r.id = $1
"""


@dataclass(frozen=True)
class Asked:
    """A request as it is written past the house."""

    id: UUID
    project_id: UUID
    submission_id: UUID
    area_code: str
    fund_code: str
    amount: int


@dataclass(frozen=True)
class Measured:
    """What one choice took, in seconds, and how near to the best it came, in percent."""

    name: str
    candidates: int
    created: float
    search: float
    whole: float
    gap: float
    is_proven: bool
    idle: float
    pause: float
    answers: int

    def line(self) -> str:
        """Return it as a line of the table."""
        proven = "yes" if self.is_proven else "no"
        seconds = f"{self.search:.1f} | {self.created:.1f} | {self.whole:.1f}"
        pauses = f"{self.idle * 1000:.0f} | {self.pause * 1000:.0f} | {self.answers:,}"
        return f"| {self.name} | {self.candidates:,} | {self.gap:.4f} | {proven} | {seconds} | {pauses} |"


HEAD = (
    "| order | projects | gap % | proven | search s | created s | whole s | idle ms | pause ms | answers meanwhile |",
    "|---|---|---|---|---|---|---|---|---|---|",
)


def areas() -> list[str]:
    """Return the 94 areas: 76 provinces and 18 clusters."""
    return [each.code for each in (*reference.provinces(YEAR), *reference.clusters(YEAR))]


def requests_of(count: int, chance: random.Random) -> list[Asked]:
    """Return the requests for that many projects; a joint one has two, of two areas."""
    lists = {code: _id(chance) for code in areas()}
    found = []
    for _ in range(count):
        project, fund = _id(chance), chance.choice(FUNDS)
        for area in chance.sample(sorted(lists), 2 if chance.random() < JOINT else 1):
            amount = chance.randrange(50_000_00, 50_000_000_00)
            found.append(Asked(_id(chance), project, lists[area], area, fund, amount))
    return found


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


async def write(admin: asyncpg.Connection, template: str, asked: Sequence[Asked]) -> None:
    """Write the requests as copies of one that the house made, in one list for each area."""
    lists: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for each in asked:
        lists[each.submission_id, each.area_code].append(str(each.id))
    rows = [
        {"id": str(list_id), "area_code": area, "round": 90, "request_order": ids}
        for (list_id, area), ids in lists.items()
    ]
    async with admin.transaction():
        await admin.execute(_LISTS, UUID(template), [json.dumps(row) for row in rows])
        await admin.execute(_REQUESTS, UUID(template), [json.dumps(_row(each)) for each in asked])


def _row(each: Asked) -> dict[str, Any]:
    ids = {"id": str(each.id), "project_id": str(each.project_id), "submission_id": str(each.submission_id)}
    return {**ids, "area_code": each.area_code, "fund_code": each.fund_code, "asked_amount": each.amount}


def body_of(number: int, asked: Sequence[Asked], template: str, keeps_own_order: bool) -> dict[str, Any]:
    """Return what chooses among the requests: everything that can be stated, the same at every run."""
    chance = random.Random(number)
    by_area, by_fund = defaultdict[str, int](int), defaultdict[str, int](int)
    for each in asked:
        by_area[each.area_code] += each.amount
        by_fund[each.fund_code] += each.amount
    ids = [str(each.id) for each in asked]
    pairs = [chance.sample(ids, 2) for _ in range(EXCLUSIONS)]
    free = sorted(set(ids) - {each for pair in pairs for each in pair})
    scores = [
        {"request_id": each, "values": {"worth": worth}, "dimension": chance.choice(DIMENSIONS)}
        for each, worth in ((each, chance.randrange(1, 10_000) / 100) for each in (*ids, template))
    ]
    return {
        "fiscal_year": YEAR, "area_code": None, "number": number, "title_th": "ทดลอง (ตัวอย่างของระบบ, not official)",
        "criteria": [{"code": "worth", "title_th": "คุณค่า", "weight": 100}], "scores": scores,
        "scores_source": "ตัวอย่างของระบบ, not official", "scores_dated_on": "2018-11-01",
        "ceilings": [*(_ceiling([area], [], total, AREA_SHARE) for area, total in by_area.items()),
                     *(_ceiling([], [fund], total, FUND_SHARE) for fund, total in by_fund.items())],
        "ceilings_source": "ตัวอย่างของระบบ, not official",
        "minimums": [{"dimension": name, "percent": LEAST_SHARE} for name in DIMENSIONS],
        "must_have": [] if keeps_own_order else chance.sample(free, min(MUST_HAVES, len(free) // 10)),
        "left_out": [template],
        "exclusions": [{"request_ids": pair, "reason_th": "ซ้ำซ้อน"} for pair in pairs],
        "keeps_own_order": keeps_own_order, "gap_percent": GAP_PERCENT, "time_limit_seconds": TIME_LIMIT,
    }  # fmt: skip


def _ceiling(area_codes: list[str], fund_codes: list[str], asked: int, share: float) -> dict[str, Any]:
    name = " ".join((*area_codes, *fund_codes))
    baht = int(asked * share) // 100
    return {"title_th": name, "area_codes": area_codes, "fund_codes": fund_codes, "amount": f"{baht}.00"}


async def measure(at: Desk, service: str, name: str, body: dict[str, Any]) -> Measured:
    """Make a choice, and ask the service the smallest question again and again until it stands."""
    stop = asyncio.Event()
    resting = asyncio.create_task(_ask_on(service, stop))
    await asyncio.sleep(IDLE_SECONDS)
    stop.set()
    idle, _ = await resting
    stop.clear()
    asking = asyncio.create_task(_ask_on(service, stop))
    began = time.monotonic()
    answer = await at.post(SELECTIONS, BUREAU, body)
    created = time.monotonic() - began
    if answer.status_code != 201:
        raise SystemExit(answer.text)
    while (shown := await at.read(answer.headers["location"], BUREAU))["state"] in ("queued", "running"):  # noqa: ASYNC110
        await asyncio.sleep(0.25)
    whole = time.monotonic() - began
    stop.set()
    pause, answers = await asking
    if shown["state"] != "solved":
        raise SystemExit(f"{name}: {shown['state']}: {shown['conflict']}")
    best, search = shown["optimum"], shown["solver"]["seconds"]
    count = shown["candidate_count"]
    return Measured(name, count, created, search, whole, best["gap_percent"], best["is_proven"], idle, pause, answers)


async def _ask_on(service: str, stop: asyncio.Event) -> tuple[float, int]:
    longest, answers = 0.0, 0
    async with httpx.AsyncClient(base_url=service, timeout=60, trust_env=False) as client:
        while not stop.is_set():
            began = time.monotonic()
            (await client.get("/healthz")).raise_for_status()
            longest, answers = max(longest, time.monotonic() - began), answers + 1
            await asyncio.sleep(0.005)
    return longest, answers


async def tried(place: house.House, projects: int) -> list[Measured]:
    """Write the requests and make both choices."""

    def as_(*grants: str, subject: str | None = None) -> dict[str, str]:
        return place.headers(",".join(grants), subject)

    chance = random.Random(7)
    async with httpx.AsyncClient(base_url=place.gateway_url, timeout=60, trust_env=False) as client:
        at = await desk(World(client, as_), place=Place(YEAR, "OSM", "50"))
        template = (await at.submitted("500.00", ceiling_position="above"))["id"]
        asked = requests_of(projects, chance)
        admin = await asyncpg.connect(place.url)
        await write(admin, template, asked)
        await admin.close()
        found = []
        for number, (name, keeps) in enumerate((("any", False), ("each list's own", True)), start=1):
            body = body_of(number, asked, template, keeps)
            found.append(await measure(at, _service(place), name, body))
    return found


def _service(place: house.House) -> str:
    return f"http://127.0.0.1:{place.processes['budget'].port}"


def main(arguments: Sequence[str]) -> int:
    """Run it and write the document; returns 1 when the gap or the time is past what is promised."""
    parser = argparse.ArgumentParser(prog="python -m bench.choice", description=__doc__)
    parser.add_argument("--projects", type=int, default=PROJECTS)
    parser.add_argument("--document", type=Path, default=DOCUMENT)
    options = parser.parse_args(arguments)
    with house.running(PORT, NEEDED) as place:
        found = asyncio.run(tried(place, options.projects))
    at = f"Measured on {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC: {os.cpu_count()} processors, {platform.system()}."
    figures = "\n".join((at, "", *HEAD, *(each.line() for each in found)))
    options.document.write_text(written(options.document.read_text(), figures, BEGIN, END))
    print(figures)
    return int(any(each.gap > LARGEST_GAP or each.whole > LONGEST_SECONDS for each in found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
