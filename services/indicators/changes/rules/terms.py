"""What of a KPI may be asked to change, by the three kinds that the document names (S3 item 3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.shared.errors import FieldError, Text

# รายละเอียดตัวชี้วัด, ค่าเป้าหมาย, เกณฑ์การให้คะแนน. Weight and indicator are the agreement's as a whole.
DETAIL, TARGET, SCORING_CRITERIA = "detail", "target", "scoring_criteria"
FIELDS: Mapping[str, tuple[str, ...]] = {
    DETAIL: (
        "definition_version",
        "measurement_th",
        "baseline",
        "key_matter_th",
        "plan_issue_th",
        "policy_th",
        "budget_support_th",
        "participating_area_codes",
        "development_index_ref",
        "responsible_unit",
        "responsible_post",
    ),
    TARGET: ("targets", "stated_total", "stated_total_kind", "source"),
    SCORING_CRITERIA: ("rubric",),
}
KINDS = tuple(FIELDS)

Content = Mapping[str, Any]


def kinds_of(changed: Iterable[str]) -> list[str]:
    """Return the kinds of change that changed fields make, in the order of the document."""
    named = set(changed)
    return [kind for kind, fields in FIELDS.items() if named & set(fields)]


def without(changed: Content, kind: str) -> dict[str, Any]:
    """Return changed fields without those of one kind."""
    return {name: value for name, value in changed.items() if name not in FIELDS[kind]}


def departing(base: Content, asked: Content) -> dict[str, Any]:
    """Return those of the asked fields that differ from what was agreed."""
    return {name: value for name, value in asked.items() if value != base[name]}


def idle_faults(base: Content, asked: Mapping[str, Content]) -> tuple[FieldError, ...]:
    """Return which kinds of change, by name, ask for what was agreed anyway."""
    return tuple(
        FieldError(f"/{kind}", "changes_nothing", _CHANGES_NOTHING)
        for kind, fields in asked.items()
        if not departing(base, fields)
    )


def definition_faults(base: Content, content: Content, current: int) -> tuple[FieldError, ...]:
    """Return why a KPI may not be bound to a version of its indicator's definition: only a later one that there is."""
    wanted = content["definition_version"]
    if base["definition_version"] <= wanted <= current:
        return ()
    sentence = Text(
        f"ฉบับนิยามต้องไม่ต่ำกว่า {base['definition_version']} และไม่เกินฉบับปัจจุบัน {current}",
        f"It is between {base['definition_version']}, which was agreed, and {current}, the present one.",
    )
    return (FieldError("/definition_version", "definition_unknown", sentence),)


def placed(fault: FieldError) -> FieldError:
    """Return a fault of a KPI with the pointer it has in a request: /rubric/anchors is /scoring_criteria/anchors."""
    name = fault.pointer.split("/")[1]
    kind = next((kind for kind, fields in FIELDS.items() if name in fields), None)
    if kind is None:
        return fault
    pointer = fault.pointer.removeprefix("/rubric") if kind == SCORING_CRITERIA else fault.pointer
    return FieldError(f"/{kind}{pointer}", fault.code, fault.text)


def differences_of(base: Content, now: Content) -> dict[str, list[Any]]:
    """Return, by field, [as the request was made from it, now] of whatever of a KPI is no longer the same."""
    names = dict.fromkeys((*base, *now))
    return {name: [base.get(name), now.get(name)] for name in names if base.get(name) != now.get(name)}


_CHANGES_NOTHING = Text(
    "เหมือนที่ตกลงไว้แล้ว โปรดแก้ค่า หรือไม่ต้องส่งหัวข้อนี้",
    "This is what was agreed. Ask for something else, or leave it out.",
)
