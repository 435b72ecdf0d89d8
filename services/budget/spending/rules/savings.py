"""Savings: what was posted and not spent when something is closed, why, and what becomes of it.

S3 tells of 798,390 baht disbursed and that budget could be spared, and not of how much: then the saving is not known.
What is left is returned, or goes to needs that were approved and not funded (A3.2, A3.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.budget.spending import errors
from services.shared.errors import FieldError
from services.shared.text import search_key
from services.shared.workflow import Workflow

ACCOUNT, REQUEST, PROJECT = "account", "request", "project"
CLOSES = (ACCOUNT, REQUEST, PROJECT)
RETURNED, UNFUNDED_NEEDS = "returned", "unfunded_needs"
USES = (RETURNED, UNFUNDED_NEEDS)
MOST_USES = 50

RECORDED, CONFIRMED, SENT_BACK = "recorded", "confirmed", "sent_back"
FLOW = Workflow(
    start=RECORDED,
    moves={"confirm": {RECORDED: CONFIRMED}, "send_back": {RECORDED: SENT_BACK}},
)


@dataclass(frozen=True)
class Use:
    """What becomes of a part of what was saved, in satang; `request_id` is the need that it goes to."""

    kind: str
    amount: int
    request_id: UUID | None


@dataclass(frozen=True)
class Told:
    """A saving as its owner tells it, in satang. `posted` None: the document does not say how much was given."""

    closes: str
    request_id: UUID | None
    project_title_th: str | None
    posted: int | None
    spent: int | None
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Amounts:
    """What was given, spent and saved, in satang; what was saved is not known where what was given is not."""

    posted: int | None
    spent: int

    @property
    def saved(self) -> int | None:
        """What was given and not spent."""
        return None if self.posted is None else self.posted - self.spent


def subject_key(told: Told) -> str:
    """Return what is closed as one text, by which the same is not told twice of an account."""
    if told.closes == REQUEST:
        return f"{REQUEST}:{told.request_id}"
    return ACCOUNT if told.closes == ACCOUNT else f"{PROJECT}:{search_key(told.project_title_th or '')}"


def shape_faults(told: Told) -> Iterator[FieldError]:
    """Yield what is wrong with what is named: each kind of thing names itself, and what the books know is not told."""
    if (told.closes == REQUEST) != (told.request_id is not None):
        yield errors.REQUEST_OF_REQUEST
    if (told.closes == PROJECT) != (told.project_title_th is not None):
        yield errors.TITLE_OF_PROJECT
    if told.closes != PROJECT and told.posted is not None:
        yield errors.POSTED_IS_KNOWN
    if (told.closes == ACCOUNT) != (told.spent is None):
        yield errors.SPENT_OF_PARTS
    for place, use in enumerate(told.uses):
        if (use.kind == UNFUNDED_NEEDS) != (use.request_id is not None):
            yield errors.need_of_use(place)


def amount_faults(amounts: Amounts, uses: Sequence[Use], spent_on_account: int) -> Iterator[FieldError]:
    """Yield what is wrong with the figures: more spent than given or than is in the books, more used than saved.

    Of a part of an account, what the books have is less what was told of its other parts.
    """
    if amounts.posted is not None and amounts.spent > amounts.posted:
        yield errors.spent_past_posted(amounts.posted)
    if amounts.spent > spent_on_account:
        yield errors.spent_past_books(spent_on_account)
    if uses and (amounts.saved is None or sum(use.amount for use in uses) > amounts.saved):
        yield errors.uses_past_saved(amounts.saved)


def undecided_of(saved: int | None, uses: Sequence[int]) -> int | None:
    """Return what of a saving nobody has said what becomes of it; None where the saving is not known."""
    return None if saved is None else saved - sum(uses)
