"""Responsibility frameworks, each edition from a document of its own."""

from uuid import uuid4

from services.budget.responsibilities.schemas import RECORD_EXAMPLE
from tests.budget.ledger.books import BUREAU
from tests.contract.operations import Json
from tests.contract.world import Make, Specimen, World, fixed

FRAMEWORKS = "/v1/responsibility-frameworks"


def framework_body() -> Json:
    """An edition that is not recorded yet, of a year that no request is of."""
    return {**RECORD_EXAMPLE, "fiscal_year": 2699, "source": f"ตัวอย่างของระบบ, not official {uuid4()}"}


async def new_framework(_world: World) -> Specimen:
    """An edition that is not recorded yet."""
    return Specimen(BUREAU, json=framework_body())


async def on_framework(world: World) -> Specimen:
    """A recorded edition."""
    made = await world.create(FRAMEWORKS, framework_body(), BUREAU)
    return Specimen(path={"framework_id": made.json()["id"]})


SPECIMENS: dict[str, Make] = {
    "listResponsibilityFrameworks": fixed(),
    "recordResponsibilityFramework": new_framework,
    "getResponsibilityFramework": on_framework,
}
