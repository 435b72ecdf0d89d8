"""`/v1/matching-funds` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic.json_schema import SkipJsonSchema

from services.budget.matching import access, repository, usecases, views
from services.budget.matching.errors import (
    DocumentTaken,
    FundExists,
    FundFull,
    FundNotYours,
    PledgeExceeded,
    PledgeExists,
)
from services.budget.matching.schemas import answers, bodies
from services.shared.auth import Caller
from services.shared.database import Session
from services.shared.declare import BODY, KEYED, OBJECT, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.neighbours import Ask
from services.shared.paging import Paging
from services.shared.preconditions import etag
from services.shared.schemas import AreaCode, FiscalYear

TAG = "matching-funds"
TAGS = {TAG: "กองทุนร่วมลงทุน: what local governments and others pledge and pay beside an area's own money."}
PATH = "/v1/matching-funds"
ONE = f"{PATH}/{{fund_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[answers.MatchingFundSort, Query(description="how to sort; a minus reverses")]
Year = Annotated[FiscalYear, Query()]
Area = Annotated[AreaCode | SkipJsonSchema[None], Query()]


@router.get(
    PATH,
    response_model=answers.MatchingFundPage,
    **operation("listMatchingFunds", access.READ, "List matching funds", refuses=[CursorInvalid]),
)
async def list_matching_funds(
    session: Session,
    principal: Caller,
    page: Paging,
    filters: Annotated[answers.MatchingFundFilter, Query()],
    sort: Sort = answers.MatchingFundSort.UPDATED_LAST_FIRST,
) -> answers.MatchingFundPage:
    """List the funds the caller may see, each with what is pledged and paid and the ratio it has reached."""
    wanted = filters.model_dump()
    found = await repository.load_funds(session, principal, wanted, sort, page)
    return views.page_of(found, page, wanted, sort)


@router.get(
    f"{PATH}/totals",
    response_model=answers.MatchingTotals,
    **operation("getMatchingTotals", access.READ, "What has come together in a year"),
)
async def get_matching_totals(
    session: Session, principal: Caller, fiscal_year: Year, area_code: Area = None
) -> answers.MatchingTotals:
    """Add up the funds of a year the caller may see, by area and in all; goods and work apart."""
    rows = await repository.totals_by_area(session, principal, fiscal_year, area_code)
    return views.totals_of(fiscal_year, rows)


@router.post(
    PATH,
    status_code=201,
    response_model=answers.MatchingFund,
    **operation(
        "createMatchingFund",
        access.CREATE,
        "Open a fund",
        refuses=[*BODY, *KEYED, FundNotYours, FundExists],
        headers=CREATED,
    ),
)
async def create_matching_fund(
    session: Session, asker: Ask, principal: Caller, once: Key, body: bodies.MatchingFundCreate
) -> Response:
    """Open the fund of an area of the caller's for a project or a purpose of a fiscal year."""
    fund = await usecases.open_fund(session, asker, principal, once, body)
    answer, location = views.one_of(fund, principal), f"{PATH}/{fund.id}"
    return await once.answer(session, answer, status=201, location=location, version=fund.version)


@router.get(
    ONE,
    response_model=answers.MatchingFund,
    **operation("getMatchingFund", access.READ, "Read a fund", refuses=OBJECT, headers=["ETag"]),
)
async def get_matching_fund(
    session: Session, principal: Caller, fund_id: UUID, response: Response
) -> answers.MatchingFund:
    """Read a fund with every pledge and how it came to what it is."""
    fund = await repository.load_fund(session, principal, fund_id)
    response.headers["ETag"] = etag(fund.version)
    return views.one_of(fund, principal)


@router.post(
    f"{ONE}/pledges",
    status_code=201,
    response_model=answers.MatchingFund,
    **operation(
        "createMatchingPledge",
        access.PLEDGE,
        "Record a pledge",
        refuses=[*OBJECT, *BODY, *KEYED, PledgeExists, FundFull, StateDoesNotAllow],
        headers=CREATED,
    ),
)
async def create_matching_pledge(
    session: Session, principal: Caller, fund_id: UUID, once: Key, body: bodies.MatchingPledgeCreate
) -> Response:
    """Record what a local government or another pledges, by its document; the answer is the fund as it is then."""
    fund = await usecases.record_pledge(session, principal, once, fund_id, body)
    answer, location = views.one_of(fund, principal), f"{PATH}/{fund.id}"
    return await once.answer(session, answer, status=201, location=location, version=fund.version)


@router.post(
    f"{ONE}/entries",
    status_code=201,
    response_model=answers.MatchingFund,
    **operation(
        "createMatchingEntry",
        access.ENTER,
        "Record a payment or a change",
        refuses=[*OBJECT, *BODY, *KEYED, DocumentTaken, PledgeExceeded, FundFull, StateDoesNotAllow],
        headers=CREATED,
    ),
)
async def create_matching_entry(
    session: Session, principal: Caller, fund_id: UUID, once: Key, body: bodies.MatchingEntryCreate
) -> Response:
    """Record that a pledge was paid, paid back, raised or lowered; nothing recorded is ever changed."""
    fund = await usecases.record_entry(session, principal, once, fund_id, body)
    answer, location = views.one_of(fund, principal), f"{PATH}/{fund.id}"
    return await once.answer(session, answer, status=201, location=location, version=fund.version)


@router.post(
    f"{ONE}/close",
    response_model=answers.MatchingFund,
    **operation(
        "closeMatchingFund",
        access.CLOSE,
        "Close a fund",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow],
        headers=MOVED,
    ),
)
async def close_matching_fund(
    session: Session, principal: Caller, fund_id: UUID, once: Key, body: bodies.MatchingFundClose
) -> Response:
    """Say that nothing more comes in, and why; what is pledged and not paid stays visible."""
    fund = await usecases.close_fund(session, principal, once, fund_id, body)
    return await once.answer(session, views.one_of(fund, principal), version=fund.version)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listMatchingFundHistory", access.READ, "Read a fund's history", refuses=OBJECT),
)
async def list_matching_fund_history(session: Session, principal: Caller, fund_id: UUID) -> HistoryPage:
    """List what happened to a fund, the newest first."""
    return await usecases.show_history(session, principal, fund_id)
