"""Client secrets: made, hashed and compared with Argon2 in threads of their own, and failed attempts counted."""

import asyncio
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from gateway.identity.errors import TooManyAttempts
from gateway.identity.rules import MOST_LIVE_SECRETS

# OWASP's lower bound for Argon2id (19 MiB, two passes): a secret has 256 random bits, so it need not be slower.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
THREADS = 2
SECRET_BYTES = 32
# A fixed beginning lets scanners for leaked secrets find ours.
SECRET_PREFIX = "buranakan_"
SHOWN_CHARACTERS = 4

MOST_FAILURES = 10
WINDOW_SECONDS = 300.0
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class NewSecret:
    """A secret just made: its value, which is shown once, its hash, which is kept, and its last four characters."""

    value: str
    hash: str
    last_four: str


class Hasher:
    """Argon2 in two threads: the event loop stays free, and a flood of wrong secrets takes 2 x 19 MiB, no more."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="argon2")
        self._decoy = self._argon2.hash(secrets.token_urlsafe(SECRET_BYTES))

    async def new_secret(self) -> NewSecret:
        """Make a secret of 256 random bits."""
        return await self.hashed(SECRET_PREFIX + secrets.token_urlsafe(SECRET_BYTES))

    async def hashed(self, value: str) -> NewSecret:
        """Return `value`, a random secret made elsewhere, as it is kept."""
        hashed = await asyncio.get_running_loop().run_in_executor(self._threads, self._argon2.hash, value)
        return NewSecret(value, hashed, value[-SHOWN_CHARACTERS:])

    async def matches(self, value: str, hashes: Sequence[str]) -> bool:
        """Return whether `value` is the secret of one of `hashes`.

        It compares as often for no hash as for two, so that the time taken tells nothing about the client.
        """
        compared = [*hashes, *[self._decoy] * (MOST_LIVE_SECRETS - len(hashes))]
        loop = asyncio.get_running_loop()
        found = [await loop.run_in_executor(self._threads, self._is_secret_of, value, each) for each in compared]
        return any(found[: len(hashes)])

    def _is_secret_of(self, value: str, hashed: str) -> bool:
        try:
            return self._argon2.verify(hashed, value)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """End the threads; what has begun is finished."""
        self._threads.shutdown(wait=True, cancel_futures=True)


class Attempts:
    """Counts attempts by client and address, in this process; one that succeeds takes its own back.

    An attempt counts from its beginning, so that many at once are not more than many in a row.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def begin(self, client_id: str, address: str) -> None:
        """Count an attempt; raises TooManyAttempts after ten that failed within five minutes."""
        at = self._clock()
        begun = self._begun.setdefault((client_id, address), deque())
        self._begun.move_to_end((client_id, address))
        while begun and begun[0] <= at - WINDOW_SECONDS:
            begun.popleft()
        if len(begun) >= MOST_FAILURES:
            wait = max(1, ceil(begun[0] + WINDOW_SECONDS - at))
            minutes = int(WINDOW_SECONDS // 60)
            raise TooManyAttempts(headers={"Retry-After": str(wait)}, most=MOST_FAILURES, minutes=minutes)
        begun.append(at)
        while len(self._begun) > MOST_COUNTED:
            self._begun.popitem(last=False)

    def take_back(self, client_id: str, address: str) -> None:
        """Forget the last attempt: it could not be judged."""
        if begun := self._begun.get((client_id, address)):
            begun.pop()

    def succeeded(self, client_id: str, address: str) -> None:
        """Forget the attempts of a client that has shown its secret from this address."""
        self._begun.pop((client_id, address), None)
