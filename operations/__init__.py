"""What an operator or a newcomer starts: the embedded database, the runner and the tools around them."""
