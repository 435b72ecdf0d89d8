"""The budget calendar of a fiscal year: which step is open when, for whom, and the exceptions granted."""
