"""The strict ranking: the line, what is under it, and what would still have fitted."""

from hypothesis import given, settings

from services.budget.selection.rules.problem import BY_SUBMISSION, Candidate, Ceiling, Part, Problem
from services.budget.selection.rules.ranking import strict
from services.budget.selection.rules.reasons import CEILING, LINE, MINIMUM, MUST_HAVE, Reason, Tally, broken
from tests.budget.selection.problems import problems


def of(*amounts: int, area: str = "50", **changed: object) -> Problem:
    """Return a problem of one area whose candidates are worth the more the earlier they come."""
    known = tuple(
        Candidate(f"c{n}", (Part(area, "area", amount),), 100 - n, None, ((area, n),))
        for n, amount in enumerate(amounts)
    )
    return Problem(known, (Ceiling("k", "k", (area,), (), 1000),), **changed)  # type: ignore[arg-type]


def test_the_first_that_does_not_fit_draws_the_line() -> None:
    ranking = strict(of(600, 500, 300, 500, 100))
    assert ranking.order == ("c0", "c1", "c2", "c3", "c4")
    assert ranking.taken == {"c0"}
    assert ranking.lines == {"k": "c1"}
    assert ranking.verdicts["c1"].reasons == (Reason(CEILING, "k", (), 1000, 600, 500, 100),)
    assert ranking.verdicts["c2"].reasons == (Reason(LINE, "k", ("c1",), 1000, 600, 500, 100),)
    assert [each for each, verdict in ranking.verdicts.items() if verdict.would_fit] == ["c2", "c4"]


def test_a_ceiling_is_kept_to_the_satang() -> None:
    assert strict(of(600, 400)).taken == {"c0", "c1"}
    assert strict(of(600, 401)).verdicts["c1"].reasons == (Reason(CEILING, "k", (), 1000, 600, 401, 1),)


def test_the_line_of_one_ceiling_stands_in_nobody_elses_way() -> None:
    known = (*of(600, 500).candidates, Candidate("x", (Part("51", "area", 900),), 1, None, (("51", 1),)))
    problem = Problem(known, (Ceiling("k", "k", ("50",), (), 1000), Ceiling("all", "all", (), (), 5000)))
    assert strict(problem).taken == {"c0", "x"}


def test_what_is_alike_goes_by_its_place_then_the_cheaper_then_the_id() -> None:
    def alike(name: str, place: int, amount: int, value: int = 5) -> Candidate:
        return Candidate(name, (Part("50", "area", amount),), value, None, (("50", place),))

    known = (alike("d", 2, 10), alike("c", 1, 20), alike("b", 1, 10), alike("a", 1, 10), alike("e", 9, 10, value=6))
    assert Problem(known, ()).ranked == ("e", "a", "b", "c", "d")
    assert Problem(known, (), ranking=BY_SUBMISSION).ranked == ("a", "b", "c", "d", "e")


def test_what_must_be_in_goes_first_with_what_comes_before_it() -> None:
    ranking = strict(of(500, 400, 300, 300, must_have=("c2",), own_order=("50",)))
    assert ranking.taken == {"c0", "c1"}
    assert ranking.verdicts["c2"].reasons[0].needed == 200
    assert strict(of(600, 400, 300, 300, must_have=("c2",))).taken == {"c2", "c0"}


def test_two_lists_that_stand_against_each_other_come_to_an_end() -> None:
    parts = (Part("50", "area", 1), Part("51", "area", 1))
    known = (
        Candidate("a", parts, 2, None, (("50", 1), ("51", 2))),
        Candidate("b", parts, 1, None, (("50", 2), ("51", 1))),
    )
    ranking = strict(Problem(known, (), own_order=("50", "51")))
    assert ranking.taken == frozenset()
    assert ranking.verdicts["a"].reasons == (Reason("own_order", "51", ("b",)),)


@settings(max_examples=80)
@given(problems(most=10))
def test_every_verdict_of_the_ranking_is_true(problem: Problem) -> None:
    ranking = strict(problem)
    assert sorted(ranking.order) == sorted(problem.by_id)
    kinds = {reason.kind for reason in broken(problem, ranking.taken)}
    assert kinds <= {MINIMUM, MUST_HAVE}
    tally = Tally(problem, ranking.taken)
    for each, verdict in ranking.verdicts.items():
        assert verdict.is_in is (not verdict.reasons)
        if not verdict.is_in:
            against = tally.rules_against(each) + tally.ceilings_against(each)
            assert verdict.would_fit is (not against)
        for reason in (one for one in verdict.reasons if one.kind in (CEILING, LINE)):
            assert (reason.used or 0) + (reason.asked or 0) - (reason.cap or 0) == reason.needed
            assert (reason.needed or 0) > 0
