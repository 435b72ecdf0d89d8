"""How readings are shown."""

from typing import Any

from services.indicators.observations.rules import CurrentValue, YearValue, value_of_year
from services.indicators.readings.rules.freshness import Agency
from services.indicators.readings.rules.ranking import merit_of, middle_of, places_of
from services.indicators.readings.rules.years import AreaYear, Reported, Settled, Target, breaks_in
from services.indicators.readings.schemas import estimates, fields, quality, series
from services.indicators.readings.usecases.estimates import Projected, Rolled
from services.indicators.readings.usecases.examining import Examined
from services.indicators.readings.usecases.loading import Reading, Scales
from services.indicators.readings.usecases.series import Comparison, Ranking, Series
from services.shared import reference
from services.shared.access import Principal
from services.shared.numbers import number_of
from services.shared.schemas import Json, Sentence

MOST_OVERDUE = 50


def indicator_of(reading: Reading) -> fields.IndicatorRead:
    """Return what is read."""
    return fields.IndicatorRead.model_validate(reading.indicator, extra="ignore")


def standing_of(year: AreaYear, reading: Reading) -> fields.YearStanding:
    """Return a year of an area with how it stands."""
    scale = reading.scales.of(year.fiscal_year)
    achievements = [
        {**vars(each), "band": scale.band(each)} for each in sorted(year.achievements, key=lambda each: each.method)
    ]
    return fields.YearStanding.model_validate(
        {
            "area_code": year.area_code,
            "fiscal_year": year.fiscal_year,
            "covers": list(reference.covers(year.area_code, year.fiscal_year)),
            "reporter": year.reporter,
            **_value_of(year.value),
            "made_of": [{"period": period, "revision": revision} for period, revision in year.made_of],
            "settled": settled_of(year.settled),
            "target": target_of(year.target) if year.target else None,
            "status": year.status,
            "achievements": achievements,
        }
    )


def _value_of(value: YearValue | None) -> Json:
    return {
        "value": value.value if value else None,
        "is_final": value is not None and value.is_final,
        "is_complete": value is not None and value.is_complete,
        "missing": list(value.missing) if value else [],
    }


def settled_of(settled: Settled | None) -> Json | None:
    """Return by which dispute a year was settled, and on whose value."""
    return None if settled is None else {"dispute_id": settled.dispute_id, "reporter": settled.reporter}


def target_of(target: Target) -> Json:
    """Return what was agreed."""
    return vars(target)


def series_of(found: Series) -> series.IndicatorSeries:
    """Return the series of an area."""
    reading, area = found.reading, found.query.area_code
    rows = [row for year in found.years for row in reading.rows.get((area, year), ())]
    return series.IndicatorSeries(
        indicator=indicator_of(reading),
        area_code=area,
        side=found.query.side,
        years=[_year_of(reading, area, year) for year in found.years],
        breaks=[
            series.SeriesBreak(
                reporter=each.reporter,
                fiscal_year=each.fiscal_year,
                period=each.period,
                definition_version_before=each.before,
                definition_version_after=each.after,
            )
            for each in breaks_in(rows)
        ],
        definitions=[series.DefinitionRead.model_validate(each) for each in reading.definitions],
    )


def _year_of(reading: Reading, area_code: str, fiscal_year: int) -> series.SeriesYear:
    place = area_code, fiscal_year
    rows = sorted(reading.rows.get(place, ()), key=lambda row: (not row.counts, row.reporter))
    return series.SeriesYear(
        standing=standing_of(reading.year(*place), reading),
        targets=[fields.TargetRead.model_validate(target_of(each)) for each in reading.targets.get(place, ())],
        reporters=[_reporter_of(row, reading) for row in rows],
    )


def _reporter_of(row: Reported, reading: Reading) -> series.ReporterYear:
    year = value_of_year(row.values, reading.measure.time_aggregation)
    return series.ReporterYear(
        reporter=row.reporter,
        counts=row.counts,
        year_value=year.value if year else None,
        is_complete=year is not None and year.is_complete,
        values=[_reported_of(value, row) for value in row.values],
    )


def _reported_of(value: CurrentValue, row: Reported) -> fields.PeriodValue:
    return fields.PeriodValue(
        period=value.period,
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        revision=value.revision,
        is_final=value.status == "final",
        definition_version=row.definition_versions[value.period],
        recorded_at=value.recorded_at,
    )


def comparison_of(found: Comparison) -> series.IndicatorComparison:
    """Return an area beside its peers."""
    reading, query, areas = found.reading, found.query, (found.query.area_code, *found.peers.area_codes)
    years = {code: [reading.year(code, year) for year in found.years] for code in areas}
    shown = [
        series.AreaSeries(area_code=code, years=[standing_of(each, reading) for each in of_area])
        for code, of_area in years.items()
    ]
    return series.IndicatorComparison(
        indicator=indicator_of(reading),
        area_code=query.area_code,
        side=query.side,
        peers=query.peers,
        group_code=found.peers.group_code,
        areas=shown,
        summary=[_summary_of([each[at] for each in years.values()], reading) for at in range(len(found.years))],
    )


def _summary_of(years: list[AreaYear], reading: Reading) -> series.YearSummary:
    known = {each.area_code: each.value.value for each in years if each.value is not None and each.is_complete}
    values = list(known.values())
    places = places_of({code: merit_of(reading.measure, value) for code, value in known.items()})
    return series.YearSummary(
        fiscal_year=years[0].fiscal_year,
        areas=len(years),
        reported=len(values),
        lowest=min(values, default=None),
        median=middle_of(values) if values else None,
        highest=max(values, default=None),
        place=next((each.place for each in places if each.area_code == years[0].area_code), None),
    )


def ranking_of(found: Ranking) -> series.IndicatorRanking:
    """Return areas in order."""
    query, reading = found.query, found.reading
    return series.IndicatorRanking(
        indicator=indicator_of(reading),
        **{name: getattr(query, name) for name in ("fiscal_year", "side", "level", "within", "period", "by")},
        places=[
            series.RankedArea(
                place=each.place.place,
                is_shared=each.place.is_shared,
                value=each.value,
                percent=each.percent,
                standing=standing_of(each.year, reading),
            )
            for each in found.ranked
        ],
        not_ranked=[series.NotRanked(area_code=code, reason=reason) for code, reason in sorted(found.apart.items())],
    )


def projection_of(found: Projected) -> estimates.IndicatorProjection:
    """Return what a year may come to."""
    return estimates.IndicatorProjection(
        indicator=indicator_of(found.reading),
        side=found.query.side,
        standing=standing_of(found.year, found.reading),
        months_reported=found.known.months,
        least_months=found.known.least_months,
        projections=[
            estimates.ProjectionRead(
                way=each.projection.way,
                is_estimate=each.projection.way != "reported",
                value=each.value,
                reason=each.projection.reason,
                on_track=each.on_track,
            )
            for each in found.estimates
        ],
    )


def roll_up_of(found: Rolled, principal: Principal) -> estimates.IndicatorRollUp:
    """Return the value of a larger area; the public is told of no joint indicator."""
    query, ground, counted = found.query, found.ground, {part.area_code for part in found.parts}
    return estimates.IndicatorRollUp.model_validate(
        {
            "indicator": indicator_of(found.reading),
            **{name: getattr(query, name) for name in ("area_code", "fiscal_year", "side", "as_of")},
            "structure": str(query.structure),
            "value": found.result.value,
            "value_state": found.result.state,
            "reason": found.result.reason,
            "areas": len(ground.parts),
            "counted": len(counted),
            "parts": [_part_of(part) for part in found.parts],
            "not_reported": [part.area_code for part in ground.parts if part.area_code not in counted],
            "covered": ground.covered,
            "without_value": ground.without_value,
            "covers_beyond": ground.beyond,
            "overlap_value": None if principal.is_public else found.overlap,
            "is_overlap_subtracted": found.result.is_overlap_subtracted,
            "stated": [{"reporter": reporter, **_stated(value)} for reporter, value in found.stated],
        }
    )


def _part_of(part: Any) -> Json:  # noqa: ANN401 - usecases.estimates.PartValue
    return {
        "area_code": part.area_code,
        "covers": part.covers,
        "reporter": part.reporter,
        "settled": settled_of(part.settled),
        "numerator": part.value.numerator,
        "denominator": part.value.denominator,
        "weight": part.weight.value if part.weight else None,
        **_stated(part.value),
    }


def _stated(value: YearValue) -> Json:
    return {"value": value.value, "is_complete": value.is_complete, "is_final": value.is_final}


def quality_of(found: Examined) -> quality.IndicatorQuality:
    """Return what is doubtful."""
    return quality.IndicatorQuality(
        indicator=indicator_of(found.reading),
        area_code=found.query.area_code,
        fiscal_year=found.query.fiscal_year,
        findings=[
            quality.QualityFinding.model_validate(
                {
                    "kind": each.kind,
                    "reporter": each.reporter,
                    "periods": list(each.periods),
                    "facts": {name: _plain(value) for name, value in each.facts.items()},
                    "told": Sentence(**each.told._asdict()),
                    "todo": Sentence(**each.todo._asdict()),
                }
            )
            for each in found.findings
        ],
        due_by=found.due_by,
        limits=[quality.ReadingLimit.model_validate(each) for each in found.limits],
    )


def _plain(value: Any) -> int | float | str:  # noqa: ANN401 - a decimal, a whole number or text
    return value if isinstance(value, int | str) else number_of(value)


def scales_of(scales: Scales) -> quality.ReadingScales:
    """Return how results are read."""
    return quality.ReadingScales.model_validate(vars(scales))


def freshness_of(agencies: tuple[Agency, ...]) -> quality.FreshnessPage:
    """Return every unit that reports, all on one page."""
    return quality.FreshnessPage(items=[_agency_of(each) for each in agencies], next_cursor=None)


def _agency_of(agency: Agency) -> quality.AgencyFreshness:
    return quality.AgencyFreshness(
        reporter=agency.reporter,
        indicator_count=agency.indicator_count,
        latest_recorded_at=agency.latest,
        age_days=agency.age_days,
        due_by=agency.due_by,
        overdue_values=agency.overdue_values,
        overdue=[quality.OverduePeriod.model_validate(vars(each)) for each in agency.overdue[:MOST_OVERDUE]],
        overdue_left_out=max(0, len(agency.overdue) - MOST_OVERDUE),
    )
