"""Agreements for tests: published indicators, KPIs on them, drafts, and areas whose year nobody else uses."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import httpx
import pytest

from services.indicators.agreements.schemas import examples
from services.shared import reference
from tests.conftest import As, key
from tests.contract.world import World
from tests.indicators.agreements import resolving
from tests.indicators.catalogue.conftest import indicator_body

Json = dict[str, Any]
Make = Callable[..., Awaitable[Json]]
PATH = "/v1/performance-agreements"
KEEPER = "opdc"
# Years of which no document gives rules, one for each test that needs none.
YEARS = count(2600)
RULED = 2558
# The journey has those of the upper north, the generated tests 93 and 94.
_TAKEN = {"50", "51", "52", "58", "93", "94", "C52-15"}
PROVINCES = iter([area.code for area in reference.provinces(RULED) if area.code not in _TAKEN])
CLUSTERS = iter([area.code for area in reference.clusters(RULED) if area.code not in _TAKEN])

BARE: Json = {
    "stated_total": None,
    "stated_total_kind": "none",
    "targets": [{"fiscal_year": RULED, "value": 5}],
    "plan_issue_th": None,
    "is_taken_from_plan": False,
    "budget_support_th": None,
    "participating_area_codes": [],
    "measurement_th": None,
    "is_revenue_driver": False,
    "rubric": None,
}


def kpi_of(indicator: Json, **changed: Any) -> Json:
    """Return a KPI on an indicator that says no more than it must; `year` is that of its one target."""
    year = changed.pop("year", RULED)
    targets = {"targets": [{"fiscal_year": year, "value": 5}]}
    return {**examples.KPI_IN, **BARE, **targets, "indicator_id": indicator["id"], **changed}


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """Return (pointer, code) of each fault of a refusal."""
    return [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]


def owner_of(area: str) -> str:
    """Return the role that drafts for an area."""
    return f"cluster:{area}" if area.startswith("C") else f"province:{area}"


@pytest.fixture
def new_indicator(api: httpx.AsyncClient, as_: As) -> Make:
    """Publish an indicator; ก.พ.ร. registers it for the Ministry of Tourism and Sports unless told otherwise."""

    async def make(**changed: Any) -> Json:
        made = await api.post("/v1/indicators", json=indicator_body(**changed), headers={**as_(KEEPER), **key()})
        assert made.status_code == 201, made.text
        answer = await api.post(f"{made.headers['location']}/publish", headers={**as_(KEEPER), **key()})
        assert answer.status_code == 200, answer.text
        published: Json = answer.json()
        return published

    return make


@pytest.fixture
def new_agreement(api: httpx.AsyncClient, as_: As) -> Make:
    """Draft an agreement; of เชียงใหม่ in a year of its own unless told otherwise; `heard`: presented at the hearing."""

    async def make(*kpis: Json, area: str = "50", year: int | None = None, **changed: Any) -> Json:
        grant, heard = changed.pop("grant", owner_of(area)), changed.pop("heard", False)
        fiscal_year = next(YEARS) if year is None else year
        body = {"area_code": area, "fiscal_year": fiscal_year, "kpis": list(kpis), **changed}
        answer = await api.post(PATH, json=body, headers={**as_(grant), **key()})
        assert answer.status_code == 201, answer.text
        made: Json = answer.json()
        return await resolving.heard(World(api, as_), made) if heard else made

    return make


@pytest.fixture
def world(api: httpx.AsyncClient, as_: As) -> World:
    """The house under test."""
    return World(api, as_)


@pytest.fixture
def act(api: httpx.AsyncClient, as_: As) -> Callable[..., Awaitable[httpx.Response]]:
    """Do an action on an agreement, as its area unless another grant is named."""

    async def do(agreement: Json, verb: str, body: Json | None = None, grant: str | None = None) -> httpx.Response:
        headers = {**as_(grant or owner_of(agreement["area_code"])), **key()}
        return await api.post(f"{PATH}/{agreement['id']}/{verb}", json=body, headers=headers)

    return do


@pytest.fixture
def patch(api: httpx.AsyncClient, as_: As) -> Callable[..., Awaitable[httpx.Response]]:
    """Change an agreement as it was last read, as its area unless another grant is named."""

    async def do(agreement: Json, body: Json, grant: str | None = None) -> httpx.Response:
        headers = {**as_(grant or owner_of(agreement["area_code"])), "If-Match": f'"{agreement["version"]}"'}
        return await api.patch(f"{PATH}/{agreement['id']}", json=body, headers=headers)

    return do
