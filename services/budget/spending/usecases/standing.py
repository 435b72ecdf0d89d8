"""How a saving stands to people: whose it is, who may know of it, whose turn it is, and how it is written."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.spending.models import Saving
from services.budget.spending.repository import savings as repository
from services.budget.submissions.usecases import office_of
from services.shared import reference
from services.shared.access import Grant, Principal, Subject
from services.shared.errors import Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import Change, record
from services.shared.money import format_amount
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import close_tasks, open_task

OBJECT = "budget_saving"


def subject_of(saving: Saving) -> Subject:
    """Return what access asks of a saving: its owner, the owner's cluster in that fiscal year, its state."""
    above = reference.cluster_of(saving.area_code, saving.fiscal_year) if saving.area_code else None
    return Subject(saving.owner, frozenset({f"area:{above}"} if above else set()), state=saving.state)


def audience_of(saving: Saving) -> frozenset[str]:
    """Return who may know of it: those who see its account."""
    seers = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    return frozenset({saving.owner} | subject_of(saving).within | seers)


async def save(session: AsyncSession, principal: Principal, saving: Saving, verb: str, changes: dict[str, Any]) -> None:
    """Write the row under its next version and the event beside it; what waited for somebody is done."""
    await repository.save_saving(session, saving)
    payload = {
        "fiscal_year": saving.fiscal_year,
        "owner": saving.owner,
        "closes": saving.closes,
        "saved_amount": None if saving.saved is None else format_amount(saving.saved),
        "state": saving.state,
    }
    happened = f"{OBJECT}.{verb}"
    await record(
        session,
        principal,
        Change(happened, OBJECT, saving.id, saving.version, audience_of(saving), payload, changes),
    )
    await close_tasks(session, OBJECT, saving.id)


async def ask_bureau(session: AsyncSession, saving: Saving) -> None:
    """Ask the budget bureau to confirm a saving."""
    title = Text(f"ยืนยันเงินเหลือจ่าย ปีงบประมาณ {saving.fiscal_year}", f"Confirm a saving of {saving.fiscal_year}")
    await _ask(session, saving, "confirm", Grant(Role.BUDGET_BUREAU), title)


async def ask_owner(session: AsyncSession, saving: Saving) -> None:
    """Ask the owner to tell anew what was sent back."""
    title = Text(
        f"เงินเหลือจ่าย ปีงบประมาณ {saving.fiscal_year} ถูกส่งกลับ โปรดบันทึกใหม่",
        f"A saving of {saving.fiscal_year} was sent back: tell it anew",
    )
    owner = office_of(saving.area_code) if saving.area_code else function_grant(saving.function_code or "")
    await _ask(session, saving, "tell_anew", owner, title)


async def _ask(session: AsyncSession, saving: Saving, kind: str, assignee: Grant, title: Text) -> None:
    link = f"/v1/budget-savings/{saving.id}"
    await open_task(session, f"{OBJECT}.{kind}", assignee, title, (OBJECT, saving.id), link)


async def history_for(session: AsyncSession, saving: Saving) -> HistoryPage:
    """Return what happened to a saving, the newest first."""
    return await history_of(session, OBJECT, saving.id)
