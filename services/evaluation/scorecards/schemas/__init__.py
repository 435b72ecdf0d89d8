"""What goes in and out about scorecards."""
