"""What people do with targets, reports and savings."""
