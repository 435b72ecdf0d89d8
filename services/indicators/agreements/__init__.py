"""Performance agreements: what an area answers for in a fiscal year, by the rules of that year."""
