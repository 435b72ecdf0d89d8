"""Where the journeys can be walked: a cluster and a fiscal year in which none has been walked yet."""

import datetime as dt

from example import agreements, budget, plans
from example.committees import OPDC
from example.house import House
from example.places import UPPER_NORTH_1, Place
from operations.smoke.steps import Broken

# From the first year of the KPI rules to the last whole one; the journeys pay on a day in March.
FIRST_YEAR = UPPER_NORTH_1.fiscal_year
MARCH = 4


def years(today: dt.date) -> range:
    """Return the fiscal years in which a payment of March has passed."""
    last = today.year + 543 if today.month >= MARCH else today.year + 542
    return range(FIRST_YEAR, last + 1)


async def free_place(house: House, clusters: list[str] | None = None) -> Place:
    """Return a place where nothing stands yet, of `clusters` only where they are named; raises Broken."""
    taken = UPPER_NORTH_1.cluster  # the shipped example's
    for year in years(dt.datetime.now(dt.UTC).date()):
        for code in await clusters_through(house, year):
            if code == taken or (clusters is not None and code not in clusters):
                continue
            members = await house.get("/v1/areas", OPDC, member_of=code, fiscal_year=year, limit=200)
            place = Place(code, tuple(each["code"] for each in members["items"]), year)
            if await is_free(house, place):
                return place
    raise Broken("journeys: they were walked in every cluster and fiscal year already; use a fresh installation")


async def clusters_through(house: House, year: int) -> list[str]:
    """Return the clusters that there were in every year of the plans' period around a fiscal year."""
    found = []
    for covered in Place("", (), year).period:
        there = await house.get("/v1/areas", OPDC, kind="cluster", fiscal_year=covered, limit=200)
        found.append([each["code"] for each in there["items"]])
    return [code for code in found[0] if code in found[1]]


async def is_free(house: House, place: Place) -> bool:
    """Return whether nothing stands there: no agreement, no account, no plan that covers a year of the period."""
    year, (first, last) = place.fiscal_year, place.period
    asked = [
        *((agreements.PATH, area, year) for area in place.areas),
        (budget.ACCOUNTS, place.provinces[0], year),
        *((plans.PLANS, area, covered) for area in place.areas for covered in range(first, last + 1)),
    ]
    for path, area, fiscal_year in asked:
        if (await house.get(path, OPDC, fiscal_year=fiscal_year, area_code=area, limit=1))["items"]:
            return False
    return True
