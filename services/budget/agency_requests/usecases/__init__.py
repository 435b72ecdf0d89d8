"""What is done with requests to agencies. `asking.open_request` is the one way in, for other features too."""
