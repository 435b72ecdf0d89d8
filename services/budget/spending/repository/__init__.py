"""Every SQL statement of spending."""
