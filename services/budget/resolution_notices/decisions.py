"""Requests as what is decided, with what follows a decision of ก.น.จ.: notices and unfunded needs."""

from dataclasses import replace

from services.budget.requests import decisions
from services.budget.resolution_notices.usecases import carry_out
from services.shared.decisions.kinds import DecisionKind


def request_kind(tag: str, path: str) -> DecisionKind:
    """Return requests as what is decided; `path` is where they are."""
    return replace(decisions.request_kind(tag, path), carry_out=carry_out)
