"""What goes in and out about performance agreements."""
