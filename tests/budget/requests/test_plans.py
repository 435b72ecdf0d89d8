"""Fifty thousand requests of ten years: every list, total and question reads little more than it shows, by index."""

import json
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from services.budget.requests import repository
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.decisions.rules import CandidateQuery
from services.shared.paging import PageRequest
from tests.budget.requests.lists import desk
from tests.conftest import As
from tests.contract.operations import Json
from tests.contract.world import World
from tests.indicators.observations.test_storage import Sent
from tests.stack import Stack

# Ten years, 76 provinces, one list each of so many requests, in a round that no list of the house has.
PER_LIST, ROUND = 66, 200
# What other tests leave beside them, at most.
OTHERS = 400
YEAR, AREA = 2558, "50"
PAGE = PageRequest(50, None, b"only-for-tests")
# A copy of the house's own list and request for each province and year; what varies, varies by number.
SEED_LISTS = """
INSERT INTO budget.submission
SELECT copy.*
  FROM budget.submission s, generate_series(2552, 2561) AS year, unnest(CAST(:codes AS text[])) AS code,
       jsonb_populate_record(s, jsonb_build_object(
         'id', CAST(md5(code || year) AS uuid), 'area_code', code, 'fiscal_year', year, 'round', 200,
         'state', CASE WHEN year = 2561 THEN 'draft' WHEN year < 2558 THEN 'endorsed' ELSE 'submitted' END,
         'updated_at', now() - make_interval(days => (2561 - year) * 365 + CAST(code AS int)))) AS copy
 WHERE s.id = :list
"""
SEED_REQUESTS = """
INSERT INTO budget.request
SELECT copy.*
  FROM budget.request r, budget.submission s, generate_series(1, 66) AS number,
       jsonb_populate_record(r, jsonb_build_object(
         'id', CAST(md5(CAST(s.id AS text) || number) AS uuid), 'submission_id', s.id, 'area_code', s.area_code,
         'fiscal_year', s.fiscal_year, 'project_id', CAST(md5(s.area_code || number) AS uuid),
         'state', CASE WHEN s.state = 'draft' THEN 'draft' WHEN number = 1 THEN 'returned'
                       WHEN s.state = 'endorsed' AND number % 2 = 0 THEN 'approved' ELSE s.state END,
         'approved_amount', CASE WHEN s.state = 'endorsed' AND number > 1 AND number % 2 = 0 THEN 50000 END,
         'ceiling_position', CASE WHEN number % 3 = 0 THEN 'above' ELSE 'within' END,
         'joint_indicator_id', CASE WHEN number % 5 = 0 THEN CAST(md5(CAST(number AS text)) AS uuid) END,
         'asked_amount', 50000 + number * 7919 % 100000,
         'updated_at', s.updated_at - make_interval(mins => number))) AS copy
 WHERE r.id = :request AND s.round = 200
"""


@dataclass(frozen=True)
class Effort:
    """What a question took: statements, rows shown, rows of requests and lists looked at, and how requests are read."""

    statements: int
    shown: int
    looked_at: int
    ways: frozenset[str]


class Asked:
    """A session with fifty thousand requests in it, which are taken back at the end, and what it is asked."""

    def __init__(self, session: AsyncSession, sent: Sent) -> None:
        self.session, self._sent = session, sent

    async def effort(self, asking: Awaitable[Any]) -> Effort:
        """Ask, and then have the database explain what it was asked, carrying it out again."""
        self._sent.statements.clear()
        await asking
        statements, connection = list(self._sent.statements), await self.session.connection()
        nodes: list[Json] = []
        shown = 0
        for statement, parameters in statements:
            explain = f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {statement}"
            found = (await connection.exec_driver_sql(explain, parameters)).scalar_one()
            plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
            shown += round(plan["Actual Rows"])
            nodes += nodes_of(plan)
        looked_at = sum(rows_of(node) for node in nodes if node.get("Relation Name") in ("request", "submission"))
        ways = frozenset(node["Node Type"] for node in nodes if node.get("Relation Name") == "request")
        return Effort(len(statements), shown, looked_at, ways)


def nodes_of(plan: Json) -> list[Json]:
    """Return a plan's nodes."""
    return [plan, *(node for each in plan.get("Plans", ()) for node in nodes_of(each))]


def rows_of(node: Json) -> int:
    """Return how many rows a node fetched, those it threw away included."""
    thrown = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    fetched: float = (node["Actual Rows"] + thrown) * node["Actual Loops"]
    return round(fetched)


@pytest.fixture(scope="module")
async def asked(stack: Stack, api: httpx.AsyncClient, as_: As) -> AsyncIterator[Asked]:
    """Requests in plenty, with statistics."""
    at = await desk(World(api, as_))
    request = await at.request(await at.list())
    path = {"server_settings": {"search_path": "budget,public"}}
    engine = create_async_engine(stack.dsn.replace("postgresql://", "postgresql+asyncpg://"), connect_args=path)
    async with AsyncSession(engine, autoflush=False) as session:
        known = {"request": UUID(request["id"]), "list": UUID(request["submission_id"])}
        codes = [each.code for each in reference.provinces(YEAR)]
        for statement in (SEED_LISTS, SEED_REQUESTS, "ANALYZE budget.request", "ANALYZE budget.submission"):
            await session.execute(text(statement), {**known, "codes": codes})
        yield Asked(session, Sent(engine))
        await session.rollback()
    await engine.dispose()


def asking_as(grant: str) -> Principal:
    """Whoever holds a grant."""
    return Principal("test", "test", (Grant.parse(grant),))


OFFICE, COMMITTEE, NATIONAL = "province:50", "province_committee:50", "opdc"
OF_YEAR, OF_AREA = {"fiscal_year": YEAR}, {"area_code": AREA}
# Who asks for what, and how many rows may be looked at for a page: about a page, an area's ten years, a year.
PAGE_ROWS, AREA_ROWS, YEAR_ROWS = 160, 1_500, 5_300
LISTS: list[tuple[str, Json, int]] = [
    (NATIONAL, OF_YEAR, PAGE_ROWS),
    (NATIONAL, {**OF_YEAR, "ceiling_position": "above"}, 3 * PAGE_ROWS),
    (NATIONAL, {**OF_YEAR, "state": "returned"}, 6 * PAGE_ROWS),
    (NATIONAL, OF_AREA, AREA_ROWS),
    (OFFICE, OF_YEAR, YEAR_ROWS),
    (OFFICE, OF_AREA, AREA_ROWS),
    (OFFICE, OF_YEAR | OF_AREA, PAGE_ROWS + 760),
    (COMMITTEE, {**OF_YEAR, "ceiling_position": "above"}, YEAR_ROWS),
    (COMMITTEE, {"state": "returned"}, AREA_ROWS),
]


@pytest.mark.parametrize("sort", ["-updated_at", "updated_at", "asked_amount", "-asked_amount"])
async def test_a_page_of_requests_looks_at_its_year_or_area_alone(asked: Asked, sort: str) -> None:
    for grant, filters, most in LISTS:
        asking = repository.load_requests(asked.session, asking_as(grant), filters, sort, PAGE)
        effort = await asked.effort(asking)
        assert effort.statements == 1
        assert effort.shown > 0
        assert effort.looked_at <= most + OTHERS, (grant, filters, effort)
        assert "Seq Scan" not in effort.ways, (grant, filters, effort)


@pytest.mark.parametrize("sort", ["-updated_at", "asked_amount"])
async def test_the_hundredth_page_costs_as_much_as_the_first(asked: Asked, sort: str) -> None:
    column = sort.removeprefix("-")
    middle = text(f"SELECT {column}, id FROM request WHERE fiscal_year = {YEAR} ORDER BY {column} OFFSET 2500 LIMIT 1")
    value, row_id = (await asked.session.execute(middle)).one()
    cursor = PAGE.next_cursor(sort, OF_YEAR, value, row_id)
    further = replace(PAGE, cursor=cursor)
    effort = await asked.effort(repository.load_requests(asked.session, asking_as(NATIONAL), OF_YEAR, sort, further))
    assert (effort.statements, effort.shown) == (1, PAGE.limit + 1)
    assert effort.looked_at <= PAGE_ROWS + OTHERS, effort


@pytest.mark.parametrize("grant", [NATIONAL, OFFICE])
async def test_totals_and_questions_look_at_what_they_add_up(asked: Asked, grant: str) -> None:
    caller, session = asking_as(grant), asked.session
    submission = (await session.scalars(text(f"SELECT id FROM submission WHERE round = {ROUND} LIMIT 1"))).one()
    served = UUID("e4da3b7f-bbce-2345-d777-2b0674a318d5")  # of 760 requests
    of_area = Grant.parse(OFFICE)
    for asking, most in (
        (repository.facts_by_area(session, caller, ["50", "51"], YEAR), 2 * PER_LIST),
        (repository.facts_by_joint_indicator(session, caller, [served]), 760),
        (repository.listed_in(session, of_area, submission), PER_LIST),
        (repository.candidates(session, caller, CandidateQuery(YEAR, "submitted", None, 2_001)), YEAR_ROWS),
        (repository.candidates(session, caller, CandidateQuery(YEAR, "submitted", AREA, 2_001)), PER_LIST),
    ):
        effort = await asked.effort(asking)
        assert (effort.statements, effort.shown > 0 or effort.looked_at <= PER_LIST + OTHERS) == (1, True)
        assert effort.looked_at <= most + OTHERS, effort
        assert "Seq Scan" not in effort.ways, effort
