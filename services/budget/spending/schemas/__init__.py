"""What goes in and out about spending."""
