"""Spending watched: targets of a year, quarter reports against them with rank, and savings told at closing."""
