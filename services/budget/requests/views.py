"""How requests are shown, and what a list still lacks."""

from collections.abc import Iterable, Sequence

from fastapi import Response

from services.budget.calendar.rules import Opening, Standing, shown_windows
from services.budget.requests import access
from services.budget.requests.models import Request
from services.budget.requests.rules.lines import later_years, sums_by
from services.budget.requests.rules.project import Project, differences_of
from services.budget.requests.schemas import answers, checks
from services.budget.requests.usecases.checking import Finding, ListCheck, RequestCheck
from services.budget.requests.usecases.standing import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.errors import Text
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, Sentence, allowed_action

JSON = "application/json"


def one_of(request: Request, principal: Principal) -> answers.BudgetRequest:
    """Return the representation of a request."""
    shown = answers.BudgetRequestFields.model_validate(request)
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(request))
    return answers.BudgetRequest(
        **dict(shown),
        condition_th=request.condition_th,
        problem_th=request.problem_th,
        **{name: getattr(request, name) for name in ("project_kind", "forum", "evidence", "reasons")},
        **_sums(request),
        lines=[answers.BudgetRequestLine.model_validate(line) for line in request.lines],
        snapshot=answers.BudgetProjectSnapshot(**request.snapshot),
        snapshot_checked_at=request.snapshot_checked_at,
        snapshot_differences=_differences(request),
        account_id=request.account_id,
        hold_transfer_id=request.hold_id,
        posted_transfer_id=request.posted_id,
        allowed_actions=[allowed_action(answer) for answer in permitted],
    )


def _sums(request: Request) -> Json:
    """Return what the lines come to, in satang."""
    parts, year = request.parts, request.fiscal_year
    shares = sums_by(parts, year, lambda part: part.area_code)
    return {
        "class_amounts": sums_by(parts, year, lambda part: part.expenditure_class),
        "shares": [{"area_code": code, "amount": amount} for code, amount in shares.items()],
        "later_years": [{"fiscal_year": later, "amount": amount} for later, amount in later_years(parts, year).items()],
    }


def _differences(request: Request) -> list[answers.BudgetSnapshotDifference]:
    if request.latest is None:
        return []
    found = differences_of(request.project, Project.of(request.latest))
    return [
        answers.BudgetSnapshotDifference(field=name, stored=stored, current=current)
        for name, (stored, current) in found.items()
    ]


def answer_of(request: Request, principal: Principal) -> Response:
    """Return the answer to a change that needs no key."""
    body = one_of(request, principal).model_dump_json()
    return Response(body, media_type=JSON, headers={"ETag": etag(request.version)})


def page_of(found: Sequence[Request], page: PageRequest, filters: Json, sort: str) -> answers.BudgetRequestPage:
    """Return a page of requests."""
    name = sort.removeprefix("-")
    shown, cursor = page.cut(found, sort, filters, lambda request: getattr(request, name))
    items = [answers.BudgetRequestListItem.model_validate(each) for each in shown]
    return answers.BudgetRequestPage(items=items, next_cursor=cursor)


def check_of(check: ListCheck) -> checks.BudgetSubmissionCheck:
    """Return what a list still lacks, as it is shown."""
    return checks.BudgetSubmissionCheck(
        submission_id=check.submission.id,
        is_ready=check.is_ready,
        calendar=checks.BudgetCalendarCheck(
            opening=check.standing.opening,
            on=check.day,
            until=check.standing.until,
            text=_sentence(_told(check.standing)),
        ),
        findings=_findings(check.findings),
        requests=[request_check_of(each) for each in check.requests],
    )


def request_check_of(check: RequestCheck) -> checks.BudgetRequestCheck:
    """Return what one request still lacks, as it is shown."""
    return checks.BudgetRequestCheck(
        request_id=check.request.id,
        priority=check.request.priority,
        title_th=check.request.title_th,
        state=check.request.state,
        is_ready=check.is_ready,
        findings=_findings(check.findings),
    )


def _findings(findings: Iterable[Finding]) -> list[checks.BudgetFinding]:
    return [
        checks.BudgetFinding(
            severity=each.severity,
            pointer=each.fault.pointer,
            code=each.fault.code,
            text=_sentence(each.fault.text),
            reason=each.reason,
        )
        for each in findings
    ]


def _sentence(text: Text) -> Sentence:
    return Sentence(th=text.th, en=text.en)


def _told(standing: Standing) -> Text:
    windows = shown_windows(standing.windows)
    match standing.opening:
        case Opening.OPEN:
            return Text(f"เปิดรับคำขออยู่ ({windows})", f"Submission is open ({windows}).")
        case Opening.BY_EXCEPTION:
            return Text(f"เปิดโดยข้อยกเว้นถึง {standing.until}", f"Open by an exception until {standing.until}.")
        case Opening.CLOSED:
            return Text(f"ปิดรับคำขอ เปิดช่วง {windows}", f"Submission is closed; it is open {windows}.")
        case Opening.NOT_SET:
            return Text(
                "ปฏิทินปีนี้ไม่ได้กำหนดช่วงส่งคำขอของระดับนี้ จึงไม่มีช่วงเวลาที่ห้ามส่ง",
                "The calendar sets no window for submission at this level, so no day is closed.",
            )
        case Opening.NO_CALENDAR:
            return Text(
                "ปีงบประมาณนี้ยังไม่มีปฏิทิน จึงไม่มีช่วงเวลาที่ห้ามส่ง",
                "This fiscal year has no calendar, so no day is closed.",
            )
