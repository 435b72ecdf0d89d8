"""The rules of early notices: what a ministry can answer."""

from collections.abc import Collection

from services.shared.errors import FieldError, Text

ACKNOWLEDGED = "acknowledged"
# S1 point 3: the ministry knows early what areas mean to ask for, so that both do not pay for the same.
FINAL = ("carries", "joins", "no_objection", "overlaps")
ANSWERS = (ACKNOWLEDGED, *FINAL)
MOST_FUNCTIONS = 10


def answer_faults(answer: str, reason: str | None) -> tuple[FieldError, ...]:
    """Return what is wrong with an answer: all but taking note of it has its reason."""
    if answer in FINAL and not reason:
        return (FieldError("/reason_th", "missing", Text("คำตอบต้องมีเหตุผล", "An answer needs its reason.")),)
    return ()


def amount_faults(amount: int) -> tuple[FieldError, ...]:
    """Return what is wrong with an estimate, in satang."""
    if amount > 0:
        return ()
    sentence = Text("วงเงินประมาณการต้องมากกว่าศูนย์", "The estimate must be more than zero.")
    return (FieldError("/estimated_amount", "amount_not_positive", sentence),)


def waiting_for(asked: Collection[str], answered: Collection[str]) -> list[str]:
    """Return whose final answer is still awaited, in order."""
    return [code for code in asked if code not in answered]
