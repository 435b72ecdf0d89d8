"""The rules of change requests."""
