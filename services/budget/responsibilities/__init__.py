"""Responsibility frameworks: which kinds of projects belong to which ministry or department, by fiscal year."""
