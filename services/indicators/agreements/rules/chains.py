"""The chain of steps that an agreement goes through: where it is, what may be done there, and where that leads.

The chains are data by fiscal year and level (data/README.md). Every step is gone through in its order; what is sent
back begins again at the draft, and so goes through all of them anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.indicators.agreements.rules.agreement import (
    APPROVED,
    CANCELLED,
    DRAFT,
    HEARING,
    REJECTED,
    RETURNED,
    SUBMITTED,
)
from services.shared.errors import StateDoesNotAllow

AREA, KEEPER = "area", "opdc"
OWN_YEAR, EARLIER_YEAR, LATER_YEAR = "own_year", "earlier_year", "later_year"
BASES = (OWN_YEAR, EARLIER_YEAR, LATER_YEAR)
MAY, MUST = "may", "must"


class Kind(StrEnum):
    """What a step is."""

    DRAFT = "draft"
    HEARING = "hearing"
    ANALYSIS = "analysis"
    COMMITTEE = "committee"
    NOTICE = "notice"


class Stage(StrEnum):
    """Where an agreement stands, as the table of actions asks for it: its step, and what is next to be done there."""

    DRAFTING = "drafting"
    DRAFTING_FOR_HEARING = "drafting_for_hearing"
    HEARING = "hearing"
    ANALYSIS = "analysis"
    COMMITTEE = "committee"
    NOTICE = "notice"
    ACKNOWLEDGEMENT = "acknowledgement"
    DONE = "done"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


ON_THE_DESK = (Stage.DRAFTING, Stage.DRAFTING_FOR_HEARING)
BEFORE_SUBMISSION = (*ON_THE_DESK, Stage.HEARING)
BEFORE_APPROVAL = (Stage.ANALYSIS, Stage.COMMITTEE)
# Verb → the stages it starts from; where it leads the chain says.
VERBS: Mapping[str, tuple[Stage, ...]] = {
    "update": BEFORE_SUBMISSION,
    "waive": BEFORE_SUBMISSION,
    "comment": BEFORE_SUBMISSION,
    "answer_comment": (*BEFORE_SUBMISSION, *BEFORE_APPROVAL),
    "present": (Stage.DRAFTING_FOR_HEARING,),
    "submit": (Stage.DRAFTING, Stage.HEARING),
    "withdraw": BEFORE_APPROVAL,
    "consult": (Stage.ANALYSIS,),
    # A late opinion is still one, as long as nobody has decided without it.
    "answer_consultation": BEFORE_APPROVAL,
    "analyse": (Stage.ANALYSIS,),
    "return": BEFORE_APPROVAL,
    # By resolution only: services/indicators/agreements/decisions.py.
    "endorse": (Stage.COMMITTEE,),
    "approve": (Stage.COMMITTEE,),
    "reject": (Stage.COMMITTEE,),
    "notify": (Stage.NOTICE,),
    "acknowledge": (Stage.ACKNOWLEDGEMENT,),
    "cancel": BEFORE_SUBMISSION,
}
_STATES: Mapping[Stage, str] = {
    Stage.DRAFTING: DRAFT,
    Stage.DRAFTING_FOR_HEARING: DRAFT,
    Stage.HEARING: HEARING,
    Stage.ANALYSIS: SUBMITTED,
    Stage.COMMITTEE: SUBMITTED,
    Stage.NOTICE: APPROVED,
    Stage.ACKNOWLEDGEMENT: APPROVED,
    Stage.DONE: APPROVED,
    Stage.REJECTED: REJECTED,
    Stage.CANCELLED: CANCELLED,
}
# Every state with the stages it may have; a returned agreement stands at the draft again.
STAGES_OF_STATES = (
    *((state, stage.value) for stage, state in _STATES.items()),
    *((RETURNED, stage.value) for stage in ON_THE_DESK),
)
_STAGES: Mapping[Kind, Stage] = {
    Kind.HEARING: Stage.HEARING,
    Kind.ANALYSIS: Stage.ANALYSIS,
    Kind.COMMITTEE: Stage.COMMITTEE,
    Kind.NOTICE: Stage.NOTICE,
}


@dataclass(frozen=True)
class Step:
    """One step of a chain: who acts is `area`, `opdc` or a kind of committee."""

    code: str
    kind: Kind
    actor: str
    may_return: bool = False
    host_opinion: str = MAY


@dataclass(frozen=True)
class Chain:
    """The steps that agreements of a level go through from a fiscal year on, in order."""

    code: str
    fiscal_year: int
    steps: tuple[Step, ...]

    @property
    def start(self) -> "Place":
        """Where every draft begins."""
        stage = Stage.DRAFTING_FOR_HEARING if self.steps[1].kind is Kind.HEARING else Stage.DRAFTING
        return Place(DRAFT, stage, self.steps[0].code)

    @property
    def committees(self) -> tuple[Step, ...]:
        """The committees in their order; the last one approves."""
        return tuple(step for step in self.steps if step.kind is Kind.COMMITTEE)

    def step(self, code: str) -> Step:
        """Return the step of a code."""
        return self.steps[self._index(code)]

    def decisions_at(self, code: str) -> tuple[str, ...]:
        """Return what the committee of a step may decide: pass on or approve, send back, reject."""
        step = self.step(code)
        forward = "approve" if step == self.committees[-1] else "endorse"
        return (forward, "return", "reject") if step.may_return else (forward, "reject")

    def after(self, place: "Place", verb: str) -> "Place":
        """Return where `verb` leads from `place`; raises StateDoesNotAllow."""
        if place.stage not in VERBS[verb]:
            allowed = ", ".join(sorted(VERBS[verb]))
            raise StateDoesNotAllow(action=verb, allowed=allowed, state=place.stage.value)
        match verb:
            case "present" | "submit" | "analyse" | "endorse" | "approve":
                return self._next(place.step_code)
            case "withdraw":
                return self._place_before_submission()
            case "return":
                return Place(RETURNED, self.start.stage, self.start.step_code)
            case "reject":
                return Place(REJECTED, Stage.REJECTED, place.step_code)
            case "cancel":
                return Place(CANCELLED, Stage.CANCELLED, place.step_code)
            case "notify":
                return Place(APPROVED, Stage.ACKNOWLEDGEMENT, place.step_code)
            case "acknowledge":
                return Place(APPROVED, Stage.DONE, place.step_code)
            case _:
                return place

    def _next(self, code: str) -> "Place":
        index = self._index(code) + 1
        if index == len(self.steps):
            return Place(APPROVED, Stage.DONE, code)
        step = self.steps[index]
        stage = _STAGES[step.kind]
        return Place(_STATES[stage], stage, step.code)

    def _place_before_submission(self) -> "Place":
        """A hearing that was held stays held: what is withdrawn from the committee is at the hearing again."""
        second = self.steps[1]
        return Place(HEARING, Stage.HEARING, second.code) if second.kind is Kind.HEARING else self.start

    def _index(self, code: str) -> int:
        return next(index for index, step in enumerate(self.steps) if step.code == code)


@dataclass(frozen=True)
class Place:
    """Where an agreement is: its state, its stage, and the step of its chain."""

    state: str
    stage: Stage
    step_code: str


def chain_for(chains: Sequence[Chain], fiscal_year: int) -> tuple[Chain, str]:
    """Return the chain of a fiscal year among those of its level, and on what basis it is.

    Without one of its own it is the latest earlier one; before all of them the earliest, which is better than none.
    Of several of one year the last counts: `chains` stand in the order of their documents.
    """
    earlier = [chain for chain in chains if chain.fiscal_year <= fiscal_year]
    if not earlier:
        first = min(chain.fiscal_year for chain in chains)
        return [chain for chain in chains if chain.fiscal_year == first][-1], LATER_YEAR
    latest = max(chain.fiscal_year for chain in earlier)
    found = [chain for chain in earlier if chain.fiscal_year == latest][-1]
    return found, basis_of(found, fiscal_year)


def basis_of(chain: Chain, fiscal_year: int) -> str:
    """Return whether a chain is of the fiscal year itself, of an earlier or of a later one."""
    if chain.fiscal_year == fiscal_year:
        return OWN_YEAR
    return EARLIER_YEAR if chain.fiscal_year < fiscal_year else LATER_YEAR


def faults_of_chain(chain: Chain) -> list[str]:
    """Return why a chain cannot be gone through; the data that ship have none."""
    kinds = [step.kind for step in chain.steps]
    first_committee = kinds.index(Kind.COMMITTEE) if Kind.COMMITTEE in kinds else len(kinds)
    broken = {
        "it begins with its one draft": kinds[:1] == [Kind.DRAFT] and kinds.count(Kind.DRAFT) == 1,
        "a hearing comes right after the draft": all(at == 1 for at, kind in enumerate(kinds) if kind is Kind.HEARING),
        "there is a committee": Kind.COMMITTEE in kinds,
        "an analysis comes before the committees": all(
            at < first_committee for at, kind in enumerate(kinds) if kind is Kind.ANALYSIS
        ),
        "a notice comes last": all(at == len(kinds) - 1 for at, kind in enumerate(kinds) if kind is Kind.NOTICE),
        "codes differ": len({step.code for step in chain.steps}) == len(kinds),
        "each step is acted on by whom its kind asks for": all(_fits(step, chain) for step in chain.steps),
    }
    return [rule for rule, is_kept in broken.items() if not is_kept]


def _fits(step: Step, chain: Chain) -> bool:
    match step.kind:
        case Kind.DRAFT:
            is_heard = any(each.kind is Kind.HEARING for each in chain.steps)
            return step.actor == (KEEPER if is_heard else AREA)
        case Kind.HEARING:
            return step.actor == AREA
        case Kind.COMMITTEE:
            return step.actor not in (AREA, KEEPER)
        case _:
            return step.actor == KEEPER
