"""Quarter reports: what they count, whom they compare, who sees them, and how they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import Select, event, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.repository import visible_to
from services.budget.spending.repository.reports import accounts_of, payments_of
from services.budget.spending.rules.reports import Figures, Rank
from services.budget.spending.usecases.exporting import sheet_of_reports
from services.budget.spending.views.reports import reports_out
from services.shared.access import Grant, Principal
from services.shared.exports.rules import Kind
from services.shared.exports.writer import csv_of
from tests.budget.spending.conftest import FUND, YEAR, Treasury
from tests.conftest import As


async def test_a_province_is_told_up_to_the_quarter_by_class_and_against_the_targets(treasury: Treasury) -> None:
    account = await treasury.account("area:50", posted=10_000)
    commitment = await treasury.record(account, "commit", 3_000, 1)
    await treasury.record(account, "disburse", 1_000, 2, of=commitment.id)
    await treasury.record(account, "disburse", 6_320, 3, expenditure_class="recurrent")
    await treasury.record(account, "return", 100, 4, expenditure_class="recurrent")
    money = {quarter: (await treasury.report("50", quarter=quarter)).parts.whole for quarter in (1, 2, 3, 4)}
    told = {quarter: each.whole if each else None for quarter, each in money.items()}
    assert told == {
        1: Figures(10_000, 0, 3_000),
        2: Figures(10_000, 1_000, 2_000),
        3: Figures(10_000, 7_320, 2_000),
        4: Figures(10_000, 7_220, 2_000),
    }
    [item] = reports_out(await treasury.reports(area_code="50")).items
    assert item.money is not None
    overall = item.money.overall.model_dump(mode="json")
    # Of fiscal year 2565: to the third quarter 72 percent disbursed, 81.74 spent (A4.5).
    assert overall["disbursed"] == {"rate": 73.2, "target": 72, "difference": 1.2, "standing": "ahead"}
    assert overall["spent"] == {"rate": 93.2, "target": 81.74, "difference": 11.46, "standing": "ahead"}
    assert (overall["posted_amount"], overall["spent_amount"]) == ("100.00", "93.20")
    # Nobody said how much of what was posted is for capital: its rate is not known, what was paid is.
    capital = item.money.capital.model_dump(mode="json")
    assert (capital["posted_amount"], capital["disbursed_amount"]) == (None, "10.00")
    assert capital["disbursed"] == {"rate": None, "target": 46, "difference": None, "standing": None}


async def test_areas_of_a_tree_are_added_up_once_and_agencies_stand_apart(treasury: Treasury) -> None:
    nation = await treasury.account("area:TH")
    cluster = await treasury.account("area:C60-15", nation)
    province = await treasury.account("area:50", cluster, posted=10_000)
    ministry = await treasury.account("function:05", nation, posted=2_000)
    await treasury.record(province, "disburse", 4_000)
    await treasury.record(ministry, "disburse", 500)
    whole = (await treasury.report("TH", level="nation")).parts
    assert [each and each.whole for each in (whole.whole, whole.area, whole.agencies)] == [
        Figures(12_000, 4_500, 0),
        Figures(10_000, 4_000, 0),
        Figures(2_000, 500, 0),
    ]
    for code, level in (("C60-15", "cluster"), ("R60-N", "region"), ("50", "province")):
        parts = (await treasury.report(code, level=level)).parts
        assert parts.whole is not None
        assert (parts.whole.whole, parts.area, parts.agencies) == (Figures(10_000, 4_000, 0), parts.whole, None)
    of_ministry = (await treasury.report("05", level="ministry")).parts
    assert of_ministry.whole == of_ministry.agencies == whole.agencies
    assert of_ministry.area is None


async def test_what_was_brought_forward_stands_apart_and_what_goes_on_stays_spent(treasury: Treasury) -> None:
    account = await treasury.account("area:50", posted=10_000)
    other: dict[str, Any] = {"counter_account_id": account.id, "document_number": "กค 0402/1"}
    came = await treasury.record(account, "bring_forward", 4_000, 1, **other)
    await treasury.record(account, "disburse", 1_000, 2, of=came.id)
    owed = await treasury.record(account, "commit", 3_000, 3)
    await treasury.record(account, "carry_forward", 3_000, 4, of=owed.id, **other)
    money = (await treasury.report("50", quarter=4)).parts.whole
    assert money is not None
    assert (money.cap, money.whole, money.brought) == (
        100_000,
        Figures(10_000, 0, 3_000),
        Figures(4_000, 1_000, 3_000),
    )


async def test_provinces_are_ranked_with_their_ties_and_who_has_no_account_is_not(treasury: Treasury) -> None:
    for code, paid in (("50", 5_000), ("51", 7_000), ("52", 5_000), ("58", 0)):
        account = await treasury.account(f"area:{code}", posted=10_000)
        if paid:
            await treasury.record(account, "disburse", paid)
    await treasury.account("area:38")  # nothing is posted: no rate
    found = (await treasury.reports()).found
    ranks = {each.unit.area_code: each.ranks["disbursed"] for each in found if each.ranks["disbursed"]}
    assert ranks == {"51": Rank(1, 4, 1), "50": Rank(2, 4, 2), "52": Rank(2, 4, 2), "58": Rank(4, 4, 1)}
    assert len(found) == 76
    assert sum(each.parts.whole is None for each in found) == 71


async def test_a_province_reads_its_own_report_with_its_rank_among_all(treasury: Treasury) -> None:
    for code, paid in (("50", 5_000), ("83", 7_000)):
        await treasury.record(await treasury.account(f"area:{code}", posted=10_000), "disburse", paid)
    office = Principal("test", "test", (Grant.parse("province:50"),))
    [report] = (await treasury.reports(office)).found
    assert (report.unit.area_code, report.ranks["disbursed"]) == ("50", Rank(2, 2, 1))


GRANTS = ("province:50", "province_committee:50", "cluster:C60-15", "ministry:05", "good_governance:50", "opdc")


@pytest.mark.parametrize("grant", GRANTS)
async def test_whoever_sees_an_account_sees_its_report_and_nobody_else(treasury: Treasury, grant: str) -> None:
    for owner in ("area:TH", "area:C60-15", "area:C60-16", "area:50", "area:58", "area:83", "function:05"):
        await treasury.account(owner)
    principal = Principal("test", "test", (Grant.parse(grant),))
    accounts = (await treasury.session.scalars(visible_to(principal).filter_by(fund_code=FUND))).all()
    seen = [
        report.unit.area_code or report.unit.function_code or ""
        for level in ("nation", "cluster", "province", "ministry")
        for report in (await treasury.reports(principal, level=level)).found
        if report.parts.whole is not None
    ]
    assert sorted(seen) == sorted(each.area_code or each.function_code or "" for each in accounts)


async def test_a_report_is_a_table_with_empty_cells_where_nothing_is_known(treasury: Treasury) -> None:
    account = await treasury.account("area:50", posted=10_000)
    await treasury.record(account, "disburse", 7_320)
    sheet = sheet_of_reports(await treasury.reports())
    names = [column.name for column in sheet.columns]
    rows = {row[2]: dict(zip(names, row, strict=True)) for row in sheet.rows}
    assert len(rows) == 76
    mine, other = rows["50"], rows["51"]
    assert [str(mine[f"overall_{each}"]) for each in ("disbursed", "disbursed_rate", "disbursed_difference")] == [
        "73.20",
        "73.2",
        "1.2",
    ]
    assert (mine["capital_disbursed_rate"], mine["disbursed_place"], mine["disbursed_sharing"]) == (None, 1, 1)
    assert {other[name] for name in names if name.endswith(("amount", "_disbursed", "_rate", "_place"))} == {None}
    numbers = [column.name for column in sheet.columns if column.kind is Kind.NUMBER]
    assert {"overall_posted", "area_spent", "agency_disbursed"} <= set(numbers)
    line = next(each for each in csv_of(sheet).decode("utf-8-sig").splitlines() if ",50," in each)
    assert line.startswith("2565,3,50,เชียงใหม่,1000,100,73.2,0,73.2,73.2,72,1.2,ahead,")


async def test_a_file_comes_through_the_gateway_in_both_forms(api: httpx.AsyncClient, as_: As) -> None:
    asked = {"fiscal_year": 2565, "quarter": 3}
    for name, begins in (("csv", b"\xef\xbb\xbffiscal_year,"), ("xlsx", b"PK")):
        path = "/v1/budget-accounts/quarter-reports/export"
        answer = await api.get(path, params={**asked, "format": name}, headers=as_("budget_bureau"))
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(begins)


@contextmanager
def counted(session: AsyncSession) -> Iterator[list[str]]:
    """Note every statement of a session."""
    connection, asked = session.get_bind(), list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    yield asked
    event.remove(connection, "before_cursor_execute", note)


MANY = f"""
WITH owner AS (
    SELECT DISTINCT code, kind::text AS level FROM area WHERE kind IN ('province', 'cluster')
), year AS (SELECT generate_series({YEAR - 9}, {YEAR}) AS fiscal_year), made AS (
    INSERT INTO account (id, version, fiscal_year, fund_code, level, area_code, path, cap, pending, posted, disbursed,
        committed, carried, created_at, updated_at)
    SELECT own, 1, fiscal_year, '{FUND}', level, code, ARRAY[own], 1000000, 0, 1000000, 60000, 0, 0, now(), now()
    FROM owner, year, LATERAL (SELECT md5(code || fiscal_year)::uuid AS own) named RETURNING id
)
INSERT INTO transfer (id, reference, kind, account_id, amount, paid_on, quarter, expenditure_class, document_number,
    actor, created_at)
SELECT md5(id::text || n)::uuid, 'many:' || id || n, 'disburse', id, 1000, date '2022-01-01', n % 4 + 1,
    CASE WHEN n % 3 = 0 THEN 'capital' ELSE 'recurrent' END, 'many', 'test', now()
FROM made, generate_series(1, 50) n
"""


async def test_fifty_thousand_payments_of_ten_years_take_as_many_statements_from_indexes(treasury: Treasury) -> None:
    with counted(treasury.session) as few:
        await treasury.reports()
    await treasury.session.execute(text(MANY))
    await treasury.session.execute(text("ANALYZE account, transfer"))
    # As the server's own cleaning leaves it, which no transaction can do: an index alone answers for old rows.
    vacuumed = "UPDATE pg_class SET relallvisible = relpages WHERE oid = 'transfer'::regclass"
    await treasury.session.execute(text(vacuumed))
    with counted(treasury.session) as many:
        found = (await treasury.reports(quarter=4)).found
    assert len(many) == len(few) == 5
    assert {each.parts.whole and each.parts.whole.whole for each in found} == {Figures(1_000_000, 50_000, 0)}
    plan = await plan_of(treasury.session, payments_of(YEAR, FUND, 4))
    assert "ix_transfer_spending" in plan, plan
    assert "uq_account_owner" in plan, plan
    assert "Seq Scan" not in plan
    assert "Seq Scan" not in await plan_of(treasury.session, accounts_of(YEAR, FUND))


async def plan_of(session: AsyncSession, statement: Select[Any]) -> str:
    compiled = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    return "\n".join(await session.scalars(text(f"EXPLAIN {compiled}".replace(":", r"\:"))))
