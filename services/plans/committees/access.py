"""Who may do what with committees."""

from services.shared.access import Action, Permit, Relation
from services.shared.errors import Text
from services.shared.roles import Role

# An area's office keeps the register of its committees, OPDC that of the national ones and any other.
KEEPERS = (
    Permit(frozenset({Role.PROVINCE, Role.CLUSTER})),
    Permit(frozenset({Role.OPDC}), Relation.ANY),
)

READ = Action("committee.read", Text("ดูคณะกรรมการ", "Read committees"), public=True, on_object=False)
CREATE = Action("committee.create", Text("ขึ้นทะเบียน", "Register a committee"), KEEPERS, on_object=False)
UPDATE = Action("committee.update", Text("แก้ไข", "Change"), KEEPERS)
SEAT = Action("committee.seat", Text("แต่งตั้งกรรมการ", "Seat a member"), KEEPERS)
UNSEAT = Action("committee.unseat", Text("สิ้นสุดวาระ", "End a member's term"), KEEPERS)

ACTIONS = (READ, CREATE, UPDATE, SEAT, UNSEAT)
