"""How matching funds are shown."""

from collections.abc import Sequence
from typing import Any

from services.budget.matching import access
from services.budget.matching.models import MatchingFund, MatchingPledge
from services.budget.matching.repository import SUMS
from services.budget.matching.rules import ratio_of
from services.budget.matching.schemas import answers
from services.budget.matching.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(fund: MatchingFund, principal: Principal) -> answers.MatchingFund:
    """Return the representation of a fund."""
    allowed = allowed_actions(principal, access.ACTIONS, subject_of(fund))
    return answers.MatchingFund(
        **_fields(fund),
        pledges=[_pledge(each) for each in fund.pledges],
        allowed_actions=[allowed_action(answer) for answer in allowed],
    )


def _fields(fund: MatchingFund) -> dict[str, Any]:
    sums = answers.MatchingSums.model_fields
    own = [name for name in answers.MatchingFundFields.model_fields if name not in sums and name != "aim"]
    return {**{name: getattr(fund, name) for name in own}, **_sums(fund), "aim": _aim(fund)}


def _aim(fund: MatchingFund) -> answers.MatchingAim | None:
    if fund.aimed_ratio is None or fund.aim_source is None:
        return None
    return answers.MatchingAim(ratio=fund.aimed_ratio, source=fund.aim_source, dated_on=fund.aim_dated_on)


def _sums(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a fund, or a row of sums with the same names
    return {
        "own_amount": row.own_amount,
        "pledged_amount": row.pledged,
        "paid_amount": row.paid,
        "in_kind_pledged_amount": row.in_kind_pledged,
        "in_kind_received_amount": row.in_kind_paid,
        "pledged_ratio": ratio_of(row.pledged, row.own_amount),
        "paid_ratio": ratio_of(row.paid, row.own_amount),
    }


def _pledge(pledge: MatchingPledge) -> answers.MatchingPledge:
    names = ("id", "contributor_kind", "contributor_th", "form", "what_th")
    return answers.MatchingPledge(
        **{name: getattr(pledge, name) for name in names},
        pledged_amount=pledge.pledged,
        paid_amount=pledge.paid,
        entries=[answers.MatchingEntry.model_validate(each) for each in pledge.entries],
    )


def page_of(found: Sequence[MatchingFund], page: PageRequest, filters: Json, sort: str) -> answers.MatchingFundPage:
    """Return a page of funds."""
    shown, cursor = page.cut(found, sort, filters, lambda fund: fund.updated_at)
    items = [answers.MatchingFundListItem(**_fields(each)) for each in shown]
    return answers.MatchingFundPage(items=items, next_cursor=cursor)


def totals_of(fiscal_year: int, rows: Sequence[Any]) -> answers.MatchingTotals:
    """Return the sums of a year by area, and of all of them."""
    items = [answers.MatchingTotal(area_code=row.area_code, funds=row.funds, **_sums(row)) for row in rows]
    whole = MatchingFund(**{name: sum(getattr(row, name) for row in rows) for name in SUMS})
    return answers.MatchingTotals(fiscal_year=fiscal_year, items=items, total=answers.MatchingSums(**_sums(whole)))
