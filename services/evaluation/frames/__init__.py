"""Evaluation frames: by what a province is evaluated in a fiscal year, with weights, rubrics and the scoring rules."""
