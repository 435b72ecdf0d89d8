"""Who may do what with a performance agreement."""

from services.indicators.agreements.rules.agreement import FLOW
from services.shared.access import Action, Permit, Relation
from services.shared.decisions.access import DECIDERS
from services.shared.errors import Text
from services.shared.roles import OVERSEERS, Role

OWNERS = Permit(frozenset({Role.PROVINCE, Role.CLUSTER}))
# The Area Officer of ก.พ.ร. drafts for an area too (S0, meeting agenda); only the area itself submits, and only ก.พ.ร.
# waives a rule.
KEEPER = Permit(frozenset({Role.OPDC}), Relation.ANY)

# Which agreement is open to whom is the repository's `visible_to`: an approved one to everyone.
READ_RULES = Action(
    "performance_agreement.read_rules", Text("ดูหลักเกณฑ์ตัวชี้วัด", "Read the rules"), public=True, on_object=False
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
UPDATE = Action("performance_agreement.update", Text("แก้ไข", "Change"), (OWNERS, KEEPER), FLOW.from_states("update"))
SUBMIT = Action("performance_agreement.submit", Text("ส่งให้คณะกรรมการ", "Submit"), (OWNERS,), FLOW.from_states("submit"))
WITHDRAW = Action("performance_agreement.withdraw", Text("ถอนกลับ", "Withdraw"), (OWNERS,), FLOW.from_states("withdraw"))
WAIVE = Action(
    "performance_agreement.waive", Text("ยกเว้นหลักเกณฑ์", "Waive a rule"), (KEEPER,), FLOW.from_states("waive")
)
CANCEL = Action("performance_agreement.cancel", Text("ยกเลิก", "Cancel"), (OWNERS, KEEPER), FLOW.from_states("cancel"))
DECIDE = Action(
    "performance_agreement.decide", Text("ดำเนินการตามมติ", "Carry out a resolution"), (DECIDERS,), on_object=False
)

ACTIONS = (READ_RULES, READ, CREATE, READ_HISTORY, UPDATE, SUBMIT, WITHDRAW, WAIVE, CANCEL, DECIDE)
