"""How an agreement goes along its chain: the step it passes with who passed it, and whoever is asked next."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.agreements import repository
from services.indicators.agreements.models import AgreementChain, AgreementPassage, PerformanceAgreement
from services.indicators.agreements.rules.agreement import RETURNED
from services.indicators.agreements.rules.chains import BEFORE_APPROVAL, Place, Stage, chain_for
from services.indicators.agreements.usecases.changes import OBJECT, content_of, link_of, owner_of, save
from services.shared import fiscal, reference
from services.shared.access import Grant, Principal
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.decisions.rules import Deciding
from services.shared.errors import Text
from services.shared.roles import Role
from services.shared.tasks.repository import close_tasks, open_task

CONSULTATION = "agreement_consultation"
# Verb → what became of the step, which is also what the event is called.
OUTCOMES = {
    "present": "presented",
    "submit": "submitted",
    "withdraw": "withdrawn",
    "analyse": "analysed",
    "endorse": "endorsed",
    "approve": "approved",
    "return": "returned",
    "reject": "rejected",
    "notify": "notified",
    "acknowledge": "acknowledged",
}
# ก.พ.ร. is the secretariat of the committees that have no role of their own.
SECRETARIATS = {Deciding.EVALUATION: Role.EVALUATION_COMMITTEE, Deciding.POLICY: Role.POLICY_COMMITTEE}
# Stage → what is to be done, for the task's kind and title.
DUTIES = {
    Stage.DRAFTING: ("take_over", Text("ตรวจร่างและส่งคำรับรอง", "Look at the draft and submit it")),
    Stage.DRAFTING_FOR_HEARING: ("present", Text("นำเสนอร่างเพื่อรับฟังข้อคิดเห็น", "Present the draft at the hearing")),
    Stage.HEARING: ("hear", Text("ให้ข้อคิดเห็นต่อร่างและส่งคำรับรอง", "Comment on the draft and submit it")),
    Stage.ANALYSIS: ("analyse", Text("วิเคราะห์คำรับรอง", "Analyse the agreement")),
    Stage.COMMITTEE: ("decide", Text("พิจารณาคำรับรอง", "Decide on the agreement")),
    Stage.NOTICE: ("notify", Text("แจ้งผลการพิจารณาให้พื้นที่ทราบ", "Give the area notice of the decision")),
    Stage.ACKNOWLEDGEMENT: ("acknowledge", Text("รับทราบผลการพิจารณา", "Acknowledge the decision")),
}
CORRECT = ("correct", Text("แก้ไขคำรับรองที่ส่งกลับ", "Correct the returned agreement"))


@dataclass(frozen=True)
class Waiting:
    """What is to be done next, by whom, until when; a day that nobody set is None."""

    kind: str
    who: Grant
    title: Text
    due_at: dt.datetime | None


@dataclass(frozen=True)
class Document:
    """The letter with which a step was taken."""

    number: str
    dated_on: dt.date


async def enter_chain(session: AsyncSession, agreement: PerformanceAgreement) -> None:
    """Put a new draft at the start of the chain of its year, which stays its own."""
    chain = of_year(list(await repository.load_chains(session, agreement.level)), agreement.fiscal_year)
    agreement.chain, agreement.chain_code, agreement.round = chain, chain.code, 1
    put_at(agreement, chain.way.start)
    agreement.passages = []
    deadlines = await repository.deadlines_of(session, agreement.fiscal_year, agreement.level)
    set_committed_value(agreement, "deadlines", list(deadlines))


def of_year(chains: list[AgreementChain], fiscal_year: int) -> AgreementChain:
    """Return the chain of a fiscal year among those of its level."""
    found, _ = chain_for([chain.way for chain in chains], fiscal_year)
    return next(chain for chain in chains if chain.code == found.code)


def put_at(agreement: PerformanceAgreement, place: Place) -> None:
    """Write where an agreement is now."""
    agreement.state, agreement.stage, agreement.step_code = place.state, place.stage.value, place.step_code


async def move(
    session: AsyncSession,
    principal: Principal,
    agreement: PerformanceAgreement,
    verb: str,
    *,
    reason: str | None = None,
    resolution_id: UUID | None = None,
    document: Document | None = None,
) -> None:
    """Take an agreement along its chain: close what waited, ask whoever is next, say so. Raises StateDoesNotAllow."""
    before, after = agreement.place, agreement.chain.way.after(agreement.place, verb)
    with session.no_autoflush:  # one step is one version, whatever was written on the agreement before
        await close_waiting(session, agreement, after)
    agreement.content_hash = sha256(content_of(agreement))
    agreement.passages.append(passage_of(principal, agreement, verb, reason, resolution_id, document))
    put_at(agreement, after)
    if verb in ("return", "withdraw"):
        agreement.round += 1
    changes = {"state": [before.state, after.state], "step": [before.step_code, after.step_code]}
    told = {"reason": reason} if reason else {}
    await save(session, principal, agreement, f"{OBJECT}.{OUTCOMES[verb]}", changes | told, resolution_id)
    if verb != "withdraw":
        await ask_next(session, agreement)


def passage_of(
    principal: Principal,
    agreement: PerformanceAgreement,
    verb: str,
    reason: str | None,
    resolution_id: UUID | None,
    document: Document | None,
) -> AgreementPassage:
    """Return the record of who took the step at which an agreement stands."""
    return AgreementPassage(
        id=new_id(),
        round=agreement.round,
        step_code=agreement.step_code,
        outcome=OUTCOMES[verb],
        content_hash=agreement.content_hash,
        passed_by=principal.subject,
        passed_at=now(),
        resolution_id=resolution_id,
        reason_th=reason,
        document_number=document.number if document else None,
        document_dated_on=document.dated_on if document else None,
    )


async def close_waiting(session: AsyncSession, agreement: PerformanceAgreement, after: Place) -> None:
    """Close what waited for the agreement, and the questions to host agencies once nothing follows from them."""
    await close_tasks(session, OBJECT, agreement.id)
    if agreement.stage in BEFORE_APPROVAL and after.stage not in BEFORE_APPROVAL:
        asked = await repository.load_consultations(session, agreement.id, agreement.round)
        await close_tasks(session, CONSULTATION, *(each.id for each in asked))


async def ask_next(session: AsyncSession, agreement: PerformanceAgreement) -> None:
    """Open the task of whoever acts next; of a returned agreement the area's, and then whoever presents it again."""
    duties = [waits_for(agreement)]
    if agreement.state == RETURNED and agreement.stage == Stage.DRAFTING_FOR_HEARING:
        duties.append(Waiting(CORRECT[0], owner_of(agreement), _about(CORRECT[1], agreement), None))
    for duty in duties:
        if duty is not None:
            about = (OBJECT, agreement.id)
            kind = f"{OBJECT}.{duty.kind}"
            await open_task(session, kind, duty.who, duty.title, about, link_of(agreement), duty.due_at)


def waits_for(agreement: PerformanceAgreement) -> Waiting | None:
    """Return who is to do what next; None when the agreement is at the end of its way."""
    duty = DUTIES.get(Stage(agreement.stage))
    if duty is None:
        return None
    if (agreement.state, agreement.stage) == (RETURNED, Stage.DRAFTING):
        duty = CORRECT
    return Waiting(duty[0], who_acts(agreement), _about(duty[1], agreement), due_at_of(agreement))


def who_acts(agreement: PerformanceAgreement) -> Grant:
    """Return the grant whose holders act at the stage of an agreement."""
    if agreement.stage in (Stage.DRAFTING, Stage.HEARING, Stage.ACKNOWLEDGEMENT):
        return owner_of(agreement)
    if agreement.stage == Stage.COMMITTEE:
        actor = agreement.chain.way.step(agreement.step_code).actor
        return Grant(SECRETARIATS.get(Deciding(actor), Role.OPDC))
    return Grant(Role.OPDC)


def due_at_of(agreement: PerformanceAgreement) -> dt.datetime | None:
    """Return until when the step of an agreement is to be taken; None where no day was set."""
    days = {each.step_code: each.due_on for each in agreement.deadlines}
    day = days.get(agreement.step_code)
    return None if day is None else fiscal.end_of_day(day)


def _about(title: Text, agreement: PerformanceAgreement) -> Text:
    area = reference.area(agreement.area_code)
    assert area is not None  # looked up when the draft was made
    year = agreement.fiscal_year
    return Text(f"{title.th}: {area.name_th} ปี {year}", f"{title.en}: {area.name_en}, {year}")
