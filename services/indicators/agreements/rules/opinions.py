"""What is said of an agreement on its way, and what became of each step: comments, host agencies, the analysis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.indicators.agreements.rules.chains import MUST
from services.shared.errors import FieldError, Text

# What became of a step.
OUTCOMES = (
    "presented",
    "submitted",
    "withdrawn",
    "analysed",
    "endorsed",
    "approved",
    "returned",
    "rejected",
    "notified",
    "acknowledged",
)
# How a comment came (S0: five minutes in the meeting, the questionnaire at the door, later the online survey).
CHANNELS = ("meeting", "questionnaire", "online_survey", "letter")
DISPOSITIONS = ("accepted", "accepted_in_part", "not_accepted", "noted")
# What ก.พ.ร. recommends of a KPI, and what its host agency says of it.
RECOMMENDATIONS = ("fit", "change", "drop")
OPINIONS = ("agree", "change", "disagree")
# What an analysis says of a host agency without an opinion; neither is consent.
NOT_ANSWERED, NOT_ASKED = "not_answered", "not_asked"


@dataclass(frozen=True)
class Asked:
    """That the host agency of an indicator was asked; `is_answered` is False as long as it is silent."""

    indicator_code: str
    function_code: str
    is_answered: bool


def analysis_faults(analysed: Sequence[str], kpis: Sequence[str]) -> tuple[FieldError, ...]:
    """Return what is wrong with an analysis: it says something of each KPI, once. Both are ids of indicators."""
    faults = [
        FieldError(f"/kpis/{place}/indicator_id", "kpi_unknown", KPI_UNKNOWN)
        for place, each in enumerate(analysed)
        if each not in kpis
    ]
    faults += [
        FieldError(f"/kpis/{place}/indicator_id", "kpi_twice", _KPI_TWICE)
        for place, each in enumerate(analysed)
        if each in analysed[:place]
    ]
    missing = [each for each in kpis if each not in analysed]
    if missing:
        listed = ", ".join(missing)
        sentence = Text(f"ยังไม่ได้วิเคราะห์ตัวชี้วัด {listed}", f"Not analysed yet: {listed}.")
        faults.append(FieldError("/kpis", "kpi_not_analysed", sentence))
    return tuple(faults)


def silent_hosts(host_opinion: str, hosts: Iterable[tuple[str, str]], asked: Sequence[Asked]) -> list[str]:
    """Return the hosts whose answer the chain waits for, as `CODE: function`; none where it asks for none.

    `hosts` are (indicator code, function) of the KPIs that have a host. Silence is never consent: who was not asked
    and who did not answer are the same here.
    """
    if host_opinion != MUST:
        return []
    answered = {(each.indicator_code, each.function_code) for each in asked if each.is_answered}
    return [f"{code}: {function}" for code, function in sorted(hosts) if (code, function) not in answered]


KPI_UNKNOWN = Text("คำรับรองไม่มีตัวชี้วัดนี้", "The agreement has no such KPI.")
_KPI_TWICE = Text("มีตัวชี้วัดนี้แล้ว", "This KPI stands there already.")
NO_HOST = Text(
    "ตัวชี้วัดนี้ไม่มีหน่วยงานเจ้าภาพในทะเบียน /v1/indicators ให้หารือ",
    "The registry /v1/indicators names no host agency of this indicator that could be asked.",
)
