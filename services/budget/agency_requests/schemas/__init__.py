"""What comes in and goes out about requests to agencies."""
