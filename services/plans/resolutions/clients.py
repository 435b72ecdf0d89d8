"""What recording a resolution from a query asks of the service that owns the objects."""

from uuid import UUID

from services.plans.resolutions.rules import MOST_ITEMS
from services.plans.resolutions.schemas import ResolutionQuery
from services.shared.decisions.rules import Candidate
from services.shared.errors import FieldError, Invalid, NotFound, Text, UpstreamBroken
from services.shared.money import parse_amount
from services.shared.neighbours import Asker

_UNKNOWN = Text(
    "บริการนี้ไม่มีรายการประเภทนี้ให้คณะกรรมการพิจารณา",
    "Committees decide on no objects of this type in that service.",
)


async def find_candidates(asker: Asker, query: ResolutionQuery) -> list[Candidate]:
    """Return what the caller sees of the objects that fit, by id, at most one more than a resolution takes.

    Raises Invalid when that service has no such type, else as Asker.ask does.
    """
    params = {
        "fiscal_year": query.fiscal_year,
        "state": query.state,
        "area_code": query.area_code,
        "limit": MOST_ITEMS + 1,
    }
    try:
        answer = await asker.ask(query.service, f"/internal/decidables/{query.object_type}", params)
    except NotFound as absent:
        raise Invalid(FieldError("/query/object_type", "object_type_unknown", _UNKNOWN)) from absent
    try:
        return [
            Candidate(
                object_id=UUID(item["object_id"]),
                object_version=int(item["object_version"]),
                content_hash=str(item["content_hash"]),
                amount=None if item["amount"] is None else parse_amount(item["amount"]),
            )
            for item in answer["items"]
        ]
    except (KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=query.service) from problem
