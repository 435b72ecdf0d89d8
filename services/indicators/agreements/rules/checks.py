"""The rules of a fiscal year for the KPIs of an agreement: one function for each, and what became of it.

The rules themselves are data (data/README.md says how each sentence is read); a code without a row for the level and
year is not asked. Only strategic KPIs count, except where monitoring ones are counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.indicators.agreements.rules.agreement import AgreementFacts, KpiFacts
from services.shared.errors import FieldError, Text

MUST, SHOULD, MAY, FACT = "must", "should", "may", "fact"
STRENGTHS = (MUST, SHOULD, MAY, FACT)
OK, NOT_OK, WAIVED, REASONED = "ok", "not_ok", "waived", "reasoned"


@dataclass(frozen=True)
class StatedRule:
    """A rule as the document states it: the number in its sentence, the topics that count as each domain."""

    code: str
    strength: str
    value: int | None
    domains: Mapping[str, Sequence[str]]
    sentence: Text


@dataclass(frozen=True)
class Finding:
    """What one rule finds: whether it is kept, what was counted (JSON values), and that in a sentence."""

    is_kept: bool
    facts: Mapping[str, Any]
    told: Text


@dataclass(frozen=True)
class Waived:
    """That ก.พ.ร. waived a rule, for what it found then."""

    rule_code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class RuleAnswer:
    """One rule, what it finds, and what became of it: ok, not_ok, waived or reasoned."""

    rule: StatedRule
    finding: Finding
    state: str


Check = Callable[[StatedRule, AgreementFacts], Finding]


def answers_of(
    rules: Iterable[StatedRule], agreement: AgreementFacts, reasons: Mapping[str, str], waivers: Sequence[Waived]
) -> tuple[RuleAnswer, ...]:
    """Return what each rule says of an agreement, in the order of `rules`.

    A waiver covers exactly what was found when it was given: of four KPIs where three are allowed it does not let
    a fifth pass.
    """
    found = ((rule, CHECKS[rule.code](rule, agreement)) for rule in rules)
    return tuple(RuleAnswer(rule, finding, _state_of(rule, finding, reasons, waivers)) for rule, finding in found)


def _state_of(rule: StatedRule, finding: Finding, reasons: Mapping[str, str], waivers: Sequence[Waived]) -> str:
    if finding.is_kept:
        return OK
    if any(waiver.rule_code == rule.code and waiver.facts == finding.facts for waiver in waivers):
        return WAIVED
    return REASONED if rule.strength == SHOULD and rule.code in reasons else NOT_OK


def refusals_of(answers: Iterable[RuleAnswer]) -> tuple[FieldError, ...]:
    """Return what stands against submission, each with the document's sentence: first the rules that must be kept."""
    broken = [answer for answer in answers if answer.state == NOT_OK]
    return tuple(_refusal_of(answer) for answer in sorted(broken, key=lambda each: each.rule.strength != MUST))


def _refusal_of(answer: RuleAnswer) -> FieldError:
    rule, told = answer.rule, answer.finding.told
    th, en = f"{rule.sentence.th}: {told.th}", f"{rule.sentence.en}: {told.en}"
    if rule.strength == MUST:
        return FieldError("/kpis", rule.code, Text(th, en))
    return FieldError(f"/reasons/{rule.code}", rule.code, Text(f"{th} โปรดระบุเหตุผล", f"{en} Give the reason."))


def _named(kpis: Iterable[KpiFacts]) -> list[str]:
    return sorted(kpi.indicator_code for kpi in kpis)


def _each(agreement: AgreementFacts, has: Callable[[KpiFacts], bool], lacks: Text) -> Finding:
    """Return a finding about every strategic KPI; `lacks` says what those without it lack."""
    without = _named(kpi for kpi in agreement.strategic if not has(kpi))
    if not without:
        return Finding(True, {"without": []}, Text("ครบทุกตัวชี้วัด", "All of them do."))
    codes = ", ".join(without)
    return Finding(False, {"without": without}, Text(f"{codes} {lacks.th}", f"{codes} {lacks.en}"))


def _some(agreement: AgreementFacts, has: Callable[[KpiFacts], bool], none: Text) -> Finding:
    """Return a finding that at least one strategic KPI has something; `none` says that there is none."""
    found = _named(kpi for kpi in agreement.strategic if has(kpi))
    codes = ", ".join(found)
    return Finding(bool(found), {"found": found}, Text(codes, codes) if found else none)


def count_limit(rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 7 and province rule 6: not more strategic KPIs than the year allows."""
    counted, allowed = len(agreement.strategic), rule.value or 0
    told = Text(
        f"มีตัวชี้วัดยุทธศาสตร์ {counted} ตัว กำหนดไม่เกิน {allowed} ตัว",
        f"There are {counted} strategic KPIs; at most {allowed} are allowed.",
    )
    return Finding(counted <= allowed, {"counted": counted, "allowed": allowed}, told)


def measured_count(rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0: how many were measured in FY2557; told beside what the agreement has, and never a limit."""
    counted, measured = len(agreement.strategic), rule.value or 0
    told = Text(
        f"มีตัวชี้วัดยุทธศาสตร์ {counted} ตัว ปีนั้นวัด {measured} ตัว",
        f"There are {counted} strategic KPIs; {measured} were measured that year.",
    )
    return Finding(True, {"counted": counted, "measured": measured}, told)


def monitoring_count(rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, principles: a province reports by so many important indicators, to be monitored."""
    counted, wanted = len(agreement.monitoring), rule.value or 0
    told = Text(
        f"มีตัวชี้วัดเพื่อติดตาม {counted} ตัว กำหนด {wanted} ตัว",
        f"There are {counted} monitoring KPIs; {wanted} are wanted.",
    )
    return Finding(counted == wanted, {"counted": counted, "wanted": wanted}, told)


def from_plan_issue_or_policy(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, rule 1 of both lists."""
    lacks = Text("ไม่ระบุประเด็นยุทธศาสตร์หรือนโยบาย", "name neither a plan issue nor a policy.")
    return _each(agreement, lambda kpi: kpi.has_plan_issue_or_policy, lacks)


def project_and_budget_support(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 6 and province rule 5."""
    lacks = Text("ไม่ระบุโครงการหรืองบประมาณสนับสนุน", "name neither a project nor the budget that supports them.")
    return _each(agreement, lambda kpi: kpi.has_support, lacks)


def all_members_take_part(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 2: each KPI names every province of the cluster in the fiscal year."""
    missing = {kpi.indicator_code: sorted(agreement.members - kpi.participants) for kpi in agreement.strategic}
    missing = {code: areas for code, areas in sorted(missing.items()) if areas}
    listed = "; ".join(f"{code}: {', '.join(areas)}" for code, areas in missing.items())
    told = Text(f"จังหวัดที่ยังไม่ร่วม {listed}", f"Not taking part: {listed}.") if missing else Text("ร่วมครบ", "All do.")
    return Finding(not missing, {"missing": missing}, told)


def measured_in_context(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 5: tailor made."""
    lacks = Text("ไม่ระบุวิธีการวัดในบริบทของพื้นที่", "do not say how they are measured here.")
    return _each(agreement, lambda kpi: kpi.has_method, lacks)


def revenue_driver(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 3 and province rule 2."""
    none = Text("ไม่มีตัวชี้วัดที่เป็น Revenue driver", "No KPI is about what drives the revenue.")
    return _some(agreement, lambda kpi: kpi.is_revenue_driver, none)


def development_index(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, province rule 3."""
    none = Text("ไม่มีตัวชี้วัดที่อ้างถึงดัชนีของ สศช.", "No KPI refers to the index.")
    return _some(agreement, lambda kpi: kpi.has_development_index, none)


def taken_from_plan(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, rule 8 of both lists: a permission, so it is kept either way."""
    found = _named(kpi for kpi in agreement.strategic if kpi.is_taken_from_plan)
    told = Text(f"นำมาจากแผน {len(found)} ตัว", f"{len(found)} were taken from the plan.")
    return Finding(True, {"found": found}, told)


def emphasise_domains(rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, cluster rule 4: more KPIs in the domains than outside them."""
    inside = sum(1 for kpi in agreement.strategic if domains_of(kpi, rule.domains))
    outside = len(agreement.strategic) - inside
    told = Text(
        f"ด้านที่เน้น {inside} ตัว ด้านอื่น {outside} ตัว", f"{inside} stand in the domains to emphasise, {outside} outside."
    )
    return Finding(inside > outside, {"inside": inside, "outside": outside}, told)


def cover_domains(rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, province rule 4: at least one KPI in each domain."""
    covered = {domain for kpi in agreement.strategic for domain in domains_of(kpi, rule.domains)}
    missing = [domain for domain in rule.domains if domain not in covered]
    names_th = " ".join(DOMAINS_TH.get(domain, domain) for domain in missing)
    told = Text(f"ยังไม่มีด้าน {names_th}", f"None for {', '.join(missing)}.") if missing else Text("ครบทุกด้าน", "All.")
    return Finding(not missing, {"missing": missing}, told)


def output_and_outcome(_rule: StatedRule, agreement: AgreementFacts) -> Finding:
    """S0, province rule 7: both are measured; a hybrid indicator is both."""
    levels = {kpi.level for kpi in agreement.strategic}
    missing = [level for level in ("output", "outcome") if not levels & {level, "hybrid"}]
    listed = ", ".join(missing)
    told = Text(f"ยังไม่มี {listed}", f"None is {listed}.") if missing else Text("มีครบ", "Both are.")
    return Finding(not missing, {"missing": missing}, told)


def domains_of(kpi: KpiFacts, domains: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the domains that a KPI stands in: one of its topics is named there, or lies in a group that is."""
    return {
        domain
        for domain, codes in domains.items()
        if any(topic == code or topic.startswith(f"{code}.") for topic in kpi.topics for code in codes)
    }


DOMAINS_TH = {
    "economy": "เศรษฐกิจ",
    "society": "สังคม",
    "environment": "ทรัพยากรธรรมชาติและสิ่งแวดล้อม",
    "security": "ความมั่นคง",
}
CHECKS: Mapping[str, Check] = {
    check.__name__: check
    for check in (
        measured_count,
        from_plan_issue_or_policy,
        all_members_take_part,
        revenue_driver,
        emphasise_domains,
        measured_in_context,
        project_and_budget_support,
        count_limit,
        taken_from_plan,
        development_index,
        cover_domains,
        output_and_outcome,
        monitoring_count,
    )
}
