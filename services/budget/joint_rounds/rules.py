"""The rules of joint rounds: shares tie out to the satang, and nobody confirms for the other side."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from services.shared.errors import FieldError, Text
from services.shared.money import format_amount

RECORDED, CONFIRMED = "recorded", "confirmed"
STATES = (RECORDED, CONFIRMED)
MOST_AREAS, MOST_ITEMS = 100, 500


@dataclass(frozen=True)
class Item:
    """An item as the rules see it: how many objects it names, its amount in satang, and who pays what of it."""

    objects: int
    amount: int
    shares: tuple[tuple[str, int], ...]


def item_faults(items: Sequence[Item], units: Collection[str]) -> tuple[FieldError, ...]:
    """Return what is wrong with the items of a round, each with its place."""
    return tuple(fault for place, item in enumerate(items) for fault in _faults(f"/items/{place}", item, units))


def _faults(pointer: str, item: Item, units: Collection[str]) -> list[FieldError]:
    faults = []
    payers = [unit for unit, _ in item.shares]
    if item.objects != 1:
        sentence = Text("ระบุ request_id หรือ project_id อย่างใดอย่างหนึ่ง", "Name a request or a project, one of the two.")
        faults.append(FieldError(pointer, "request_or_project", sentence))
    if item.amount <= 0 or any(amount <= 0 for _, amount in item.shares):
        sentence = Text("ทุกจำนวนต้องมากกว่าศูนย์", "Every amount must be more than zero.")
        faults.append(FieldError(pointer, "amount_not_positive", sentence))
    if len(set(payers)) < len(payers):
        sentence = Text("ระบุผู้จ่ายซ้ำ", "Somebody pays twice.")
        faults.append(FieldError(f"{pointer}/shares", "payer_twice", sentence))
    if strangers := sorted(set(payers) - set(units)):
        named = ", ".join(strangers)
        sentence = Text(f"{named} ไม่ได้ร่วมประชุมรอบนี้", f"{named} takes no part in the round.")
        faults.append(FieldError(f"{pointer}/shares", "payer_not_at_the_table", sentence))
    paid = sum(amount for _, amount in item.shares)
    if paid != item.amount:
        total, shown = format_amount(paid), format_amount(item.amount)
        sentence = Text(
            f"ผลรวมส่วนแบ่ง {total} บาท ต้องเท่ากับ {shown} บาทพอดี",
            f"The shares add up to {total} baht, which must be {shown} exactly.",
        )
        faults.append(FieldError(f"{pointer}/shares", "shares_do_not_add_up", sentence))
    return faults


def awaited_from(function: str, areas: Sequence[str], recorded_for: str, confirmed: Collection[str]) -> list[str]:
    """Return who is still to confirm: the side that did not record it, each of its units."""
    other_side = list(areas) if recorded_for == function else [function]
    return [unit for unit in other_side if unit not in confirmed]
