"""`/v1/openapi.json`, `/docs` and `/v1/problems` over HTTP."""

import json
from html import escape
from string import Template
from typing import Annotated, Literal

from fastapi import Path, Request, Response

from gateway.contract import access, schemas
from gateway.contract.files import PAGE, File, Library
from services.shared.caching import IfNoneMatch, cacheable, cached_answer
from services.shared.declare import OBJECT, new_router, operation
from services.shared.errors import NotFound, PathUnknown
from services.shared.schemas import Json

TAG = "contract"
TAGS = {TAG: "สัญญา API: this contract itself, and what each problem means and asks you to do."}

router = new_router(TAG)

ServiceName = Literal["gateway", "plans", "indicators", "budget", "evaluation"]
# Nothing from elsewhere: the page works without a network and tells nobody who reads it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_PROBLEM_PAGE = Template((PAGE / "problem.html").read_text(encoding="utf-8"))


@router.get(
    "/v1/openapi.json",
    response_model=Json,
    **cacheable(operation("getContract", access.READ_CONTRACT, "Read the contract", headers=["ETag"])),
)
async def get_contract(request: Request, _tag: IfNoneMatch = None) -> Response:
    """Read the whole contract (OpenAPI 3.1), byte for byte as it was released."""
    return _answer(request, _library(request).contracts[None])


@router.get(
    "/v1/openapi/{service}.json",
    response_model=Json,
    **cacheable(operation("getServiceContract", access.READ_CONTRACT, "Read one service's part", headers=["ETag"])),
)
async def get_service_contract(
    request: Request,
    service: Annotated[ServiceName, Path(description="whose part of the contract")],
    _tag: IfNoneMatch = None,
) -> Response:
    """Read the contract of one service; what only the gateway adds stands in the whole contract."""
    return _answer(request, _library(request).contracts[service])


@router.get(
    "/v1/problems/{code}",
    response_model=schemas.ProblemType,
    **cacheable(
        operation("getProblem", access.READ_PROBLEM, "Read what a problem means", refuses=OBJECT, headers=["ETag"])
    ),
)
async def get_problem(
    request: Request,
    code: Annotated[str, Path(description="`code` of a problem", examples=["version_stale"], max_length=100)],
    _tag: IfNoneMatch = None,
) -> Response:
    """Read what the `type` of a problem leads to, in Thai and English; browsers get a page."""
    explanation = _library(request).problems.get(code)
    if explanation is None:
        raise NotFound()
    answer = _answer(request, _page(explanation) if _wants_page(request) else _document(explanation))
    answer.headers["Vary"] = "Accept"
    return answer


@router.get("/docs", include_in_schema=False, **operation("showDocs", access.READ_CONTRACT, "Show the contract"))
async def show_docs(request: Request) -> Response:
    """Show the contract as a page to read and to try; everything it needs comes from here."""
    return _answer(request, _library(request).docs)


@router.get(
    "/docs/assets/{name}",
    include_in_schema=False,
    **operation("showDocsAsset", access.READ_CONTRACT, "Give a file of the page"),
)
async def show_asset(request: Request, name: str) -> Response:
    """Give one of the page's files."""
    file = _library(request).assets.get(name)
    if file is None:
        raise PathUnknown()
    return _answer(request, file)


def _library(request: Request) -> Library:
    library: Library = request.app.state.library
    return library


def _answer(request: Request, file: File) -> Response:
    answer = cached_answer(request, file.content, file.media_type, file.tag)
    if file.media_type == "text/html":
        answer.headers["Content-Security-Policy"] = POLICY
    return answer


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


def _document(explanation: Json) -> File:
    return File.of(json.dumps(explanation, ensure_ascii=False).encode(), "application/json")


def _page(explanation: Json) -> File:
    facts = {f"{part}_{language}": text for part in ("title", "detail") for language, text in explanation[part].items()}
    shown = {name: escape(str(value)) for name, value in {**explanation, **facts}.items()}
    return File.of(_PROBLEM_PAGE.substitute(shown).encode(), "text/html")
