"""How a result becomes a score and how scores add up: exact decimals, no floats, the same answer in whatever order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from itertools import pairwise

HIGHER, LOWER = "higher_is_better", "lower_is_better"
BELOW_FIRST, BETWEEN, AT_LAST = "below_first", "between", "at_last"
SCORED, NOT_REPORTED, NO_RUBRIC = "scored", "not_reported", "no_rubric"

FULL_WEIGHT = Decimal(100)
ROUNDING = "4 decimals, ROUND_HALF_EVEN"
_PLACES = Decimal("0.0001")
# Sixty digits hold every product of two numbers of the contract exactly; only the division of a step is rounded.
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True)
class Method:
    """A scoring method: the score at each anchor in order, and the score of a result short of the first.

    The documents know "เกณฑ์การให้คะแนน" (S3) and print no scale, therefore the methods are rows with a source of their
    own (data/scoring_methods.csv) and come in here as arguments.
    """

    code: str
    levels: tuple[Decimal, ...]
    below: Decimal


@dataclass(frozen=True)
class Rubric:
    """How one item is scored. `anchors` in the unit of the item's result, from the lowest score to the highest."""

    scale: Method
    direction: str
    anchors: tuple[Decimal, ...]

    @property
    def method(self) -> str:
        """The code of the scoring method."""
        return self.scale.code

    @property
    def has_an_anchor_per_level(self) -> bool:
        """Whether there are as many anchors as the method scores levels."""
        return len(self.anchors) == len(self.scale.levels)

    @property
    def is_in_order(self) -> bool:
        """Whether every anchor is better than the one before it."""
        rises = self.direction == HIGHER
        return all(first < second if rises else first > second for first, second in pairwise(self.anchors))

    @property
    def lowest_score(self) -> Decimal:
        """The least that can be scored."""
        return self.scale.below

    @property
    def highest_score(self) -> Decimal:
        """The most that can be scored."""
        return self.scale.levels[-1]


@dataclass(frozen=True)
class Step:
    """Between which anchors a result lies, and what that scores; an end that is open is None."""

    place: str
    lower_anchor: Decimal | None
    upper_anchor: Decimal | None
    lower_score: Decimal
    upper_score: Decimal
    score: Decimal


@dataclass(frozen=True)
class Band:
    """A level of the total: from `at_least` (included) up to where the next one begins (not included)."""

    at_least: Decimal
    name_th: str


@dataclass(frozen=True)
class MadeScore:
    """A score that was added up from the scores under it, on their one scale."""

    scale: Method
    score: Decimal


@dataclass(frozen=True)
class CardItem:
    """One item: its place in the frame, its weight and rubric where the frame gives them, its result when reported.

    An item whose score is `made` already takes neither its rubric nor a result.
    """

    position: int
    weight: Decimal | None
    rubric: Rubric | None
    value: Decimal | None
    made: MadeScore | None = None

    @property
    def scale(self) -> Method | None:
        """The method that the item's score is one of; None when it has no rubric."""
        if self.made:
            return self.made.scale
        return self.rubric.scale if self.rubric else None


@dataclass(frozen=True)
class ItemScore:
    """What one item scores and adds; `contribution` is weight x score / 100, exactly."""

    item: CardItem
    state: str
    step: Step | None
    score: Decimal | None
    contribution: Decimal | None


@dataclass(frozen=True)
class CardScore:
    """The score of a card: `score` is None until every weighted item is scored; `weights` None when there are none."""

    weights: Decimal | None
    scored_weight: Decimal
    score: Decimal | None
    band: str | None
    items: tuple[ItemScore, ...]


def score_item(scale: Method, anchors: Sequence[Decimal], direction: str, value: Decimal) -> Decimal:
    """Return the score of `value`, between the method's lowest and highest, to four decimals.

    Between two anchors it is linear; a better value never scores less.
    """
    return step_of(Rubric(scale, direction, tuple(anchors)), value).score


def step_of(rubric: Rubric, value: Decimal) -> Step:
    """Return where `value` lies among the anchors and what it scores there."""
    scale, anchors = rubric.scale, rubric.anchors
    if not _reaches(value, anchors[0], rubric.direction):
        return Step(BELOW_FIRST, None, anchors[0], scale.below, scale.levels[0], _rounded(scale.below))
    if _reaches(value, anchors[-1], rubric.direction):
        highest = scale.levels[-1]
        return Step(AT_LAST, anchors[-1], None, highest, highest, _rounded(highest))
    stretches = zip(pairwise(anchors), pairwise(scale.levels), strict=True)
    # The last stretch whose lower anchor is reached; the first one always is by now.
    (start, end), (low, high) = [each for each in stretches if _reaches(value, each[0][0], rubric.direction)][-1]
    with localcontext(_CONTEXT):
        score = low + (value - start) * (high - low) / (end - start)
    return Step(BETWEEN, start, end, low, high, _rounded(score))


def score_card(items: Iterable[CardItem], bands: Iterable[Band] = ()) -> CardScore:
    """Return what the items score together, whatever their order.

    The total is the sum of the contributions, to four decimals. It is there only when the weights are exactly 100, all
    on one scale, and every item with a weight is scored: what is not reported is never counted as nothing.
    """
    scored = tuple(_scored(item) for item in sorted(items, key=lambda each: each.position))
    weights = weights_of(item.item.weight for item in scored)
    scored_weight = _sum(each.item.weight or Decimal(0) for each in scored if each.state == SCORED)
    one_scale = len({each.item.scale.code for each in scored if each.item.scale}) == 1
    whole = weights == scored_weight == FULL_WEIGHT and one_scale
    total = _rounded(_sum(each.contribution or Decimal(0) for each in scored)) if whole else None
    band = band_of(bands, total) if total is not None else None
    return CardScore(weights, scored_weight, total, band, scored)


def weights_of(weights: Iterable[Decimal | None]) -> Decimal | None:
    """Return the sum of the weights; None when no item has one, as in the frames of the documents."""
    given = [weight for weight in weights if weight is not None]
    return _sum(given) if given else None


def band_of(bands: Iterable[Band], score: Decimal) -> str | None:
    """Return the name of the band a score falls in; None when it is under all of them."""
    reached = [band for band in bands if band.at_least <= score]
    return max(reached, key=lambda band: band.at_least).name_th if reached else None


def _scored(item: CardItem) -> ItemScore:
    if item.made:
        return ItemScore(item, SCORED, None, item.made.score, _contribution(item.weight, item.made.score))
    if item.value is None:
        return ItemScore(item, NOT_REPORTED, None, None, None)
    if item.rubric is None:
        return ItemScore(item, NO_RUBRIC, None, None, None)
    step = step_of(item.rubric, item.value)
    return ItemScore(item, SCORED, step, step.score, _contribution(item.weight, step.score))


def _contribution(weight: Decimal | None, score: Decimal) -> Decimal | None:
    if weight is None:
        return None
    with localcontext(_CONTEXT):
        return weight * score / FULL_WEIGHT


def _reaches(value: Decimal, anchor: Decimal, direction: str) -> bool:
    return value >= anchor if direction == HIGHER else value <= anchor


def _sum(values: Iterable[Decimal]) -> Decimal:
    with localcontext(_CONTEXT):
        return sum(values, Decimal(0))


def _rounded(score: Decimal) -> Decimal:
    with localcontext(_CONTEXT):
        return score.quantize(_PLACES)
