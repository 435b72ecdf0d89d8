"""What goes in and out about joint indicators, their offers and their results."""
