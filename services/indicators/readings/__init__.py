"""Reading: series, comparison, ranking, status, projection, roll-up, data quality and freshness of reported values."""
