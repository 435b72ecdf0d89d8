"""What carrying out a resolution asks of the plans service, which keeps the resolutions."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from services.shared.decisions.errors import ResolutionNotConfirmed
from services.shared.decisions.rules import CONFIRMED, ConfirmedResolution, DecisionItem, DelegatedPower
from services.shared.errors import UpstreamBroken
from services.shared.money import parse_amount

KEEPER = "plans"
# Given a path of the plans service and its parameters, returns its answer.
AskKeeper = Callable[[str, Mapping[str, Any]], Awaitable[dict[str, Any]]]


async def fetch_resolution(
    ask: AskKeeper, resolution_id: UUID, service: str, object_type: str
) -> tuple[ConfirmedResolution, list[DecisionItem]]:
    """Return a confirmed resolution and its items of one type, in order; raises NotFound, ResolutionNotConfirmed."""
    params = {"service": service, "object_type": object_type}
    answer = await ask(f"/internal/resolutions/{resolution_id}", params)
    try:
        if answer["state"] != CONFIRMED:
            facts = {"number": answer["number"], "state": answer["state"]}
            raise ResolutionNotConfirmed(resolution_id=str(resolution_id), **facts)
        return _resolution(answer), [_item(item) for item in answer["items"]]
    except (KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=KEEPER) from problem


def _resolution(answer: Mapping[str, Any]) -> ConfirmedResolution:
    return ConfirmedResolution(
        id=UUID(answer["id"]),
        number=answer["number"],
        title_th=answer["title_th"],
        committee_kind=answer["committee_kind"],
        committee_area_code=answer["committee_area_code"],
        held_on=dt.date.fromisoformat(answer["held_on"]),
        confirmed_at=dt.datetime.fromisoformat(answer["confirmed_at"]),
        powers=tuple(_power(each) for each in answer["powers"]),
    )


def _power(power: Mapping[str, Any]) -> DelegatedPower:
    return DelegatedPower(
        id=UUID(power["id"]),
        power=power["power"],
        fiscal_year=power["fiscal_year"],
        document_number=power["document_number"],
        limit_per_item=_limit(power["limit_per_item_amount"]),
        limit_per_year=_limit(power["limit_per_year_amount"]),
    )


def _limit(amount: str | None) -> int | None:
    return None if amount is None else parse_amount(amount)


def _item(item: Mapping[str, Any]) -> DecisionItem:
    return DecisionItem(
        position=int(item["position"]),
        object_id=UUID(item["object_id"]),
        object_version=int(item["object_version"]),
        content_hash=item["content_hash"],
        decision=item["decision"],
        amount=None if item["amount"] is None else parse_amount(item["amount"]),
        condition_th=item["condition_th"],
        reason_th=item["reason_th"],
        function_code=item["function_code"],
        into_id=None if item["into_id"] is None else UUID(item["into_id"]),
    )
