"""What happened: one row per change, put in order and chained by one sweeper, read by position."""
