"""`/v1/areas` and `/v1/functions` over HTTP."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from gateway.areas import access, schemas, usecases
from services.shared.caching import IfNoneMatch, cacheable, cached_answer
from services.shared.declare import OBJECT, new_router, operation
from services.shared.errors import CursorInvalid
from services.shared.paging import Paging

TAG = "areas"
TAGS = {TAG: "พื้นที่และส่วนราชการ: areas, ministries and departments with their codes, names and relations in time."}

router = new_router(TAG)

JSON = "application/json"
Sort = Annotated[schemas.AreaSort, Query(description="how to sort, names in Thai dictionary order; a minus reverses")]
Code = Annotated[str, Path(description="code of the area or function", examples=["50"], max_length=16)]
CACHED = ("ETag",)


@router.get(
    "/v1/areas",
    response_model=schemas.AreaPage,
    **cacheable(operation("listAreas", access.READ_AREAS, "List areas", refuses=[CursorInvalid], headers=CACHED)),
)
async def list_areas(
    request: Request,
    page: Paging,
    filters: Annotated[schemas.AreaFilter, Query()],
    sort: Sort = schemas.AreaSort.CODE,
    _tag: IfNoneMatch = None,
) -> Response:
    """List the nation, regions, clusters, provinces and Bangkok, in all years or as one fiscal year counts them."""
    found = usecases.list_areas(filters, sort, page)
    return cached_answer(request, found.model_dump_json().encode(), JSON)


@router.get(
    "/v1/areas/{code}",
    response_model=schemas.AreaDetail,
    **cacheable(operation("getArea", access.READ_AREAS, "Read an area", refuses=OBJECT, headers=CACHED)),
)
async def get_area(request: Request, code: Code, _tag: IfNoneMatch = None) -> Response:
    """Read one area with its relations: what it belongs to, what belongs to it, what it was split from."""
    return cached_answer(request, usecases.show_area(code).model_dump_json().encode(), JSON)


@router.get(
    "/v1/functions",
    response_model=schemas.FunctionPage,
    **cacheable(
        operation("listFunctions", access.READ_FUNCTIONS, "List functions", refuses=[CursorInvalid], headers=CACHED)
    ),
)
async def list_functions(
    request: Request,
    page: Paging,
    filters: Annotated[schemas.FunctionFilter, Query()],
    sort: Sort = schemas.AreaSort.CODE,
    _tag: IfNoneMatch = None,
) -> Response:
    """List ministries and departments."""
    found = usecases.list_functions(filters, sort, page)
    return cached_answer(request, found.model_dump_json().encode(), JSON)


@router.get(
    "/v1/functions/{code}",
    response_model=schemas.FunctionDetail,
    **cacheable(operation("getFunction", access.READ_FUNCTIONS, "Read a function", refuses=OBJECT, headers=CACHED)),
)
async def get_function(request: Request, code: Code, _tag: IfNoneMatch = None) -> Response:
    """Read one ministry with its departments, or one department."""
    return cached_answer(request, usecases.show_function(code).model_dump_json().encode(), JSON)
