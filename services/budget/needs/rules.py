"""The rules of unfunded needs: when there is one, of how much, what becomes of it (A3.2: approved is not funded)."""

from dataclasses import dataclass

from services.budget.requests.rules.request import APPROVED, ENDORSED, REFERRED, REJECTED
from services.budget.submissions.rules import ABOVE
from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

OPEN, WITH_MINISTRY, CARRIED, FUNDED, GIVEN_UP = "open", "referred", "carried", "funded", "given_up"
FLOW = Workflow(
    start=OPEN,
    moves={
        "refer": {OPEN: WITH_MINISTRY, WITH_MINISTRY: WITH_MINISTRY},
        "carry": {OPEN: CARRIED, WITH_MINISTRY: CARRIED, CARRIED: CARRIED},
        "fund": {OPEN: FUNDED, WITH_MINISTRY: FUNDED, CARRIED: FUNDED},
        "give_up": {OPEN: GIVEN_UP, WITH_MINISTRY: GIVEN_UP, CARRIED: GIVEN_UP},
    },
)
CAUSES = ("rejected", "above_ceiling", "referred", "approved_in_part")
VERBS = {FUNDED: "fund", GIVEN_UP: "give_up"}


@dataclass(frozen=True)
class Asked:
    """A request as far as its unfunded part is asked; amounts in satang, with what was merged into it."""

    state: str
    ceiling_position: str
    asked: int
    granted: int | None


@dataclass(frozen=True)
class Unfunded:
    """Why and how much of a request went unfunded, in satang."""

    cause: str
    amount: int


def unfunded_of(request: Asked) -> Unfunded | None:
    """Return what of a request went unfunded, None when nothing did or it may still get it."""
    if request.state == APPROVED:
        rest = request.asked - (request.granted or 0)
        return Unfunded("approved_in_part", rest) if rest > 0 else None
    if request.state == REFERRED:
        return Unfunded("referred", request.asked)
    if request.ceiling_position == ABOVE and request.state in (REJECTED, ENDORSED):
        return Unfunded("above_ceiling", request.asked)
    return Unfunded("rejected", request.asked) if request.state == REJECTED else None


def kept_by_itself(decision: str, ceiling_position: str) -> str | None:
    """Return the cause by which a decision of ก.น.จ. leaves a need without anybody asking, None when it does not.

    What was rejected within the ceiling may have been rejected on its merits: whether money was what it lacked its
    owner says, with the reason.
    """
    if decision == "refer":
        return "referred"
    return "above_ceiling" if decision == "reject" and ceiling_position == ABOVE else None


def year_faults(need_year: int, list_year: int) -> tuple[FieldError, ...]:
    """Return why a need of a fiscal year cannot be carried to a list of another: only forward."""
    if list_year > need_year:
        return ()
    sentence = Text(
        f"ความต้องการเป็นของปี {need_year} โปรดเลือกชุดคำขอของปีถัดไป ไม่ใช่ปี {list_year}",
        f"The need is of {need_year}: name a submission of a later year, not of {list_year}.",
    )
    return (FieldError("/submission_id", "not_a_later_year", sentence),)
