"""Targets of years, quarter reports, and savings."""

import itertools
from typing import Any

from services.budget.spending.schemas.targets import RECORD_EXAMPLE
from services.shared import fiscal
from tests.budget.ledger.books import BUREAU, Json, Place
from tests.contract.specimens.ledger import posted_account
from tests.contract.world import Make, Specimen, World, fixed

SAVINGS = "/v1/budget-savings"
SHIPPED = "0193a1de-7a10-7c3e-8f00-256500000001"
REPORT = {"fiscal_year": 2565, "quarter": 3}
# Years whose targets nothing else in the tests asks for.
_YEARS = itertools.count(2581)


async def new_targets(_world: World) -> Specimen:
    """The first targets of a year."""
    return Specimen(BUREAU, json={**RECORD_EXAMPLE, "fiscal_year": next(_YEARS)})


def saving(place: Place, account: Json, **changed: Any) -> Json:
    """What tells of a project that nothing was spent on, of an account on which 500 baht is posted."""
    return {
        "account_id": account["id"],
        "closes": "project",
        "project_title_th": "ปรับปรุงลานกิจกรรมหัตถกรรมสันกำแพง",
        "posted_amount": "100.00",
        "spent_amount": "0.00",
        "reason_code": "not_carried_out",
        "reason": "ผู้รับจ้างทิ้งงาน และจัดหาใหม่ไม่ทันภายในปีงบประมาณ",
        "closed_on": fiscal.last_day(place.fiscal_year).isoformat(),
        "uses": [{"kind": "returned", "amount": "60.00", "document_number": "ชม 0017/ว 15"}],
        **changed,
    }


async def new_saving(world: World) -> Specimen:
    """A saving that is not told yet."""
    place, account, _ = await posted_account(world)
    return Specimen(place.officer, json=saving(place, account))


def on_saving(grant: str | None = None, **known: Any) -> Make:
    """A specimen on a saving, for its owner unless a grant is named."""

    async def make(world: World) -> Specimen:
        place, account, _ = await posted_account(world)
        made = await world.create(SAVINGS, saving(place, account), place.officer)
        return Specimen(grant or place.officer, {"saving_id": made.json()["id"]}, **known)

    return make


SPECIMENS: dict[str, Make] = {
    "listSpendingTargets": fixed(),
    "recordSpendingTargets": new_targets,
    "getSpendingTargets": fixed(path={"targets_id": SHIPPED}),
    "listQuarterReports": fixed(grant="province:50", query=REPORT),
    "exportQuarterReports": fixed(grant="province:50", query=REPORT),
    "listBudgetSavings": fixed(grant="province:50"),
    "tellBudgetSaving": new_saving,
    "listSavingReasons": fixed(grant="province:50"),
    "listSavingTotals": fixed(grant="province:50", query={"fiscal_year": 2565}),
    "getBudgetSaving": on_saving(),
    "confirmBudgetSaving": on_saving(BUREAU),
    "sendBackBudgetSaving": on_saving(BUREAU, json={"reason": "ยอดไม่ตรงกับหลักฐาน"}),
    "listBudgetSavingHistory": on_saving(),
}
