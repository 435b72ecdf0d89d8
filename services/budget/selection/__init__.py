"""Choosing projects: the strict ranking and the best choice beside it, under ceilings, with every reason (P15, P22)."""
