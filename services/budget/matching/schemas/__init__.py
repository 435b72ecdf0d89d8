"""What goes in and out about matching funds."""
