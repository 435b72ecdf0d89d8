"""What สำนักงาน ก.พ.ร. lets an agreement pass."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements import access
from services.indicators.agreements.errors import RuleNotBroken
from services.indicators.agreements.models import AgreementWaiver, PerformanceAgreement
from services.indicators.agreements.rules.checks import MUST, NOT_OK, REASONED, SHOULD
from services.indicators.agreements.schemas.answers import WaiverContent
from services.indicators.agreements.schemas.bodies import PerformanceAgreementWaiverCreate
from services.indicators.agreements.usecases.agreements import lock_for
from services.indicators.agreements.usecases.changes import save, subject_of_agreement
from services.indicators.agreements.usecases.checks import check
from services.shared.access import Principal, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.idempotency import Once


async def add_waiver(
    session: AsyncSession,
    principal: Principal,
    once: Once,
    agreement_id: UUID,
    body: PerformanceAgreementWaiverCreate,
) -> PerformanceAgreement:
    """Let an agreement that is not submitted pass a rule that it breaks now, for what the rule finds now.

    Raises StateDoesNotAllow, Invalid (no such rule), RuleNotBroken.
    """
    agreement = await lock_for(session, principal, agreement_id, access.WAIVE)
    await once.begin(session, principal)
    check_state(access.WAIVE, subject_of_agreement(agreement))
    answers = {answer.rule.code: answer for answer in (await check(session, agreement)).answers}
    answer = answers.get(body.rule_code)
    if answer is None or answer.rule.strength not in (MUST, SHOULD):
        raise Invalid(FieldError("/rule_code", "rule_unknown", _UNKNOWN))
    if answer.state not in (NOT_OK, REASONED):
        raise RuleNotBroken(rule_code=body.rule_code)
    waiver = AgreementWaiver(
        id=new_id(),
        facts=dict(answer.finding.facts),
        given_by=principal.subject,
        given_at=now(),
        **body.model_dump(),
    )
    agreement.waivers.append(waiver)
    given = WaiverContent.model_validate(waiver).model_dump(mode="json")
    changes = {"waivers": [None, given], "reason": body.reason}
    await save(session, principal, agreement, "performance_agreement.rule_waived", changes)
    return agreement


_UNKNOWN = Text(
    "ปีและระดับนี้ไม่มีหลักเกณฑ์ข้อนี้ให้ยกเว้น ดูได้ที่ /v1/performance-agreements/rules",
    "This year and level have no such rule to waive; see /v1/performance-agreements/rules.",
)
