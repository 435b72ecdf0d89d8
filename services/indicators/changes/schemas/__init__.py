"""What goes in and out about change requests."""
