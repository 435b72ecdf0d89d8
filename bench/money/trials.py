"""The trials: approvals at once, submissions whose answers are lost, and submissions while processes are killed."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import httpx
from sqlalchemy.exc import DBAPIError

from bench.money.place import CLIENTS, Bench
from services.shared import reference
from services.shared.decisions.access import CLERK
from services.shared.decisions.rules import APPLIED, DecisionItem, ItemOutcome
from services.shared.decisions.usecases import carry_out_item
from services.shared.idempotency import sqlstate
from services.shared.money import format_amount
from tests.budget.ledger.books import BUREAU, Place, faults_in, next_place
from tests.budget.requests.lists import REQUESTS, Desk, desk
from tests.budget.requests.many import FIRST_ROUND, copies
from tests.faults.approving import KIND, items_on, resolution
from tests.faults.insisting import SEND_AGAIN, Told, insist

EACH, YEAR, FUND = 50_000, 2558, "AREA"
WAITED_TOO_LONG = "55P03"
SUBMITTERS, ONE_IN = 16, 10
# Between two kills so many are acknowledged, so that each comes under load.
BETWEEN = 15
PAUSE_SECONDS = 0.1
HAPPENED = "SELECT object_id FROM budget.event WHERE type = 'budget_request.submitted' AND object_id = ANY($1)"
HOLDS = "SELECT count(*) AS holds, coalesce(sum(amount), 0)::bigint AS held FROM budget.transfer"


@dataclass(frozen=True)
class Approved:
    """What came of approvals at once."""

    asked: int
    granted: int
    over: int
    deadlocks: int
    waited: int
    wrong_books: int
    seconds: float


async def approve(bench: Bench, ids: Sequence[UUID], account_id: UUID) -> Approved:
    """Approve all by 32 clients at once; one that waited too long for a lock asks again, as a caller would."""
    admin = await bench.admin()
    items = iter(await items_on(admin, ids))
    by, outcomes, waited = resolution(), list[ItemOutcome](), 0

    async def one(item: DecisionItem) -> ItemOutcome:
        nonlocal waited
        while True:
            try:
                return await carry_out_item(bench.sessions, CLERK, KIND, by, item)
            except DBAPIError as problem:
                if sqlstate(problem) != WAITED_TOO_LONG:
                    raise
                waited += 1

    async def client() -> None:
        for item in items:
            outcomes.append(await one(item))

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(CLIENTS):
            group.create_task(client())
    seconds = time.perf_counter() - began
    deadlocks = await admin.fetchval("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    account = await admin.fetchrow("SELECT cap, pending, posted FROM budget.account WHERE id = $1", account_id)
    await admin.close()
    assert account is not None
    granted = Counter(each.outcome for each in outcomes)[APPLIED]
    if account["posted"] != granted * EACH or account["pending"]:
        raise RuntimeError(f"{granted} were granted, the account says {dict(account)}")
    over = max(0, account["posted"] - account["cap"])
    unbalanced, past = await faults_in(bench.sessions)
    return Approved(len(ids), granted, over, deadlocks, waited, len(unbalanced) + len(past), seconds)


async def one_hot_ceiling(bench: Bench, asked: int) -> Approved:
    """Approvals on one ceiling that fits half of them."""
    at = await desk(bench.world, format_amount(asked // 2 * EACH))
    request = await at.request(await at.list(), format_amount(EACH), ceiling_position="above")
    admin = await bench.admin()
    ids = await copies(admin, request["id"], asked, state="endorsed")
    await admin.close()
    return await approve(bench, ids, UUID(at.account["id"]))


async def three_levels(bench: Bench, asked: int) -> Approved:
    """Approvals over the provinces' ceilings, each under its cluster's, all under the nation's, in no order."""
    codes = [each.code for each in reference.provinces(YEAR)]
    each_one = -(-asked // len(codes))
    desks, top = await accounts(bench, codes, each_one)
    request = await desks[0].request(await desks[0].list(), format_amount(EACH), ceiling_position="above")
    admin, ids = await bench.admin(), list[UUID]()
    for place, code in enumerate(codes):
        first = FIRST_ROUND + place * each_one
        changed = {"area_code": code, "state": "endorsed"}
        ids += await copies(admin, request["id"], each_one, first_round=first, **changed)
    await admin.close()
    ids = ids[:asked]
    random.Random(1).shuffle(ids)
    return await approve(bench, ids, top)


async def accounts(bench: Bench, codes: Sequence[str], each_one: int) -> tuple[list[Desk], UUID]:
    """Open the tree: a province's ceiling fits 3 in 5 of what is asked there; a cluster's and the nation's fit less."""

    async def open_account(area_code: str, cap: int, parent_id: str | None) -> str:
        body = Place(YEAR, FUND, area_code).body(cap_amount=format_amount(cap), parent_id=parent_id)
        made: str = (await bench.world.create("/v1/budget-accounts", body, BUREAU)).json()["id"]
        return made

    by_cluster: dict[str, list[str]] = {}
    for code in codes:
        by_cluster.setdefault(reference.cluster_of(code, YEAR) or "", []).append(code)
    total = each_one * EACH
    top = await open_account("TH", len(codes) * total // 2, None)
    desks = []
    for cluster, members in by_cluster.items():
        middle = await open_account(cluster, len(members) * total * 11 // 20, top)
        for code in members:
            cap = format_amount(total * 3 // 5)
            desks.append(await desk(bench.world, cap, place=Place(YEAR, FUND, code), parent_id=middle))
    return sorted(desks, key=lambda each: codes.index(each.place.area_code)), UUID(top)


@dataclass
class Submitted:
    """What came of submissions: `acknowledged` were answered 200, some of them by a replay."""

    asked: int
    acknowledged: int = 0
    replayed: int = 0
    lost: int = 0
    doubled: int = 0
    unacknowledged: int = 0
    wrong_books: int = 0
    swallowed: tuple[int, int] = (0, 0)
    kills: int = 0
    longest: float = 0.0
    seconds: float = 0.0


async def drafts(bench: Bench, count: int) -> tuple[Desk, list[UUID]]:
    """Drafts within a ceiling that fits them all."""
    at = await desk(bench.world, format_amount((count + 1) * EACH), place=next_place())
    request = await at.request(await at.list(), format_amount(EACH))
    admin = await bench.admin()
    ids = await copies(admin, request["id"], count)
    await admin.close()
    return at, ids


async def check(bench: Bench, at: Desk, ids: Sequence[UUID], acknowledged: Sequence[UUID], found: Submitted) -> None:
    """Compare what was acknowledged with what stands in the database."""
    admin = await bench.admin()
    happened = Counter(row["object_id"] for row in await admin.fetch(HAPPENED, list(ids)))
    account_id = UUID(at.account["id"])
    held = await admin.fetchrow(f"{HOLDS} WHERE kind = 'hold' AND account_id = $1", account_id)
    pending = await admin.fetchval("SELECT pending FROM budget.account WHERE id = $1", account_id)
    await admin.close()
    assert held is not None
    found.acknowledged = len(acknowledged)
    found.lost = len(set(acknowledged) - set(happened))
    found.doubled = sum(times - 1 for times in happened.values()) + held["holds"] - len(happened)
    found.unacknowledged = len(set(happened) - set(acknowledged))
    unbalanced, past = await faults_in(bench.sessions)
    found.wrong_books = len(unbalanced) + len(past) + (pending != held["held"])


async def submissions(bench: Bench, asked: int) -> Submitted:
    """Submissions with one answer in ten swallowed at each of both places."""
    at, ids = await drafts(bench, asked)
    found, told, waiting = Submitted(asked), list[Told](), iter(ids)

    async def client() -> None:
        for each in waiting:
            officer = bench.world.as_(at.officer)
            told.append(await insist(bench.through_the_door, f"{REQUESTS}/{each}/submit", officer))

    began = time.perf_counter()
    with bench.swallowing(ONE_IN):
        await asyncio.gather(*(client() for _ in range(SUBMITTERS)))
    found.seconds = time.perf_counter() - began
    found.swallowed = (bench.door.swallowed, bench.wire.swallowed)
    found.replayed = sum(each.is_replayed for each in told)
    acknowledged = [UUID(each.answer.json()["id"]) for each in told if each.answer.status_code == 200]
    await check(bench, at, ids, acknowledged, found)
    return found


async def killings(bench: Bench, kills: int) -> Submitted:
    """Submissions while PostgreSQL and the budget service are killed in turns, each so many times."""
    at, ids = await drafts(bench, (2 * kills + 2) * BETWEEN * 6)
    found, acknowledged, over = Submitted(len(ids)), list[UUID](), asyncio.Event()
    waiting = iter(ids)

    async def client() -> None:
        async with httpx.AsyncClient(base_url=bench.place.gateway_url, timeout=30, trust_env=False) as own:
            while not over.is_set() and (each := next(waiting, None)):
                answer = await answered(own, f"{REQUESTS}/{each}/submit", bench, at)
                found.replayed += answer.headers.get("Idempotent-Replayed") == "true"
                if answer.status_code != 200:
                    raise RuntimeError(answer.text)
                acknowledged.append(each)

    async def killer() -> None:
        for kill in [bench.kill_postgres, bench.kill_budget] * kills:
            await more_than(acknowledged, len(acknowledged) + BETWEEN)
            began = time.perf_counter()
            await asyncio.to_thread(kill)
            await more_than(acknowledged, len(acknowledged))
            found.longest = max(found.longest, time.perf_counter() - began)
        over.set()

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(killer())
        for _ in range(SUBMITTERS):
            group.create_task(client())
    found.seconds, found.kills = time.perf_counter() - began, 2 * kills
    await check(bench, at, ids, acknowledged, found)
    return found


async def more_than(acknowledged: Sequence[UUID], count: int) -> None:
    """Wait until more than so many are acknowledged."""
    async with asyncio.timeout(120):
        while len(acknowledged) <= count:  # noqa: ASYNC110 - what is waited for is a list that others fill
            await asyncio.sleep(PAUSE_SECONDS)


async def answered(client: httpx.AsyncClient, path: str, bench: Bench, at: Desk) -> httpx.Response:
    """Send with one key until there is an answer that does not ask to send again, as late as it asks for it.

    Who sends again sooner comes to the limit of requests a minute, and waits for the rest of that minute.
    """
    key = str(uuid4())
    async with asyncio.timeout(180):
        while True:
            headers, pause = {**bench.world.as_(at.officer), "Idempotency-Key": key}, PAUSE_SECONDS
            try:
                answer = await client.post(path, headers=headers)
            except httpx.TransportError:
                pass
            else:
                if answer.status_code not in SEND_AGAIN and "retry-after" not in answer.headers:
                    return answer
                pause = float(answer.headers.get("retry-after", pause))
            await asyncio.sleep(pause)
