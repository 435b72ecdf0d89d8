"""What people do with change requests."""
