"""Tests of what an operator starts."""
