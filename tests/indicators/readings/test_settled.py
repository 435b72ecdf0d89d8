"""A joint indicator of which both sides say something else: every reading tells the number that agreements credit."""

import csv
import datetime as dt
from io import StringIO
from typing import Any

import pytest

from tests.contract.operations import Json
from tests.contract.specimens.joint import DEPARTMENT
from tests.indicators.agreements.conftest import PATH, act, kpi_of, new_agreement  # noqa: F401 - fixtures
from tests.indicators.joint.conftest import Sides, offered
from tests.indicators.joint.measuring import area, results, reviewed, settled_as
from tests.indicators.readings.conftest import House

# Nobody else agrees on anything for it.
YEAR = 2569
REPORTER = f"function:{DEPARTMENT}"
CARRIED = {"department_code": DEPARTMENT, "function_reporter_code": DEPARTMENT, "side_of_record": "function"}


async def agreed(house: House, known: str, code: str) -> Sides:
    """A joint indicator of a province and ลำพูน, reported by a department for the function, which is of record."""
    sides = await offered(house.world, code, "51", measured={"id": known}, fiscal_year=YEAR, **CARRIED)
    for each in (code, "51"):
        assert (await sides.sign(each)).status_code == 200
    return sides


async def report(house: House, known: str, grant: str, **values: float) -> None:
    """Report the year, as `a50=4`."""
    await house.push(
        known, *({"area_code": code[1:], "value": value} for code, value in values.items()), grant=grant,
        fiscal_year=YEAR,
    )  # fmt: skip


async def of_area(house: House, known: str, code: str, grant: str | None = "opdc", **query: Any) -> dict[str, Any]:
    """What each reading tells of a province's year: (value, whose, whether it was settled)."""
    years: Json = {"area_code": code, "first_year": YEAR, "last_year": YEAR, **query}
    year: Json = {"fiscal_year": YEAR, **query}
    series = await house.read(known, "series", grant, **years)
    comparison = await house.read(known, "comparison", grant, **years, peers="named", named=["51"])
    ranking = await house.read(known, "ranking", grant, **year)
    projection = await house.read(known, "projection", grant, area_code=code, **year)
    nation = await house.read(known, "roll-up", grant, area_code="TH", **year)
    standings = {
        "series": series["years"][0]["standing"],
        "comparison": comparison["areas"][0]["years"][0],
        "ranking": next(each["standing"] for each in ranking["places"] if each["standing"]["area_code"] == code),
        "projection": projection["standing"],
        "roll-up": next(each for each in nation["parts"] if each["area_code"] == code),
    }
    found = {name: (each["value"], each["reporter"], each["settled"]) for name, each in standings.items()}
    matrix = await house.read(known, "matrix", grant, **year)
    row = next(each for each in matrix["areas"] if each["area_code"] == code)
    reporter = row["settled"]["reporter"] if row["settled"] else row["reporter"]
    return {**found, "matrix": (row["values"][0], reporter, row["settled"])}


async def nation_of(house: House, known: str, **query: Any) -> float:
    """The nation's value as it is rolled up."""
    found = await house.read(known, "roll-up", area_code="TH", fiscal_year=YEAR, **query)
    value: float = found["value"]
    return value


async def test_a_department_named_by_both_sides_reports_for_the_function(house: House) -> None:
    known = await house.indicator()
    sides = await agreed(house, known, "50")
    await report(house, known, "ministry:05", a50=1, a51=1)
    assert (await house.read(known, "ranking", fiscal_year=YEAR))["places"] == []
    await report(house, known, f"department:{DEPARTMENT}", a50=900, a51=500)
    told = await of_area(house, known, "50")
    assert set(map(str, told.values())) == {str((900, REPORTER, None))}
    assert (await of_area(house, known, "50", side="function")) == told
    assert (await results(sides))["national"]["value"] == await nation_of(house, known) == 1400


@pytest.mark.parametrize(
    ("code", "outcome", "given", "counts", "reporter", "made_of"),
    [
        ("50", "area", {}, 1000, "area:50", [{"period": "year", "revision": 1}]),
        ("57", "function", {}, 800, REPORTER, [{"period": "year", "revision": 1}]),
        ("58", "committee", {"value": 950.5}, 950.5, "evaluation_committee", []),
    ],
)
async def test_what_a_resolution_settled_is_told_by_every_reading_alike(
    house: House,
    act: Any,  # noqa: F811
    new_agreement: Any,  # noqa: F811
    code: str,
    outcome: str,
    given: Json,
    counts: float,
    reporter: str,
    made_of: list[Json],
) -> None:
    known, province, department = await house.indicator(), f"province:{code}", f"department:{DEPARTMENT}"
    agreement = await new_agreement(kpi_of({"id": known}, year=YEAR), area=code, year=YEAR)
    assert (await act(agreement, "submit")).status_code == 200
    sides = await agreed(house, known, code)
    await report(house, known, province, **{f"a{code}": 1000})
    await report(house, known, department, **{f"a{code}": 800, "a51": 500})
    await reviewed(sides)
    disputed_at = dt.datetime.now(dt.UTC).isoformat()
    assert "sides_differ" in await doubts_of(house, known, code)
    settled = await settled_as(sides, outcome, code, **given)
    settled_at = dt.datetime.now(dt.UTC).isoformat()
    # What is reported afterwards undoes no resolution.
    await report(house, known, province, **{f"a{code}": 3})
    await report(house, known, department, **{f"a{code}": 4})

    (kpi,) = (await house.get(f"{PATH}/{agreement['id']}/results", province)).json()["kpis"]
    shown = await results(sides)
    told = await of_area(house, known, code)
    marked = {"dispute_id": settled["id"], "reporter": reporter}
    assert told == dict.fromkeys(told, (counts, reporter, marked))
    assert counts == kpi["actual"] == area(shown, code)["actual"]
    assert reporter == kpi["actual_reporter"] == area(shown, code)["actual_reporter"]
    assert await nation_of(house, known) == shown["national"]["value"] == counts + 500

    standing = (await series_of(house, known, code))["standing"]
    assert (standing["is_complete"], standing["is_final"], standing["made_of"]) == (True, True, made_of)
    assert kpi["actual_revisions"] == made_of
    # The public is told the same number, and of no dispute.
    public = await of_area(house, known, code, None)
    assert public == dict.fromkeys(told, (counts, reporter, {**marked, "dispute_id": None}))
    # Who asks for one side is told what that side says.
    for side, own in (("area", 3), ("function", 4)):
        assert {each[::2] for each in (await of_area(house, known, code, side=side)).values()} == {(own, None)}
    assert "sides_differ" not in await doubts_of(house, known, code)
    # What was not settled yet did not count then.
    assert await nation_of(house, known, as_of=disputed_at) == 800 + 500
    assert await nation_of(house, known, as_of=settled_at) == counts + 500
    await files_say_so(house, known, code, [str(counts), reporter, settled["id"]])


async def doubts_of(house: House, known: str, code: str) -> set[str]:
    """The kinds of doubts about a province's year."""
    found = await house.read(known, "quality", area_code=code, fiscal_year=YEAR)
    return {each["kind"] for each in found["findings"]}


async def series_of(house: House, known: str, code: str) -> Json:
    found = await house.read(known, "series", area_code=code, first_year=YEAR, last_year=YEAR)
    year: Json = found["years"][0]
    return year


async def files_say_so(house: House, known: str, code: str, expected: list[str]) -> None:
    """Each file has the settled value once, with the dispute."""
    years: Json = {"area_code": code, "first_year": YEAR, "last_year": YEAR}
    year: Json = {"fiscal_year": YEAR}
    for reading, column, query in (("series", "value", years), ("ranking", "value", year), ("matrix", "year", year)):
        answer = await house.get(f"/v1/indicators/{known}/{reading}/export", **query)
        rows = [row for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))) if row["dispute_id"]]
        assert [[row[column], row["settled_reporter"], row["dispute_id"]] for row in rows] == [expected], reading
        assert [row["area_code"] for row in rows] == [code]
    answer = await house.get(f"/v1/indicators/{known}/series/export", **years)
    counting = [
        row["value"]
        for row in csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))
        if (row["counts"], row["period"]) == ("true", "year")
    ]
    assert counting == expected[:1]


async def test_the_periods_of_a_settled_year_are_those_of_the_side_that_counts(house: House) -> None:
    known = await house.indicator()
    sides = await agreed(house, known, "50")
    quarters = [{"area_code": "50", "period": f"q{number}", "value": 100} for number in (1, 2, 3, 4)]
    await house.push(known, *quarters, grant="province:50", fiscal_year=YEAR)
    await house.push(
        known, *({**row, "value": 70} for row in quarters), grant=f"department:{DEPARTMENT}", fiscal_year=YEAR
    )
    await reviewed(sides)
    await settled_as(sides, "area")
    ranking = await house.read(known, "ranking", fiscal_year=YEAR, period="q1")
    assert [(each["value"], each["standing"]["value"]) for each in ranking["places"]] == [(100, 400)]
    (row,) = (await house.read(known, "matrix", fiscal_year=YEAR))["areas"]
    assert (row["reporter"], row["values"][:5]) == ("area:50", [400, 100, 100, 100, 100])
    reporters = (await series_of(house, known, "50"))["reporters"]
    assert [(each["reporter"], each["counts"]) for each in reporters] == [("area:50", True), (REPORTER, False)]


async def test_a_settled_year_of_provisional_values_is_known_to_the_public(house: House) -> None:
    known = await house.indicator()
    sides = await agreed(house, known, "50")
    for grant, value in (("province:50", 100), (f"department:{DEPARTMENT}", 50)):
        row = {"area_code": "50", "value": value, "status": "provisional"}
        await house.push(known, row, grant=grant, fiscal_year=YEAR)
    await reviewed(sides)
    assert (await house.read(known, "matrix", None, fiscal_year=YEAR))["areas"] == []
    await settled_as(sides, "committee", value=60)
    told = await of_area(house, known, "50", None)
    marked = {"dispute_id": None, "reporter": "evaluation_committee"}
    assert told == dict.fromkeys(told, (60, "evaluation_committee", marked))
    matrix = await house.read(known, "matrix", None, fiscal_year=YEAR)
    (row,) = matrix["areas"]
    assert (row["reporter"], row["values"][:2], row["is_final"][:2]) == (REPORTER, [60, None], [True, None])
    assert "50" not in matrix["not_reported"]
