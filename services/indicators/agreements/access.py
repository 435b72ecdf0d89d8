"""Who may do what with a performance agreement. Its state here is the stage at which its chain has it."""

from services.indicators.agreements.rules.chains import VERBS, Stage
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
# The Area Officer of ก.พ.ร. drafts for an area too (S0, meeting agenda); only the area itself submits, and only ก.พ.ร.
# presents a draft, analyses, waives a rule and gives notice.
KEEPER = Permit(frozenset({Role.OPDC}), Relation.ANY)
# The host agency of a KPI is named on the agreement by its indicator.
HOSTS = Permit(FUNCTION_ROLES, Relation.SHARED)
# Whoever sees an agreement and holds a role; which one that is the repository's `visible_to` says.
LISTENERS = Permit(AREA_ROLES | FUNCTION_ROLES | OVERSEERS, Relation.ANY)


def _on(verb: str, th: str, en: str, *permits: Permit) -> Action:
    stages = frozenset(stage.value for stage in VERBS[verb])
    return Action(f"performance_agreement.{verb}", Text(th, en), permits, stages)


# Which agreement is open to whom is the repository's `visible_to`: an approved one to everyone.
READ_RULES = Action(
    "performance_agreement.read_rules", Text("ดูหลักเกณฑ์ตัวชี้วัด", "Read the rules"), public=True, on_object=False
)
READ_CHAINS = Action(
    "performance_agreement.read_chains", Text("ดูขั้นตอน", "Read the chains"), public=True, on_object=False
)
READ_DEADLINES = Action(
    "performance_agreement.read_deadlines", Text("ดูกำหนดเวลา", "Read the deadlines"), public=True, on_object=False
)
SET_DEADLINES = Action(
    "performance_agreement.set_deadlines", Text("กำหนดเวลาของขั้นตอน", "Set the deadlines"), (KEEPER,), on_object=False
)
READ = Action(
    "performance_agreement.read", Text("ดูคำรับรองการปฏิบัติราชการ", "Read agreements"), public=True, on_object=False
)
CREATE = Action(
    "performance_agreement.create", Text("ร่างคำรับรอง", "Draft an agreement"), (OWNERS, KEEPER), on_object=False
)
READ_HISTORY = Action(
    "performance_agreement.read_history",
    Text("ดูประวัติ", "Read the history"),
    (OWNERS, Permit(OVERSEERS, Relation.ANY)),
)
READ_OPINIONS = Action(
    "performance_agreement.read_opinions",
    Text("ดูข้อคิดเห็นและผลการวิเคราะห์", "Read comments, opinions and analyses"),
    (LISTENERS,),
)
UPDATE = _on("update", "แก้ไข", "Change", OWNERS, KEEPER)
WAIVE = _on("waive", "ยกเว้นหลักเกณฑ์", "Waive a rule", KEEPER)
COMMENT = _on("comment", "ให้ข้อคิดเห็น", "Comment", LISTENERS)
ANSWER_COMMENT = _on("answer_comment", "ตอบข้อคิดเห็น", "Answer a comment", OWNERS, KEEPER)
PRESENT = _on("present", "นำเสนอร่างเพื่อรับฟังข้อคิดเห็น", "Present at the hearing", KEEPER)
SUBMIT = _on("submit", "ส่งตามขั้นตอน", "Submit", OWNERS)
WITHDRAW = _on("withdraw", "ถอนกลับ", "Withdraw", OWNERS)
CONSULT = _on("consult", "หารือหน่วยงานเจ้าภาพ", "Ask the host agency", KEEPER)
ANSWER_CONSULTATION = _on("answer_consultation", "ให้ความเห็นในฐานะเจ้าภาพ", "Give the host's opinion", HOSTS)
ANALYSE = _on("analyse", "บันทึกผลการวิเคราะห์", "Record the analysis", KEEPER)
# From the analysis; committees send back by resolution.
RETURN = Action(
    "performance_agreement.return",
    Text("ส่งกลับให้แก้ไข", "Send back"),
    (KEEPER,),
    frozenset({Stage.ANALYSIS.value}),
)
NOTIFY = _on("notify", "แจ้งผลให้พื้นที่ทราบ", "Give notice", KEEPER)
ACKNOWLEDGE = _on("acknowledge", "รับทราบ", "Acknowledge", OWNERS)
CANCEL = _on("cancel", "ยกเลิก", "Cancel", OWNERS, KEEPER)
DECIDE = Action(
    "performance_agreement.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False
)

ACTIONS = (
    READ_RULES,
    READ_CHAINS,
    READ_DEADLINES,
    SET_DEADLINES,
    READ,
    CREATE,
    READ_HISTORY,
    READ_OPINIONS,
    UPDATE,
    WAIVE,
    COMMENT,
    ANSWER_COMMENT,
    PRESENT,
    SUBMIT,
    WITHDRAW,
    CONSULT,
    ANSWER_CONSULTATION,
    ANALYSE,
    RETURN,
    NOTIFY,
    ACKNOWLEDGE,
    CANCEL,
    DECIDE,
)
