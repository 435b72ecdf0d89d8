"""Fifty thousand titles: what is like one is found by index, in as many statements for a whole list as for one."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from services.budget.duplicates.repository.comparables import near_statement
from services.budget.duplicates.rules.things import BUDGET_REQUEST, DESK, OPEN, Thing
from services.budget.duplicates.rules.weighing import scale
from services.budget.duplicates.rules.wording import bare
from services.budget.duplicates.usecases.keeping import keep, searched_for
from services.budget.duplicates.usecases.looking import likely_against, similar_to
from services.shared import reference
from services.shared.access import Grant, Principal
from services.shared.columns import new_id
from tests.budget.requests.test_plans import nodes_of, rows_of
from tests.indicators.observations.test_storage import Sent
from tests.stack import Stack

TITLES = 50_000
# Titles as they are searched for: work, what, where; many share all but the place, as those of a country do.
WORKS = "กอสราง ซอมแซม ปรับปรุง ขุดลอก ขยาย ติดตัง พัฒนา สงเสริม อบรม จัดหา เสริมผิว บูรณะ"
WHAT = (
    "ถนนคอนกรีตเสริมเหลกสาย ถนนลาดยางสาย ระบบประปาหมูบาน ฝายนำลน อางเกบนำ คลองสงนำ แหลงทองเทียวชุมชน อาคารเรียนโรงเรียน "
    "ศูนยพัฒนาเดกเลก กลุมทอผา ผูสูงอายุตำบล เขือนปองกันตลิง สะพานขามคลอง โรงพยาบาลสงเสริมสุขภาพ ตลาดชุมชน ระบบระบายนำ "
    "ไฟฟาแสงสวาง กลองวงจรปิด เกษตรกรปลูกขาว ศาลาประชาคม"
)
NAMES = "หนอง หวย โคก โนน ดอน ปา วัง ทา บาง คลอง เขา สัน แม นา บึง ทุง เกาะ ดง"
MORE = "แดง ขาว ใหญ นอย เหนือ บัว ไผ สะอาด ไทร ยาว กลาง มวง ทอง สูง งาม คา แสง ขาม แวง กุง"
PROVINCES = " ".join(bare(area.name_th) for area in reference.provinces(2566))
SEED = """
INSERT INTO budget.comparable (id, kind, unit, area_code, function_code, fiscal_year, title_th, amount, state, standing,
                               provinces, run, updated_at)
SELECT CAST(md5('like' || number) AS uuid), 'budget_request', 'area:' || (10 + number % 76), NULL, NULL,
       2560 + number % 9, run, 100000 + number, 'submitted', CASE WHEN number % 7 = 0 THEN 'settled' ELSE 'open' END,
       CASE WHEN number % 25 = 0 THEN '{}' ELSE ARRAY[province] END, run, now()
  FROM (SELECT number, :works [1 + number % 12] || :what [1 + number / 12 % 20] || 'บาน' || :names [1 + number * 7 % 18]
               || :more [1 + number * 13 / 18 % 20] || 'ตำบล' || :names [1 + number * 5 / 7 % 18]
               || :more [1 + number / 11 % 20] AS run, :provinces [1 + number / 5 % 76] AS province
          FROM generate_series(1, :titles) AS number) AS made
"""


def thing(title: str, **changed: Any) -> Thing:
    """A request of Lamphun that is not in the index yet."""
    made = Thing(
        new_id(),
        BUDGET_REQUEST,
        "area:51",
        "51",
        None,
        2566,
        title,
        "อ.ลี้ จ.ลำพูน",
        None,
        None,
        None,
        100_000,
        "draft",
        DESK,
    )
    return replace(made, **changed)


@pytest.fixture(scope="module")
async def full(stack: Stack) -> AsyncIterator[tuple[AsyncSession, Sent]]:
    """Fifty thousand titles, with statistics, taken back at the end."""
    path = {"server_settings": {"search_path": "budget,public"}}
    engine = create_async_engine(stack.dsn.replace("postgresql://", "postgresql+asyncpg://"), connect_args=path)
    async with AsyncSession(engine, autoflush=False) as session:
        known = {"works": WORKS, "what": WHAT, "names": NAMES, "more": MORE, "provinces": PROVINCES}
        arrays = SEED
        for name in known:
            arrays = arrays.replace(f":{name} [", f"(string_to_array(:{name}, ' '))[")
        await session.execute(text(arrays), {**known, "titles": TITLES})
        await session.execute(text("ANALYZE budget.comparable"))
        yield session, Sent(engine)
        await session.rollback()
    await engine.dispose()


OFFICE = Principal("test", "test", (Grant.parse("province:51"),))
SLIP, OTHER_PHASE = (
    "กอสร้างถนน คสล. สายบ้านดอยคำ ม.3 ต.ตะเคียนปม ระยะที่ 1",
    "ก่อสร้างถนน คสล. สายบ้านดอยคำ ม.3 ต.ตะเคียนปม ระยะที่ 2",
)
TITLE = "ก่อสร้างถนนคอนกรีตเสริมเหล็กสายบ้านดอยคำ หมู่ที่ ๓ ตำบลตะเคียนปม ระยะที่ 1"


async def explained(session: AsyncSession, sent: Sent, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nodes of the plan by which candidates are found, with what they really did."""
    sent.statements.clear()
    await session.execute(near_statement(OFFICE, asked, scale().candidates, is_open=False))
    statement, parameters = sent.statements[-1]
    connection = await session.connection()
    explain = f"EXPLAIN (ANALYZE, TIMING OFF, BUFFERS OFF, FORMAT JSON) {statement}"
    found = (await connection.exec_driver_sql(explain, parameters)).scalar_one()
    return nodes_of((json.loads(found) if isinstance(found, str) else found)[0]["Plan"])


@pytest.mark.parametrize(
    ("place", "indexes", "most"),
    [
        ("อ.ลี้ จ.ลำพูน", {"ix_comparable_provinces", "ix_comparable_run_anywhere"}, 3_000),
        (None, {"ix_comparable_provinces", "ix_comparable_run_anywhere", "ix_comparable_run"}, 10_000),
    ],
)
async def test_one_check_against_fifty_thousand_titles_answers_from_an_index(
    full: tuple[AsyncSession, Sent], place: str | None, indexes: set[str], most: int
) -> None:
    asked = thing(TITLE, place_th=place, **({} if place else {"unit": "function:DOH", "area_code": None}))
    nodes = await explained(*full, [{"id": asked.id, **searched_for(asked)}])
    scans = [node for node in nodes if node.get("Relation Name") == "comparable"]
    assert {node["Node Type"] for node in scans} == {"Bitmap Heap Scan"}
    used = {node["Index Name"] for node in nodes if "Index Name" in node and node["Actual Loops"]}
    assert used == indexes
    assert 0 < sum(map(rows_of, scans)) < most


async def test_a_slip_is_found_among_them_and_a_list_takes_no_more_statements_than_one(
    full: tuple[AsyncSession, Sent],
) -> None:
    session, sent = full
    known = {"unit": "function:DRR", "function_code": "DRR", "area_code": None, "standing": OPEN}
    twin, phase = (thing(title, **known) for title in (SLIP, OTHER_PHASE))
    draft = thing(SLIP, unit="area:50", area_code="50", place_th="จ.ลำพูน")
    await keep(session, twin, phase, draft)
    sent.statements.clear()
    found = await similar_to(session, OFFICE, thing(TITLE))
    assert [match.thing.id for match in found.matches if match.likeness.is_likely] == [twin.id]
    assert draft.id not in {match.thing.id for match in found.matches}
    assert len(sent.statements) == 2
    sent.statements.clear()
    list_of_them = [thing(TITLE), *(thing(f"{TITLE} แห่งที่ {number}") for number in range(20))]
    likely: dict[UUID, Any] = await likely_against(session, OFFICE, list_of_them)
    assert [match.thing.id for match in likely[list_of_them[0].id]] == [twin.id]
    assert len(sent.statements) == 2
