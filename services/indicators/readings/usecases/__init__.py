"""What people read of reported values."""
