"""What the budget calendar has open for whom today: one list for a caller's units, and tasks for those who owe."""
