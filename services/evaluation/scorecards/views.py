"""How scorecards, their computations and their traces are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Response

from services.evaluation.scorecards import access
from services.evaluation.scorecards.models import Scorecard, ScorecardComputation
from services.evaluation.scorecards.repository import NEWEST_FIRST
from services.evaluation.scorecards.rules.card import FROZEN
from services.evaluation.scorecards.schemas import answers
from services.evaluation.scorecards.schemas.trace import ScorecardTrace
from services.evaluation.scorecards.usecases.saving import subject_of
from services.evaluation.scorecards.usecases.scorecards import Refreshed
from services.shared import reference
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, allowed_action


def one_of(card: Scorecard, computation: ScorecardComputation, principal: Principal) -> answers.Scorecard:
    """Return the representation of a card with the items of its last computation."""
    summary = answers.ScorecardSummary.model_validate(card)
    actions = allowed_actions(principal, access.ACTIONS, subject_of(card))
    return answers.Scorecard(
        **dict(summary),
        items=[_item(item) for item in computation.trace["items"]],
        allowed_actions=[allowed_action(answer) for answer in actions],
    )


def _item(traced: Json) -> answers.ScorecardItem:
    weight = traced["weight"]["value"] if traced["weight"] else None
    return answers.ScorecardItem.model_validate({**traced, "weight": weight})


def answer_of(card: Scorecard, computation: ScorecardComputation, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(card, computation, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(card.version)})


def refreshed_of(refreshed: Refreshed, principal: Principal) -> answers.ScorecardRefreshed:
    """Return what asking again came to."""
    return answers.ScorecardRefreshed.model_validate(
        {
            "changed": bool(refreshed.changed_parts),
            "changed_parts": list(refreshed.changed_parts),
            "scorecard": one_of(refreshed.card, refreshed.computation, principal),
        }
    )


def page_of(
    found: Sequence[Scorecard], page: PageRequest, filters: Mapping[str, Any], sort: str
) -> answers.ScorecardPage:
    """Return a page of cards."""
    shown, cursor = page.cut(found, sort, filters, lambda card: getattr(card, sort.removeprefix("-")))
    items = [answers.ScorecardSummary.model_validate(card) for card in shown]
    return answers.ScorecardPage(items=items, next_cursor=cursor)


def computations_of(
    found: Sequence[ScorecardComputation], page: PageRequest, card: Scorecard, principal: Principal
) -> answers.ScorecardComputationPage:
    """Return a page of the computations of a card; the public is not told who had them made."""
    shown, cursor = page.cut(found, NEWEST_FIRST, {"scorecard": card.id}, lambda each: each.number)
    items = [answers.ScorecardComputationSummary.model_validate(each) for each in shown]
    if principal.is_public:
        items = [item.model_copy(update={"computed_by": None}) for item in items]
    return answers.ScorecardComputationPage(items=items, next_cursor=cursor)


def trace_of(computation: ScorecardComputation, principal: Principal) -> ScorecardTrace:
    """Return the trace as it was written when the score was computed; the public is not told who did what."""
    trace = ScorecardTrace.model_validate(computation.trace)
    if principal.is_public:
        trace.computed_by = None
        for result in (item.result for item in trace.items if item.result):
            result.recorded_by = None
    return trace


def coverage_of(fiscal_year: int, cards: Mapping[str, Scorecard]) -> answers.ScorecardCoverage:
    """Return every province of a fiscal year with its card, and how many are how far."""
    provinces = reference.provinces(fiscal_year)
    found = [cards[province.code] for province in provinces if province.code in cards]
    frozen = sum(card.state == FROZEN for card in found)
    return answers.ScorecardCoverage(
        fiscal_year=fiscal_year,
        provinces=len(provinces),
        with_scorecard=len(found),
        scored=sum(card.score is not None for card in found),
        frozen=frozen,
        complete=frozen == len(provinces),
        items=[_covered(province, cards.get(province.code)) for province in provinces],
    )


def _covered(province: reference.Area, card: Scorecard | None) -> answers.CoveredProvince:
    shown = {name: getattr(card, name, None) for name in ("state", "score", "scored_weight")}
    return answers.CoveredProvince.model_validate(
        {"area_code": province.code, "name_th": province.name_th, "scorecard_id": card.id if card else None, **shown}
    )
