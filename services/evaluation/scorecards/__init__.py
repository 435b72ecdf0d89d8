"""Scorecards: what a province scores by the frame of a year, with the trace of every number to its source."""
