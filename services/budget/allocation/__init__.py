"""Dividing a year's frame among provinces and clusters by published criteria, every satang explained."""
