"""Evaluation: what was achieved, scored, published and rewarded."""
