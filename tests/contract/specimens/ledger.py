"""Accounts of the ledger, what is recorded on them, and disbursements."""

from typing import Any

from services.shared import fiscal
from tests.budget.ledger.books import (
    BUREAU,
    Json,
    Place,
    address_of_this_process,
    document,
    next_cluster,
    next_pair,
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


async def new_move(world: World) -> Specimen:
    """A move between two provinces of a cluster, by its office."""
    office, *places = next_cluster()
    sides = [(await world.create("/v1/budget-accounts", place.body(), BUREAU)).json()["id"] for place in places[:2]]
    body = {"paying_account_id": sides[0], "receiving_account_id": sides[1], "amount": "10.00", "reason": "ทดสอบ"}
    return Specimen(f"cluster:{office.area_code}", json={**body, "document_number": document()})


async def new_grant(world: World) -> Specimen:
    """Money granted on an account of the fund that needs no requests."""
    place = next(places[0] for places in iter(next_cluster, None) if places[0].fund_code == "OSM")
    account = (await world.create("/v1/budget-accounts", place.body(), BUREAU)).json()
    body = {"amount": "10.00", "document_number": document(), "reason": "ทดสอบ"}
    return Specimen(BUREAU, {"account_id": account["id"]}, json=body)


async def commitment(world: World) -> tuple[Place, Json]:
    """A commitment that can go on to the next year, where its owner has an account."""
    place, following = next_pair()
    account = (await world.create("/v1/budget-accounts", place.body(), BUREAU)).json()
    await world.create("/v1/budget-accounts", following.body(), BUREAU)
    async with opened(await address_of_this_process()) as sessions:
        await put(sessions, account["id"], posted=50_000)
    body = {**payment(place, account), "kind": "commit"}
    return place, (await world.create("/v1/disbursements", body, place.officer)).json()


CARRYING = {"document_number": "ชม 0003/4521", "reason": "ส่งมอบงานไม่ทันสิ้นปี"}


async def new_carry_over(world: World) -> Specimen:
    """A commitment that is taken on to the next year."""
    place, made = await commitment(world)
    return Specimen(place.officer, {"disbursement_id": made["id"]}, json=CARRYING)


async def new_extension(world: World) -> Specimen:
    """A commitment that was taken on, to be paid until the end of the year."""
    place, made = await commitment(world)
    came = await world.create(f"/v1/disbursements/{made['id']}/carry-over", CARRYING, place.officer)
    until = fiscal.last_day(place.fiscal_year + 1).isoformat()
    body = {**CARRYING, "payable_until": until, "authority_th": "กระทรวงการคลัง"}
    return Specimen(place.officer, {"disbursement_id": came.json()["id"]}, json=body)


REVISION = {"cap_amount": "2000.00", "document_number": "นร 0712/ว 45", "reason": "ได้รับจัดสรรเพิ่มเติม"}

SPECIMENS: dict[str, Make] = {
    "listBudgetAccounts": fixed(grant="province:50"),
    "openBudgetAccount": new_account,
    "listBudgetFunds": fixed(grant="province:50"),
    "getBudgetAccount": on_account(),
    "reviseBudgetAccountCap": on_account(BUREAU, json=REVISION),
    "getBudgetAccountStatement": on_account(),
    "listBudgetAccountHistory": on_account(),
    "grantBudgetAccountMoney": new_grant,
    "listBudgetTransfers": fixed(grant="province:50"),
    "moveBudget": new_move,
    "getBudgetTransfer": on_transfer,
    "listDisbursements": fixed(grant="province:50"),
    "recordDisbursement": new_disbursement,
    "getDisbursement": on_disbursement,
    "carryOverCommitment": new_carry_over,
    "extendCarriedCommitment": new_extension,
}
