"""A circuit breaker: a service that cannot be reached is left alone for a while, then tried by one request.

Our own, because the libraries at hand let every waiting request through at once when they try again, and take a
caller who hangs up for a failure of the service, so that anyone could shut a healthy service for everyone.
"""

import time
from collections.abc import Callable

FAILURES = 5
REST_SECONDS = 10.0


class Breaker:
    """Opens after five failures in a row; after ten seconds of rest one request, the probe, may try again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._rests_until = float("-inf")
        self._probing = False

    @property
    def is_open(self) -> bool:
        """True from the fifth failure until the service was reached again."""
        return self._failures >= FAILURES

    def admits(self) -> bool:
        """Return whether a request may go now; while open, only one at a time and only after the rest."""
        if not self.is_open:
            return True
        if self._probing or self._clock() < self._rests_until:
            return False
        self._probing = True
        return True

    def reached(self) -> None:
        """Note that the service answered, whatever it said."""
        self._failures = 0
        self._probing = False

    def missed(self) -> None:
        """Note that the service could not be reached or did not answer in time."""
        self._failures += 1
        self._probing = False
        self._rests_until = self._clock() + REST_SECONDS

    def gave_up(self) -> None:
        """Note that a request ended without showing anything about the service, as when its caller hung up."""
        self._probing = False
