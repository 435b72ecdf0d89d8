"""What is done with choices: making one, having it computed, asking what would change it, overruling it."""
