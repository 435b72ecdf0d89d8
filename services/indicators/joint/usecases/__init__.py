"""What people do with joint indicators and their offers."""
