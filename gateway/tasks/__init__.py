"""Tasks: what waits for the caller in all services, on one list."""
