"""What people do with reported values."""
