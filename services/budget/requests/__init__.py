"""Budget requests: what a project asks for, within the ceiling or above it, and the lists that they stand in."""
