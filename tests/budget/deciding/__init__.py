"""What is said of requests before they are decided, how they are, and what follows."""
