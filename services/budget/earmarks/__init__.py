"""Earmarks: what a ministry or department reserves of a fiscal year for projects of areas, and what is left of it."""
