"""The scoring methods that ship, as tests know them: test_frames.py compares them with the rows."""

from collections.abc import Mapping
from decimal import Decimal

from services.evaluation.frames.rules.scoring import Method

FIVE_LEVEL = Method("five_level", tuple(Decimal(level) for level in (1, 2, 3, 4, 5)), below=Decimal(1))
THREE_TARGET = Method("three_target", tuple(Decimal(level) for level in (50, 75, 100)), below=Decimal(0))
METHODS: Mapping[str, Method] = {method.code: method for method in (FIVE_LEVEL, THREE_TARGET)}
