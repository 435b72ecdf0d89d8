"""What is read out of a run: an area's amount in sentences, how fair it is, and how runs differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import access, errors, repository
from services.budget.allocation.models import AllocationRun
from services.budget.allocation.rules.comparing import Change, ComparedArea, areas_compared, changes_between
from services.budget.allocation.rules.equity import AreaMoney, GroupMoney, areas_of, groups_of
from services.budget.allocation.rules.snapshot import Document, document_of
from services.budget.allocation.rules.wording import Sentence, Told, sentences_of
from services.budget.allocation.schemas.reports import AllocationEquityQuery
from services.budget.allocation.usecases.standing import subject_of
from services.shared import reference
from services.shared.access import Principal, authorise
from services.shared.errors import Invalid, Text
from services.shared.money import parse_amount
from services.shared.reference import AreaKind


@dataclass(frozen=True)
class PoolReport:
    """The areas of a pool, by which heads they are counted, and to which larger areas they belonged that year.

    `criterion` is whose inputs the heads are; None: they were brought, or there are none.
    """

    pool: Document
    of_level: Document
    criterion: Document | None
    areas: tuple[AreaMoney, ...]
    cluster_by_area: Mapping[str, str]
    region_by_area: Mapping[str, str]

    @property
    def clusters(self) -> tuple[GroupMoney, ...]:
        """The clusters whose provinces share."""
        return groups_of(self.areas, self.cluster_by_area)

    @property
    def regions(self) -> tuple[GroupMoney, ...]:
        """The regions whose areas share."""
        return groups_of(self.areas, self.region_by_area)


@dataclass(frozen=True)
class Compared:
    """Runs side by side: by run what differs from the first, by area what it gets in each."""

    runs: Sequence[AllocationRun]
    changes: Sequence[Sequence[Change]]
    areas: Sequence[ComparedArea]


def name_of(area_code: str) -> Text:
    """Return what an area is called; its code where the reference data has it not."""
    area = reference.area(area_code)
    return Text(area_code, area_code) if area is None else Text(area.name_th, area.name_en)


def sentences_of_area(run: AllocationRun, pool: Document, area: Document, of_level: Document) -> tuple[Sentence, ...]:
    """Return the amount of an area of a run in sentences."""
    name, found = name_of(area["area_code"]), reference.area(area["area_code"])
    if found is not None and found.kind is AreaKind.PROVINCE:
        name = Text(f"จังหวัด{name.th}", name.en)
    unit = parse_amount(document_of(run.snapshot)["unit_amount"])
    return sentences_of(Told(name, run.round.fiscal_year, unit, pool, area, of_level))


def equity_of(run: AllocationRun, query: AllocationEquityQuery) -> list[PoolReport]:
    """Return the report of every pool of a run. Raises Invalid for heads that cannot be."""
    snapshot, result = document_of(run.snapshot), document_of(run.result)
    levels = {each["level"]: each for each in snapshot["pools"]}
    named = {level: _criterion_of(of_level, query.population) for level, of_level in levels.items()}
    given = query.given()
    if query.population is not None and given:
        raise Invalid(errors.HEADS_BESIDE_POPULATION)
    if query.population is not None and not any(named.values()):
        raise Invalid(errors.POPULATION_UNKNOWN)
    if strangers := sorted(given.keys() - {code for each in levels.values() for code in each["areas"]}):
        raise Invalid(errors.heads_elsewhere(strangers))
    return [
        _report(run.round.fiscal_year, pool, levels[pool["level"]], named[pool["level"]], given)
        for pool in result["pools"]
    ]


async def compare_runs(
    session: AsyncSession, principal: Principal, round_id: UUID, run_ids: Sequence[UUID]
) -> list[AllocationRun]:
    """Return the runs of a visible round that are to be compared. Raises NotFound, NotPermitted."""
    authorise(principal, access.COMPARE, subject_of(await repository.load_round(session, principal, round_id)))
    return await repository.load_runs_named(session, principal, round_id, run_ids)


def compared(runs: Sequence[AllocationRun]) -> Compared:
    """Return runs side by side."""
    first, *_ = snapshots = [document_of(run.snapshot) for run in runs]
    changes = [changes_between(first, each) for each in snapshots]
    return Compared(runs, changes, areas_compared([document_of(run.result) for run in runs]))


def _criterion_of(of_level: Document, key: str | None) -> Document | None:
    return next((each for each in of_level["criteria"] if each["key"] == key and each["inputs"]), None)


def _report(
    fiscal_year: int, pool: Document, of_level: Document, criterion: Document | None, given: Mapping[str, Decimal]
) -> PoolReport:
    inputs = criterion["inputs"] if criterion else ()
    heads = {each["area_code"]: Decimal(each["value"]) for each in inputs} or given
    codes = [area["area_code"] for area in pool["areas"]]
    clusters = {code: found for code in codes if (found := reference.cluster_of(code, fiscal_year)) is not None}
    regions = _regions(fiscal_year)
    return PoolReport(
        pool=pool,
        of_level=of_level,
        criterion=criterion,
        areas=areas_of(pool, of_level, heads),
        cluster_by_area=clusters,
        # A province lies in the region of its cluster.
        region_by_area={code: regions[of] for code in codes if (of := clusters.get(code, code)) in regions},
    )


def _regions(fiscal_year: int) -> dict[str, str]:
    return {
        cluster: region.code
        for region in reference.areas()
        if region.kind is AreaKind.REGION
        for cluster in reference.members_of(region.code, fiscal_year)
    }
