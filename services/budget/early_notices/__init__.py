"""Early notices: an area tells ministries of a project that it means to ask money for, before it asks (S1 point 3)."""
