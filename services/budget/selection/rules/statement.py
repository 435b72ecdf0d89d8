"""What is stated for a run against what is asked: what is wrong with it, and the problem that it makes."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.budget.selection.rules.problem import Candidate, Ceiling, Minimum, Part, Problem
from services.shared.errors import FieldError, Text

# What one run can hold: its body and its snapshot stay small enough to be read and stored at once.
MOST_CANDIDATES = 5_000
# Faults of one kind that are named one by one; the rest are counted.
MOST_NAMED = 20
WHOLE_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Asked:
    """A request as it stands when the run begins. `held`: what is held for it, in the accounts of `path`."""

    id: str
    version: int
    content_hash: str
    state: str
    project_id: str
    title_th: str
    area_code: str
    fund_code: str
    amount: int
    submission_id: str
    place: int
    list_th: str
    held: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class Account:
    """An account of the ledger as it stands when the run begins; `path` is the accounts it counts in, itself last."""

    id: str
    name: str
    area_code: str | None
    fund_code: str
    cap: int
    taken: int
    path: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """What somebody states a request is worth by each criterion, and which dimension it is of."""

    request_id: str
    values: Mapping[str, Decimal]
    dimension: str | None


@dataclass(frozen=True)
class Stated:
    """What is stated for a run; ids are those of requests. `ceilings`: None for those of the ledger."""

    weights: Mapping[str, Decimal]
    scores: Sequence[Score]
    ceilings: Sequence[Ceiling] | None
    minimums: Sequence[Minimum]
    must_have: Sequence[str]
    left_out: Sequence[str]
    exclusive: Sequence[tuple[str, str]]
    keeps_own_order: bool
    ranking: str


def faults_of(stated: Stated, asked: Sequence[Asked]) -> tuple[FieldError, ...]:
    """Return what is wrong with a statement about these requests."""
    if not asked:
        return (FieldError("/fiscal_year", "nothing_to_choose", _NOTHING),)
    if len(asked) > MOST_CANDIDATES:
        return (FieldError("/area_code", "too_many_candidates", _too_many(len(asked))),)
    known = {each.id for each in asked}
    return (*_weight_faults(stated), *_score_faults(stated, known), *_name_faults(stated, known))


def _weight_faults(stated: Stated) -> Iterator[FieldError]:
    total = sum(stated.weights.values())
    if total != WHOLE_PERCENT:
        sentence = Text(f"น้ำหนักรวมต้องเป็น 100 ขณะนี้ {total}", f"The weights add up to 100; they are {total}.")
        yield FieldError("/criteria", "weights_do_not_add_up", sentence)
    share = sum(minimum.share for minimum in stated.minimums)
    if share > 1_000_000:
        sentence = Text("สัดส่วนขั้นต่ำรวมกันเกินร้อยละ 100", "The minimum shares add up to more than 100 percent.")
        yield FieldError("/minimums", "shares_past_whole", sentence)


def _score_faults(stated: Stated, known: Collection[str]) -> Iterator[FieldError]:
    for index, score in enumerate(stated.scores):
        if score.values.keys() != stated.weights.keys():
            names = ", ".join(stated.weights)
            sentence = Text(f"ให้คะแนนครบทุกเกณฑ์และไม่เกิน: {names}", f"Score by each criterion and no other: {names}.")
            yield FieldError(f"/scores/{index}/values", "criteria_do_not_fit", sentence)
    scored = [score.request_id for score in stated.scores]
    yield from _strangers("/scores/{}/request_id", scored, known)
    for index in _repeated(scored):
        yield FieldError(f"/scores/{index}/request_id", "scored_twice", _TWICE)
    absent = sorted(set(known) - set(scored))
    if absent:
        shown = ", ".join(absent[:MOST_NAMED])
        sentence = Text(
            f"ยังไม่มีคะแนน {len(absent)} คำขอ ระบบไม่ตั้งคุณค่าให้เอง: {shown}",
            f"{len(absent)} requests have no score, and no value is made up for them: {shown}.",
        )
        yield FieldError("/scores", "score_missing", sentence)


def _name_faults(stated: Stated, known: Collection[str]) -> Iterator[FieldError]:
    yield from _strangers("/must_have/{}", stated.must_have, known)
    yield from _strangers("/left_out/{}", stated.left_out, known)
    for side in (0, 1):
        pointer = "/exclusions/{}/request_ids/" + str(side)
        yield from _strangers(pointer, [pair[side] for pair in stated.exclusive], known)


def _strangers(pointer: str, ids: Sequence[str], known: Collection[str]) -> Iterator[FieldError]:
    strangers = [index for index, each in enumerate(ids) if each not in known]
    for index in strangers[:MOST_NAMED]:
        yield FieldError(pointer.format(index), "not_a_candidate", _STRANGER)


def _repeated(ids: Sequence[str]) -> list[int]:
    seen = set[str]()
    found = []
    for index, each in enumerate(ids):
        if each in seen:
            found.append(index)
        seen.add(each)
    return found[:MOST_NAMED]


def problem_of(stated: Stated, asked: Sequence[Asked], accounts: Sequence[Account]) -> Problem:
    """Return the problem of a statement without faults. Requests for one project are one joint candidate.

    What such a candidate is worth is what is stated for its requests, added up.
    """
    projects: dict[str, list[Asked]] = defaultdict(list)
    for each in sorted(asked, key=lambda each: each.id):
        projects[each.project_id].append(each)
    leads = {each.id: group[0].id for group in projects.values() for each in group}
    values, step = _values_of(stated)
    dimensions = {score.request_id: score.dimension for score in stated.scores}
    candidates = [_candidate(group, values, dimensions) for group in projects.values()]
    pairs = {tuple(sorted((leads[one], leads[other]))) for one, other in stated.exclusive if leads[one] != leads[other]}
    lists = sorted({each.submission_id for each in asked})
    return Problem(
        candidates=tuple(sorted(candidates, key=lambda candidate: candidate.id)),
        ceilings=tuple(_ledger_ceilings(asked, accounts) if stated.ceilings is None else stated.ceilings),
        minimums=tuple(stated.minimums),
        must_have=tuple(sorted({leads[each] for each in stated.must_have})),
        left_out=tuple(sorted({leads[each] for each in stated.left_out})),
        exclusive=tuple(sorted((one, other) for one, other in pairs)),
        own_order=tuple(lists) if stated.keeps_own_order else (),
        ranking=stated.ranking,
        step=step,
    )


def _values_of(stated: Stated) -> tuple[Mapping[str, int], int]:
    """Return what each request is worth, in steps as small as the finest of them needs, and their decimals."""
    exact = {
        score.request_id: sum(
            (stated.weights[code] * value for code, value in score.values.items()), start=Decimal(0)
        ) / WHOLE_PERCENT
        for score in stated.scores
    }  # fmt: skip
    step = max((decimals_of(value) for value in exact.values()), default=0)
    return {request_id: int(value.scaleb(step)) for request_id, value in exact.items()}, step


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _candidate(group: Sequence[Asked], values: Mapping[str, int], dimensions: Mapping[str, str | None]) -> Candidate:
    named = (dimensions[each.id] for each in group)
    return Candidate(
        id=group[0].id,
        parts=tuple(Part(each.area_code, each.fund_code, each.amount) for each in group),
        value=sum(values[each.id] for each in group),
        dimension=next((name for name in named if name is not None), None),
        places=tuple((each.submission_id, each.place) for each in group),
    )


def _ledger_ceilings(asked: Sequence[Asked], accounts: Sequence[Account]) -> Iterator[Ceiling]:
    """Yield what is still free of each account, what is held for the candidates counting as free.

    An area that asks of a fund without having an account of it has nothing to give out.
    """
    freed: dict[str, int] = defaultdict(int)
    for each in asked:
        for account_id in each.path:
            freed[account_id] += each.held
    under: dict[str, set[str]] = defaultdict(set)
    for account in accounts:
        for above in account.path:
            if account.area_code is not None:
                under[above].add(account.area_code)
    for account in accounts:
        if under[account.id]:
            free = account.cap - account.taken + freed[account.id]
            areas = tuple(sorted(under[account.id]))
            yield Ceiling(account.id, account.name, areas, (account.fund_code,), free)
    have = {(account.area_code, account.fund_code) for account in accounts}
    for area, fund in sorted({(each.area_code, each.fund_code) for each in asked} - have):
        yield Ceiling(f"none:{area}:{fund}", f"{area} {fund} (ไม่มีบัญชีวงเงิน)", (area,), (fund,), 0)


def snapshot_of(problem: Problem, asked: Sequence[Asked]) -> dict[str, Any]:
    """Return each candidate's title and requests as they stood, as JSON values, by its id."""
    found: dict[str, dict[str, Any]] = {candidate.id: {"requests": []} for candidate in problem.candidates}
    leads = {each.project_id: each for each in asked if each.id in found}
    for each in sorted(asked, key=lambda each: each.id):
        lead = leads[each.project_id]
        found[lead.id]["title_th"] = lead.title_th
        found[lead.id]["requests"].append(
            {
                "id": each.id,
                "version": each.version,
                "content_hash": each.content_hash,
                "state": each.state,
                "area_code": each.area_code,
                "fund_code": each.fund_code,
                "amount": each.amount,
                "submission_id": each.submission_id,
                "priority": each.place,
            }
        )
    return found


def _too_many(count: int) -> Text:
    return Text(
        f"มีคำขอ {count} รายการ เลือกครั้งหนึ่งได้ไม่เกิน {MOST_CANDIDATES}",
        f"There are {count} requests; one run takes at most {MOST_CANDIDATES}.",
    )


_NOTHING = Text(
    "ไม่มีคำขอที่ส่งแล้วของพื้นที่และปีงบประมาณนี้ในสถานะที่เลือก",
    "The area and fiscal year have no submitted request in these states.",
)
_TWICE = Text("คำขอนี้มีคะแนนแล้ว", "This request has a score already.")
_STRANGER = Text(
    "คำขอนี้ไม่อยู่ในรายการที่เลือกได้ ดูปีงบประมาณ พื้นที่ และสถานะ",
    "This request is not among the candidates: see the fiscal year, the area and the states.",
)
