"""Meetings of committees: who was there, who declared an interest, and the hash of the minutes."""
