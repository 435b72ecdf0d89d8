"""Work that outlives a request: kept in the database, taken up again after a restart."""
