"""What these tests share with those of requests."""

from tests.budget.requests.conftest import at, world

__all__ = ["at", "world"]
