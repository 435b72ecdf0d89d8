"""Decisions: what a committee resolved is carried out in the service that owns the object, once, on what it saw."""
