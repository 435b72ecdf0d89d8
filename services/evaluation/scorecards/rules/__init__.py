"""The rules of scorecards: what a score is made of, and how it is made."""
