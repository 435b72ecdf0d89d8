"""Rules of clients, secrets and assignments: how identifiers look, which unit fits a role, what is live."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.shared.access import Grant
from services.shared.errors import FieldError, Text
from services.shared.roles import Role

LIFETIME_SECONDS = 600
MOST_LIVE_SECRETS = 2
# A token travels in a header and may have 4,096 characters; fifty grants stay well below that.
MOST_GRANTS = 50

PERSON = "person"
ACTIVE, SUSPENDED = "active", "suspended"
UPCOMING, LIVE, PAST, ENDED = "upcoming", "live", "past", "ended"

CLIENT_ID_PATTERN = r"^[a-z0-9][a-z0-9.-]{1,62}[a-z0-9]$"
# A colon stands in no client_id, so a person's subject can never be mistaken for a machine's. No @: an e-mail
# address names a person.
PERSON_PATTERN = r"^person:[A-Za-z0-9._-]{1,120}$"
GRANT_PATTERN = r"^[a-z_]{3,24}(:[A-Z0-9-]{2,16})?$"
_CLIENT_ID = re.compile(CLIENT_ID_PATTERN)
_PERSON = re.compile(PERSON_PATTERN)

# `service` is for our own services; only an installation gives it (operations/client.py), never the API.
ASSIGNABLE = frozenset(Role) - {Role.SERVICE}

# The kind of unit (reference data) that each role is held for; a role that is not here is held for the whole country.
UNIT_KINDS: Mapping[Role, str] = {
    Role.PROVINCE: "province",
    Role.PROVINCE_COMMITTEE: "province",
    Role.GOOD_GOVERNANCE: "province",
    Role.LOCAL_GOVERNMENT: "province",
    Role.CLUSTER: "cluster",
    Role.CLUSTER_COMMITTEE: "cluster",
    Role.MINISTRY: "ministry",
    Role.DEPARTMENT: "department",
}
UNIT_NAMES: Mapping[str, Text] = {
    "province": Text(
        "จังหวัด (กรุงเทพมหานครไม่ใช่จังหวัด) ดูรหัสที่ /v1/areas", "a province (Bangkok is none); /v1/areas lists them"
    ),
    "cluster": Text("กลุ่มจังหวัด ดูรหัสที่ /v1/areas", "a cluster; /v1/areas lists them"),
    "ministry": Text("กระทรวง ดูรหัสที่ /v1/functions", "a ministry; /v1/functions lists them"),
    "department": Text("กรม ดูรหัสที่ /v1/functions", "a department; /v1/functions lists them"),
}
ROLE_TITLES: Mapping[Role, Text] = {
    Role.PROVINCE: Text("จังหวัด", "Province"),
    Role.PROVINCE_COMMITTEE: Text("คณะกรรมการบริหารงานจังหวัดแบบบูรณาการ (ก.บ.จ.)", "Province committee"),
    Role.CLUSTER: Text("กลุ่มจังหวัด (OSM)", "Province cluster office (OSM)"),
    Role.CLUSTER_COMMITTEE: Text("คณะกรรมการบริหารงานกลุ่มจังหวัดแบบบูรณาการ (ก.บ.ก.)", "Cluster committee"),
    Role.MINISTRY: Text("กระทรวง", "Ministry"),
    Role.DEPARTMENT: Text("กรม", "Department"),
    Role.POLICY_COMMITTEE: Text("คณะกรรมการนโยบายการบริหารงานจังหวัดและกลุ่มจังหวัดแบบบูรณาการ (ก.น.จ.)", "Policy committee"),
    Role.EVALUATION_COMMITTEE: Text("คณะกรรมการกำกับการประเมินผลการปฏิบัติราชการของจังหวัด", "Evaluation committee"),
    Role.OPDC: Text("สำนักงาน ก.พ.ร.", "Office of the Public Sector Development Commission"),
    Role.BUDGET_BUREAU: Text("สำนักงบประมาณ (สงป.)", "Budget Bureau"),
    Role.NESDC: Text("สภาพัฒนาการเศรษฐกิจและสังคมแห่งชาติ (สศช.)", "National Economic and Social Development Council"),
    Role.INTERIOR: Text("กระทรวงมหาดไทย (มท.)", "Ministry of Interior"),
    Role.INSPECTOR: Text("ผู้ตรวจราชการ", "Inspector"),
    Role.GOOD_GOVERNANCE: Text("คณะกรรมการธรรมาภิบาลจังหวัด (ก.ธ.จ.)", "Good-governance committee"),
    Role.EVALUATOR: Text("ผู้ประเมินภายนอก", "External evaluator"),
    Role.LOCAL_GOVERNMENT: Text("องค์กรปกครองส่วนท้องถิ่น", "Local government"),
    Role.AUDITOR: Text("ผู้ตรวจสอบ", "Auditor"),
    Role.OPERATOR: Text("ผู้ดูแลระบบ", "Operator"),
    Role.SERVICE: Text("บริการภายในของระบบ", "Inner service"),
}


@dataclass(frozen=True)
class Period:
    """Days in Bangkok on which something holds, both ends included; without an end it is open."""

    first: dt.date
    last: dt.date | None

    def overlaps(self, other: "Period") -> bool:
        """Return whether the two have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def holds_on(self, day: dt.date) -> bool:
        """Return whether `day` lies in it."""
        return self.first <= day and (self.last is None or day <= self.last)


def is_client_id(text: str) -> bool:
    """Return whether `text` is written as a client_id is."""
    return _CLIENT_ID.fullmatch(text) is not None


def subject_faults(subject: str, *, is_known_client: bool) -> list[FieldError]:
    """Return what is wrong with a subject: it is a client that exists, or a person's `person:…` of the issuer."""
    if is_client_id(subject) and not is_known_client:
        sentence = Text("ไม่มีระบบที่มี client_id นี้ โปรดลงทะเบียนก่อน", "No client has this client_id. Register it first.")
        return [FieldError("/subject", "client_unknown", sentence)]
    if not is_client_id(subject) and not _PERSON.fullmatch(subject):
        sentence = Text(
            "ใช้ client_id หรือ person: ตามด้วยรหัสจากผู้ยืนยันตัวตน ห้ามใช้ชื่อหรืออีเมล",
            "Use a client_id, or person: and the issuer's identifier; never a name or an e-mail address.",
        )
        return [FieldError("/subject", "subject_malformed", sentence)]
    return []


def grant_faults(
    text: str, unit_kinds: Mapping[str, str], assignable: frozenset[Role] = ASSIGNABLE
) -> list[FieldError]:
    """Return what is wrong with a grant; `unit_kinds` gives the kind of each unit (`area:50`, `function:05`)."""
    try:
        grant = Grant.parse(text)
    except ValueError:
        sentence = Text(
            "เขียนเป็น บทบาท หรือ บทบาท:รหัส เช่น opdc, province:50, ministry:05",
            "Write role or role:code, such as opdc, province:50 or ministry:05.",
        )
        return [FieldError("/grant", "grant_malformed", sentence)]
    if grant.role not in assignable:
        sentence = Text("บทบาทนี้มอบทาง API ไม่ได้", "This role is not given through the API.")
        return [FieldError("/grant", "role_not_assignable", sentence)]
    needed = UNIT_KINDS.get(grant.role)
    if needed is not None and unit_kinds.get(grant.unit or "") != needed:
        name = UNIT_NAMES[needed]
        sentence = Text(f"บทบาทนี้ต้องระบุรหัสของ{name.th}", f"This role needs the code of {name.en}.")
        return [FieldError("/grant", "unit_does_not_fit_role", sentence)]
    return []


def period_faults(period: Period) -> list[FieldError]:
    """Return what is wrong with the days of an assignment."""
    if period.last is not None and period.last < period.first:
        sentence = Text("ต้องไม่ก่อน valid_from", "It must not be before valid_from.")
        return [FieldError("/valid_to", "ends_before_it_begins", sentence)]
    return []


def expiry_faults(expires_at: dt.datetime | None, at: dt.datetime) -> list[FieldError]:
    """Return what is wrong with the instant at which a secret is to expire."""
    if expires_at is None or expires_at > at:
        return []
    return [FieldError("/expires_at", "not_in_the_future", Text("ต้องเป็นเวลาในอนาคต", "It must lie in the future."))]


def overlaps_any(period: Period, others: Iterable[Period]) -> bool:
    """Return whether `period` has a day in common with one of `others`."""
    return any(period.overlaps(other) for other in others)


def state_of_assignment(period: Period, ended_at: dt.datetime | None, today: dt.date) -> str:
    """Return `ended` (by the operator), `upcoming`, `live` or `past`, as it is on `today` in Bangkok."""
    if ended_at is not None:
        return ENDED
    if period.holds_on(today):
        return LIVE
    return UPCOMING if today < period.first else PAST
