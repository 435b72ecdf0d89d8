"""How change requests, their counts, closing dates and a KPI's revisions are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response

from services.indicators.agreements.usecases.revising import content_of_kpi, hash_of_kpi
from services.indicators.changes import access
from services.indicators.changes.models import ChangeClosingDate, ChangeRequest, KpiRevision
from services.indicators.changes.rules.request import CLOSED
from services.indicators.changes.rules.statistics import LevelCount, Tally
from services.indicators.changes.rules.terms import DETAIL, FIELDS, TARGET, differences_of
from services.indicators.changes.schemas import answers
from services.indicators.changes.schemas.fields import ChangeTerms
from services.indicators.changes.usecases.counting import IndicatorCount
from services.indicators.changes.usecases.hearing import opinion_of
from services.indicators.changes.usecases.standing import subject_of, subject_of_notice
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import allowed_action

JSON = "application/json"


def one_of(request: ChangeRequest, principal: Principal) -> answers.ChangeRequest:
    """Return the representation of a request."""
    permitted = [
        *allowed_actions(principal, access.ON_REQUEST, subject_of(request)),
        *allowed_actions(principal, access.ON_NOTICE, subject_of_notice(request)),
    ]
    return answers.ChangeRequest.model_validate(
        {
            **dict(_summary(request)),
            "before": terms_of(request.base),
            "after": terms_of({**request.base, **request.changed}),
            "changed_fields": _in_order(request.changed),
            "base": _base(request),
            "event": request.event,
            "evidence": request.evidence,
            "opinion": _opinion(request, principal),
            "analysis": _analysis(request, principal),
            "notice": _notice(request, principal),
            "allowed_actions": [allowed_action(answer) for answer in permitted],
        }
    )


def _summary(request: ChangeRequest) -> answers.ChangeRequestSummary:
    beside = {"indicator_code": request.indicator.code, "name_th": request.indicator.name_th}
    names = answers.ChangeRequestSummary.model_fields.keys() - beside.keys()
    return answers.ChangeRequestSummary.model_validate({name: getattr(request, name) for name in names} | beside)


def terms_of(content: Mapping[str, Any]) -> ChangeTerms:
    """Return what of a KPI can be asked to change."""
    detail, target = ({name: content[name] for name in FIELDS[kind]} for kind in (DETAIL, TARGET))
    return ChangeTerms.model_validate({"detail": detail, "target": target, "scoring_criteria": content["rubric"]})


def _in_order(changed: Mapping[str, Any]) -> list[str]:
    return [name for fields in FIELDS.values() for name in fields if name in changed]


def _base(request: ChangeRequest) -> answers.ChangeBase:
    is_open = request.state not in CLOSED
    current = hash_of_kpi(request.kpi) if is_open else None
    now = content_of_kpi(request.kpi) if is_open and request.kpi is not None else request.base
    return answers.ChangeBase(
        agreement_version=request.base_agreement_version,
        content_hash=request.base_hash,
        current_hash=current,
        is_moved=current != request.base_hash if is_open else None,
        differences=[
            answers.ChangeDifference(field=name, at_base=before, now=after)
            for name, (before, after) in differences_of(request.base, now).items()
        ],
    )


def _named(subject: str | None, principal: Principal) -> str | None:
    """Return who did something; the public is told what was decided, not by which officer."""
    return None if principal.is_public else subject


def _opinion(request: ChangeRequest, principal: Principal) -> answers.ChangeOpinion:
    return answers.ChangeOpinion(
        state=opinion_of(request),
        host_function_code=request.host_function_code,
        stance=request.opinion_stance,
        text_th=request.opinion_th,
        given_by=_named(request.opinion_by, principal),
        given_at=request.opinion_at,
        silence_th=request.host_silence_th,
    )


def _analysis(request: ChangeRequest, principal: Principal) -> dict[str, Any] | None:
    if request.analysis is None:
        return None
    instead = request.recommended
    return {
        **request.analysis,
        "analysed_by": _named(request.analysed_by, principal),
        "instead": None if instead is None else terms_of({**request.base, **instead}),
        "instead_fields": _in_order(instead or {}),
    }


def _notice(request: ChangeRequest, principal: Principal) -> answers.ChangeNotice:
    return answers.ChangeNotice(
        state=request.notice_state,
        sent_at=request.decided_at if request.decision else None,
        acknowledged_by=_named(request.acknowledged_by, principal),
        acknowledged_at=request.acknowledged_at,
    )


def answer_of(request: ChangeRequest, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(request, principal).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(request.version)})


def page_of(
    found: Sequence[ChangeRequest], page: PageRequest, filters: Mapping[str, Any], sort: str
) -> answers.ChangeRequestPage:
    """Return a page of requests."""
    shown, cursor = page.cut(found, sort, filters, lambda row: getattr(row, sort.removeprefix("-")))
    return answers.ChangeRequestPage(items=[_summary(each) for each in shown], next_cursor=cursor)


def statistics_of(
    fiscal_year: int, levels: Sequence[tuple[LevelCount, Sequence[IndicatorCount]]]
) -> answers.ChangeStatistics:
    """Return the counts of a fiscal year."""
    return answers.ChangeStatistics(fiscal_year=fiscal_year, levels=[_level(*each) for each in levels])


def _level(count: LevelCount, indicators: Sequence[IndicatorCount]) -> answers.ChangeLevelCount:
    names = ("level", "areas_asked", "areas_agreed", "indicators_asked", "indicators_agreed")
    return answers.ChangeLevelCount.model_validate(
        {
            **{name: getattr(count, name) for name in names},
            "total": _tally(count.tally),
            "by_kind": {kind: _tally(tally) for kind, tally in count.by_kind.items()},
            "indicators": [
                answers.ChangeIndicatorCount(
                    indicator_id=each.id, indicator_code=each.code, name_th=each.name_th, areas_asked=each.areas_asked
                )
                for each in indicators
            ],
        }
    )


def _tally(tally: Tally) -> answers.ChangeTally:
    return answers.ChangeTally.model_validate(tally)


def closing_answer(closing: ChangeClosingDate) -> Response:
    """Return the answer to a read or a move of a closing date."""
    body = closing_of(closing).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(closing.version)})


def closing_of(closing: ChangeClosingDate) -> answers.ChangeClosingDate:
    """Return the representation of a closing date."""
    return answers.ChangeClosingDate.model_validate(closing)


def closing_page(found: Sequence[ChangeClosingDate]) -> answers.ChangeClosingDatePage:
    """Return every closing date."""
    return answers.ChangeClosingDatePage(items=[closing_of(each) for each in found], next_cursor=None)


def revisions_of(found: Sequence[KpiRevision], principal: Principal) -> answers.AgreementKpiRevisionPage:
    """Return what a KPI said, the latest first."""
    before = [row.content for row in found[1:]] + [None]
    items = [_revision(row, earlier, principal) for row, earlier in zip(found, before, strict=True)]
    return answers.AgreementKpiRevisionPage(items=items, next_cursor=None)


def _revision(row: KpiRevision, before: Mapping[str, Any] | None, principal: Principal) -> answers.AgreementKpiRevision:
    names = answers.AgreementKpiRevision.model_fields.keys() - {"terms", "changed_fields"}
    changed = [] if before is None else list(differences_of(before, row.content))
    known = {name: getattr(row, name) for name in names} | {"revised_by": _named(row.revised_by, principal)}
    return answers.AgreementKpiRevision.model_validate(
        known | {"terms": terms_of(row.content), "changed_fields": changed}
    )
