"""Resolutions: what a committee decided on exactly what it saw, recorded by one person and confirmed by another."""
