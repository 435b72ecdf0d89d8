"""The values that are read, and whose of them counts: what every statement of reading is made of.

Values are taken out of the fact schema first (MATERIALIZED) and put beside what else is known afterwards, because
Citus spreads them by area and joins them directly with nothing of this schema.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Integer,
    Select,
    SmallInteger,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array, distinct_on

from services.indicators.catalogue import repository as catalogue
from services.indicators.catalogue.models import Indicator
from services.indicators.joint import repository as joint
from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer
from services.indicators.joint.rules import disputes
from services.indicators.joint.rules.states import AREA, FUNCTION, OFFERED, STANDING
from services.indicators.observations import repository as observations
from services.indicators.observations.models import Observation, ObservationYear
from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.years import FINAL
from services.shared.access import Principal
from services.shared.decisions.access import CLERK

SIDE = ("area_code", "fiscal_year", "reporter")
SLOTS = ("value", "numerator", "denominator", "revision", "is_final", "recorded_at", "definition_version")
# Where each period stands in the arrays of a year.
PLACES = tuple(literal_column(str(place), Integer) for place in range(1, len(PERIODS) + 1))

INDICATOR = bindparam("indicator_id", type_=Uuid)
YEARS = bindparam("years", type_=ARRAY(SmallInteger))
AREAS = bindparam("areas", type_=ARRAY(Text))
WANTED = bindparam("side", type_=Text)
_RECORD, _AREA, _FUNCTION = (literal_column(f"'{side}'", Text) for side in ("record", "area", "function"))
AS_OF = bindparam("as_of", type_=DateTime(timezone=True))


def visible_to(principal: Principal) -> Select[ObservationYear]:
    """Return a select of the years of values that `principal` may see: the public those with a final value in them.

    Which of a year's values it sees is for `current`.
    """
    found = select(ObservationYear)
    return found.where(true() == ObservationYear.is_final.any_()) if principal.is_public else found


def indicator() -> CTE:
    """Return the indicator that is read, if it was ever published: a draft measures nothing."""
    columns = (
        "id", "code", "name_th", "unit_code", "unit_name_th", "decimals", "direction", "range_lower", "range_upper",
        "frequency", "time_aggregation", "area_aggregation", "denominator_indicator_id", "definition_version",
        "owner_function_code", "host_function_code",
    )  # fmt: skip
    found = catalogue.visible_to(CLERK).with_only_columns(*(getattr(Indicator, name) for name in columns))
    return found.where(Indicator.id == INDICATOR).cte("one")


def current(principal: Principal) -> CTE:
    """Return what stands of the indicator in the years and areas asked for; of what the public reads only the final."""
    table = ObservationYear
    slots = [getattr(table, name) for name in SLOTS]
    if principal.is_public:
        slots = [_final(column, table.is_final).label(column.key) for column in slots]
    found = visible_to(principal).with_only_columns(*(getattr(table, name) for name in SIDE), *slots)
    wanted = (table.indicator_id == INDICATOR, table.fiscal_year == YEARS.any_(), table.area_code == AREAS.any_())
    return found.where(*wanted).cte("current").prefix_with("MATERIALIZED")


def _final(column: Any, is_final: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column of any array type
    return array([case((is_final[place], column[place])) for place in PLACES])


def current_at(principal: Principal) -> CTE:
    """Return the same as it stood at an instant, made of the revisions that were there."""
    table = Observation
    key = [getattr(table, name) for name in SIDE]
    facts = [
        (table.status == FINAL).label("is_final") if name == "is_final" else getattr(table, name) for name in SLOTS
    ]
    found = observations.visible_to(principal).with_only_columns(*key, table.period, *facts)
    found = found.where(
        table.indicator_id == INDICATOR,
        table.fiscal_year == YEARS.any_(),
        table.area_code == AREAS.any_(),
        table.recorded_at <= AS_OF,
    )
    found = found.ext(distinct_on(*key, table.period)).order_by(*key, table.period, table.revision.desc())
    latest = found.cte("latest").prefix_with("MATERIALIZED")
    slots = (array([_at(latest, name, period) for period in PERIODS]).label(name) for name in SLOTS)
    sides = [latest.c[name] for name in SIDE]
    return select(*sides, *slots).group_by(*sides).cte("current")


def _at(latest: CTE, name: str, period: str) -> ColumnElement[Any]:
    only = func.bool_or if name == "is_final" else func.max
    return only(latest.c[name]).filter(latest.c.period == literal_column(f"'{period}'"))


def agreed(*, at_an_instant: bool = False) -> CTE:
    """Return, by area and year, the joint indicator whose offer stands; of several the one that was proposed first.

    `reporter` is the unit whose values count, and what a resolution settled of the year stands beside it, see
    `joint.usecases.counted`. Whose value counts is no secret of those who agreed on it, so this is asked for everyone
    alike; who sees the target and the dispute is for `usecases.loading`.
    """
    dispute = JointDispute
    columns = (
        JointOffer.area_code,
        JointIndicator.fiscal_year,
        JointIndicator.id.label("joint_indicator_id"),
        JointIndicator.function_reporter_code,
        _unit_that_counts().label("reporter"),
        dispute.id.label("dispute_id"),
        _settled_reporter().label("settled_reporter"),
        dispute.settled_value,
        dispute.settled_numerator,
        dispute.settled_denominator,
        dispute.settled_made_of,
        JointIndicator.tolerance_percent,
        JointIndicator.overlap_value,
        JointOffer.target,
        JointOffer.baseline,
    )
    found = joint.visible_to(CLERK).join(JointIndicator.offers).outerjoin(dispute, _is_settled(at_an_instant))
    found = found.with_only_columns(*columns).where(
        JointIndicator.indicator_id == INDICATOR,
        JointIndicator.state == OFFERED,
        JointIndicator.fiscal_year == YEARS.any_(),
        JointOffer.area_code == AREAS.any_(),
        or_(*(JointOffer.state == state for state in sorted(STANDING))),
    )
    place = (JointOffer.area_code, JointIndicator.fiscal_year)
    return found.ext(distinct_on(*place)).order_by(*place, JointIndicator.id).cte("agreed").prefix_with("MATERIALIZED")


def _is_settled(at_an_instant: bool) -> ColumnElement[bool]:
    """Return whether a dispute is the settled one of an offer; who asks for one side is told what that side said."""
    dispute = JointDispute
    same = and_(dispute.joint_indicator_id == JointIndicator.id, dispute.area_code == JointOffer.area_code)
    settled = and_(same, dispute.state == disputes.SETTLED, WANTED == _RECORD)
    # A settled dispute is touched by nothing but its reopening, so this is when it was settled.
    return and_(settled, dispute.updated_at <= AS_OF) if at_an_instant else settled


def _settled_reporter() -> ColumnElement[Any]:
    """Return whose value a resolution made count, the committee's own among them; null without one."""
    outcome = JointDispute.settled_outcome
    return case(
        (outcome == AREA, _unit(_AREA, JointOffer.area_code)),
        (outcome == FUNCTION, _unit(_FUNCTION, JointDispute.function_reporter_code)),
        (outcome == disputes.COMMITTEE, literal_column(f"'{disputes.SETTLED_BY}'", Text)),
    )


def _unit_that_counts() -> ColumnElement[Any]:
    """Return whose periods count: those of the side that was settled on, else of the side of record."""
    of_record = case(
        (JointIndicator.side_of_record == AREA, _unit(_AREA, JointOffer.area_code)),
        else_=_unit(_FUNCTION, JointIndicator.function_reporter_code),
    )
    return case((JointDispute.settled_outcome != disputes.COMMITTEE, _settled_reporter()), else_=of_record)


def _unit(kind: ColumnElement[Any], code: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a column or what is made of one
    return func.concat(kind, literal_column("':'"), code, type_=Text)


def counted(values: CTE, known: CTE, sides: CTE) -> CTE:
    """Return the values with `counts`: whether it is this reporter's value that counts for the side asked for."""
    turn = _turn(values, known, sides)
    same = and_(sides.c.area_code == values.c.area_code, sides.c.fiscal_year == values.c.fiscal_year)
    ranked = select(*values.c, turn.label("turn")).select_from(values.outerjoin(sides, same)).subquery("ranked")
    shown = [ranked.c[name] for name in (*SIDE, *SLOTS)]
    first = func.min(ranked.c.turn).over(partition_by=(ranked.c.area_code, ranked.c.fiscal_year))
    counts = func.coalesce(ranked.c.turn == first, literal_column("false"))
    return select(*shown, counts.label("counts")).cte("counted")


def _turn(values: CTE, known: CTE, sides: CTE) -> ColumnElement[Any]:
    """Return which turn a reporter has: 1 counts before 2, and null never counts.

    `record` is the unit that a standing joint indicator names, and that one alone; else the area itself, then the host
    agency, as in agreements. Asked for by itself, the function is the host or, where none is named, the owner.
    """
    host, owner = (select(known.c[name]).scalar_subquery() for name in ("host_function_code", "owner_function_code"))
    area = _unit(_AREA, values.c.area_code)
    function = _unit(_FUNCTION, func.coalesce(sides.c.function_reporter_code, host, owner))
    one, two = literal_column("1", Integer), literal_column("2", Integer)
    reporter = values.c.reporter
    return case(
        (WANTED == _AREA, case((reporter == area, one))),
        (WANTED == _FUNCTION, case((reporter == function, one))),
        (sides.c.area_code.is_not(None), case((reporter == sides.c.reporter, one))),
        (reporter == area, one),
        (reporter == _unit(_FUNCTION, host), two),
        else_=null(),
    )


def listed(rows: Select[Any]) -> ColumnElement[Any]:
    """Return the rows of a select as one JSON array, empty where there are none."""
    inner = rows.subquery("r")
    found = func.coalesce(func.json_agg(literal_column("r")), literal_column("'[]'::json"))
    return select(found).select_from(inner).scalar_subquery()
