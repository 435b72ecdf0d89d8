"""Which service a path belongs to, and which paths go nowhere."""

import re
from collections.abc import Mapping
from urllib.parse import unquote_to_bytes

INTERNAL = "/internal"

RESOURCES: Mapping[str, tuple[str, ...]] = {
    "plans": (
        "plans",
        "projects",
        "directions",
        "alignments",
        "consultations",
        "forums",
        "hearings",
        "committees",
        "meetings",
        "resolutions",
        "delegations",
        "offices",
        "remarks",
        "publications",
    ),
    "indicators": (
        "indicators",
        "topics",
        "performance-agreements",
        "joint-indicators",
        "observations",
        "observation-windows",
        "external-codes",
        "change-requests",
        "datasets",
        "dataset-updates",
        "dataset-analyses",
    ),
    "budget": (
        "budget-calendar",
        "budget-submissions",
        "budget-requests",
        "responsibility-frameworks",
        "allocation-rounds",
        "project-selections",
        "agency-projects",
        "duplicate-verdicts",
        "earmarks",
        "agency-requests",
        "budget-accounts",
        "budget-transfers",
        "disbursements",
        "spending-targets",
        "budget-savings",
        "matching-funds",
        "early-notices",
        "joint-rounds",
        "resolution-notices",
        "unfunded-needs",
    ),
    "evaluation": (
        "evaluation-frames",
        "scorecards",
        "progress-reports",
        "rewards",
        "initiatives",
        "obstacles",
        "knowledge-events",
    ),
}
"""The resources under /v1 by the service that owns them; everything else is the gateway's own."""

_SERVICE_OF = {resource: service for service, resources in RESOURCES.items() for resource in resources}
_FIRST_SEGMENTS = re.compile(r"/v1/([a-z0-9-]+)(?=/|\Z)")
_VISIBLE = re.compile(rb"/[\x21-\x7e]*")
# Once decoded, a segment may neither name a directory nor hold what another reader of the path takes for one's end.
_FORBIDDEN_IN_SEGMENT = re.compile(rb"[\x00-\x1f\x7f/\\]")


def service_of(path: str) -> str | None:
    """Return the service that owns `path`, None when the gateway itself answers; only the plain spelling counts."""
    found = _FIRST_SEGMENTS.match(path)
    return _SERVICE_OF.get(found.group(1)) if found else None


def is_plain(raw_path: bytes) -> bool:
    """Return whether every reader understands `raw_path` alike: no empty, dotted or disguised segments."""
    return _VISIBLE.fullmatch(raw_path) is not None and all(map(_is_plain_segment, raw_path[1:].split(b"/")))


def _is_plain_segment(segment: bytes) -> bool:
    plain = unquote_to_bytes(segment)
    return plain not in (b"", b".", b"..") and _FORBIDDEN_IN_SEGMENT.search(plain) is None
