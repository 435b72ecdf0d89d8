"""What is stated becomes a problem: joint projects, values in whole steps, what is free under the ledger's accounts."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.budget.selection.rules.changes import FOUND, IMPOSSIBLE, KINDS, STATES
from services.budget.selection.rules.problem import BY_VALUE
from services.budget.selection.rules.reasons import KINDS as REASONS
from services.budget.selection.rules.reasons import Reason
from services.budget.selection.rules.statement import Account, Asked, Score, Stated, problem_of, snapshot_of
from services.budget.selection.rules.words import Names, changed, why_broken, why_out


def asked(name: str, area: str, project: str, amount: int, held: int = 0, place: int = 1) -> Asked:
    path = ("nation", area) if area != "52" else ()
    return Asked(name, 1, "hash", "submitted", project, f"โครงการ {name}", area, "AREA", amount, f"list-{area}", place,
                 f"{area} รอบที่ 1", held, path)  # fmt: skip


def stated(worth: dict[str, str], **given: object) -> Stated:
    scores = [Score(each, {"w": Decimal(value), "x": Decimal(1)}, "economy") for each, value in worth.items()]
    weights = {"w": Decimal("33.5"), "x": Decimal("66.5")}
    plain = Stated(weights, scores, None, (), (), (), (), False, BY_VALUE)
    return replace(plain, **given)  # type: ignore[arg-type]


ACCOUNTS = (
    Account("nation", "ภาพรวม AREA", None, "AREA", 5000, 3000, ("nation",)),
    Account("50", "เชียงใหม่ AREA", "50", "AREA", 2000, 1200, ("nation", "50")),
    Account("51", "ลำพูน AREA", "51", "AREA", 1000, 0, ("nation", "51")),
)
REQUESTS = (
    asked("b", "51", "joint", 300),
    asked("a", "50", "joint", 500, held=500),
    asked("c", "50", "own", 700, place=2),
    asked("d", "52", "poor", 100),
)


def test_requests_for_one_project_are_one_candidate_of_several_parts() -> None:
    worth = {"a": "1", "b": "2.25", "c": "3", "d": "0"}
    statement = stated(worth, must_have=("b",), exclusive=(("b", "c"), ("a", "b")))
    problem = problem_of(statement, REQUESTS, ACCOUNTS)
    joint, own, _ = problem.candidates
    assert (joint.id, [(part.area, part.amount) for part in joint.parts]) == ("a", [("50", 500), ("51", 300)])
    assert joint.places == (("list-50", 1), ("list-51", 1))
    # 33.5 % of the score and 66.5 % of 1: (0.335 + 0.665) + (0.75375 + 0.665), in hundred-thousandths.
    assert (problem.step, joint.value, own.value) == (5, 241_875, 167_000)
    assert (problem.must_have, problem.exclusive) == (("a",), (("a", "c"),))
    assert [each["id"] for each in snapshot_of(problem, REQUESTS)["a"]["requests"]] == ["a", "b"]


def test_what_is_held_for_candidates_counts_as_free_all_the_way_up() -> None:
    problem = problem_of(stated(dict.fromkeys("abcd", "1")), REQUESTS, ACCOUNTS)
    assert [(each.key, each.areas, each.cap) for each in problem.ceilings] == [
        ("nation", ("50", "51"), 5000 - 3000 + 500),
        ("50", ("50",), 2000 - 1200 + 500),
        ("51", ("51",), 1000),
        ("none:52:AREA", ("52",), 0),
    ]


NAMES = Names({"c1": "โครงการหนึ่ง"}, {"k": "กรอบ"}, {"l": "รอบ"})


@pytest.mark.parametrize("kind", REASONS)
def test_every_reason_has_its_sentence(kind: str) -> None:
    reason = Reason(kind, "k", ("c1", "c2", "c3", "c4"), 100, 200, 300, 400)
    says = [why_broken(reason, NAMES)] if kind in ("must_have",) else [why_out(reason, NAMES)]
    if kind not in ("line", "no_value"):
        says += [why_broken(reason, NAMES), why_broken(replace(reason, needed=None), NAMES)]
    for text in says:
        assert "{" not in text.th + text.en
    assert kind not in ("exclusion", "must_have") or "โครงการหนึ่ง, c2, c3 (+1)" in says[0].th


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", STATES)
def test_every_change_has_its_sentence(kind: str, state: str) -> None:
    text = changed(kind, state, 100, 200, (Decimal(1), Decimal(2)), [{"title_th": "กรอบ", "amount": 150}])
    assert "{" not in text.th + text.en
    if state == FOUND:
        assert {"value": "Worth 1 more, 2", "cost": "Costing 1.00 baht less, 2.00", "ceiling": "กรอบ 1.50"}[
            kind
        ] in text.en
    assert state != IMPOSSIBLE or "another condition" in text.en
