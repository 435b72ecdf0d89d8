"""The current values told twice: by the revisions, and by the row of a year that holds them."""

from services.indicators.observations.rules.periods import PERIODS

# Both name area, indicator, year, period and reporter, then what is current, in the same order of columns and rows.
BY_REVISION = """
SELECT DISTINCT ON (area_code, indicator_id, fiscal_year, period, reporter)
       area_code, indicator_id, fiscal_year, period, reporter, value, numerator, denominator, revision,
       status = 'final', recorded_at, definition_version
  FROM indicators_fact.observation
 ORDER BY area_code, indicator_id, fiscal_year, period, reporter, revision DESC
"""
BY_YEAR = f"""
SELECT area_code, indicator_id, fiscal_year, place.period, reporter, place.value, place.numerator, place.denominator,
       place.revision, place.is_final, place.recorded_at, place.definition_version
  FROM indicators_fact.observation_year AS y, unnest(ARRAY[{", ".join(f"'{period}'" for period in PERIODS)}],
       y.value, y.numerator, y.denominator, y.revision, y.is_final, y.recorded_at, y.definition_version)
       AS place(period, value, numerator, denominator, revision, is_final, recorded_at, definition_version)
 WHERE num_nonnulls(place.value, place.numerator, place.denominator, place.revision, place.is_final,
                    place.recorded_at, place.definition_version) > 0
 ORDER BY 1, 2, 3, 4, 5
"""
