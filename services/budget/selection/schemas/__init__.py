"""What goes in and out about the choice of projects."""
