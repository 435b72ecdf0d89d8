"""Indicators: what is measured, agreed and reported, jointly by ministries and provinces."""
