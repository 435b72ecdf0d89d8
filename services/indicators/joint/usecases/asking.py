"""Who is asked to act next: the tasks of joint indicators, offers and disputes."""

from collections.abc import Iterator
from decimal import Decimal

from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer
from services.indicators.joint.usecases.changes import OBJECT, OFFER, PATH, link_of
from services.shared import reference
from services.shared.access import Grant
from services.shared.errors import Text
from services.shared.fiscal import end_of_day
from services.shared.roles import Role
from services.shared.tasks.assignees import function_grant
from services.shared.tasks.repository import NewTask

DISPUTE = "joint_dispute"
# Beside the joint indicator itself, so that the one is closed without the other.
WORKSHOP = "joint_workshop"


def answer_of_area(offer: JointOffer, joint: JointIndicator) -> NewTask:
    """Ask the area to answer an offer by its day."""
    name = joint.frozen.definition["name_th"]
    title = Text(f"ตอบข้อเสนอตัวชี้วัดร่วม: {name}", f"Answer the offer of a joint indicator: {name}")
    assignee, due_at = province_grant(offer.area_code), end_of_day(offer.answer_by)
    return NewTask("joint_offer.answer", assignee, title, (OFFER, offer.id), link_of(offer), due_at)


def answer_of_function(offer: JointOffer, joint: JointIndicator) -> NewTask:
    """Ask who carries it for the function side to answer an area's counter."""
    who, name = name_of(offer.area_code), joint.frozen.definition["name_th"]
    title = Text(f"พิจารณาข้อเสนอแย้งของ{who}: {name}", f"Answer the counter of {offer.area_code}: {name}")
    assignee = function_grant(joint.carrier_code)
    return NewTask("joint_offer.answer_counter", assignee, title, (OFFER, offer.id), link_of(offer))


def new_target_of_function(offer: JointOffer, joint: JointIndicator, target: Decimal) -> NewTask:
    """Ask who carries it for the function side to make a new offer of the target that was resolved since."""
    who, name = name_of(offer.area_code), joint.frozen.definition["name_th"]
    title = Text(
        f"มติเปลี่ยนค่าเป้าหมายของ{who}เป็น {target:f} (ข้อเสนอ {offer.target:f}) โปรดปรับข้อเสนอ: {name}",
        f"A resolution changed the target of {offer.area_code} to {target:f}, the offer says {offer.target:f}: {name}",
    )
    assignee = function_grant(joint.carrier_code)
    return NewTask("joint_offer.follow_target", assignee, title, (OFFER, offer.id), link_of(offer))


def rest_of_function(joint: JointIndicator) -> NewTask:
    """Ask the function to find who takes what is unassigned, by the day on which it must be nothing."""
    name = joint.frozen.definition["name_th"]
    title = Text(f"จัดสรรเป้าหมายส่วนที่ยังไม่มีผู้รับ: {name}", f"Assign the rest of the target: {name}")
    due_at = end_of_day(joint.unassigned_zero_by) if joint.unassigned_zero_by else None
    assignee, link = function_grant(joint.function_code), f"{PATH}/{joint.id}/cascade"
    return NewTask("joint_indicator.assign_rest", assignee, title, (OBJECT, joint.id), link, due_at)


def confirming_workshop(joint: JointIndicator) -> Iterator[NewTask]:
    """Ask every area that took part in the workshop to confirm its record."""
    name = joint.frozen.definition["name_th"]
    title = Text(f"ยืนยันบันทึกการประชุมเชิงปฏิบัติการ: {name}", f"Confirm the record of the workshop: {name}")
    for code in joint.workshop_area_codes:
        about, link = (WORKSHOP, joint.id), f"{PATH}/{joint.id}"
        yield NewTask("joint_indicator.confirm_workshop", province_grant(code), title, about, link)


def of_dispute(dispute: JointDispute, joint: JointIndicator) -> Iterator[NewTask]:
    """Ask both sides to say why they differ, or to correct their value, and the secretariat to propose an outcome."""
    who, name = name_of(dispute.area_code), joint.frozen.definition["name_th"]
    about, link = (DISPUTE, dispute.id), f"{PATH}/disputes/{dispute.id}"
    told = Text(
        f"ชี้แจงหรือแก้ไขค่าที่ต่างกันของ{who}: {name}", f"Explain or correct what differs in {dispute.area_code}: {name}"
    )
    for assignee in (province_grant(dispute.area_code), function_grant(joint.carrier_code)):
        yield NewTask("joint_dispute.state", assignee, told, about, link)
    asked = Text(f"เสนอค่าที่ใช้ของ{who}: {name}", f"Propose which value counts in {dispute.area_code}: {name}")
    yield NewTask("joint_dispute.propose", SECRETARIAT, asked, about, link)


def resolving(dispute: JointDispute, joint: JointIndicator) -> NewTask:
    """Ask the committee to resolve what is proposed."""
    who, name = name_of(dispute.area_code), joint.frozen.definition["name_th"]
    title = Text(f"เสนอที่ประชุมชี้ขาดค่าของ{who}: {name}", f"Bring the value of {dispute.area_code} to a meeting: {name}")
    link = f"{PATH}/disputes/{dispute.id}"
    return NewTask("joint_dispute.resolve", SECRETARIAT, title, (DISPUTE, dispute.id), link)


SECRETARIAT = Grant(Role.EVALUATION_COMMITTEE)


def name_of(area_code: str) -> str:
    """Return what an area is called in Thai."""
    area = reference.area(area_code)
    return area.name_th if area else area_code


def province_grant(area_code: str) -> Grant:
    """Return the grant whose holders act for a province."""
    return Grant(Role.PROVINCE, area=area_code)
