"""Every SQL statement about duplicates."""
