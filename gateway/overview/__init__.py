"""Overviews: what plans, indicators, budget and evaluation say of one area in one year, on one page."""
