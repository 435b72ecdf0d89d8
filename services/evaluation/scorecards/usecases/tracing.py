"""The trace of a computation as JSON: from the score to every input, with its version and its source."""

from dataclasses import asdict
from typing import Any

from services.evaluation.frames.models import EvaluationFrame, EvaluationFrameBand, EvaluationFrameItem
from services.evaluation.frames.rules.frame import StatedRubric, says_example
from services.evaluation.frames.rules.scoring import ROUNDING, ItemScore, Step
from services.evaluation.scorecards.models import ScorecardComputation, ScorecardResult
from services.evaluation.scorecards.rules.card import (
    CLUSTER_INDICATORS,
    DISBURSEMENT_RATE,
    PROVINCE_INDICATORS,
    Computation,
    KpiCard,
    KpiScore,
    ScoredItem,
)
from services.evaluation.scorecards.rules.inputs import AreaKpis, Inputs, KpiRubric, ReadAt
from services.evaluation.scorecards.rules.lacks import LACKS, Lack
from services.evaluation.scorecards.schemas.trace import ScorecardTrace
from services.shared.schemas import Json


class Traced:
    """What the trace of one computation is written from."""

    def __init__(
        self,
        frame: EvaluationFrame,
        inputs: Inputs,
        read_at: ReadAt,
        results: dict[int, ScorecardResult],
        computed: Computation,
    ) -> None:
        self._frame = frame
        self._inputs = inputs
        self._read_at = read_at
        self._results = results
        self._computed = computed

    def items(self) -> list[Json]:
        """Return every item of the frame with what its score is made of."""
        described = {item.position: item for item in self._frame.items}
        return [self._item(described[each.rules.position], each) for each in self._computed.items]

    def band(self) -> Json | None:
        """Return the level of the total with its source; None without one."""
        score, name = self._computed.card.score, self._computed.card.band
        if score is None or name is None:
            return None
        reached = [band for band in self._frame.bands if band.at_least <= score]
        return _band(max(reached, key=lambda band: band.at_least))

    def frame(self) -> Json:
        """Return the frame that was scored by."""
        frame = self._frame
        shown = {name: getattr(frame, name) for name in ("id", "version", "edition", "title_th")}
        return {**shown, **_sourced(frame.source, frame.dated_on)}

    def _item(self, item: EvaluationFrameItem, scored: ScoredItem) -> Json:
        shown = ("position", "code", "name_th", "dimension_no", "dimension_th", "doubt", "result_source")
        source, result = item.result_source, self._results.get(item.position)
        return {
            **{name: getattr(item, name) for name in shown},
            "state": scored.scored.state,
            "value": scored.scored.item.value,
            "rubric": _rubric(item.rubric) if item.rubric else None,
            **_scored(scored.scored),
            "weight": _weight(item),
            "lacks": [_lack(lack) for lack in scored.lacks],
            "agreement": self._agreement(source, scored.kpis) if scored.kpis else None,
            "ledger": self._ledger() if source == DISBURSEMENT_RATE else None,
            "result": _result(result) if result else None,
        }

    def _agreement(self, source: str, kpis: KpiCard) -> Json | None:
        areas: dict[str, AreaKpis | None] = {
            PROVINCE_INDICATORS: self._inputs.province,
            CLUSTER_INDICATORS: self._inputs.cluster,
        }
        area = areas[source]
        if area is None:
            return None
        agreement = area.agreement
        return {
            "area_code": area.area_code,
            "agreement_id": agreement.id if agreement else None,
            "agreement_version": agreement.version if agreement else None,
            "agreement_state": agreement.state if agreement else None,
            "read_at": self._read_at.indicators,
            "weights": kpis.card.weights,
            "scored_weight": kpis.card.scored_weight,
            "score": kpis.total.score if kpis.total else None,
            "kpis": [_kpi(each) for each in kpis.kpis],
        }

    def _ledger(self) -> Json:
        return {**asdict(self._inputs.ledger), "read_at": self._read_at.budget}


def trace_of(traced: Traced, computed: Computation, row: ScorecardComputation, place: Json) -> Json:
    """Return the trace of a computation; `place` is the card's id, area and fiscal year."""
    card, items = computed.card, traced.items()
    document = {
        **place,
        **{name: getattr(row, name) for name in ("number", "cause", "computed_by", "computed_at", "content_hash")},
        "frame": traced.frame(),
        "weights": card.weights,
        "scored_weight": card.scored_weight,
        "score": card.score,
        "band": traced.band(),
        "rounding": ROUNDING,
        "items": items,
    }
    document["is_example"] = names_an_example(document)
    return ScorecardTrace.model_validate(document).model_dump(mode="json")


def names_an_example(document: Any) -> bool:  # noqa: ANN401 - any part of a JSON document
    """Return whether any source in a document says that it is an example."""
    if isinstance(document, dict):
        return document.get("is_example") is True or any(map(names_an_example, document.values()))
    return isinstance(document, list) and any(map(names_an_example, document))


def _sourced(source: str, dated_on: object) -> Json:
    return {"source": source, "dated_on": dated_on, "is_example": says_example(source)}


def _scored(scored: ItemScore | None) -> Json:
    return {
        "step": _step(scored.step) if scored and scored.step else None,
        "score": scored.score if scored else None,
        "contribution": scored.contribution if scored else None,
    }


def _step(step: Step) -> Json:
    return {name: value for name, value in asdict(step).items() if name != "score"}


def _rubric(rubric: StatedRubric | KpiRubric) -> Json:
    shown = {name: getattr(rubric, name) for name in ("method", "direction", "unit")}
    return {**shown, "anchors": list(rubric.anchors), **_sourced(rubric.source, rubric.dated_on)}


def _weight(item: EvaluationFrameItem) -> Json | None:
    weight = item.weight
    return {"value": weight.value, **_sourced(weight.source, weight.dated_on)} if weight else None


def _lack(lack: Lack) -> Json:
    text = LACKS[lack.code]
    return {"code": lack.code, "indicator_id": lack.indicator_id, "reason": {"th": text.th, "en": text.en}}


def _kpi(each: KpiScore) -> Json:
    kpi, rubric = each.kpi, each.kpi.rubric
    fields = {name: getattr(kpi, name) for name in vars(kpi) if name not in ("direction", "rubric")}
    return {
        **fields,
        "actual_revisions": list(kpi.actual_revisions),
        "is_scored": kpi.is_scored,
        "is_example": _kpi_says_example(kpi.source, rubric),
        "rubric": _rubric(rubric) if rubric else None,
        **_scored(each.scored),
        "lacks": list(each.lacks),
    }


def _kpi_says_example(source: str | None, rubric: KpiRubric | None) -> bool:
    return says_example(source or "") or (rubric is not None and says_example(rubric.source))


def _result(result: ScorecardResult) -> Json:
    names = ("revision", "value", "evidence_note", "recorded_by", "recorded_at")
    return {**{name: getattr(result, name) for name in names}, **_sourced(result.source, result.dated_on)}


def _band(band: EvaluationFrameBand) -> Json:
    return {"at_least": band.at_least, "name_th": band.name_th, **_sourced(band.source, band.dated_on)}
