"""The tables of datasets. What was recorded of one is append-only."""
