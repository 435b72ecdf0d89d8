"""What goes in and out about evaluation frames."""
