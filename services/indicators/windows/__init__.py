"""When values of a fiscal year are taken: from when, until when, from when a period is locked, and the exceptions."""
