"""What goes in and out about duplicates."""
