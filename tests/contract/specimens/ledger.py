"""Accounts of the ledger, what is recorded on them, and disbursements."""

from typing import Any

from services.shared import fiscal
from tests.budget.ledger.books import (
    BUREAU,
    Json,
    Place,
    address_of_this_process,
    document,
    next_place,
    opened,
    put,
)
from tests.contract.world import Make, Specimen, World, fixed


async def open_account(world: World) -> tuple[Place, Json]:
    """An account that no other test has."""
    place = next_place()
    return place, (await world.create("/v1/budget-accounts", place.body(), BUREAU)).json()


async def posted_account(world: World) -> tuple[Place, Json, str]:
    """An account with money posted on it, which no route does, and the id of the transfer that posted it."""
    place, account = await open_account(world)
    async with opened(await address_of_this_process()) as sessions:
        [*_, post] = await put(sessions, account["id"], posted=50_000)
    return place, account, str(post)


def payment(place: Place, account: Json) -> Json:
    """A payment that is not recorded yet."""
    return {
        "account_id": account["id"],
        "amount": "10.00",
        "paid_on": fiscal.first_day(place.fiscal_year).isoformat(),
        "expenditure_class": "capital",
        "document_number": document(),
    }


def on_account(grant: str | None = None, **known: Any) -> Make:
    """A specimen on an account, for its owner unless a grant is named."""

    async def make(world: World) -> Specimen:
        place, account = await open_account(world)
        return Specimen(grant or place.officer, {"account_id": account["id"]}, **known)

    return make


async def new_account(_world: World) -> Specimen:
    """An account that is not there yet."""
    return Specimen(BUREAU, json=next_place().body())


async def on_transfer(world: World) -> Specimen:
    """A transfer on an account."""
    place, _, post = await posted_account(world)
    return Specimen(place.officer, {"transfer_id": post})


async def new_disbursement(world: World) -> Specimen:
    """A payment from an account with money on it."""
    place, account, _ = await posted_account(world)
    return Specimen(place.officer, json=payment(place, account))


async def on_disbursement(world: World) -> Specimen:
    """A payment that is recorded."""
    place, account, _ = await posted_account(world)
    made = await world.create("/v1/disbursements", payment(place, account), place.officer)
    return Specimen(place.officer, {"disbursement_id": made.json()["id"]})


REVISION = {"cap_amount": "2000.00", "document_number": "นร 0712/ว 45", "reason": "ได้รับจัดสรรเพิ่มเติม"}

SPECIMENS: dict[str, Make] = {
    "listBudgetAccounts": fixed(grant="province:50"),
    "openBudgetAccount": new_account,
    "listBudgetFunds": fixed(grant="province:50"),
    "getBudgetAccount": on_account(),
    "reviseBudgetAccountCap": on_account(BUREAU, json=REVISION),
    "getBudgetAccountStatement": on_account(),
    "listBudgetAccountHistory": on_account(),
    "getBudgetTransfer": on_transfer,
    "listDisbursements": fixed(grant="province:50"),
    "recordDisbursement": new_disbursement,
    "getDisbursement": on_disbursement,
}
