"""Committees: who they are, by which order, and who sits on them when, always by post."""
