"""How quarter reports are shown."""

from collections.abc import Mapping
from decimal import Decimal

from services.budget.spending.rules.reports import Figures, Money, Rank, comparison_of
from services.budget.spending.rules.targets import CAPITAL, DISBURSED, OVERALL, RECURRENT, SPENT
from services.budget.spending.schemas.reports import (
    BroughtForward,
    QuarterFigures,
    QuarterMoney,
    QuarterRank,
    QuarterReport,
    QuarterReports,
    RateAgainstTarget,
)
from services.budget.spending.usecases.reports import Report, Reports

Goals = Mapping[tuple[str, str], Decimal]


def reports_out(reports: Reports) -> QuarterReports:
    """Return the reports that were asked for."""
    query = reports.query
    return QuarterReports(
        fiscal_year=query.fiscal_year,
        quarter=query.quarter,
        level=query.level,
        fund_code=query.fund_code,
        targets_id=reports.targets_id,
        as_of=reports.as_of,
        items=[report_out(each, reports.goals) for each in reports.found],
        next_cursor=None,
    )


def report_out(report: Report, goals: Goals) -> QuarterReport:
    """Return the report of one unit."""
    unit, parts = report.unit, report.parts
    return QuarterReport.model_validate(
        {
            "level": unit.level,
            "area_code": unit.area_code,
            "function_code": unit.function_code,
            "name_th": report.name_th,
            "money": money_out(parts.whole, goals),
            "area_money": money_out(parts.area, goals),
            "agency_money": money_out(parts.agencies, goals),
            "rank_by_disbursed": rank_out(report.ranks.get(DISBURSED)),
            "rank_by_spent": rank_out(report.ranks.get(SPENT)),
        }
    )


def money_out(money: Money | None, goals: Goals) -> QuarterMoney | None:
    """Return money with its classes; None where nothing is known."""
    if money is None:
        return None
    return QuarterMoney(
        ceiling_amount=money.cap,
        overall=_figures(money, OVERALL, money.whole, goals),
        recurrent=_figures(money, RECURRENT, money.by_class[RECURRENT], goals),
        capital=_figures(money, CAPITAL, money.by_class[CAPITAL], goals),
        brought_forward=_brought(money.brought),
    )


def _brought(figures: Figures) -> BroughtForward:
    return BroughtForward(
        posted_amount=figures.posted or 0,
        disbursed_amount=figures.disbursed,
        committed_amount=figures.committed,
        disbursed_rate=figures.rate(DISBURSED),
    )


def _figures(money: Money, name: str, figures: Figures, goals: Goals) -> QuarterFigures:
    return QuarterFigures(
        posted_amount=figures.posted,
        disbursed_amount=figures.disbursed,
        committed_amount=figures.committed,
        spent_amount=figures.spent,
        disbursed=_against(money, name, DISBURSED, figures, goals),
        spent=_against(money, name, SPENT, figures, goals),
    )


def _against(money: Money, name: str, measure: str, figures: Figures, goals: Goals) -> RateAgainstTarget:
    stands = comparison_of(money, name, measure, goals)
    return RateAgainstTarget.model_validate(
        {
            "rate": figures.rate(measure),
            "target": stands.target,
            "difference": stands.points,
            "standing": stands.standing,
        }
    )


def rank_out(rank: Rank | None) -> QuarterRank | None:
    """Return a place; None for a unit without one."""
    return None if rank is None else QuarterRank(place=rank.place, ranked=rank.ranked, sharing=rank.sharing)
