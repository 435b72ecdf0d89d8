"""Quarter reports."""

from typing import Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_ID, FundCode, example
from services.budget.spending.schemas.targets import Quarter
from services.shared.exports.answers import Format
from services.shared.numbers import NumberOut
from services.shared.schemas import AmountOut, AreaCode, Filters, FiscalYear, FunctionCode, Instant, Json, Out

ReportLevel = Literal["nation", "region", "cluster", "province", "ministry"]
RATE = "percent of posted money, two decimals; null while nothing is posted or that is not known"


class QuarterReportQuery(Filters):
    """Of which units, up to which quarter."""

    fiscal_year: FiscalYear
    quarter: Quarter
    level: ReportLevel = Field(
        default="province",
        description="which units; regions there are from fiscal year 2562, clusters from 2552. Only units that the "
        "caller may see are listed: a province itself, a cluster its provinces too, all for ministries and overseers",
    )
    fund_code: FundCode | SkipJsonSchema[None] = Field(default=None, description="one fund; all together without it")
    area_code: AreaCode | SkipJsonSchema[None] = Field(default=None, description="only this area")
    function_code: FunctionCode | SkipJsonSchema[None] = Field(default=None, description="only this ministry")


class QuarterReportExportQuery(QuarterReportQuery):
    """Of which units, up to which quarter, in which form."""

    format: Format = "csv"


COMPARISON_EXAMPLE: Json = {"rate": 73.2, "target": 72, "difference": 1.2, "standing": "ahead"}
FIGURES_EXAMPLE: Json = {
    "posted_amount": "150000000.00",
    "disbursed_amount": "109800000.00",
    "committed_amount": "8520000.00",
    "spent_amount": "118320000.00",
    "disbursed": COMPARISON_EXAMPLE,
    "spent": {"rate": 78.88, "target": 81.74, "difference": -2.86, "standing": "behind"},
}
UNKNOWN_EXAMPLE: Json = {
    **FIGURES_EXAMPLE,
    "posted_amount": None,
    "disbursed": {"rate": None, "target": 79, "difference": None, "standing": None},
    "spent": {"rate": None, "target": 81.76, "difference": None, "standing": None},
}
BROUGHT_EXAMPLE: Json = {
    "posted_amount": "4000000.00",
    "disbursed_amount": "1000000.00",
    "committed_amount": "3000000.00",
    "disbursed_rate": 25.0,
}
MONEY_EXAMPLE: Json = {
    "ceiling_amount": "180000000.00",
    "overall": FIGURES_EXAMPLE,
    "recurrent": UNKNOWN_EXAMPLE,
    "capital": UNKNOWN_EXAMPLE,
    "brought_forward": BROUGHT_EXAMPLE,
}
RANK_EXAMPLE: Json = {"place": 12, "ranked": 74, "sharing": 1}
REPORT_EXAMPLE: Json = {
    "level": "province",
    "area_code": "81",
    "function_code": None,
    "name_th": "กระบี่",
    "money": MONEY_EXAMPLE,
    "area_money": MONEY_EXAMPLE,
    "agency_money": None,
    "rank_by_disbursed": RANK_EXAMPLE,
    "rank_by_spent": {"place": 30, "ranked": 74, "sharing": 2},
}


class RateAgainstTarget(Out):
    """A rate beside the target of the year at the end of the quarter."""

    rate: float | None = Field(description=RATE)
    target: NumberOut | None = Field(description="percent; null where the year has none for it")
    difference: NumberOut | None = Field(description="rate less target in percentage points; null without both")
    standing: Literal["ahead", "behind", "on"] | None = Field(description="null without both")


class QuarterFigures(Out):
    """Money of one expenditure class, or of all, counted from the beginning of the year to the end of the quarter."""

    posted_amount: AmountOut | None = Field(
        description="approved, as it stands now; of one class null unless every approved request says its classes"
    )
    disbursed_amount: AmountOut = Field(description="เบิกจ่าย: paid, less what was returned, by the day of payment")
    committed_amount: AmountOut = Field(
        description="committed and neither paid nor released by then, also what of it went on"
    )
    spent_amount: AmountOut = Field(description="ใช้จ่าย: disbursed and committed")
    disbursed: RateAgainstTarget
    spent: RateAgainstTarget


class BroughtForward(Out):
    """เงินกันเหลื่อมปี: what was brought forward from the year before, in no other figure of the report."""

    posted_amount: AmountOut = Field(description="what came from the year before")
    disbursed_amount: AmountOut
    committed_amount: AmountOut = Field(description="neither paid nor released by the end of the quarter")
    disbursed_rate: float | None = Field(description="percent of what came; null when nothing did")


class QuarterMoney(Out):
    """The money of a unit: accounts under others count once."""

    ceiling_amount: AmountOut = Field(
        description="ceilings of its highest accounts, as they stand now, less what was brought forward"
    )
    overall: QuarterFigures
    recurrent: QuarterFigures
    capital: QuarterFigures
    brought_forward: BroughtForward


class QuarterRank(Out):
    """A place among units of the same level, the highest rate first; those that the caller does not see count too."""

    place: int = Field(description="from 1; equal rates share one, and as many after it are left out")
    ranked: int = Field(description="units that have a rate")
    sharing: int = Field(description="units at this place, this one among them; 1: nobody else")


class QuarterReport(Out):
    """How one unit stands. What has no account is null, never zero."""

    level: ReportLevel
    area_code: str | None = Field(description="null for a ministry")
    function_code: str | None = Field(description="null for an area")
    name_th: str
    money: QuarterMoney | None = Field(description="null where it has no account of that year and fund")
    area_money: QuarterMoney | None = Field(description="accounts of provinces and clusters alone; null for a ministry")
    agency_money: QuarterMoney | None = Field(
        description="accounts of ministries alone; null below the nation, where nobody tells what agencies spend there"
    )
    rank_by_disbursed: QuarterRank | None = Field(description="null without a rate, and for the nation")
    rank_by_spent: QuarterRank | None = Field(description="null without a rate, and for the nation")


class QuarterReports(Out):
    """All units of a level that the caller may see, by their code."""

    model_config = example(
        {
            "fiscal_year": 2565,
            "quarter": 3,
            "level": "province",
            "fund_code": None,
            "targets_id": EXAMPLE_ID,
            "as_of": "2022-07-05T03:20:00.000000Z",
            "items": [REPORT_EXAMPLE],
            "next_cursor": None,
        }
    )

    fiscal_year: FiscalYear
    quarter: Quarter
    level: ReportLevel
    fund_code: str | None = Field(description="null: all funds together")
    targets_id: UUID | None = Field(description="the version of targets compared to; null where the year has none")
    as_of: Instant = Field(description="when the books were read")
    items: list[QuarterReport]
    next_cursor: str | None = Field(description="always null: the units of a level fit one page")
