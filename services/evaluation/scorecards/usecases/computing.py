"""Making a computation of a card: the inputs as they are kept, the score, its trace and its content hash."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import TypeAdapter

from services.evaluation.frames.models import EvaluationFrame, ScoringMethod
from services.evaluation.frames.usecases import bands_of
from services.evaluation.scorecards.models import Scorecard, ScorecardComputation, ScorecardResult
from services.evaluation.scorecards.rules.card import Computation, ItemRules, compute
from services.evaluation.scorecards.rules.inputs import Inputs, ReadAt, RecordedResult
from services.evaluation.scorecards.usecases.tracing import Traced, trace_of
from services.shared.access import Principal
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.numbers import number_of
from services.shared.schemas import Json

_INPUTS = TypeAdapter(Inputs)
FIGURES = ("weights", "scored_weight", "score", "band", "is_example", "content_hash", "computed_at")


def inputs_of(computation: ScorecardComputation) -> Inputs:
    """Return the inputs that a computation was made of, as they were kept."""
    return _INPUTS.validate_python(computation.inputs)


def read_at_of(computation: ScorecardComputation) -> ReadAt:
    """Return when the other services read what a computation was made of."""
    return ReadAt(computation.indicators_read_at, computation.budget_read_at)


def recorded(results: Mapping[int, ScorecardResult]) -> tuple[RecordedResult, ...]:
    """Return the results of a card as the rules take them, in the order of the items."""
    names = ("position", "revision", "value", "source", "evidence_note", "dated_on")
    in_order = (results[position] for position in sorted(results))
    return tuple(RecordedResult(**{name: getattr(result, name) for name in names}) for result in in_order)


def content_of(card: Scorecard, inputs: Json, computed: Computation) -> Json:
    """Return what the committee sees and decides on: the frame, all inputs and what they come to."""
    figures = computed.card
    return {
        "frame_id": str(card.frame_id),
        "frame_version": card.frame_version,
        "fiscal_year": card.fiscal_year,
        "area_code": card.area_code,
        "inputs": inputs,
        "weights": _number(figures.weights),
        "scored_weight": _number(figures.scored_weight),
        "score": _number(figures.score),
        "band": figures.band,
    }


def _number(value: Decimal | None) -> int | float | None:
    return None if value is None else number_of(value)


def computed_anew(
    principal: Principal,
    card: Scorecard,
    frame: EvaluationFrame,
    methods: Mapping[str, ScoringMethod],
    inputs: Inputs,
    read_at: ReadAt,
    results: dict[int, ScorecardResult],
    cause: str,
) -> ScorecardComputation:
    """Return the next computation of a card; the card takes over its figures."""
    rules = [ItemRules(item.position, item.result_source, item.weight_value, item.rubric) for item in frame.items]
    scales = {code: method.scale for code, method in methods.items()}
    computed = compute(rules, bands_of(frame), inputs, scales)
    kept = _INPUTS.dump_python(inputs, mode="json")
    row = ScorecardComputation(
        id=new_id(),
        scorecard_id=card.id,
        number=card.computation + 1,
        cause=cause,
        weights=computed.card.weights,
        scored_weight=computed.card.scored_weight,
        score=computed.card.score,
        band=computed.card.band,
        content_hash=sha256(content_of(card, kept, computed)),
        indicators_read_at=read_at.indicators,
        budget_read_at=read_at.budget,
        computed_by=principal.subject,
        computed_at=now(),
        inputs=kept,
    )
    place = {"scorecard_id": card.id, "fiscal_year": card.fiscal_year, "area_code": card.area_code}
    row.trace = trace_of(Traced(frame, inputs, read_at, results, computed), computed, row, place)
    row.is_example = row.trace["is_example"]
    card.computation = row.number
    for name in FIGURES:
        setattr(card, name, getattr(row, name))
    return row
