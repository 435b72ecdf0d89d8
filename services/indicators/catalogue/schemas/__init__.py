"""What goes in and out about the catalogue."""
