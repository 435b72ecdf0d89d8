"""Who may manage clients and assignments: the operator; whoever holds a token may ask who they are."""

from gateway.identity.rules import ACTIVE, LIVE, SUSPENDED, UPCOMING
from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

OPERATORS = (Permit(frozenset({Role.OPERATOR}), Relation.ANY),)
READERS = (Permit(frozenset({Role.OPERATOR, Role.INTERIOR}), Relation.ANY),)

ISSUE_TOKEN = Action("token.issue", Text("ขอโทเคน", "Get a token"), public=True, on_object=False)
SHOW_ME = Action(
    "me.show", Text("ดูสิทธิของตนเอง", "See who I am"), (Permit(frozenset(Role), Relation.ANY),), on_object=False
)

LIST_CLIENTS = Action("client.list", Text("ดูรายการระบบที่เชื่อมต่อ", "List clients"), OPERATORS, on_object=False)
CREATE_CLIENT = Action("client.create", Text("ลงทะเบียนระบบที่เชื่อมต่อ", "Register a client"), OPERATORS, on_object=False)
SHOW_CLIENT = Action("client.show", Text("ดูระบบที่เชื่อมต่อ", "See a client"), OPERATORS, on_object=False)
CHANGE_CLIENT = Action("client.change", Text("แก้ไขข้อมูลระบบ", "Change a client"), OPERATORS)
ADD_SECRET = Action("client.add_secret", Text("สร้างรหัสลับใหม่", "Make a new secret"), OPERATORS)
REVOKE_SECRET = Action("client.revoke_secret", Text("เพิกถอนรหัสลับ", "Revoke a secret"), OPERATORS)
SUSPEND_CLIENT = Action("client.suspend", Text("ระงับระบบ", "Suspend a client"), OPERATORS, states=frozenset({ACTIVE}))
RESUME_CLIENT = Action(
    "client.resume", Text("เปิดใช้ระบบอีกครั้ง", "Resume a client"), OPERATORS, states=frozenset({SUSPENDED})
)

LIST_ASSIGNMENTS = Action("assignment.list", Text("ดูรายการมอบบทบาท", "List assignments"), READERS, on_object=False)
SHOW_ASSIGNMENT = Action("assignment.show", Text("ดูการมอบบทบาท", "See an assignment"), READERS, on_object=False)
CREATE_ASSIGNMENT = Action("assignment.create", Text("มอบบทบาท", "Give a role"), OPERATORS, on_object=False)
END_ASSIGNMENT = Action(
    "assignment.end", Text("สิ้นสุดบทบาท", "End an assignment"), OPERATORS, states=frozenset({UPCOMING, LIVE})
)

ON_CLIENT = (CHANGE_CLIENT, ADD_SECRET, REVOKE_SECRET, SUSPEND_CLIENT, RESUME_CLIENT)
ON_ASSIGNMENT = (END_ASSIGNMENT,)
ACTIONS = (
    ISSUE_TOKEN,
    SHOW_ME,
    LIST_CLIENTS,
    CREATE_CLIENT,
    SHOW_CLIENT,
    *ON_CLIENT,
    LIST_ASSIGNMENTS,
    SHOW_ASSIGNMENT,
    CREATE_ASSIGNMENT,
    *ON_ASSIGNMENT,
)
