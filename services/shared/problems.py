"""Refusals as RFC 9457 `application/problem+json`, the one form in which anything says no."""

import json
from typing import Any

from services.shared.context import Language
from services.shared.errors import Refusal

MEDIA_TYPE = "application/problem+json"


def problem(refusal: Refusal, language: Language, request_id: str) -> dict[str, Any]:
    """Return the problem document of `refusal`; `errors` lists faults by JSON Pointer, `facts` its public figures."""
    return {
        "type": f"/v1/problems/{refusal.code}",
        "title": getattr(refusal.title, language),
        "status": refusal.status,
        "detail": getattr(refusal.sentence(), language),
        "code": refusal.code,
        "errors": [
            {"pointer": fault.pointer, "code": fault.code, "detail": getattr(fault.text, language)}
            for fault in refusal.errors
        ],
        "facts": dict(refusal.facts),
        "request_id": request_id,
    }


def problem_body(refusal: Refusal, language: Language, request_id: str) -> bytes:
    """Return the problem document as UTF-8 JSON."""
    document = problem(refusal, language, request_id)
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode(errors="replace")


def problem_headers(refusal: Refusal, language: Language) -> dict[str, str]:
    """Return the headers that go with the document, `WWW-Authenticate` or `Retry-After` among them where due."""
    return {
        "Content-Type": MEDIA_TYPE,
        "Content-Language": language,
        "Cache-Control": "no-store",
        **refusal.headers,
    }
