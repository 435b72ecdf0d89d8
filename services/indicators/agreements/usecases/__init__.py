"""What people do with performance agreements."""
