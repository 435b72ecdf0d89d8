"""What goes in and out about reading."""
