"""What goes in and out about allocation."""
