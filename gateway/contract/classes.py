"""The classes of the product below one of its own, wherever they are written."""

from collections.abc import Iterator
from typing import TypeVar

# Tests have classes of their own, which are no part of the contract.
OURS = ("gateway.", "services.")

Root = TypeVar("Root")


def classes_below(root: type[Root]) -> Iterator[type[Root]]:
    """Yield every loaded class of the product that is derived from `root`."""
    for each in root.__subclasses__():
        if each.__module__.startswith(OURS):
            yield each
        yield from classes_below(each)
