"""How an evaluation frame and a simulated score are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import Response

from services.evaluation.frames import access
from services.evaluation.frames.models import EvaluationFrame, ScoringMethod
from services.evaluation.frames.rules.scoring import ROUNDING, CardScore, ItemScore
from services.evaluation.frames.schemas import answers, scores
from services.evaluation.frames.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import allowed_action


def one_of(frame: EvaluationFrame, principal: Principal) -> answers.EvaluationFrame:
    """Return the representation of a loaded frame."""
    summary = answers.EvaluationFrameSummary.model_validate(frame)
    content = answers.FrameContent.model_validate(frame)
    actions = allowed_actions(principal, access.ACTIONS, subject_of(frame))
    return answers.EvaluationFrame(
        **dict(summary),
        items=content.items,
        bands=content.bands,
        allowed_actions=[allowed_action(answer) for answer in actions],
    )


def answer_of(frame: EvaluationFrame, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(frame, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(frame.version)})


def page_of(
    rows: Sequence[EvaluationFrame], page: PageRequest, filters: Mapping[str, Any], sort: str
) -> answers.EvaluationFramePage:
    """Return a page."""
    items, cursor = page.cut(rows, sort, filters, lambda each: getattr(each, sort.removeprefix("-")))
    return answers.EvaluationFramePage(
        items=[answers.EvaluationFrameSummary.model_validate(frame) for frame in items], next_cursor=cursor
    )


def methods_of(methods: Iterable[ScoringMethod]) -> answers.ScoringMethodList:
    """Return the scoring methods, which fit one page."""
    return answers.ScoringMethodList(
        items=[answers.ScoringMethod.model_validate(method) for method in methods], next_cursor=None
    )


def score_of(frame: EvaluationFrame, card: CardScore) -> scores.SimulatedFrameScore:
    """Return a simulated score with its trace."""
    described = {item.position: item for item in answers.FrameContent.model_validate(frame).items}
    return scores.SimulatedFrameScore(
        frame_id=frame.id,
        frame_version=frame.version,
        preview=True,
        weights=card.weights,
        scored_weight=card.scored_weight,
        score=card.score,
        band=card.band,
        rounding=ROUNDING,
        items=[_item_of(described[each.item.position], each) for each in card.items],
    )


def _item_of(item: answers.FrameItem, scored: ItemScore) -> scores.FrameItemScore:
    return scores.FrameItemScore.model_validate(
        {
            "position": item.position,
            "code": item.code,
            "name_th": item.name_th,
            "state": scored.state,
            "value": scored.item.value,
            "rubric": item.rubric,
            "step": scored.step,
            "score": scored.score,
            "weight": item.weight,
            "contribution": scored.contribution,
        }
    )
