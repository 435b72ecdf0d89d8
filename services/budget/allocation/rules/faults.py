"""What stands against a division: every fault that is there, each at its place."""

from collections.abc import Iterator, Mapping

from services.budget.allocation import errors
from services.budget.allocation.rules.bounds import limits_of, most_that_fits
from services.budget.allocation.rules.criteria import bases_of, known_input
from services.budget.allocation.rules.division import raw_amounts
from services.budget.allocation.rules.method import EQUAL, INVERSE, REFUSE, SCORE, Criterion, Limits, Pool
from services.shared.errors import FieldError
from services.shared.numbers import number_of

_HUNDRED = 100


def faults_of(pool: Pool, where: str = "") -> tuple[FieldError, ...]:
    """Return why a pool cannot be divided, nothing when it can; `where` points to it in the body.

    Bounds are looked at only where the criteria divide, since what an area counts for decides what fits.
    """
    of_criteria = tuple(_faults_of_criteria(pool, where))
    return of_criteria or tuple(_faults_of_bounds(pool, where))


def _faults_of_criteria(pool: Pool, where: str) -> Iterator[FieldError]:
    if pool.amount % pool.unit:
        yield errors.unit_does_not_divide(where, pool.unit)
    total = sum(criterion.weight for criterion in pool.criteria)
    if total != _HUNDRED:
        yield errors.weights_not_hundred(f"{where}/criteria", str(number_of(total)) if total else "0")
    for place, criterion in enumerate(pool.criteria):
        if criterion.kind != EQUAL:
            yield from _faults_of_inputs(pool, criterion, f"{where}/criteria/{place}")


def _faults_of_inputs(pool: Pool, criterion: Criterion, where: str) -> Iterator[FieldError]:
    values = {area: known_input(criterion, area) for area in sorted(pool.areas)}
    unknown = [area for area, value in values.items() if value is None]
    if unknown and criterion.missing == REFUSE:
        yield errors.inputs_missing(f"{where}/inputs", unknown)
    if criterion.kind == INVERSE:
        refused = [area for area, value in values.items() if value is not None and value <= 0]
        fault = errors.zero_has_no_inverse
    else:
        counted_as_they_are = criterion.kind != SCORE or not criterion.bands
        refused = [area for area, value in values.items() if counted_as_they_are and value is not None and value < 0]
        fault = errors.inputs_below_zero
    if refused:
        yield fault(f"{where}/inputs", refused)
    elif any(band.points < 0 for band in criterion.bands):
        yield errors.inputs_below_zero(f"{where}/bands", [str(band.at_least) for band in criterion.bands])
    elif not any(bases_of(criterion, pool.areas).values()):
        yield errors.nothing_to_divide_by(f"{where}/inputs")


def _faults_of_bounds(pool: Pool, where: str) -> Iterator[FieldError]:
    limits = {area: limits_of(pool, area) for area in sorted(pool.areas)}
    crossed = [area for area, limit in limits.items() if limit.upper is not None and limit.lower > limit.upper]
    for area in crossed:
        limit = limits[area]
        yield errors.bounds_cross(
            f"{where}/bounds", area, (limit.lower_by, limit.lower), (limit.upper_by, limit.upper or 0)
        )
    if not crossed:
        yield from _faults_of_sums(pool, limits, where)


def _faults_of_sums(pool: Pool, limits: Mapping[str, Limits], where: str) -> Iterator[FieldError]:
    least = sum(limit.lower for limit in limits.values())
    if least > pool.amount:
        names = {limit.lower_by for limit in limits.values() if limit.lower_by}
        yield errors.bounds_take_more(f"{where}/bounds", pool.amount, least, sorted(names))
    most = most_that_fits(raw_amounts(pool), limits, pool.amount)
    if most < pool.amount:
        names = {limit.upper_by for limit in limits.values() if limit.upper_by}
        yield errors.bounds_leave_over(f"{where}/bounds", pool.amount, most, sorted(names))
