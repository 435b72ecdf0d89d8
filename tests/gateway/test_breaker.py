"""The circuit breaker."""

from gateway.breaker import FAILURES, REST_SECONDS, Breaker


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.admits()
        breaker.missed()
    return breaker


def test_it_opens_after_five_failures_in_a_row_and_not_before() -> None:
    breaker = Breaker(Clock())
    for _ in range(FAILURES - 1):
        breaker.missed()
    assert breaker.admits()
    breaker.missed()
    assert not breaker.admits()


def test_an_answer_in_between_starts_the_count_anew() -> None:
    breaker = Breaker(Clock())
    for _ in range(3 * FAILURES):
        breaker.missed()
        breaker.reached()
    assert breaker.admits()


def test_after_the_rest_one_request_may_try_and_the_others_wait_for_it() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.at += REST_SECONDS
    assert [breaker.admits() for _ in range(50)] == [True] + [False] * 49


def test_a_probe_that_reaches_the_service_lets_everyone_through() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.at += REST_SECONDS
    assert breaker.admits()
    breaker.reached()
    assert all(breaker.admits() for _ in range(10))


def test_a_probe_that_fails_starts_another_rest() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.at += REST_SECONDS
    assert breaker.admits()
    breaker.missed()
    assert not breaker.admits()
    clock.at += REST_SECONDS
    assert breaker.admits()


def test_a_probe_whose_caller_hangs_up_makes_room_for_the_next() -> None:
    clock = Clock()
    breaker = opened(clock)
    clock.at += REST_SECONDS
    assert breaker.admits()
    breaker.gave_up()
    assert breaker.admits()
