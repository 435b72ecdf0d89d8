"""Whatever way requests go, what is held and posted on the account is what they say themselves."""

import random

import pytest

from services.shared.money import format_amount, parse_amount
from tests.budget.requests.lists import LISTS, NATIONAL, Desk
from tests.contract.operations import Json

STEPS = 8
HOLDING = ("submitted", "endorsed")


async def step(at: Desk, chance: random.Random, requests: list[Json], submission: Json) -> str:
    """Try something on one of the requests or on their list, allowed or not; returns what."""
    request = await at.again(chance.choice(requests))
    verbs = ["submit", "submit", "withdraw", "endorse", "endorse", "return", "approve", "approve_changed", "reject"]
    verb = chance.choice([*verbs, "refer", "screen", "list submit", "list withdraw"])
    match verb:
        case "submit":
            await at.act(request, verb)
        case "withdraw":
            await at.act(request, verb, {"reason": "ใช้งบอื่น"})
        case "screen":
            body = {"screened_amount": format_amount(parse_amount(request["asked_amount"]) - 1), "reason": "ราคากลาง"}
            await at.act(request, verb, body, at.committee)
        case "list submit" | "list withdraw":
            await at.post(f"{LISTS}/{submission['id']}/{verb.removeprefix('list ')}")
        case "approve_changed":
            await at.decide(request, verb, NATIONAL, amount="1.00")
        case "approve" | "refer":
            await at.decide(request, verb, NATIONAL)
        case _:
            await at.decide(request, verb, NATIONAL if request["state"] == "endorsed" else None)
    return f"{verb} from {request['state']}"


@pytest.mark.parametrize("seed", range(3))
async def test_the_account_holds_what_waits_and_has_posted_what_was_approved(at: Desk, seed: int) -> None:
    chance = random.Random(seed)
    submission = await at.list()
    requests = [
        await at.request(submission, format_amount(chance.randrange(10_000, 60_000)), ceiling_position=position)
        for position in ("within", "within", "within", "above")
    ]
    walked = []
    for _ in range(STEPS):
        walked.append(await step(at, chance, requests, submission))
        now = [await at.again(request) for request in requests]
        waiting = [each for each in now if each["state"] in HOLDING and each["ceiling_position"] == "within"]
        held = sum(parse_amount(each["asked_amount"]) for each in waiting)
        posted = sum(parse_amount(each["approved_amount"] or "0") for each in now)
        assert await at.held() == (format_amount(held), format_amount(posted)), walked
        assert held == sum(parse_amount(each["held_amount"]) for each in now), walked
