"""The rules of spending: targets, reports, savings."""
