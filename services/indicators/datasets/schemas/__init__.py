"""What goes in and out about datasets."""
