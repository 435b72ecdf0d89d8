"""What people do with allocation rounds."""
