"""Secrets and attempts: slow work away from the loop, as much of it for nobody as for somebody."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from typing_extensions import override

from gateway.identity.credentials import MOST_FAILURES, WINDOW_SECONDS, Attempts, Hasher
from gateway.identity.errors import TooManyAttempts


@pytest.fixture
async def hasher() -> AsyncIterator[Hasher]:
    opened = Hasher()
    yield opened
    opened.close()


class Clock:
    """A clock that stands still until it is set forward."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


async def test_a_secret_is_long_random_and_hashed_with_argon2id(hasher: Hasher) -> None:
    one, other = await hasher.new_secret(), await hasher.new_secret()
    assert one.value != other.value
    assert len(one.value) >= 43
    assert one.hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert one.value not in one.hash
    assert one.value.endswith(one.last_four)


async def test_each_of_two_secrets_opens_and_nothing_else_does(hasher: Hasher) -> None:
    one, other, third = [await hasher.new_secret() for _ in range(3)]
    hashes = (one.hash, other.hash)
    assert await hasher.matches(one.value, hashes)
    assert await hasher.matches(other.value, hashes)
    assert not await hasher.matches(third.value, hashes)
    assert not await hasher.matches("", hashes)
    assert not await hasher.matches(one.value, ())
    assert not await hasher.matches(one.value, ("not a hash",))
    assert not await hasher.matches("รหัส\x00" * 100, hashes)


class CountingHasher(Hasher):
    """Counts the comparisons it makes, and where."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: list[str] = []

    @override
    def _is_secret_of(self, value: str, hashed: str) -> bool:
        self.threads.append(threading.current_thread().name)
        return super()._is_secret_of(value, hashed)


async def test_an_unknown_client_costs_the_work_of_a_known_one() -> None:
    hasher = CountingHasher()
    secrets = [await hasher.new_secret() for _ in range(2)]
    cases = [(), (secrets[0].hash,), tuple(secret.hash for secret in secrets)]
    work = []
    for hashes in cases:
        for value in ("wrong", secrets[0].value):
            before = len(hasher.threads)
            await hasher.matches(value, hashes)
            work.append(len(hasher.threads) - before)
    assert set(work) == {2}
    hasher.close()


async def test_argon2_runs_in_its_own_threads_while_the_loop_goes_on() -> None:
    hasher = CountingHasher()
    secret = await hasher.new_secret()
    turns = 0
    judging = [asyncio.create_task(hasher.matches(secret.value, (secret.hash,))) for _ in range(4)]
    while not all(task.done() for task in judging):
        turns += 1
        await asyncio.sleep(0)
    assert [task.result() for task in judging] == [True] * 4
    assert turns > 4 * len(judging)  # a loop that was blocked would have turned once per task
    assert all(name.startswith("argon2") for name in hasher.threads)
    hasher.close()


def fail(attempts: Attempts, times: int, client_id: str = "a-client", address: str = "192.0.2.1") -> None:
    for _ in range(times):
        attempts.begin(client_id, address)


def test_after_ten_failures_the_door_is_closed_until_the_first_is_five_minutes_old() -> None:
    clock = Clock()
    attempts = Attempts(clock)
    fail(attempts, MOST_FAILURES)
    clock.at = 100.0
    with pytest.raises(TooManyAttempts) as refusal:
        fail(attempts, 1)
    assert refusal.value.headers["Retry-After"] == "200"
    clock.at = WINDOW_SECONDS
    fail(attempts, MOST_FAILURES)
    with pytest.raises(TooManyAttempts):
        fail(attempts, 1)


def test_failures_count_by_client_and_address() -> None:
    attempts = Attempts(Clock())
    fail(attempts, MOST_FAILURES)
    fail(attempts, 1, client_id="another")
    fail(attempts, 1, address="192.0.2.2")
    with pytest.raises(TooManyAttempts):
        fail(attempts, 1)


def test_a_success_forgives_and_what_could_not_be_judged_does_not_count() -> None:
    attempts = Attempts(Clock())
    fail(attempts, MOST_FAILURES - 1)
    attempts.succeeded("a-client", "192.0.2.1")
    fail(attempts, MOST_FAILURES)
    attempts.take_back("a-client", "192.0.2.1")
    fail(attempts, 1)
    with pytest.raises(TooManyAttempts):
        fail(attempts, 1)
    attempts.take_back("nobody", "192.0.2.1")


def test_the_counts_of_many_names_do_not_grow_without_end() -> None:
    attempts = Attempts(Clock())
    for number in range(10_500):
        attempts.begin(f"client-{number}", "192.0.2.1")
    fail(attempts, MOST_FAILURES, client_id="client-0")
    with pytest.raises(TooManyAttempts):
        fail(attempts, MOST_FAILURES, client_id="client-10499")
