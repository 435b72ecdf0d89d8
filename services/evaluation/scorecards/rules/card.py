"""How a scorecard is scored: each item from its inputs, by the one arithmetic of the frames, and what it lacks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.evaluation.frames.rules.scoring import (
    FULL_WEIGHT,
    HIGHER,
    LOWER,
    Band,
    CardItem,
    CardScore,
    ItemScore,
    MadeScore,
    Method,
    Rubric,
    score_card,
    weights_of,
)
from services.evaluation.scorecards.rules.inputs import AreaKpis, Inputs, Kpi, KpiRubric
from services.evaluation.scorecards.rules.lacks import (
    ACTUAL_INCOMPLETE,
    ACTUAL_MISSING,
    NO_ACCOUNT,
    NO_AGREEMENT,
    NO_CLUSTER,
    NO_SCORED_KPI,
    NOTHING_POSTED,
    RESULT_MISSING,
    RUBRIC_MISSING,
    RUBRIC_UNUSABLE,
    SCALES_DIFFER,
    WEIGHT_MISSING,
    WEIGHTS_DO_NOT_ADD_UP,
    Lack,
)
from services.shared.workflow import Workflow

OPEN, FROZEN = "open", "frozen"
APPROVE = "approve"
FLOW = Workflow(
    start=OPEN,
    moves={
        "refresh": {OPEN: OPEN},
        "record_result": {OPEN: OPEN},
        # By resolution of the evaluation committee only: services/evaluation/scorecards/decisions.py.
        APPROVE: {OPEN: FROZEN},
    },
)

CREATED, REFRESHED, RESULT_RECORDED = "created", "refreshed", "result_recorded"
CAUSES = (CREATED, REFRESHED, RESULT_RECORDED)

CLUSTER_INDICATORS, PROVINCE_INDICATORS, DISBURSEMENT_RATE = (
    "cluster_indicators",
    "province_indicators",
    "disbursement_rate",
)
# The other items of a frame take what an evaluator records, with its evidence.
FETCHED_SOURCES = (CLUSTER_INDICATORS, PROVINCE_INDICATORS, DISBURSEMENT_RATE)


@dataclass(frozen=True)
class ItemRules:
    """What the frame says of one item: where its result comes from, what it weighs, how it is scored."""

    position: int
    result_source: str
    weight: Decimal | None
    rubric: Rubric | None


@dataclass(frozen=True)
class KpiScore:
    """One KPI with what it scores by its own rubric; `scored` is None for one that is only monitored."""

    kpi: Kpi
    rubric: Rubric | None
    scored: ItemScore | None
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class KpiCard:
    """The KPIs of one agreement scored together; `total` only when nothing is lacking."""

    kpis: tuple[KpiScore, ...]
    card: CardScore
    total: MadeScore | None
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class ScoredItem:
    """One item of the frame: what it scores, of which KPIs where it is made of KPIs, and what it lacks."""

    rules: ItemRules
    scored: ItemScore
    kpis: KpiCard | None
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Computation:
    """The score of a province by a frame, with every item of it."""

    card: CardScore
    items: tuple[ScoredItem, ...]


@dataclass(frozen=True)
class _Result:
    item: CardItem
    kpis: KpiCard | None
    lacks: tuple[Lack, ...]


def compute(
    items: Sequence[ItemRules], bands: Sequence[Band], inputs: Inputs, methods: Mapping[str, Method]
) -> Computation:
    """Return what `inputs` score by a frame. What is lacking is named and never counted as nothing."""
    results = {item.position: _result_of(item, inputs, methods) for item in items}
    card = score_card([result.item for result in results.values()], bands)
    rules = {item.position: item for item in items}
    scored = tuple(
        ScoredItem(rules[each.item.position], each, found.kpis, found.lacks)
        for each in card.items
        for found in (results[each.item.position],)
    )
    return Computation(card, scored)


def score_kpis(area: AreaKpis, methods: Mapping[str, Method]) -> KpiCard:
    """Score the KPIs of one agreement, each by its own rubric, added up by their weights of 100 (S0: คำรับรองฯ).

    There is a total only when every KPI that counts has a weight, a rubric and a complete actual, all on one scale.
    """
    rubrics = [_rubric_of(kpi.rubric, methods) for kpi in area.kpis]
    counted = [
        CardItem(place, kpi.weight, rubric, kpi.actual if kpi.is_complete else None)
        for place, (kpi, rubric) in enumerate(zip(area.kpis, rubrics, strict=True))
        if kpi.is_scored
    ]
    card = score_card(counted)
    scored = {each.item.position: each for each in card.items}
    kpis = tuple(
        KpiScore(kpi, rubric, scored.get(place), tuple(_lacks_of_kpi(kpi, rubric)))
        for place, (kpi, rubric) in enumerate(zip(area.kpis, rubrics, strict=True))
    )
    lacks = (
        *_lacks_of_agreement(area, kpis),
        *(Lack(code, each.kpi.indicator_id) for each in kpis for code in each.lacks),
    )
    scale = next((each.item.scale for each in card.items), None)
    total = MadeScore(scale, card.score) if not lacks and scale and card.score is not None else None
    return KpiCard(kpis, card, total, lacks)


def _result_of(item: ItemRules, inputs: Inputs, methods: Mapping[str, Method]) -> _Result:
    if item.result_source == PROVINCE_INDICATORS:
        return _from_kpis(item, inputs.province, methods)
    if item.result_source == CLUSTER_INDICATORS:
        if inputs.cluster is None:
            nothing = CardItem(item.position, item.weight, item.rubric, None)
            return _Result(nothing, None, (Lack(NO_CLUSTER),))
        return _from_kpis(item, inputs.cluster, methods)
    if item.result_source == DISBURSEMENT_RATE:
        ledger = inputs.ledger
        missing = NO_ACCOUNT if ledger.posted_amount is None else NOTHING_POSTED
        return _from_value(item, ledger.disbursement_rate, missing)
    recorded = inputs.result_of(item.position)
    return _from_value(item, recorded.value if recorded else None, RESULT_MISSING)


def _from_value(item: ItemRules, value: Decimal | None, missing: str) -> _Result:
    lacks = [Lack(missing)] if value is None else []
    if item.rubric is None:
        lacks.append(Lack(RUBRIC_MISSING))
    return _Result(CardItem(item.position, item.weight, item.rubric, value), None, tuple(lacks))


def _from_kpis(item: ItemRules, area: AreaKpis, methods: Mapping[str, Method]) -> _Result:
    """Take the total of the KPIs: as the item's result where the frame gives it a rubric, else as its score."""
    kpis = score_kpis(area, methods)
    if kpis.total is None or item.rubric is not None:
        value = kpis.total.score if kpis.total else None
        return _Result(CardItem(item.position, item.weight, item.rubric, value), kpis, kpis.lacks)
    return _Result(CardItem(item.position, item.weight, None, None, made=kpis.total), kpis, ())


def _rubric_of(rubric: KpiRubric | None, methods: Mapping[str, Method]) -> Rubric | None:
    """Return a KPI's rubric as the arithmetic takes it; None when it has none, or one that cannot be used."""
    if rubric is None or rubric.method not in methods or rubric.direction not in (HIGHER, LOWER):
        return None
    usable = Rubric(methods[rubric.method], rubric.direction, rubric.anchors)
    return usable if usable.has_an_anchor_per_level and usable.is_in_order else None


def _lacks_of_kpi(kpi: Kpi, rubric: Rubric | None) -> Iterator[str]:
    if not kpi.is_scored:
        return
    if kpi.weight is None:
        yield WEIGHT_MISSING
    if kpi.rubric is None:
        yield RUBRIC_MISSING
    elif rubric is None:
        yield RUBRIC_UNUSABLE
    if kpi.actual is None:
        yield ACTUAL_MISSING
    elif not kpi.is_complete:
        yield ACTUAL_INCOMPLETE


def _lacks_of_agreement(area: AreaKpis, kpis: Sequence[KpiScore]) -> Iterator[Lack]:
    counted = [each for each in kpis if each.kpi.is_scored]
    if area.agreement is None:
        yield Lack(NO_AGREEMENT)
    elif not counted:
        yield Lack(NO_SCORED_KPI)
    weights = [each.kpi.weight for each in counted]
    if weights and None not in weights and weights_of(weights) != FULL_WEIGHT:
        yield Lack(WEIGHTS_DO_NOT_ADD_UP)
    if len({each.rubric.method for each in counted if each.rubric}) > 1:
        yield Lack(SCALES_DIFFER)
