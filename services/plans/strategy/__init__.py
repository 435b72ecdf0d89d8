"""The strategy of a plan: missions, goals, strategic issues and the strategies under them, as one tree."""
