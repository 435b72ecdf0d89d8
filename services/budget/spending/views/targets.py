"""How targets are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.budget.spending import models
from services.budget.spending.schemas.targets import SpendingGoal, SpendingTargets, SpendingTargetsPage
from services.shared.paging import PageRequest


def one_of(targets: models.SpendingTargets, latest: Mapping[int, int]) -> SpendingTargets:
    """Return one version, given which counts in its year."""
    goals = sorted(targets.goals, key=lambda row: (*row.goal.row, row.quarter))
    names = ("id", "fiscal_year", "edition", "reason", "recorded_by", "recorded_at")
    return SpendingTargets(
        **{name: getattr(targets, name) for name in names},
        is_latest=latest.get(targets.fiscal_year, targets.edition) == targets.edition,
        goals=[SpendingGoal.model_validate(row) for row in goals],
    )


def page_of(
    found: Sequence[models.SpendingTargets],
    latest: Mapping[int, int],
    page: PageRequest,
    filters: dict[str, Any],
    sort: str,
) -> SpendingTargetsPage:
    """Return a page of versions."""
    shown, cursor = page.cut(found, sort, filters, lambda each: each.fiscal_year)
    return SpendingTargetsPage(items=[one_of(each, latest) for each in shown], next_cursor=cursor)
