"""Laying out the terms: what a proposal stands on, its criteria, and the target of each area."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from services.indicators.catalogue.models import DefinitionVersion, Indicator
from services.indicators.catalogue.repository import load_others
from services.indicators.catalogue.rules import PUBLISHED
from services.indicators.joint import repository
from services.indicators.joint.errors import UnassignedOverLimit
from services.indicators.joint.models import JointIndicator, JointOffer, JointTopic
from services.indicators.joint.rules.cascade import (
    BY_HAND,
    Limit,
    Plan,
    Shares,
    cascade,
    faults_of_plan,
    in_force,
    is_over_limit,
    unassigned_of,
)
from services.indicators.joint.rules.criteria import (
    ALL_PROVINCES,
    LEVEL_REFUSED,
    OUTPUT,
    Criterion,
    Past,
    Proposal,
    criteria_of,
)
from services.indicators.joint.rules.states import DRAFT, OUT, RELEASED
from services.indicators.joint.rules.terms import Entry, Terms, areas_of, faults_of_terms, portions_of
from services.indicators.joint.schemas.bodies import JointAreaIn
from services.indicators.joint.usecases.changes import function_side, measure_of, today
from services.shared import reference
from services.shared.access import Principal
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.numbers import number_of


@dataclass(frozen=True)
class Ground:
    """What a proposal stands on: the indicator and its definition in force, its topic, and what was measured before."""

    indicator: Indicator
    definition: DefinitionVersion
    topic: JointTopic | None
    past: Past


async def ground_of(
    session: AsyncSession, principal: Principal, joint: JointIndicator, entries: Iterable[Entry]
) -> Ground:
    """Return what a proposal stands on, its indicator held until the transaction ends; raises Invalid."""
    indicator = await published(session, principal, joint.indicator_id)
    topics = await repository.list_topics(session, joint.topic_code) if joint.topic_code else []
    if joint.topic_code and not topics:
        raise Invalid(FieldError("/topic_code", "topic_unknown", _TOPIC_UNKNOWN))
    return Ground(
        indicator,
        await repository.load_definition(session, indicator.id, indicator.definition_version),
        topics[0] if topics else None,
        await past_of(session, principal, joint, entries),
    )


async def past_of(session: AsyncSession, principal: Principal, joint: JointIndicator, entries: Iterable[Entry]) -> Past:
    """Return, by area of the scope, the last year before its own for which somebody reported a value that covers it."""
    codes = {entry.area_code for entry in entries}
    if joint.scope == ALL_PROVINCES:
        codes = {area.code for area in reference.provinces(joint.fiscal_year)}
    codes -= {offer.area_code for offer in joint.offers if offer.state == RELEASED}
    before = {code: reference.predecessors(code) for code in codes}
    asked = codes.union(*before.values())
    years = await repository.years_with_data(session, principal, joint.indicator_id, joint.fiscal_year, asked)
    covered = {
        code: years.get(code, set())
        | {year for old in before[code] for year in years.get(old, ()) if code in reference.covers(old, year)}
        for code in codes
    }
    return Past({code: max(found, default=None) for code, found in covered.items()})


async def published(session: AsyncSession, principal: Principal, indicator_id: UUID) -> Indicator:
    """Return the published indicator of an id; raises Invalid."""
    found = await load_others(session, principal, [indicator_id])
    if not any(each.state == PUBLISHED for each in found):
        raise Invalid(FieldError("/indicator_id", "indicator_not_published", _NOT_PUBLISHED))
    return found[0]


def stand_on(joint: JointIndicator, ground: Ground) -> tuple[Criterion, ...]:
    """Freeze the definition in force into a proposal and answer the criteria; raises Invalid for an output."""
    joint.indicator_definition_version = ground.definition.definition_version
    set_committed_value(joint, "indicator", ground.indicator)
    set_committed_value(joint, "frozen", ground.definition)
    level = ground.definition.definition["level"]
    if level == OUTPUT:
        raise Invalid(LEVEL_REFUSED)
    proposal = Proposal(
        level=level,
        scope=joint.scope,
        topic_scope=ground.topic.scope if ground.topic else None,
        province_role=joint.province_role_th,
        past=ground.past,
        departure_reason=joint.departure_reason_th,
    )
    criteria = criteria_of(proposal)
    joint.criteria = [criterion.document() for criterion in criteria]
    return criteria


def lay_out(joint: JointIndicator, ground: Ground, entries: Sequence[Entry], *, cuts: bool) -> tuple[str, ...]:
    """Give every area of the scope its offer, and return their codes; raises Invalid.

    With `cuts` the cascade decides the targets; without, those that were revised since stay as they are.
    """
    terms = terms_of(joint, ground, entries)
    plan = plan_of(joint, terms)
    if faults := (*faults_of_carriers(joint), *faults_of_terms(terms), *faults_of_plan(plan)):
        raise Invalid(*faults)
    areas = areas_of(terms)
    shares = cascade(plan) if cuts else kept(joint, areas)
    offers = {offer.area_code: offer for offer in joint.offers}
    for entry in areas:
        offer = offers.get(entry.area_code) or new_offer(joint, entry.area_code)
        offer.baseline, offer.baseline_source_th = entry.baseline, entry.baseline_source
        offer.choice_th, offer.conditions_th = entry.choice, entry.conditions
        offer.target, offer.has_residue = shares.targets[entry.area_code], entry.area_code in shares.residue
    return tuple(entry.area_code for entry in areas)


def terms_of(joint: JointIndicator, ground: Ground, entries: Sequence[Entry]) -> Terms:
    """Return what the rules ask of the terms."""
    return Terms(
        scope=joint.scope,
        way=joint.cascade_way,
        is_summable=measure_of(joint).is_summable,
        needs_choice=ground.topic is not None and ground.topic.condition_th is not None,
        choices=choices_of(joint),
        entries=tuple(entries),
        provinces=frozenset(area.code for area in reference.provinces(joint.fiscal_year)),
        out=frozenset(offer.area_code for offer in joint.offers if offer.state == RELEASED),
        limit_percent=joint.unassigned_limit_percent,
        limit_value=joint.unassigned_limit_value,
        zero_by=joint.unassigned_zero_by,
        has_overlap=joint.overlap_value is not None,
        overlap_reason=joint.overlap_reason_th,
    )


def choices_of(joint: JointIndicator) -> tuple[str, ...]:
    """Return what areas may choose from, by name."""
    return tuple(each["name_th"] for each in joint.choices)


def faults_of_carriers(joint: JointIndicator) -> Iterable[FieldError]:
    """Yield what is wrong with who carries it for the function side, and with who reports for it."""
    if joint.department_code is not None:
        found = reference.function(joint.department_code)
        if found is None or found.parent_code != joint.function_code:
            yield FieldError("/department_code", "not_of_the_ministry", _NOT_OF_THE_MINISTRY)
    if f"function:{joint.function_reporter_code}" not in function_side(joint):
        yield FieldError("/function_reporter_code", "not_of_the_function_side", _NOT_OF_THE_SIDE)


def plan_of(joint: JointIndicator, terms: Terms) -> Plan:
    """Return what the cascade asks."""
    return Plan(
        way=joint.cascade_way,
        is_summable=terms.is_summable,
        decimals=measure_of(joint).decimals,
        national_target=joint.national_target,
        overlap=joint.overlap_value,
        area_target=joint.area_target,
        portions=portions_of(terms),
    )


def kept(joint: JointIndicator, areas: Iterable[Entry]) -> Shares:
    """Return the targets that areas have already."""
    wanted = {entry.area_code for entry in areas}
    offers = [offer for offer in joint.offers if offer.area_code in wanted]
    residue = frozenset(offer.area_code for offer in offers if offer.has_residue)
    return Shares({offer.area_code: offer.target for offer in offers}, residue)


def entries_sent(areas: Iterable[JointAreaIn]) -> list[Entry]:
    """Return what was sent about areas."""
    return [
        Entry(
            area.area_code,
            area.baseline,
            area.baseline_source_th,
            area.target,
            area.choice_th,
            area.conditions_th,
        )
        for area in areas
    ]


def entries_kept(joint: JointIndicator) -> list[Entry]:
    """Return what was said about areas before."""
    by_hand = joint.cascade_way == BY_HAND
    return [
        Entry(
            offer.area_code,
            offer.baseline,
            offer.baseline_source_th,
            offer.target if by_hand else None,
            offer.choice_th,
            offer.conditions_th,
        )
        for offer in joint.offers
        if offer.state not in OUT
    ]


def new_offer(joint: JointIndicator, area_code: str) -> JointOffer:
    """Add the offer to an area, as planned."""
    at = now()
    offer = JointOffer(
        id=new_id(),
        joint_indicator_id=joint.id,
        area_code=area_code,
        state=DRAFT,
        definition_version=0,
        offer_version=0,
        answer_by=joint.answer_by,
        created_at=at,
        updated_at=at,
    )
    set_committed_value(offer, "signatures", [])
    joint.offers.append(offer)
    return offer


def limit_of(joint: JointIndicator) -> Limit | None:
    """Return how much may be unassigned; None for what does not add up, of which nothing is shared out."""
    if joint.unassigned_zero_by is None or joint.national_target is None:
        return None
    return Limit(joint.unassigned_limit_percent, joint.unassigned_limit_value, joint.unassigned_zero_by)


def left_of(joint: JointIndicator) -> Decimal | None:
    """Return what is unassigned of a joint indicator loaded with its offers; None for what does not add up."""
    if joint.national_target is None or limit_of(joint) is None:
        return None
    targets = (in_force(offer.state, offer.target, offer.counter_target) for offer in joint.offers)
    return unassigned_of(joint.national_target, joint.overlap_value, targets)


def refuse_over_limit(joint: JointIndicator, unassigned: Decimal | None, before: Decimal | None = None) -> None:
    """Raise UnassignedOverLimit when the function would leave more with nobody than it may, and than before."""
    limit = limit_of(joint)
    if limit is None or unassigned is None or joint.national_target is None:
        return
    allowed = limit.on(today(), joint.national_target)
    if is_over_limit(unassigned, allowed, before):
        raise UnassignedOverLimit(unassigned=number_of(unassigned), limit=number_of(allowed))


_NOT_OF_THE_MINISTRY = Text(
    "ต้องเป็นกรมในสังกัดกระทรวงที่เสนอ หากกรมเป็นผู้เสนอเองให้เว้นว่าง ดูที่ /v1/functions",
    "It is a department of the proposing ministry, and empty where a department proposes itself; see /v1/functions.",
)
_NOT_OF_THE_SIDE = Text(
    "ผู้รายงานฝั่งกระทรวงต้องเป็นหน่วยงานที่เสนอ กระทรวงต้นสังกัด หรือกรมที่รับผิดชอบ",
    "Who reports for the function side is the proposing function, its ministry, or the responsible department.",
)
_TOPIC_UNKNOWN = Text(
    "ไม่มีประเด็นรหัสนี้ ดูที่ /v1/joint-indicators/topics", "No topic has this code; /v1/joint-indicators/topics lists them."
)
_NOT_PUBLISHED = Text(
    "ต้องเป็นตัวชี้วัดที่ประกาศใช้อยู่ ดูที่ /v1/indicators", "It must be a published indicator; /v1/indicators lists them."
)
