"""Duplicates: what asks for the same in other words, why that is thought, and what people judged (S1 p5, S4 2.1)."""
