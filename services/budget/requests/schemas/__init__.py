"""What goes in and out about requests, and about the checks of a list."""
