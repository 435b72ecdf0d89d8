"""How savings are shown."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping

from services.budget.spending import access, models
from services.budget.spending.schemas.savings import (
    BudgetSaving,
    BudgetSavingFields,
    BudgetSavingPage,
    SavingReason,
    SavingReasonList,
    SavingSums,
    SavingTotals,
    SavingTotalsList,
    SavingTotalsQuery,
    SavingUse,
)
from services.budget.spending.usecases.standing import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action

_AMOUNTS = {
    "posted_amount": "posted",
    "spent_amount": "spent",
    "saved_amount": "saved",
    "undecided_amount": "undecided",
}


def _fields(saving: models.Saving) -> Json:
    plain = [name for name in BudgetSavingFields.model_fields if name not in {*_AMOUNTS, "uses"}]
    return {
        **{name: getattr(saving, name) for name in plain},
        **{name: getattr(saving, column) for name, column in _AMOUNTS.items()},
        "uses": [SavingUse.model_validate(use) for use in saving.uses],
    }


def saving_out(saving: models.Saving, principal: Principal) -> BudgetSaving:
    """Return a saving as its own page shows it."""
    answers = allowed_actions(principal, access.ACTIONS, subject_of(saving))
    return BudgetSaving(**_fields(saving), allowed_actions=[allowed_action(answer) for answer in answers])


def saving_page(
    found: Sequence[models.Saving], page: PageRequest, filters: dict[str, Any], sort: str
) -> BudgetSavingPage:
    """Return a page of savings."""
    shown, cursor = page.cut(found, sort, filters, lambda each: each.recorded_at)
    return BudgetSavingPage(items=[BudgetSavingFields(**_fields(each)) for each in shown], next_cursor=cursor)


def reasons_out(reasons: Sequence[models.SavingReason]) -> SavingReasonList:
    """Return every reason."""
    return SavingReasonList(items=[SavingReason.model_validate(each) for each in reasons], next_cursor=None)


def totals_out(rows: Sequence[RowMapping], query: SavingTotalsQuery) -> SavingTotalsList:
    """Return savings added up by owner."""
    return SavingTotalsList(fiscal_year=query.fiscal_year, items=[_totals(row) for row in rows], next_cursor=None)


def _totals(row: RowMapping) -> SavingTotals:
    named = {name: row[name] for name in ("area_code", "function_code", "closes", "state")}
    is_known = row["saved"] is not None
    sums = SavingSums(
        told=row["told"],
        unknown=row["unknown"],
        posted_amount=row["posted"],
        spent_amount=row["spent"],
        saved_amount=row["saved"],
        returned_amount=row["returned"],
        unfunded_needs_amount=row["unfunded_needs"],
        undecided_amount=row["saved"] - row["returned"] - row["unfunded_needs"] if is_known else None,
    )
    return SavingTotals.model_validate({**named, "sums": sums})
