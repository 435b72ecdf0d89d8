"""A request to an agency: its states, what it lacks to be sent, and what an agency may answer.

S1 point 4: an area may ask a ministry or department directly, which weighs strategy fit, need and priority.
"""

from dataclasses import dataclass

from services.budget.requests.rules.project import CHANGED, GONE
from services.shared.errors import FieldError, Text
from services.shared.money import format_amount
from services.shared.workflow import Workflow

DRAFT, SENT, ACCEPTED, DECLINED = "draft", "sent", "accepted", "declined"
REFERRED, FUNDED, RELEASED, WITHDRAWN = "referred", "funded", "released", "withdrawn"
ACCEPT, DECLINE, REFER = "accept", "decline", "refer"
DECISIONS = (ACCEPT, DECLINE, REFER)

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT},
        "refresh": {DRAFT: DRAFT, SENT: SENT},
        "send": {DRAFT: SENT},
        ACCEPT: {SENT: ACCEPTED},
        DECLINE: {SENT: DECLINED},
        REFER: {SENT: REFERRED},
        "carry": {SENT: SENT, ACCEPTED: ACCEPTED, FUNDED: FUNDED},
        "fund": {ACCEPTED: FUNDED},
        "release": {ACCEPTED: RELEASED},
        "acknowledge": {each: each for each in (ACCEPTED, DECLINED, REFERRED, FUNDED, RELEASED)},
        "withdraw": {DRAFT: WITHDRAWN, SENT: WITHDRAWN},
    },
)
# What others than the owner may see.
OFF_THE_DESK = (SENT, ACCEPTED, DECLINED, REFERRED, FUNDED, RELEASED)
# What is still open, or was funded, stands in the way of asking the same agency for the same project again.
CLOSED = (DECLINED, REFERRED, RELEASED, WITHDRAWN)
GRANTED = (ACCEPTED, FUNDED, RELEASED)


def gaps_of(problem_th: str | None, reason_th: str | None, snapshot_state: str) -> tuple[FieldError, ...]:
    """Return what stands against sending a request."""
    texts = {"/problem_th": problem_th, "/reason_th": reason_th}
    gaps = [FieldError(pointer, "missing", _MISSING) for pointer, value in texts.items() if not value]
    if snapshot_state == GONE:
        gaps.append(FieldError("/project_id", "project_withdrawn", _GONE))
    if snapshot_state == CHANGED:
        gaps.append(FieldError("/project_id", "project_changed", _CHANGED))
    return tuple(gaps)


@dataclass(frozen=True)
class Answer:
    """What an agency answers, as far as the rules ask; amounts in satang."""

    decision: str
    accepted_amount: int | None
    reason: str | None
    has_assessment: bool
    refer_to: str | None


def answer_faults(answer: Answer, asked: int, function_code: str) -> tuple[FieldError, ...]:
    """Return what is wrong with an answer.

    Accepting names an amount, up to what is asked; less needs its reason. Accepting and declining say how the request
    fits the strategy, whether it is needed and how urgent it is; referring names another agency.
    """
    accepts, refers = answer.decision == ACCEPT, answer.decision == REFER
    faults = []
    if accepts != (answer.accepted_amount is not None):
        faults.append(FieldError("/accepted_amount", "amount_does_not_fit", _AMOUNT_OF_ACCEPTANCE))
    elif answer.accepted_amount is not None and not 0 < answer.accepted_amount <= asked:
        faults.append(_past("/accepted_amount", "ที่ขอ", "what is asked", asked))
    if not answer.reason and (not accepts or answer.accepted_amount != asked):
        faults.append(FieldError("/reason", "missing", _REASON))
    if not refers and not answer.has_assessment:
        faults.append(FieldError("/assessment", "missing", _ASSESSMENT))
    if refers != (answer.refer_to is not None) or answer.refer_to == function_code:
        faults.append(FieldError("/refer_to", "referral_does_not_fit", _REFERRAL))
    return tuple(faults)


def funding_faults(accepted: int, funded: int, reason: str | None) -> tuple[FieldError, ...]:
    """Return what is wrong with funding `funded` satang of what was accepted; less needs its reason."""
    if not 0 < funded <= accepted:
        return (_past("/funded_amount", "ที่รับไว้", "what was accepted", accepted),)
    return (FieldError("/reason", "missing", _REASON),) if funded < accepted and not reason else ()


def _past(pointer: str, what_th: str, what_en: str, most: int) -> FieldError:
    shown = format_amount(most)
    sentence = Text(
        f"ต้องมากกว่าศูนย์และไม่เกิน{what_th} {shown} บาท", f"It is more than zero and at most {what_en}, {shown} baht."
    )
    return FieldError(pointer, "amount_past_most", sentence)


_MISSING = Text("ต้องระบุก่อนส่ง", "This is required before sending.")
_GONE = Text("โครงการถูกยกเลิก ส่งกลับ หรือไม่ผ่าน จึงขอเงินไม่ได้", "The project was given up; no money can be asked for it.")
_CHANGED = Text(
    "โครงการเปลี่ยนไปจากที่บันทึกในคำขอ ดูความต่างและยอมรับที่ …/refresh-snapshot ก่อน",
    "The project changed since the request was made. See the differences and accept them at …/refresh-snapshot.",
)
_AMOUNT_OF_ACCEPTANCE = Text(
    "ระบุวงเงินเมื่อรับคำขอ และเฉพาะเมื่อรับ", "An acceptance names its amount, and nothing else does."
)
_REASON = Text(
    "ต้องมีเหตุผลเมื่อไม่รับ ส่งต่อ หรือให้น้อยกว่าที่ขอหรือรับไว้",
    "Declining, referring and giving less than was asked or accepted need a reason.",
)
_ASSESSMENT = Text("ต้องระบุความสอดคล้องกับยุทธศาสตร์ ความจำเป็น และลำดับความสำคัญ", "State strategy fit, need and priority.")
_REFERRAL = Text("ระบุหน่วยงานอื่นที่ส่งต่อเมื่อส่งต่อ และเฉพาะเมื่อส่งต่อ", "A referral names another agency, and nothing else does.")
